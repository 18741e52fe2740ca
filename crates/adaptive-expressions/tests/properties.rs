//! Properties that hold for any input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_expressions::{Budget, Environment, Expression, Scope};
use proptest::prelude::*;
use serde_json::{Value, json};

fn data() -> Value {
    json!({"n": 7, "f": 2.5, "s": "text", "l": [3, 1, 2], "o": {"a": 1, "b": [null, true]}, "z": null})
}

/// Texts that are well-formed expressions.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("n".to_owned()),
        Just("o.b[1]".to_owned()),
        Just("l".to_owned()),
        Just("null".to_owned()),
        Just("missing.x".to_owned()),
        (0_u32..1000).prop_map(|n| n.to_string()),
        "[a-z'\\\\ ]{0,6}"
            .prop_map(|s| format!("'{}'", s.replace('\\', "\\\\").replace('\'', "\\'"))),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (
                inner.clone(),
                prop::sample::select(vec!["==", "!=", "&&", "||", "&", "??", "<"]),
                inner.clone()
            )
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            inner.clone().prop_map(|a| format!("!{a}")),
            inner.clone().prop_map(|a| format!("[{a}]")),
            inner.clone().prop_map(|a| format!("{{k: {a}}}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("foreach({a}, x, [x, {b}])")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("concat({a}, {b})")),
        ]
    })
}

/// Any tree that a text can give: names and keys of all kinds, texts in backticks, long forms.
fn any_tree() -> impl Strategy<Value = String> {
    let quoted = |s: &str| format!("'{}'", s.replace('\\', "\\\\").replace('\'', "\\'"));
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "n",
            "o.b",
            "@x.y",
            "%z",
            "true",
            "null",
            "undefined",
            "#a.true"
        ])
        .prop_map(str::to_owned),
        "[0-9]{1,25}(\\.[0-9]{1,12})?",
        "\\PC{0,5}".prop_map(move |s| quoted(&s)),
        "[a-z $`.]{0,5}".prop_map(move |s| format!("Accessor({})", quoted(&s))),
    ];
    leaf.prop_recursive(4, 32, 3, move |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), operator()).prop_map(|((a, b), op)| format!("{a} {op} {b}")),
            (two.clone(), operator()).prop_map(|((a, b), op)| format!("({a} {op} {b})")),
            (two.clone(), inner.clone()).prop_map(|((a, b), c)| format!("add({a}, {b}, {c})")),
            (two.clone(), inner.clone()).prop_map(|((a, b), c)| format!("{a} ? {b} : {c}")),
            two.clone().prop_map(|(a, b)| format!("o.l[{a}][{b}].c")),
            two.clone()
                .prop_map(|(a, b)| format!("Accessor('x', foreach({a}, i, {b})[0])")),
            two.clone()
                .prop_map(|(a, b)| format!("where({a}, i => {b})")),
            (two, "[a-z'@ ]{0,4}")
                .prop_map(|((a, b), key)| format!("{{\"{key}\": {a}, k: [{b}]}}.k")),
            (inner.clone(), "[a-z \\\\]{0,3}").prop_map(|(a, t)| format!("`{t} \\$ ${{{a}}}\\``")),
            inner.prop_map(|a| format!("!{a}")),
        ]
    })
}

fn operator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "+", "-", "*", "/", "%", "^", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "&", "??",
    ])
}

proptest! {
    #[test]
    fn parsing_the_source_of_a_tree_gives_the_same_tree(text in any_tree()) {
        if let Ok(parsed) = Expression::parse(&text) {
            let source = parsed.to_source();
            let again = Expression::parse(&source);
            prop_assert_eq!(again.as_ref(), Ok(&parsed), "{}", source);
        }
    }

    #[test]
    fn parsing_what_was_printed_gives_the_same_tree(text in expression()) {
        if let Ok(parsed) = Expression::parse(&text) {
            let printed = parsed.to_string();
            let again = Expression::parse(&printed);
            prop_assert!(again.is_ok(), "{text} printed as {printed}");
            prop_assert_eq!(again.unwrap().to_string(), printed);
        }
    }

    #[test]
    fn printing_does_not_change_the_answer(text in expression()) {
        let (data, environment) = (data(), Environment::default());
        let evaluate = |e: &Expression| {
            e.evaluate(Scope::new(&data), &environment, Budget::default()).map(|v| v.to_json()).map_err(|e| e.kind())
        };
        if let Ok(parsed) = Expression::parse(&text) {
            let again = Expression::parse(&parsed.to_string()).unwrap();
            prop_assert_eq!(evaluate(&parsed), evaluate(&again));
        }
    }

    #[test]
    fn no_text_makes_the_parser_or_the_evaluator_panic(text in "\\PC{0,60}") {
        if let Ok(parsed) = Expression::parse(&text) {
            let _ = parsed.evaluate(Scope::new(&data()), &Environment::default(), Budget::default());
        }
    }

    #[test]
    fn any_function_with_any_arguments_ends(
        index in 0_usize..200,
        args in prop::collection::vec(expression(), 0..4),
    ) {
        let all = adaptive_expressions::prebuilt();
        let name = all[index % all.len()].name;
        if let Ok(parsed) = Expression::parse(&format!("{name}({})", args.join(", "))) {
            let budget = Budget { steps: 100_000, bytes: 1 << 20, depth: 64 };
            let _ = parsed.evaluate(Scope::new(&data()), &Environment::default(), budget);
        }
    }

    #[test]
    fn a_larger_budget_never_turns_success_into_failure(text in expression(), steps in 1_u64..500) {
        let (data, environment) = (data(), Environment::default());
        if let Ok(parsed) = Expression::parse(&text) {
            let run = |steps| {
                let budget = Budget { steps, ..Budget::default() };
                parsed.evaluate(Scope::new(&data), &environment, budget).map(|v| v.to_json())
            };
            if let Ok(small) = run(steps) {
                prop_assert_eq!(run(steps * 2).unwrap(), small);
            }
        }
    }
}
