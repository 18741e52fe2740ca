#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Tape;

fn read(text: &str) -> Option<Value> {
    let tape = Tape::read(text).ok()?;
    Some(tape.value(0, 200).unwrap())
}

#[test]
fn texts_are_read_as_serde_json_reads_them() {
    for text in [
        "null",
        " [ ] ",
        "{ }\n",
        "[[[]],{\"a\":{}}]",
        "[0,-1,18446744073709551615,-9223372036854775808,1.5,-0.25e2,1E3,0e0]",
        r#"{"a":"\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00","\u0061b":"${x}"}"#,
        "{\"a\": 1, \"b\": [true, false, null], \"a\": 2}",
        "\"a text that is longer than eight bytes, with a $ and ä and 東\"",
    ] {
        assert_eq!(read(text), serde_json::from_str(text).ok(), "{text}");
        assert!(read(text).is_some(), "{text}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "1e400",
        "tru",
        "nulls",
        "'a'",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u+123\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\n\"",
        "1 2",
        "]",
        "}",
        "[}",
        "{]",
        "\u{feff}1",
        "\"a\" b",
        "NaN",
        "[1,,2]",
        "\u{a0}1",
    ] {
        assert_eq!(read(text), None, "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_names_its_place() {
    let error = Tape::read("{\"a\":\n x}").unwrap_err();
    assert_eq!((error.offset, error.message), (7, "expected a value"));
}

#[test]
fn deep_nesting_costs_no_stack() {
    let text = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let tape = Tape::read(&text).unwrap();
    assert_eq!(tape.len(), 1_000_000);
    assert_eq!(tape.value(0, 100), None);
}

#[test]
fn a_value_becomes_the_tape_of_its_text() {
    let value = json!({"a": [1, -2.5, u64::MAX, "ä\n", {}, []], "b": {"c": null, "d": true}});
    let tape = Tape::of(&value);
    assert_eq!(tape.value(0, 10), Some(value));
    assert_eq!(tape.value(0, 2), None);
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "[ -~äß東😀\\x00-\\x1f]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec(("[a-c$\\\\\"]{0,2}", inner), 0..20)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_reads_back(value in values()) {
        let compact = value.to_string();
        prop_assert_eq!(read(&compact), Some(value.clone()));
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(read(&pretty), Some(value.clone()));
        prop_assert_eq!(Tape::of(&value).value(0, 200), Some(value));
    }

    #[test]
    fn broken_texts_are_refused_as_serde_json_refuses_them(
        value in values(), at in any::<prop::sample::Index>(), with in "[\\[\\]{},:\"\\\\0-9a-u.+ -]{0,2}"
    ) {
        let mut text = value.to_string();
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        text.replace_range(at..end, &with);
        prop_assert_eq!(read(&text).is_some(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }
}
