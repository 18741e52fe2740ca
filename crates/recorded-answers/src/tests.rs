use serde_json::{Value, json};

use crate::{Answer, Format, compare};

const FORMAT: Format = Format {
    question: "expr",
    answer: "value",
};

/// Answers with the data; a question in capitals is not understood, an empty one fails.
fn echo(question: &Value, data: &Value) -> Answer {
    match question.as_str() {
        Some("") => Answer::Failed("empty".to_owned()),
        Some(text) if text.chars().all(char::is_uppercase) => Answer::NotParsed(text.to_owned()),
        _ => Answer::Value(data.clone()),
    }
}

fn differing_lines(text: &str) -> Vec<usize> {
    let report = compare(text, FORMAT, echo).unwrap();
    report.differences.iter().map(|d| d.line).collect()
}

#[test]
fn a_row_runs_on_its_own_data_or_its_scope_or_the_data_of_the_file() {
    let text = r#"{"data": 1}
{"scopes": {"A": 2}}

{"expr": "x", "value": 1}
{"expr": "x", "scope": "A", "value": 2.0000000000001}
{"expr": "x", "scope": "A", "data": 3, "value": 3}
{"expr": "x", "value": 2}"#;
    assert_eq!(differing_lines(text), [7]);
    assert_eq!(compare(text, FORMAT, echo).unwrap().rows, 4);
}

#[test]
fn a_failure_agrees_with_its_class_only() {
    let text = r#"{"expr": "X", "error": "parse"}
{"expr": "X", "error": "evaluate"}
{"expr": "", "error": "evaluate"}
{"expr": "", "error": "throws"}
{"expr": "", "error": "cannot read", "class": "evaluate"}
{"expr": "", "value": null}
{"expr": "x", "error": "evaluate"}"#;
    assert_eq!(differing_lines(text), [2, 6, 7]);
}

#[test]
fn a_crash_of_the_other_side_only_has_to_end() {
    let text = r#"{"expr": "x", "error": "evaluate", "peer_bug": true}
{"expr": "x", "value": 5, "peer_bug": true}
{"expr": "x"}"#;
    assert_eq!(differing_lines(text), [0; 0]);
}

#[test]
fn a_line_that_is_no_row_is_an_error_with_its_place() {
    let error = compare("{\"data\": 1}\n{\"value\": 1}", FORMAT, echo).unwrap_err();
    assert_eq!(error.to_string(), "2: no `expr`");
    assert!(compare("[1]", FORMAT, echo).is_err());
}

#[test]
fn a_difference_shows_both_answers() {
    let text = r#"{"expr": "", "value": {"a": 1}}"#;
    let report = compare(text, FORMAT, echo).unwrap();
    assert_eq!(
        report.differences[0].to_string(),
        "1: \"\"\n  expected {\"a\":1}\n  found    error of class evaluate: empty"
    );
    assert!(crate::same(
        &json!({"a": 0, "b": [1]}),
        &json!({"b": [1.0], "a": -0.0})
    ));
}
