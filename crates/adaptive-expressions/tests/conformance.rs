//! The rows recorded from npm `adaptive-expressions` 4.23.
#![allow(clippy::unwrap_used, clippy::doc_markdown)]

#[path = "../examples/conformance/answer.rs"]
mod answer;

use adaptive_expressions::{Expression, ParseErrorKind, prebuilt};

fn agrees(rows: &str) {
    let rows = with_the_features_that_are_on(rows);
    let report = recorded_answers::compare(&rows, answer::FORMAT, answer::answer).unwrap();
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Without the rows that call a function whose feature is off; of all features none is left out.
fn with_the_features_that_are_on(rows: &str) -> String {
    let is_on = |line: &&str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["expr"].as_str().unwrap_or_default();
        !Expression::parse(text).is_err_and(|error| error.kind == ParseErrorKind::FeatureOff)
    };
    let kept: Vec<&str> = rows.lines().filter(is_on).collect();
    let all = cfg!(all(
        feature = "time",
        feature = "regex",
        feature = "xpath",
        feature = "uri"
    ));
    assert!(kept.len() * 2 > rows.lines().count());
    assert_eq!(kept.len() == rows.lines().count(), all);
    kept.join("\n")
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
            let known = matches!(
                e.kind,
                ParseErrorKind::Arity | ParseErrorKind::ArgumentType | ParseErrorKind::FeatureOff
            );
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
