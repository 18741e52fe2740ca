//! Small changes to trees.

use indexmap::IndexMap;

use super::Members;
use crate::document::{Member, Node, NodeValue, Span};

pub(super) fn object(span: Span, members: Members) -> Node {
    Node {
        value: NodeValue::Object(members),
        span,
    }
}

pub(super) fn string(text: impl Into<String>, span: Span) -> Node {
    Node {
        value: NodeValue::String(text.into()),
        span,
    }
}

pub(super) fn boolean(value: bool, span: Span) -> Node {
    Node {
        value: NodeValue::Bool(value),
        span,
    }
}

pub(super) fn list(items: Vec<Node>, span: Span) -> Node {
    Node {
        value: NodeValue::Array(items),
        span,
    }
}

pub(super) fn member(value: Node) -> Member {
    Member {
        key: value.span,
        value,
    }
}

/// The members of an object. For another value, what is done to them is lost.
pub(super) fn members_mut(node: &mut Node) -> &mut Members {
    if !matches!(node.value, NodeValue::Object(_)) {
        node.value = NodeValue::Object(IndexMap::new());
    }
    match &mut node.value {
        NodeValue::Object(members) => members,
        // Made an object above.
        _ => unreachable!("an object"),
    }
}

/// Takes a member out, keeping the order of the others.
pub(super) fn take(members: &mut Members, name: &str) -> Option<Node> {
    members.shift_remove(name).map(|member| member.value)
}

pub(super) fn text<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members.get(name)?.value.as_str()
}

/// The texts of a list, each once, or a single text; `None` where there is neither.
pub(super) fn texts(node: Option<&Node>) -> Option<Vec<String>> {
    match &node?.value {
        NodeValue::String(text) => Some(vec![text.clone()]),
        NodeValue::Array(items) => {
            let mut all: Vec<String> = Vec::new();
            for text in items.iter().filter_map(Node::as_str) {
                if !all.iter().any(|known| known == text) {
                    all.push(text.to_owned());
                }
            }
            Some(all)
        }
        _ => None,
    }
}

/// Whether a member is there and is not false, zero or empty.
pub(super) fn is_set(members: &Members, name: &str) -> bool {
    members
        .get(name)
        .is_some_and(|member| match &member.value.value {
            NodeValue::Null | NodeValue::Bool(false) => false,
            NodeValue::String(text) => !text.is_empty(),
            NodeValue::Number(number) => number.as_f64() != Some(0.0),
            _ => true,
        })
}

/// A copy in which members that are `null` are left out, but for extensions, defaults and
/// everything in examples.
pub(super) fn without_nulls(node: &Node) -> Node {
    clean(node, false)
}

fn clean(node: &Node, example: bool) -> Node {
    let value = match &node.value {
        NodeValue::Object(members) => NodeValue::Object(
            members
                .iter()
                .filter_map(|(name, member)| {
                    let example = example || name.starts_with("example");
                    let kept = member.value.value != NodeValue::Null
                        || example
                        || name == "default"
                        || name.starts_with("x-");
                    kept.then(|| {
                        let value = clean(&member.value, example);
                        let key = member.key;
                        (name.clone(), Member { key, value })
                    })
                })
                .collect(),
        ),
        NodeValue::Array(items) => {
            NodeValue::Array(items.iter().map(|item| clean(item, example)).collect())
        }
        other => other.clone(),
    };
    Node {
        value,
        span: node.span,
    }
}
