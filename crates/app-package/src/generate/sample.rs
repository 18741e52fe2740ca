//! An answer that fits the description: its examples, and made-up values where it has none.

use serde_json::{Map, Value as Json, json};

use super::template::{IMAGES, properties, schema};
use super::text::label;
use crate::openapi::view::View;

/// Values of one answer.
const VALUES: usize = 200;
/// Objects and lists within each other.
const DEPTH: usize = 6;

/// An answer of an operation; an empty object where the description says nothing of it.
pub(super) fn of(operation: &View<'_>) -> Json {
    let mut left = VALUES;
    schema(operation).map_or_else(
        || json!({}),
        |schema| value(&schema, "result", 0, &mut left),
    )
}

fn value(schema: &View<'_>, name: &str, depth: usize, left: &mut usize) -> Json {
    *left = left.saturating_sub(1);
    if *left == 0 || depth > DEPTH {
        return Json::Null;
    }
    for given in ["example", "default"] {
        if let Some(given) = schema.get(given) {
            return given.node().to_value();
        }
    }
    if let Some(first) = schema
        .get("enum")
        .and_then(|all| all.items().into_iter().next())
    {
        return first.node().to_value();
    }
    let members = properties(schema, 0);
    if !members.is_empty() {
        let members = members.into_iter().map(|(name, schema)| {
            let value = value(&schema, name, depth + 1, left);
            (name.to_owned(), value)
        });
        return Json::Object(members.collect::<Map<_, _>>());
    }
    match schema.str("type") {
        Some("array") => {
            let item = schema.get("items");
            let item = item.map(|items| value(&items, name, depth + 1, left));
            item.into_iter().collect()
        }
        Some("object") => json!({}),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => text(schema, name),
    }
}

fn text(schema: &View<'_>, name: &str) -> Json {
    let lower = name.to_ascii_lowercase();
    match schema.str("format") {
        // No picture is better than one that can't be loaded.
        Some("uri" | "url") if IMAGES.iter().any(|image| lower.contains(image)) => Json::Null,
        Some("uri" | "url") => json!("https://example.com/"),
        Some("date") => json!("2026-01-31"),
        Some("date-time") => json!("2026-01-31T09:30:00Z"),
        Some("email") => json!("karin@example.com"),
        Some("uuid") => json!("00000000-0000-4000-8000-000000000001"),
        _ => json!(label(name)),
    }
}
