//! The rows recorded from npm `adaptive-expressions` 4.23.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_expressions::{Budget, Environment, Expression, Scope, Val, prebuilt};
use serde_json::{Value, json};

fn shown(value: &Val<'_>) -> Value {
    match value {
        Val::Num(n) if !n.is_finite() => {
            json!({ "$number": if n.is_nan() { "NaN" } else if *n > 0.0 { "Infinity" } else { "-Infinity" } })
        }
        Val::Big(n) => json!({ "$bigint": n.to_string() }),
        other => other.to_json(),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
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

fn answer(text: &str, data: &Value) -> Value {
    let environment = Environment::default();
    match Expression::parse(text) {
        Err(_) => json!("parse"),
        Ok(expression) => {
            match expression.evaluate(Scope::new(data), &environment, Budget::default()) {
                Ok(value) => json!([shown(&value)]),
                Err(_) => json!("evaluate"),
            }
        }
    }
}

#[test]
fn every_row_answers_as_the_javascript_implementation() {
    let mut lines = include_str!("fixtures/expressions.jsonl").lines();
    let scopes: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let mut wrong = Vec::new();
    for line in lines {
        let row: Value = serde_json::from_str(line).unwrap();
        let data = &scopes["scopes"][row["scope"].as_str().unwrap()];
        let found = answer(row["expr"].as_str().unwrap(), data);
        let expected = match row.get("error") {
            Some(class) => class.clone(),
            None => json!([row["value"]]),
        };
        if !same(&found, &expected) {
            wrong.push(format!("{}: {found}, not {expected}", row["expr"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_functions_are_those_of_the_peer() {
    let mut names: Vec<&str> = prebuilt().iter().map(|f| f.name).collect();
    let mut peer: Vec<&str> = include_str!("fixtures/functions.txt").lines().collect();
    names.sort_unstable();
    peer.sort_unstable();
    assert_eq!(names, peer);
}
