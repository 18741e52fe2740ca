//! Mechanical fixes of what the schema says: only where one thing can be meant.

use super::words::nearest;
use crate::document::{Cursor, NodeValue};
use crate::fix::{Edit, insert_member, literal, remove_item, rename_key, replace};
use crate::schema::{Id, Literal, Violation, ViolationKind, at, hint, values};

pub(super) fn edits(root: &Cursor<'_>, id: Id, violation: &Violation<'_>) -> Vec<Edit> {
    let place = &violation.place;
    match &violation.kind {
        ViolationKind::Unknown(known) => renamed(root, violation, known),
        ViolationKind::Missing(name) => match only_value(id, violation) {
            Some(value) => insert_member(place, name, &value),
            None => Vec::new(),
        },
        ViolationKind::Type(types) => retyped(place, types),
        ViolationKind::Enum(all) => {
            let written = place.node.as_str().unwrap_or_default().trim();
            let same = all.iter().find_map(|one| match one {
                Literal::Text(text) if text.eq_ignore_ascii_case(written) => Some(*text),
                _ => None,
            });
            same.map_or_else(Vec::new, |text| replace(place, literal(text)))
        }
        ViolationKind::Const(one) => replace(place, one.to_value().to_string()),
        ViolationKind::Repeated => {
            let (above, index) = violation.subject.rsplit_once('/').unwrap_or_default();
            match (root.follow(above), index.parse()) {
                (Some(list), Ok(index)) => remove_item(&list, index),
                _ => Vec::new(),
            }
        }
        ViolationKind::Pattern(source) => reformed(place, source),
        _ => Vec::new(),
    }
}

/// A known name that is nearly this one and not there yet.
fn renamed(root: &Cursor<'_>, violation: &Violation<'_>, known: &[&'static str]) -> Vec<Edit> {
    let Some((above, name)) = violation.subject.rsplit_once('/') else {
        return Vec::new();
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match (root.follow(above), nearest(&name, known)) {
        (Some(object), Some(nearest)) if object.get(nearest).is_none() => {
            rename_key(&object, &name, nearest)
        }
        _ => Vec::new(),
    }
}

/// The value of a missing property, where the schema leaves one; a layout is a list where nobody
/// says otherwise.
fn only_value(id: Id, violation: &Violation<'_>) -> Option<String> {
    if violation.subject == "/responseLayout" {
        return Some(literal("list"));
    }
    match values(at(id, &violation.subject)?).as_slice() {
        [one] => Some(one.to_value().to_string()),
        _ => None,
    }
}

fn retyped(place: &Cursor<'_>, types: &[&str]) -> Vec<Edit> {
    let wants = |name| types.contains(&name);
    let json = match &place.node.value {
        NodeValue::String(text) => match text.trim().to_lowercase().as_str() {
            truth @ ("true" | "false") if wants("a boolean") => truth.to_owned(),
            number if wants("a number") || wants("an integer") => {
                match number.parse::<serde_json::Number>() {
                    Ok(number) if wants("a number") || number.is_i64() => number.to_string(),
                    _ => return Vec::new(),
                }
            }
            _ => return Vec::new(),
        },
        NodeValue::Number(_) if wants("a string") => {
            // As it is written: 1.10 is not 1.1.
            let span = place.node.span;
            let written = place.document.text().get(span.start..span.end);
            literal(written.unwrap_or_default())
        }
        NodeValue::Bool(value) if wants("a string") => literal(&value.to_string()),
        _ => return Vec::new(),
    };
    replace(place, json)
}

fn reformed(place: &Cursor<'_>, source: &str) -> Vec<Edit> {
    let written = place.node.as_str().unwrap_or_default().trim();
    let hint = hint(source).unwrap_or_default();
    let better = if hint.starts_with("a GUID") {
        written
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
    } else {
        None
    };
    let better = match better {
        Some(text) => text.to_owned(),
        None if hint.starts_with("a colour") => format!("#{}", written.trim_start_matches('#')),
        None => written.to_owned(),
    };
    let fits = regex::Regex::new(source).is_ok_and(|pattern| pattern.is_match(&better));
    if fits {
        replace(place, literal(&better))
    } else {
        Vec::new()
    }
}
