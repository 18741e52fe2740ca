//! Data written in the template itself, `"$data": {…}`.

use adaptive_expressions::{Expression, Names, ParseError, Part};
use serde_json::Value;

/// Replaces each text with expressions by the text of its expression: the peer parses the texts of
/// inline data, but evaluates nothing there, and shows the expression where a text needs it.
pub(crate) fn read(value: &mut Value, names: Names<'_>) -> Result<(), ParseError> {
    match value {
        Value::String(text) if text.contains("${") => *text = expression_text(text, names)?,
        Value::Array(items) => items.iter_mut().try_for_each(|item| read(item, names))?,
        Value::Object(map) => map.values_mut().try_for_each(|item| read(item, names))?,
        _ => {}
    }
    Ok(())
}

fn expression_text(text: &str, names: Names<'_>) -> Result<String, ParseError> {
    let parts = Expression::parse_interpolated(text, names)?;
    if let [Part::Expression(only)] = parts.as_slice()
        && !only.is_constant()
    {
        return Ok(only.to_string());
    }
    let texts = parts.iter().map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        Part::Expression(_) => None,
    });
    if let Some(texts) = texts.collect::<Option<Vec<_>>>() {
        return Ok(texts.concat());
    }
    let mut joined = String::from("concat(''");
    for part in parts {
        joined.push_str(", ");
        match part {
            Part::Expression(expression) => joined.push_str(&expression.to_string()),
            Part::Text(text) => {
                let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
                joined.push_str(&format!("'{escaped}'"));
            }
        }
    }
    joined.push(')');
    Ok(joined)
}
