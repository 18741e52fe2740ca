//! The values that an operation asks for.

use serde_json::Value as Json;

use crate::inspect::is_object;
use crate::openapi::view::View;

/// Objects within each other of a body.
const DEPTH: usize = 6;
/// Values of one operation.
const VALUES: usize = 200;

/// One value of a request.
pub(super) struct Value<'a> {
    /// The name that the manifest's parameter has.
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) default: Option<Json>,
    pub(super) description: Option<&'a str>,
    pub(super) schema: View<'a>,
}

/// All values that a user can give, in the order of the description; those of the path item too.
pub(super) fn of<'a>(item: &View<'a>, operation: &View<'a>) -> Vec<Value<'a>> {
    let mut all: Vec<((&str, &str), Value<'a>)> = Vec::new();
    for owner in [item, operation] {
        for parameter in owner
            .get("parameters")
            .map(|list| list.items())
            .unwrap_or_default()
        {
            let (Some(name), Some(place)) = (parameter.str("name"), parameter.str("in")) else {
                continue;
            };
            all.retain(|(key, _)| *key != (name, place));
            let Some(schema) = parameter.get("schema").filter(is_primitive) else {
                continue;
            };
            if !matches!(place, "path" | "query") {
                continue;
            }
            let value = Value {
                name: name.to_owned(),
                required: place == "path" || parameter.holds("required"),
                default: default(&schema),
                description: parameter.str("description").or(schema.str("description")),
                schema,
            };
            all.push(((name, place), value));
        }
    }
    let mut all: Vec<Value<'a>> = all.into_iter().map(|(_, value)| value).collect();
    let in_url = all.len();
    if let Some(body) = operation.get("requestBody")
        && let Some(schema) = body
            .get("content")
            .and_then(|content| content.get("application/json"))
            .and_then(|media| media.get("schema"))
    {
        properties(&schema, "", body.holds("required"), 0, &mut all);
    }
    // A property of the body goes by its last name where that tells it from all others.
    let names: Vec<String> = all.iter().map(|value| value.name.clone()).collect();
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    for (index, value) in all.iter_mut().enumerate().skip(in_url) {
        let short = last(&value.name);
        let unique = names
            .iter()
            .enumerate()
            .all(|(other, name)| other == index || (last(name) != short && *name != short));
        if unique {
            value.name = short;
        }
    }
    all
}

fn properties<'a>(
    schema: &View<'a>,
    name: &str,
    required: bool,
    depth: usize,
    all: &mut Vec<Value<'a>>,
) {
    if !is_object(schema) || depth > DEPTH {
        return;
    }
    let listed = schema
        .get("required")
        .map(|list| list.items())
        .unwrap_or_default();
    for (key, property) in schema
        .get("properties")
        .map(|all| all.members())
        .unwrap_or_default()
    {
        let read_only = property.holds("readOnly");
        if all.len() >= VALUES || read_only {
            continue;
        }
        let required = required && listed.iter().any(|item| item.node().as_str() == Some(key));
        let name = if name.is_empty() {
            key.to_owned()
        } else {
            format!("{name}.{key}")
        };
        if is_primitive(&property) {
            all.push(Value {
                name,
                required,
                default: default(&property),
                description: property.str("description"),
                schema: property,
            });
        } else {
            properties(&property, &name, required, depth + 1, all);
        }
    }
}

fn is_primitive(schema: &View<'_>) -> bool {
    matches!(
        schema.str("type"),
        Some("string" | "integer" | "boolean" | "number")
    )
}

fn default(schema: &View<'_>) -> Option<Json> {
    schema
        .get("default")
        .map(|default| default.node().to_value())
        .filter(|default| !default.is_null())
}
