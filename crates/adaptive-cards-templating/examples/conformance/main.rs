//! Compares this crate with recorded cards of another implementation.
//!
//! `cargo run --release -p adaptive-cards-templating --example conformance -- FILE…`
//!
//! The first line of a file is `{"data": DATA}`; each other line is a row
//! `{"template": TEMPLATE, "card": CARD}` or, for a failure, `"error": MESSAGE` with
//! `"class": "parse"` or `"class": "evaluate"`. A row may bring its own `data`. Numbers agree to
//! 1e-12. A row without `card` and `error` is a known fault of the other side: it only has to end.

#![allow(clippy::float_cmp)]

use std::process::ExitCode;

use adaptive_cards_templating::{ExpandErrorKind, HostValues, Options, Template};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let (mut rows, mut agreed) = (0, 0);
    for path in std::env::args().skip(1) {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) => {
                eprintln!("{path}: {e}");
                return ExitCode::from(2);
            }
        };
        let mut data = Value::Null;
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let row: Value = match serde_json::from_str(line) {
                Ok(row) => row,
                Err(e) => {
                    eprintln!("{path}:{}: {e}", number + 1);
                    return ExitCode::from(2);
                }
            };
            let Some(template) = row.get("template") else {
                data = row["data"].clone();
                continue;
            };
            rows += 1;
            let ours = answer(template, row.get("data").unwrap_or(&data));
            let theirs = match (row.get("card"), row.get("error")) {
                (Some(card), _) => json!({ "card": card }),
                (None, Some(_)) => json!({ "class": row["class"] }),
                (None, None) => {
                    agreed += 1;
                    continue;
                }
            };
            let class_only = json!({ "class": ours["class"] });
            let ours_compared = if ours.get("class").is_some() {
                &class_only
            } else {
                &ours
            };
            if same(ours_compared, &theirs) {
                agreed += 1;
            } else {
                println!(
                    "{}: {template}\n  expected {theirs}\n  found    {ours}",
                    number + 1
                );
            }
        }
    }
    println!("{agreed} of {rows} rows agree");
    ExitCode::from(u8::from(agreed != rows))
}

fn answer(template: &Value, data: &Value) -> Value {
    let template = match Template::compile(template, &Options::default()) {
        Ok(template) => template,
        Err(e) => return json!({"class": "parse", "message": e.to_string()}),
    };
    match template.expand(data, &HostValues::default()) {
        Ok(card) => json!({ "card": card }),
        Err(e) => {
            let class = match e.kind {
                ExpandErrorKind::UnknownFunction(_) => "parse",
                _ => "evaluate",
            };
            json!({"class": class, "message": e.to_string()})
        }
    }
}

/// Equal; numbers to 1e-12 of the greater.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(0.0), b.as_f64().unwrap_or(0.0));
            a == b || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, a)| b.get(k).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
