//! A value as XML elements, as the peer's builder writes them.

use serde_json::Value;

use crate::budget::Budget;
use crate::error::EvalError;

/// The elements of the properties of an object, or of the items of a list by their index.
pub(super) fn children(
    value: &Value,
    level: usize,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    match value {
        Value::Object(map) => map
            .iter()
            .try_for_each(|(name, value)| element(name, value, level, out, budget)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(i, value)| element(&i.to_string(), value, level, out, budget)),
        _ => Ok(()),
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
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| element(name, item, level, out, budget)),
        Value::Object(map) if !map.is_empty() => {
            out.push_str(&format!("{indent}<{name}>\n"));
            children(value, level + 1, out, budget)?;
            out.push_str(&format!("{indent}</{name}>\n"));
            Ok(())
        }
        Value::Null => {
            out.push_str(&format!("{indent}<{name}/>\n"));
            Ok(())
        }
        scalar => {
            let text = match scalar {
                Value::String(text) => escape(text),
                Value::Object(_) => String::new(),
                other => other.to_string(),
            };
            out.push_str(&format!("{indent}<{name}>{text}</{name}>\n"));
            Ok(())
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('>', "&gt;")
        .replace('<', "&lt;")
        .replace('\'', "&apos;")
        .replace('"', "&quot;")
}
