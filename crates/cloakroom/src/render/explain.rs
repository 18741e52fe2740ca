//! Each expression with its place and what came of it.

use serde_json::{Value, json};

use super::template::Source;
use super::{Drawn, entry_number};
use crate::cli::Format;
use crate::output;

/// Characters of a value in the table for people.
const SHOWN: usize = 60;

pub(super) fn print(source: &Source, drawn: &[Drawn], format: Format) {
    let rows = Value::Array(rows(source, drawn, format));
    let columns = [
        "Entry=entry",
        "Line=line",
        "Place=pointer",
        "Expression=expression",
        "Value=value",
        "Error=error",
    ];
    let columns = if source.is_response() {
        &columns[..]
    } else {
        &columns[1..]
    };
    output::list(format, &rows, columns, "There are no expressions.");
}

fn rows(source: &Source, drawn: &[Drawn], format: Format) -> Vec<Value> {
    let mut rows = Vec::new();
    for (i, entry) in drawn.iter().enumerate() {
        for (part, rendered) in entry.parts() {
            for explained in &rendered.explained {
                let pointer = source.pointer(part, &explained.pointer);
                let mut row = json!({
                    "line": source.line(&pointer),
                    "pointer": pointer,
                    "expression": explained.expression,
                });
                let entry = entry_number(source, i);
                if !entry.is_null() {
                    row["entry"] = entry;
                }
                match &explained.result {
                    Ok(value) if format == Format::Json => row["value"] = value.clone(),
                    // As JSON text, so that "1" and 1 differ.
                    Ok(value) => row["value"] = Value::String(shortened(&value.to_string())),
                    Err(error) => row["error"] = Value::String(error.clone()),
                }
                rows.push(row);
            }
        }
    }
    rows
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
