//! A small XML reader: elements, attributes, text, CDATA; comments and instructions are skipped.

/// Index of a node.
pub(super) type Id = usize;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 200;

#[derive(Debug)]
pub(super) enum Kind {
    /// The document itself, node 0.
    Root,
    Element(String),
    Attribute(String, String),
    Text(String),
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Id,
    pub(super) children: Vec<Id>,
    pub(super) attributes: Vec<Id>,
}

/// Nodes in document order.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) nodes: Vec<Node>,
}

impl Document {
    fn add(&mut self, kind: Kind, parent: Id) -> Id {
        let id = self.nodes.len();
        let attribute = matches!(kind, Kind::Attribute(..));
        self.nodes.push(Node {
            kind,
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
        });
        if id > 0 {
            let parent = &mut self.nodes[parent];
            if attribute {
                parent.attributes.push(id);
            } else {
                parent.children.push(id);
            }
        }
        id
    }

    /// The text of a node and all below it.
    pub(super) fn text(&self, id: Id, out: &mut String) {
        match &self.nodes[id].kind {
            Kind::Text(text) | Kind::Attribute(_, text) => out.push_str(text),
            _ => self.nodes[id]
                .children
                .iter()
                .for_each(|child| self.text(*child, out)),
        }
    }

    /// The node as XML.
    pub(super) fn write(&self, id: Id, out: &mut String) {
        let node = &self.nodes[id];
        match &node.kind {
            Kind::Root => node
                .children
                .iter()
                .for_each(|child| self.write(*child, out)),
            Kind::Text(text) => out.push_str(&escape(text)),
            Kind::Attribute(name, value) => {
                let value = escape(value).replace('"', "&quot;");
                out.push_str(&format!(" {name}=\"{value}\""));
            }
            Kind::Element(name) => {
                out.push_str(&format!("<{name}"));
                node.attributes
                    .iter()
                    .for_each(|attribute| self.write(*attribute, out));
                if node.children.is_empty() {
                    out.push_str("/>");
                    return;
                }
                out.push('>');
                node.children
                    .iter()
                    .for_each(|child| self.write(*child, out));
                out.push_str(&format!("</{name}>"));
            }
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

pub(super) fn parse(text: &str) -> Result<Document, String> {
    let mut document = Document { nodes: Vec::new() };
    document.add(Kind::Root, 0);
    let mut open = vec![0];
    let mut rest = text;
    while !rest.is_empty() {
        let here = open.last().copied().unwrap_or(0);
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = skip(after, "-->")?;
        } else if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let end = after.find("]]>").ok_or("a CDATA section does not end")?;
            document.add(Kind::Text(after[..end].to_owned()), here);
            rest = &after[end + 3..];
        } else if rest.starts_with("<!") {
            return Err("document types are not allowed".to_owned());
        } else if let Some(after) = rest.strip_prefix("<?") {
            rest = skip(after, "?>")?;
        } else if let Some(after) = rest.strip_prefix("</") {
            let end = after.find('>').ok_or("a tag does not end")?;
            let name = after[..end].trim_end();
            match &document.nodes[here].kind {
                Kind::Element(opened) if opened == name => {}
                _ => return Err(format!("`</{name}>` closes nothing")),
            }
            open.pop();
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix('<') {
            let (id, empty, after) = tag(&mut document, after, here)?;
            if !empty {
                open.push(id);
                if open.len() > MAX_DEPTH {
                    return Err("nested too deep".to_owned());
                }
            }
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let content = unescape(&rest[..end])?;
            // Text outside of the root element says nothing.
            if here != 0 {
                document.add(Kind::Text(content), here);
            }
            rest = &rest[end..];
        }
    }
    if open.len() > 1 {
        Err("an element does not end".to_owned())
    } else {
        Ok(document)
    }
}

fn skip<'t>(text: &'t str, end: &str) -> Result<&'t str, String> {
    text.find(end)
        .map(|at| &text[at + end.len()..])
        .ok_or_else(|| format!("expected `{end}`"))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}

/// A start tag after `<`: the element, whether it is empty, and what follows.
fn tag<'t>(
    document: &mut Document,
    text: &'t str,
    parent: Id,
) -> Result<(Id, bool, &'t str), String> {
    let len = text.find(|c| !is_name(c)).unwrap_or(text.len());
    if len == 0 {
        return Err("a tag needs a name".to_owned());
    }
    let id = document.add(Kind::Element(text[..len].to_owned()), parent);
    let mut rest = &text[len..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Ok((id, true, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((id, false, after));
        }
        let len = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(len);
        let after = after
            .trim_start()
            .strip_prefix('=')
            .ok_or("an attribute needs a value")?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote
            .filter(|_| len > 0)
            .ok_or("an attribute needs a quoted value")?;
        let end = after[1..].find(quote).ok_or("an attribute does not end")?;
        document.add(
            Kind::Attribute(name.to_owned(), unescape(&after[1..=end])?),
            id,
        );
        rest = &after[end + 2..];
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').ok_or("an entity does not end")?;
        let name = &rest[at + 1..at + end];
        let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok();
        let meaning = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
                (Some(hex), _) => code(hex, 16).and_then(char::from_u32),
                (_, Some(decimal)) => code(decimal, 10).and_then(char::from_u32),
                _ => None,
            },
        };
        out.push(meaning.ok_or_else(|| format!("there is no entity `{name}`"))?);
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}
