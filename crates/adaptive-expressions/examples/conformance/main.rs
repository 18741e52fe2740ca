//! Compares this crate with recorded answers of another implementation.
//!
//! `cargo run --release -p adaptive-expressions --example conformance -- FILE…`
//!
//! The first line of a file is `{"scopes": {NAME: DATA}}`; each other line is a row
//! `{"expr": TEXT, "scope": NAME, "value": ANSWER}` or, for a failure, `"error": "parse"` or
//! `"error": "evaluate"`. A row may bring its own `data`. Numbers agree to 1e-12; what JSON cannot
//! say is written `{"$number": "NaN"}` and `{"$bigint": "1"}`.

#![allow(clippy::float_cmp)]

use std::process::ExitCode;

use adaptive_expressions::{Budget, Environment, Expression, Scope, Val};
use serde_json::{Map, Value, json};

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
        let mut scopes = Map::new();
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
            if let Some(found) = row["scopes"].as_object() {
                scopes.clone_from(found);
                continue;
            }
            rows += 1;
            let scope = row["scope"].as_str().unwrap_or_default();
            let none = Value::Null;
            let data = row
                .get("data")
                .or_else(|| scopes.get(scope))
                .unwrap_or(&none);
            let ours = answer(row["expr"].as_str().unwrap_or_default(), data);
            let theirs = match row.get("error") {
                Some(class) => json!({ "error": class }),
                None => json!({ "value": row["value"] }),
            };
            if same(&ours, &theirs) {
                agreed += 1;
            } else {
                println!(
                    "{}: {}\n  expected {theirs}\n  found    {ours}",
                    number + 1,
                    row["expr"]
                );
            }
        }
    }
    println!("{agreed} of {rows} rows agree");
    ExitCode::from(u8::from(agreed != rows))
}

fn answer(text: &str, data: &Value) -> Value {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(e) => return json!({"error": "parse", "message": e.to_string()}),
    };
    let environment = Environment::default();
    match expression.evaluate(Scope::new(data), &environment, Budget::default()) {
        Ok(value) => json!({ "value": shown(&value) }),
        Err(e) => json!({"error": "evaluate", "message": e.to_string()}),
    }
}

/// The value as JSON, with forms for what JSON cannot say.
fn shown(value: &Val<'_>) -> Value {
    match value {
        Val::Num(n) if !n.is_finite() => {
            let text = if n.is_nan() {
                "NaN"
            } else if *n > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            };
            json!({ "$number": text })
        }
        Val::Big(n) => json!({ "$bigint": n.to_string() }),
        Val::List(items) => Value::Array(items.iter().map(shown).collect()),
        Val::Object(_) => {
            let properties = value.properties().unwrap_or_default();
            let kept = properties
                .iter()
                .filter(|(_, v)| !matches!(v, Val::Undefined));
            Value::Object(kept.map(|(k, v)| (k.to_string(), shown(v))).collect())
        }
        other => other.to_json(),
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
            let (a, b) = (without_message(a), without_message(b));
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.iter().any(|(other, b)| key == other && same(a, b)))
        }
        _ => a == b,
    }
}

fn without_message(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let failure = map.contains_key("error");
    map.iter()
        .filter(|(key, _)| !failure || *key != "message")
        .collect()
}
