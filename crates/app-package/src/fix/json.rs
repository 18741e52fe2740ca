//! Edits of JSON text, and of YAML where only a scalar is replaced.

use super::Edit;
use crate::document::{Cursor, NodeValue, Span};

/// A text as JSON writes it.
pub(crate) fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Replaces a value.
pub(crate) fn replace(place: &Cursor<'_>, json: impl Into<String>) -> Vec<Edit> {
    vec![edit(place, place.node.span, json)]
}

/// Writes another name for a member.
pub(crate) fn rename_key(object: &Cursor<'_>, key: &str, name: &str) -> Vec<Edit> {
    let NodeValue::Object(members) = &object.node.value else {
        return Vec::new();
    };
    members.get(key).map_or_else(Vec::new, |member| {
        vec![edit(object, member.key, literal(name))]
    })
}

/// Adds a member as the first of an object, spaced as the others are.
pub(crate) fn insert_member(object: &Cursor<'_>, name: &str, json: &str) -> Vec<Edit> {
    let text = object.document.text();
    let NodeValue::Object(members) = &object.node.value else {
        return Vec::new();
    };
    if !is_json(object) {
        return Vec::new();
    }
    let at = object.node.span.start + 1;
    let name = literal(name);
    let inserted = match members.first() {
        None => format!("{name}: {json}"),
        Some((_, first)) => {
            // What stands between the brace and the first name stands before the new one too.
            let space = text.get(at..first.key.start).unwrap_or_default();
            format!("{space}{name}: {json},")
        }
    };
    vec![edit(object, Span { start: at, end: at }, inserted)]
}

/// Adds text at a byte of the document.
pub(crate) fn insertion(place: &Cursor<'_>, at: usize, text: impl Into<String>) -> Edit {
    edit(place, Span { start: at, end: at }, text)
}

/// Removes a member with its comma.
pub(crate) fn remove_member(object: &Cursor<'_>, key: &str) -> Vec<Edit> {
    let NodeValue::Object(members) = &object.node.value else {
        return Vec::new();
    };
    let spans: Vec<Span> = members
        .values()
        .map(|member| Span {
            start: member.key.start,
            end: member.value.span.end,
        })
        .collect();
    match members.get_index_of(key) {
        Some(index) => without(object, &spans, index),
        None => Vec::new(),
    }
}

/// Removes an item with its comma.
pub(crate) fn remove_item(array: &Cursor<'_>, index: usize) -> Vec<Edit> {
    let NodeValue::Array(items) = &array.node.value else {
        return Vec::new();
    };
    let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
    without(array, &spans, index)
}

/// From the end of the one before, or to the start of the one after, so that one comma goes.
fn without(place: &Cursor<'_>, spans: &[Span], index: usize) -> Vec<Edit> {
    let Some(own) = spans.get(index) else {
        return Vec::new();
    };
    if !is_json(place) {
        return Vec::new();
    }
    let before = index.checked_sub(1).and_then(|index| spans.get(index));
    let span = match (before, spans.get(index + 1)) {
        (Some(before), _) => Span {
            start: before.end,
            end: own.end,
        },
        (None, Some(after)) => Span {
            start: own.start,
            end: after.start,
        },
        (None, None) => *own,
    };
    vec![edit(place, span, "")]
}

/// YAML has neither braces nor commas to rely on.
fn is_json(place: &Cursor<'_>) -> bool {
    matches!(
        place.document.text().as_bytes().get(place.node.span.start),
        Some(b'{' | b'[')
    )
}

fn edit(place: &Cursor<'_>, span: Span, text: impl Into<String>) -> Edit {
    Edit {
        file: place.document.file.clone(),
        start: span.start,
        end: span.end,
        text: text.into(),
    }
}
