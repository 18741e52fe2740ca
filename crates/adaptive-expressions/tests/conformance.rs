//! The rows recorded from npm `adaptive-expressions` 4.23.
#![allow(clippy::unwrap_used, clippy::doc_markdown)]

#[path = "../examples/conformance/answer.rs"]
mod answer;

use adaptive_expressions::{Expression, ParseErrorKind, prebuilt};

fn agrees(rows: &str) {
    let report = recorded_answers::compare(rows, answer::FORMAT, answer::answer).unwrap();
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_row_answers_as_the_javascript_implementation() {
    agrees(include_str!("fixtures/expressions.jsonl"));
}

#[test]
fn every_row_that_found_a_difference_answers_as_the_javascript_implementation() {
    agrees(include_str!("fixtures/differences.jsonl"));
}

/// The names by which npm `adaptive-expressions` 4.23 finds its functions.
fn peer_names() -> impl Iterator<Item = &'static str> {
    include_str!("fixtures/functions.txt").lines()
}

#[test]
fn every_name_of_the_peer_is_known() {
    for name in peer_names() {
        let text = match name {
            name if name.starts_with(char::is_alphabetic) => format!("{name}()"),
            "!" => "!a".to_owned(),
            operator => format!("a {operator} b"),
        };
        if let Err(e) = Expression::parse(&text) {
            let known = matches!(e.kind, ParseErrorKind::Arity | ParseErrorKind::ArgumentType);
            assert!(known, "{text}: {e}");
        }
    }
}

#[test]
fn every_function_is_one_of_the_peer() {
    let names: Vec<&str> = peer_names().collect();
    for function in prebuilt() {
        assert!(names.contains(&function.name), "{}", function.name);
    }
}
