//! What verbs print: JSON as it came, or a table and lines for people.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

use crate::cli::Format;

/// One value: its fields as lines.
pub(crate) fn one(format: Format, value: &Value) {
    print!("{}", one_text(format, value));
}

/// A list: the named columns as a table. A column is `Heading=field`; the field may be a path
/// such as `user.name`.
pub(crate) fn list(format: Format, values: &Value, columns: &[&str], empty: &str) {
    print!("{}", list_text(format, values, columns, empty));
}

fn one_text(format: Format, value: &Value) -> String {
    if format == Format::Json {
        return format!("{value:#}\n");
    }
    let Value::Object(fields) = value else {
        return match value {
            Value::Null => "Done.\n".to_owned(),
            other => format!("{}\n", cell(other)),
        };
    };
    let width = fields.keys().map(String::len).max().unwrap_or(0);
    fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{name:width$}  {}\n", named(name, value)))
        .collect()
}

fn list_text(format: Format, values: &Value, columns: &[&str], empty: &str) -> String {
    if format == Format::Json {
        return format!("{values:#}\n");
    }
    let rows = values.as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() {
        return format!("{empty}\n");
    }
    let columns: Vec<(&str, &str)> = columns
        .iter()
        .map(|c| c.split_once('=').unwrap_or((c, c)))
        .collect();
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(columns.iter().map(|(heading, _)| *heading));
    for row in rows {
        table.add_row(columns.iter().map(|(_, field)| {
            let pointer = format!("/{}", field.replace('.', "/"));
            row.pointer(&pointer).map(cell).unwrap_or_default()
        }));
    }
    table
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect()
}

/// The value of a field; a moment is told as RFC 3339 has it, in UTC.
fn named(name: &str, value: &Value) -> String {
    let moment = ["At", "Until"].iter().any(|end| name.ends_with(end));
    let moment = value.as_i64().filter(|_| moment);
    match moment.map(jiff::Timestamp::from_millisecond) {
        Some(Ok(moment)) => moment.to_string(),
        _ => cell(value),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_for_people_has_headings_and_one_line_a_row() {
        let rows = json!([{"id": "reg_1", "user": {"name": "Karin"}}, {"id": "reg_2", "user": {}}]);
        let text = list_text(Format::Text, &rows, &["ID=id", "User=user.name"], "none");
        let lines: Vec<_> = text
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>())
            .collect();
        assert_eq!(
            lines,
            [vec!["ID", "User"], vec!["reg_1", "Karin"], vec!["reg_2"]]
        );
    }

    #[test]
    fn a_moment_is_told_to_people_and_counted_for_programs() {
        let value = json!({"createdAt": 1_795_624_497_231_i64, "version": 2});
        assert_eq!(
            one_text(Format::Text, &value),
            "createdAt  2026-11-25T16:34:57.231Z\nversion    2\n"
        );
        assert!(one_text(Format::Json, &value).contains("1795624497231"));
        assert_eq!(one_text(Format::Text, &Value::Null), "Done.\n");
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(
            list_text(Format::Text, &json!([]), &["ID=id"], "No hosts yet."),
            "No hosts yet.\n"
        );
        assert_eq!(
            list_text(Format::Json, &json!([]), &["ID=id"], "No hosts yet."),
            "[]\n"
        );
    }
}
