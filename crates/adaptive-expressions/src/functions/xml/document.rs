//! A small XML reader: elements, attributes, text, CDATA, comments, instructions.

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
    /// The text of a CDATA section.
    Data(String),
    Comment(String),
    /// Target and the rest.
    Instruction(String, String),
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
            Kind::Text(text)
            | Kind::Data(text)
            | Kind::Attribute(_, text)
            | Kind::Comment(text)
            | Kind::Instruction(_, text) => out.push_str(text),
            Kind::Root | Kind::Element(_) => self.text_below(id, out),
        }
    }

    fn text_below(&self, id: Id, out: &mut String) {
        for child in &self.nodes[id].children {
            match &self.nodes[*child].kind {
                Kind::Text(text) | Kind::Data(text) => out.push_str(text),
                Kind::Element(_) => self.text_below(*child, out),
                _ => {}
            }
        }
    }

    /// The namespace of a prefix at a node; that of no prefix is the default one.
    pub(super) fn namespace(&self, id: Id, prefix: &str) -> Option<&str> {
        let mut at = id;
        loop {
            let declared = self.nodes[at].attributes.iter().find_map(|attribute| {
                let Kind::Attribute(name, value) = &self.nodes[*attribute].kind else {
                    return None;
                };
                let declares = match name.strip_prefix("xmlns") {
                    Some("") => prefix.is_empty(),
                    Some(rest) => rest.strip_prefix(':') == Some(prefix),
                    None => false,
                };
                declares.then_some(value.as_str())
            });
            if declared.is_some() || at == 0 {
                return declared;
            }
            at = self.nodes[at].parent;
        }
    }

    /// The node as XML, with the namespaces that it uses and that are declared above it.
    pub(super) fn write(&self, id: Id, out: &mut String) {
        self.write_below(id, &mut Vec::new(), out);
    }

    fn write_below<'d>(&'d self, id: Id, declared: &mut Vec<&'d str>, out: &mut String) {
        let node = &self.nodes[id];
        match &node.kind {
            Kind::Root => node
                .children
                .iter()
                .for_each(|child| self.write_below(*child, declared, out)),
            Kind::Text(text) => out.push_str(&escape(text)),
            Kind::Data(text) => out.push_str(&format!("<![CDATA[{text}]]>")),
            Kind::Comment(text) => out.push_str(&format!("<!--{text}-->")),
            Kind::Instruction(target, rest) => out.push_str(&format!("<?{target} {rest}?>")),
            Kind::Attribute(name, value) => {
                let value = escape(value).replace('"', "&quot;");
                out.push_str(&format!(" {name}=\"{value}\""));
            }
            Kind::Element(name) => {
                let outer = declared.len();
                out.push_str(&format!("<{name}"));
                for attribute in &node.attributes {
                    self.write_below(*attribute, declared, out);
                    if let Kind::Attribute(name, _) = &self.nodes[*attribute].kind {
                        declared.extend(name.strip_prefix("xmlns:"));
                    }
                }
                if let Some((prefix, _)) =
                    name.split_once(':').filter(|(p, _)| !declared.contains(p))
                    && let Some(uri) = self.namespace(id, prefix)
                {
                    out.push_str(&format!(" xmlns:{prefix}=\"{}\"", escape(uri)));
                    declared.push(prefix);
                }
                if node.children.is_empty() {
                    out.push_str("/>");
                } else {
                    out.push('>');
                    node.children
                        .iter()
                        .for_each(|child| self.write_below(*child, declared, out));
                    out.push_str(&format!("</{name}>"));
                }
                declared.truncate(outer);
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
            let (text, after) = until(after, "-->")?;
            document.add(Kind::Comment(text.to_owned()), here);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let (text, after) = until(after, "]]>")?;
            document.add(Kind::Data(text.to_owned()), here);
            rest = after;
        } else if rest.starts_with("<!") {
            return Err("document types are not allowed".to_owned());
        } else if let Some(after) = rest.strip_prefix("<?") {
            let (text, after) = until(after, "?>")?;
            let (target, data) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let data = data.trim_start().to_owned();
            document.add(Kind::Instruction(target.to_owned(), data), here);
            rest = after;
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
    let roots = document.nodes[0].children.iter();
    let roots = roots.filter(|id| matches!(document.nodes[**id].kind, Kind::Element(_)));
    match (open.len(), roots.count()) {
        (1, 1) => Ok(document),
        (1, _) => Err("a document has one root element".to_owned()),
        _ => Err("an element does not end".to_owned()),
    }
}

fn until<'t>(text: &'t str, end: &str) -> Result<(&'t str, &'t str), String> {
    text.split_once(end)
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
