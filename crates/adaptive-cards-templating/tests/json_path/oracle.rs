//! Properties, and agreement with another implementation on generated paths.

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError, Mode};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::BUDGET;

fn any_document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..4).prop_map(Value::from),
        (-3_i32..4).prop_map(|half| json!(f64::from(half) / 2.0)),
        "[abé]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[abc]", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_selector() -> impl Strategy<Value = String> {
    let bound = || prop_oneof![Just(String::new()), (-4_i64..5).prop_map(|n| n.to_string())];
    let step = prop_oneof![
        Just(String::new()),
        (-3_i64..4).prop_map(|n| format!(":{n}"))
    ];
    prop_oneof![
        "[abc]".prop_map(|name| format!("'{name}'")),
        (-3_i64..4).prop_map(|index| index.to_string()),
        Just("*".to_owned()),
        (bound(), bound(), step).prop_map(|(start, end, step)| format!("{start}:{end}{step}")),
        any_filter().prop_map(|filter| format!("?{filter}")),
    ]
}

fn any_filter() -> impl Strategy<Value = String> {
    let value = || {
        prop_oneof![
            Just("@"),
            Just("@.a"),
            Just("@[0]"),
            Just("$.b"),
            Just("$[-1].a"),
            Just("1"),
            Just("0.5"),
            Just("'a'"),
            Just("null"),
            Just("true"),
            Just("length(@)"),
            Just("count(@.*)"),
            Just("value(@..a)"),
        ]
    };
    // Without `<=` and `>=`: the other implementation (0.7.2) takes absent values for unequal there
    // and any two objects for "at least"; the table of RFC 9535 is played in `filters`.
    let operator = prop::sample::select(vec!["==", "!=", "<", ">"]);
    let basic = prop_oneof![
        (value(), operator, value())
            .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
        prop::sample::select(vec!["@.a", "@[1]", "@.*", "@..b", "$.c"]).prop_map(str::to_owned),
    ];
    basic.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("!({inner})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) && {right}")),
            (inner.clone(), inner).prop_map(|(left, right)| format!("{left} || ({right})")),
        ]
    })
}

fn any_path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        3 => "\\.[abc]",
        1 => "\\.\\.[abc]",
        1 => Just(".*".to_owned()),
        1 => Just("..*".to_owned()),
        3 => prop::collection::vec(any_selector(), 1..3).prop_map(|all| format!("[{}]", all.join(", "))),
        1 => any_selector().prop_map(|selector| format!("..[{selector}]")),
    ];
    prop::collection::vec(segment, 0..4).prop_map(|segments| format!("${}", segments.concat()))
}

/// Text made of what paths are made of.
fn any_tokens() -> impl Strategy<Value = String> {
    let tokens = vec![
        "$", "@", ".", "..", "[", "]", "(", ")", "?", "*", ":", ",", "'", "\"", "\\", "/", "a",
        "é", "1", "-1", "0", " ", "==", "!=", "<", "=~", "===", "&&", "||", "!", "true", "null",
        "length(", "count(", "match(", "search(", "value(", "'a'", "\\u", "\\ud83d", "1e9", ".5",
        "/a/i", "\u{1}",
    ];
    prop::collection::vec(prop::sample::select(tokens), 0..16).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn compiling_never_panics(text in prop_oneof![any::<String>(), any_tokens()]) {
        for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
            match JsonPath::compile(&text, mode) {
                Ok(path) => {
                    let _ = path.select(&json!({"a": [1, {"a": "a"}]}), 1000);
                }
                Err(JsonPathError::Syntax { column, reason }) => {
                    prop_assert!((1..=text.chars().count() + 1).contains(&column), "{column}");
                    prop_assert!(!reason.is_empty());
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }

    #[test]
    fn what_rfc_9535_takes_newtonsoft_mode_takes(text in any_tokens()) {
        if JsonPath::compile(&text, Mode::Rfc9535).is_ok() {
            prop_assert!(JsonPath::compile(&text, Mode::Newtonsoft).is_ok(), "{text}");
        }
    }

    #[test]
    fn both_implementations_select_the_same(path in any_path(), document in any_document()) {
        let theirs = serde_json_path::JsonPath::parse(&path).unwrap();
        let ours = JsonPath::compile(&path, Mode::Rfc9535).unwrap();
        let ours = ours.select(&document, BUDGET).unwrap();
        prop_assert_eq!(ours, theirs.query(&document).all(), "{}", path);
    }

    #[test]
    fn a_selection_ends_at_its_budget_or_is_whole(
        path in any_path(),
        document in any_document(),
        budget in 0_u64..200,
    ) {
        let path = JsonPath::compile(&path, Mode::Rfc9535).unwrap();
        let whole = path.select(&document, BUDGET).unwrap();
        match path.select(&document, budget) {
            Ok(found) => prop_assert_eq!(found, whole),
            Err(error) => prop_assert_eq!(error, JsonPathError::Budget(budget)),
        }
    }
}
