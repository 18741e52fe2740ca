//! The rows recorded from npm `adaptivecards-templating` 2.3.
#![allow(clippy::unwrap_used, clippy::doc_markdown)]

#[path = "../examples/conformance/answer.rs"]
mod answer;

use adaptive_cards_templating::{HostValues, Options, Template};
use adaptive_expressions::ParseErrorKind;
use serde_json::Value;

fn agrees(rows: &str) {
    let rows = with_the_features_that_are_on(rows);
    let report = recorded_answers::compare(&rows, answer::FORMAT, |template, data| {
        if let Ok(template) = Template::compile(template, &Options::default()) {
            let host = HostValues::default();
            let value = template.expand(data, &host);
            let mut bytes = Vec::new();
            let written = template.expand_bytes(data, &host, &mut bytes);
            assert_eq!(written.is_ok(), value.is_ok(), "both sinks fail or none");
            if let Ok(value) = value {
                let parsed: Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(parsed, value, "both sinks write the same card");
            }
        }
        answer::answer(template, data)
    })
    .unwrap();
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Without the rows that call a function whose feature is off.
fn with_the_features_that_are_on(rows: &str) -> String {
    let is_on = |line: &&str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let compiled = Template::compile(&row["template"], &Options::default());
        !compiled.is_err_and(|error| error.source.kind == ParseErrorKind::FeatureOff)
    };
    let kept: Vec<&str> = rows.lines().filter(is_on).collect();
    assert!(kept.len() * 2 > rows.lines().count());
    kept.join("\n")
}

#[test]
fn every_row_expands_as_the_javascript_implementation() {
    agrees(include_str!("fixtures/templates.jsonl"));
}

#[test]
fn every_row_that_found_a_difference_expands_as_the_javascript_implementation() {
    agrees(include_str!("fixtures/differences.jsonl"));
}
