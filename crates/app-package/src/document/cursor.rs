//! A node together with its document and pointer: what a finding needs to name its place.

use super::{Document, Node, NodeValue};

/// A place in a document.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) document: &'a Document,
    pub(crate) node: &'a Node,
    pub(crate) pointer: String,
}

impl<'a> Cursor<'a> {
    /// A member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<Cursor<'a>> {
        Some(self.at(self.node.get(key)?, key))
    }

    /// A member that is not `null`: both mean absent to the tools that write these files.
    pub(crate) fn present(&self, key: &str) -> Option<Cursor<'a>> {
        self.get(key)
            .filter(|cursor| cursor.node.value != NodeValue::Null)
    }

    /// The string of a member.
    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        self.node.get(key)?.as_str()
    }

    /// The boolean of a member.
    pub(crate) fn bool(&self, key: &str) -> Option<bool> {
        match self.node.get(key)?.value {
            NodeValue::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The members of an object; none for other kinds.
    pub(crate) fn members(&self) -> Vec<(&'a str, Cursor<'a>)> {
        match &self.node.value {
            NodeValue::Object(members) => members
                .iter()
                .map(|(key, member)| (key.as_str(), self.at(&member.value, key)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The items of an array; none for other kinds.
    pub(crate) fn items(&self) -> Vec<Cursor<'a>> {
        match &self.node.value {
            NodeValue::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, node)| self.at(node, &index.to_string()))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Follows a JSON pointer (RFC 6901) that was already percent-decoded.
    pub(crate) fn follow(&self, pointer: &str) -> Option<Cursor<'a>> {
        let mut at = self.clone();
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(at);
        };
        for token in rest.split('/') {
            let key = token.replace("~1", "/").replace("~0", "~");
            at = match &at.node.value {
                NodeValue::Object(_) => at.get(&key)?,
                NodeValue::Array(items) => {
                    let index: usize = key.parse().ok()?;
                    at.at(items.get(index)?, &key)
                }
                _ => return None,
            };
        }
        Some(at)
    }

    fn at(&self, node: &'a Node, key: &str) -> Cursor<'a> {
        Cursor {
            document: self.document,
            node,
            pointer: format!("{}/{}", self.pointer, escape(key)),
        }
    }
}

/// A name as a part of a JSON pointer (RFC 6901, section 3).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
