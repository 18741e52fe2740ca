//! Templates from JSON text: the same cards as from values.
#![allow(clippy::unwrap_used, clippy::doc_markdown)]

use adaptive_cards_templating::{HostValues, Limits, Options, Template, TemplateError};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The card as text, or the error's.
fn card(template: Result<Template, String>, data: &Value) -> Result<String, String> {
    let mut out = Vec::new();
    template?
        .expand_bytes(data, &HostValues::default(), &mut out)
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn from_text(text: &str) -> Result<Template, String> {
    Template::parse(text, &Options::default()).map_err(|error| error.to_string())
}

fn from_value(value: &Value) -> Result<Template, String> {
    Template::compile(value, &Options::default()).map_err(|error| error.to_string())
}

#[test]
fn every_row_is_the_same_from_text_and_from_a_value() {
    let mut lines = include_str!("fixtures/templates.jsonl").lines();
    let first: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    for line in lines {
        let row: Value = serde_json::from_str(line).unwrap();
        let (template, data) = (&row["template"], row.get("data").unwrap_or(&first["data"]));
        let expected = card(from_value(template), data);
        let compact = template.to_string();
        assert_eq!(card(from_text(&compact), data), expected, "{compact}");
        let pretty = serde_json::to_string_pretty(template).unwrap();
        assert_eq!(card(from_text(&pretty), data), expected, "{pretty}");
    }
}

#[test]
fn escapes_of_json_are_gone_before_expressions_are_read() {
    let text = r#"{"\u0061": "\u0024{x}", "b": "\"${'\\'}\"", "c\n": "\u00e4", "d\"": "${x}"}"#;
    let found = card(from_text(text), &json!({"x": "\n"}));
    let expected = r#"{"a":"\n","b":"\"\\\"","c\n":"ä","d\"":"\n"}"#;
    assert_eq!(found.as_deref(), Ok(expected));
}

#[test]
fn of_members_with_one_name_the_last_value_counts_at_the_first_place() {
    let found = card(
        from_text(r#"{"a": 1, "b": 2, "a": "${x}"}"#),
        &json!({"x": 3}),
    );
    assert_eq!(found.as_deref(), Ok(r#"{"a":3,"b":2}"#));
    // The same with many.
    let names = (0..40).chain([7, 33]).map(|i| format!(r#""n{i}": {i}"#));
    let text = format!("{{{}}}", names.collect::<Vec<_>>().join(","));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(card(from_text(&text), &json!({})), Ok(value.to_string()));
}

#[test]
fn numbers_of_a_template_are_written_as_javascript_writes_them() {
    let found = card(
        from_text("[1.0, 1e2, -0, 0.10, 1E+21, 18446744073709551615]"),
        &json!({}),
    );
    assert_eq!(
        found.as_deref(),
        Ok("[1,100,0,0.1,1e+21,18446744073709551615]")
    );
}

#[test]
fn a_text_that_is_no_json_is_refused_with_line_and_column() {
    let error = Template::parse("{\n \"ä\": x}", &Options::default()).unwrap_err();
    assert!(
        matches!(
            error,
            TemplateError::Json {
                line: 2,
                column: 7,
                ..
            }
        ),
        "{error:?}"
    );
    let error = Template::parse("{\n \"a\": \"${1 +}\"}", &Options::default()).unwrap_err();
    assert!(
        matches!(&error, TemplateError::Expression(inner) if inner.pointer == "/a"),
        "{error:?}"
    );
}

/// Guard: adaptive_cards_templating::compile::Compiler::value
#[test]
fn sec_pkg_07_a_template_nested_too_deep_is_refused() {
    let options = Options {
        limits: Limits {
            depth: 50,
            ..Limits::default()
        },
        ..Options::default()
    };
    let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
    for text in [
        nested(51),
        nested(1_000_000),
        format!("{{\"$data\": {}}}", nested(51)),
        format!("{{\"a\": {}1{}}}", "{\"a\":".repeat(50), "}".repeat(50)),
    ] {
        let error = Template::parse(&text, &options).unwrap_err();
        assert!(
            error.to_string().contains("nested deeper than 50"),
            "{error}"
        );
    }
    assert!(Template::parse(&nested(50), &options).is_ok());
}

proptest! {
    #[test]
    fn any_text_ends_with_a_template_or_an_error(text in "[\\[\\]{},:\"\\\\$a-e0-3 ()'`-]{0,40}") {
        let value = serde_json::from_str::<Value>(&text);
        match (Template::parse(&text, &Options::default()), value) {
            (Err(TemplateError::Json { .. }), value) => prop_assert!(value.is_err()),
            (parsed, Ok(value)) => prop_assert_eq!(
                card(parsed.map_err(|e| e.to_string()), &json!({"a": [1]})),
                card(from_value(&value), &json!({"a": [1]}))
            ),
            (_, Err(error)) => prop_assert!(false, "{} {}", text, error),
        }
    }
}
