//! JSON and YAML with positions: one tree for both, so that every later finding has its line.

mod cursor;
mod json;
mod lines;
mod yaml;

use indexmap::IndexMap;

use crate::Limits;
use crate::problem::Problem;

pub(crate) use cursor::{Cursor, escape};
pub(crate) use lines::Lines;

/// Bytes of the text, from and to (exclusive).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: NodeValue,
    /// Where it stands; for an expanded YAML alias, where the anchor stands.
    pub span: Span,
}

/// The value of a node: JSON's six kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A finite number.
    Number(serde_json::Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object; keys are unique and in the order of the text.
    Object(IndexMap<String, Member>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where the key stands.
    pub key: Span,
    /// The member's value.
    pub value: Node,
}

impl Node {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            NodeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// A member's value, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        /// Up to so many keys are compared sooner than one is hashed.
        const FEW: usize = 8;
        match &self.value {
            NodeValue::Object(members) if members.len() <= FEW => members
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, member)| &member.value),
            NodeValue::Object(members) => members.get(key).map(|member| &member.value),
            _ => None,
        }
    }

    /// The same value without positions.
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => Value::Bool(*value),
            NodeValue::Number(number) => Value::Number(number.clone()),
            NodeValue::String(text) => Value::String(text.clone()),
            NodeValue::Array(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            NodeValue::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, member)| (key.clone(), member.value.to_value()))
                    .collect(),
            ),
        }
    }

    /// How many values there are, it and all in it.
    pub(crate) fn count(&self) -> usize {
        1 + match &self.value {
            NodeValue::Array(items) => items.iter().map(Node::count).sum(),
            NodeValue::Object(members) => members.values().map(|member| member.value.count()).sum(),
            _ => 0,
        }
    }

    /// What kind of value it is, as a noun with its article.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            NodeValue::Null => "null",
            NodeValue::Bool(_) => "a boolean",
            NodeValue::Number(_) => "a number",
            NodeValue::String(_) => "a string",
            NodeValue::Array(_) => "an array",
            NodeValue::Object(_) => "an object",
        }
    }
}

/// A parsed file of a package.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name in the package.
    pub file: String,
    /// The outermost value.
    pub root: Node,
    lines: Lines,
}

impl Document {
    /// Reads JSON, or YAML where the name ends with `.yaml` or `.yml`.
    ///
    /// # Errors
    /// The first problem: encoding, syntax, duplicate keys, limits.
    pub fn parse(file: &str, bytes: &[u8], limits: &Limits) -> Result<Self, Box<Problem>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(Box::new(Problem::file(
                "file_not_utf8",
                file,
                "The file is not UTF-8 text.",
                "Save it as UTF-8.",
            )));
        };
        // Windows editors write a byte-order mark, and the vendor's own tools read past it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = Lines::new(text);
        let ending = file
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase());
        let root = match ending.as_deref() {
            Some("yaml" | "yml") => yaml::parse(text, limits),
            _ => json::parse(text, limits),
        };
        match root {
            Ok(root) => Ok(Self {
                file: file.to_owned(),
                root,
                lines,
            }),
            Err(fault) => Err(Box::new(fault.into_problem(file, &lines))),
        }
    }

    /// The value at a JSON pointer (RFC 6901).
    pub fn find(&self, pointer: &str) -> Option<&Node> {
        self.cursor().follow(pointer).map(|cursor| cursor.node)
    }

    /// Reads JSON or YAML by the name, and where JSON is expected and the text is none, YAML: many
    /// writers of JSON leave commas and comments that YAML allows.
    pub(crate) fn parse_either(
        file: &str,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<Self, Box<Problem>> {
        let problem = match Self::parse(file, bytes, limits) {
            Err(problem) if problem.code == "json_syntax" => problem,
            done => return done,
        };
        match Self::parse(&format!("{file}.yaml"), bytes, limits) {
            Ok(document) if !matches!(document.root.value, NodeValue::String(_)) => Ok(Self {
                file: file.to_owned(),
                ..document
            }),
            _ => Err(problem),
        }
    }

    /// The JSON pointer (RFC 6901) of the innermost value that covers a span.
    pub(crate) fn pointer_at(&self, span: Span) -> String {
        let covers = |outer: Span| outer.start <= span.start && span.end <= outer.end;
        let mut pointer = String::new();
        let mut at = &self.root;
        loop {
            if at.span == span {
                return pointer;
            }
            let next = match &at.value {
                NodeValue::Object(members) => members.iter().find_map(|(key, member)| {
                    let whole = Span {
                        start: member.key.start.min(member.value.span.start),
                        end: member.value.span.end,
                    };
                    covers(whole).then(|| {
                        let key = key.replace('~', "~0").replace('/', "~1");
                        (key, &member.value)
                    })
                }),
                NodeValue::Array(items) => items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| covers(item.span))
                    .map(|(index, item)| (index.to_string(), item)),
                _ => None,
            };
            let Some((key, node)) = next else {
                return pointer;
            };
            pointer.push('/');
            pointer.push_str(&key);
            at = node;
        }
    }

    /// Line and column (in characters) of a byte, both from 1.
    pub fn line_column(&self, offset: usize) -> (u32, u32) {
        self.lines.line_column(offset)
    }

    /// The text, without a byte-order mark.
    pub(crate) fn text(&self) -> &str {
        self.lines.text()
    }

    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor {
            document: self,
            node: &self.root,
            pointer: String::new(),
        }
    }
}

/// Why a text is no document, before it has positions of its own.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) span: Span,
    pub(crate) sentence: String,
    pub(crate) fix: &'static str,
}

impl Fault {
    fn into_problem(self, file: &str, lines: &Lines) -> Problem {
        let (line, column) = lines.line_column(self.span.start);
        Problem {
            span: (self.span.start, self.span.end),
            line,
            column,
            ..Problem::file(self.code, file, self.sentence, self.fix)
        }
    }

    pub(crate) fn too_deep(span: Span, limit: usize) -> Self {
        Self {
            code: "document_too_deep",
            span,
            sentence: format!("Arrays and objects are nested deeper than {limit} levels."),
            fix: "Flatten the document.",
        }
    }

    pub(crate) fn too_many_nodes(span: Span, limit: usize) -> Self {
        Self {
            code: "document_too_large",
            span,
            sentence: format!("The document has more than {limit} values, aliases expanded."),
            fix: "Leave out what the commands don't use.",
        }
    }

    pub(crate) fn duplicate_key(span: Span, key: &str) -> Self {
        Self {
            code: "duplicate_key",
            span,
            sentence: format!("The key {key:?} stands twice in the same object."),
            fix: "Keep one of the two: readers differ in which one they take.",
        }
    }
}

#[cfg(test)]
mod tests;
