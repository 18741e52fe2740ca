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

proptest! {
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
