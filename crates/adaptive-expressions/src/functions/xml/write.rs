//! A value as XML elements, as the peer's builder writes them.

use serde_json::Value;

use crate::budget::Budget;
use crate::error::EvalError;

/// What stands beneath a value: an element for each property of an object, each item of a list and
/// each UTF-16 unit of a text, those without names by their index.
pub(super) fn children(
    value: &Value,
    level: usize,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    match value {
        Value::Object(map) => map
            .iter()
            .try_for_each(|(name, value)| property(name, value, level, out, budget)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(i, value)| property(&i.to_string(), value, level, out, budget)),
        Value::String(text) => text.encode_utf16().enumerate().try_for_each(|(i, unit)| {
            let unit = Value::String(String::from_utf16_lossy(&[unit]));
            element(&i.to_string(), &unit, level, out, budget)
        }),
        _ => Ok(()),
    }
}

/// The name of what is text among elements.
const TEXT: &str = "#text";

fn property(
    name: &str,
    value: &Value,
    level: usize,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    match value {
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| element(name, item, level, out, budget)),
        scalar if is_text(name, scalar) => {
            budget.step(1)?;
            out.push_str(&text(scalar));
            Ok(())
        }
        other => element(name, other, level, out, budget),
    }
}

fn element(
    name: &str,
    value: &Value,
    level: usize,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    budget.step(1)?;
    budget.make(level * 4 + name.len() * 2)?;
    let indent = "  ".repeat(level);
    match value {
        Value::Null => out.push_str(&format!("{indent}<{name}/>\n")),
        Value::Object(_) | Value::Array(_) if has_elements(value) => {
            out.push_str(&format!("{indent}<{name}>\n"));
            children(value, level + 1, out, budget)?;
            out.push_str(&format!("{indent}</{name}>\n"));
        }
        Value::Object(_) | Value::Array(_) => {
            out.push_str(&format!("{indent}<{name}>"));
            children(value, level + 1, out, budget)?;
            out.push_str(&format!("</{name}>\n"));
        }
        scalar => out.push_str(&format!("{indent}<{name}>{}</{name}>\n", text(scalar))),
    }
    Ok(())
}

fn is_text(name: &str, value: &Value) -> bool {
    name == TEXT && matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_))
}

/// Whether anything but text stands beneath a value.
fn has_elements(value: &Value) -> bool {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    match value {
        Value::Object(map) => map
            .iter()
            .any(|(name, value)| !is_text(name, value) && !empty(value)),
        Value::Array(items) => items.iter().any(|item| !empty(item)),
        _ => false,
    }
}

fn text(scalar: &Value) -> String {
    match scalar {
        Value::String(text) => escape(text),
        other => other.to_string(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('>', "&gt;")
        .replace('<', "&lt;")
        .replace('\'', "&apos;")
        .replace('"', "&quot;")
}
