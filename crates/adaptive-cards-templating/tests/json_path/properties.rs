//! Properties that hold for any path.

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use proptest::prelude::*;
use serde_json::json;

/// Paths of both modes, most of them well-formed.
fn path() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        prop::sample::select(vec![
            ".a", "..b", "[*]", ".*", "..*", "[0]", "[-1]", "[1:2]", "[::-1]"
        ])
        .prop_map(str::to_owned),
        "\\.[a-zé_-]{1,4}",
        "[a-z' \\\\\"\n]{0,4}".prop_map(|name| {
            let name = name
                .replace('\\', "\\\\")
                .replace('\'', "\\'")
                .replace('\n', "\\n");
            format!("['{name}', \"b\"]")
        }),
    ];
    let steps = prop::collection::vec(name, 0..3).prop_map(|steps| steps.concat());
    let query = (prop::sample::select(vec!["@", "$"]), steps.clone())
        .prop_map(|(root, steps)| format!("{root}{steps}"));
    let value = prop_oneof![
        query.clone(),
        query.clone().prop_map(|query| format!("length({query})")),
        query.clone().prop_map(|query| format!("count({query})")),
        prop::sample::select(vec!["'x'", "\"it's\"", "null", "true", "-0", "1.5e3", "12"])
            .prop_map(str::to_owned),
    ];
    let operator = prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">=", "===", "<>"]);
    let condition = prop_oneof![
        query.clone(),
        (value.clone(), operator, value.clone())
            .prop_map(|(left, operator, right)| format!("{left}{operator}{right}")),
        (value, "[a-c/.*]{0,4}").prop_map(|(text, pattern)| {
            format!("{text} =~ /{}/i", pattern.replace('/', "\\/"))
        }),
        query.prop_map(|query| format!("match({query}, 'a.*')")),
    ]
    .prop_recursive(3, 12, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("{a} && {b}")),
            two.clone().prop_map(|(a, b)| format!("{a}||{b}")),
            two.prop_map(|(a, b)| format!("({a} || {b})")),
            inner.prop_map(|inner| format!("!({inner})")),
        ]
    });
    let root = prop::sample::select(vec!["$", "", "results"]);
    (root, steps.clone(), condition, steps)
        .prop_map(|(root, before, condition, after)| format!("{root}{before}[?{condition}]{after}"))
}

proptest! {
    #[test]
    fn compiling_what_was_printed_gives_the_same_path(path in path()) {
        let document = json!({"a": [{"b": 1}, {"b": "x"}, [2]], "results": {"b": null}});
        for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
            if let Ok(compiled) = JsonPath::compile(&path, mode) {
                let printed = compiled.to_string();
                let again = JsonPath::compile(&printed, mode);
                prop_assert_eq!(again.as_ref(), Ok(&compiled), "{}", printed);
                prop_assert_eq!(
                    again.map(|again| again.select(&document, 10_000).map(|all| json!(all))),
                    Ok(compiled.select(&document, 10_000).map(|all| json!(all)))
                );
            }
        }
    }

    #[test]
    fn no_text_makes_compiling_or_selecting_panic(path in "\\PC{0,40}") {
        let document = json!([{"a": 1}, [2, 3]]);
        for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
            if let Ok(compiled) = JsonPath::compile(&path, mode) {
                let _ = compiled.select(&document, 10_000);
            }
        }
    }
}
