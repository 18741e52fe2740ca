//! Properties of expansion that hold for any template and any data.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use adaptive_cards_templating::{HostValues, Limits, Options, Template};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Strings of templates: expressions of all outcomes, broken ones too.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "${a}",
            "${b.c}",
            "${l[0]}",
            "${$index} of ${count(l)}",
            "${missing}",
            "${l}",
            "${b}",
            "x ${a + 1} y",
            "${l[9]}",
            "${json(s)}",
            "${foo(a)}",
            "\\${a}",
            "${",
            "${$root.a}",
            "${$data}",
            "${if(a, null, l)}",
            "${$host}",
            "${1/0}",
            "${concat(a, s)}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
        "\\PC{0,12}".prop_map(|inner| format!("${{{inner}}}")),
    ]
}

/// Any JSON, with directives of templates as names.
fn template() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::from),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
    ];
    let name = prop::sample::select(vec![
        "$data", "$when", "type", "text", "items", "$index", "é",
    ]);
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..4).prop_map(|pairs| {
                Value::Object(
                    pairs
                        .into_iter()
                        .map(|(k, v)| (k.to_owned(), v))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

/// Data with the names that the expressions use, of any kind.
fn data() -> impl Strategy<Value = Value> {
    let any = prop_oneof![
        Just(Value::Null),
        // Eighths: `serde_json` reads them back exactly.
        any::<i32>().prop_map(|n| Value::from(f64::from(n) / 8.0)),
        "\\PC{0,6}".prop_map(Value::from),
        Just(json!([1, [2, null], {"c": 3}])),
        Just(json!({"c": ["x"], "0": {}})),
    ];
    prop::collection::vec(any, 4)
        .prop_map(|values| json!({"a": values[0], "b": values[1], "l": values[2], "s": values[3]}))
}

proptest! {
    #[test]
    fn expansion_within_limits_never_panics_and_both_sinks_agree(
        template in template(),
        data in data(),
        steps in 1_u64..5_000,
    ) {
        let limits = Limits { steps, depth: 20, output_bytes: 10_000, output_nodes: 500 };
        let options = Options { limits, ..Options::default() };
        if let Ok(template) = Template::compile(&template, &options) {
            let host = HostValues::default();
            let value = template.expand(&data, &host);
            let mut out = Vec::new();
            match template.expand_bytes(&data, &host, &mut out) {
                Ok(()) => {
                    prop_assert!(out.len() as u64 <= limits.output_bytes);
                    prop_assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), value.unwrap());
                }
                Err(error) => prop_assert_eq!(error.to_string(), value.unwrap_err().to_string()),
            }
        }
    }

    #[test]
    fn an_expansion_gives_the_same_card_each_time(template in template(), data in data()) {
        if let Ok(template) = Template::compile(&template, &Options::default()) {
            let expand = || template.expand(&data, &HostValues::default()).map_err(|e| e.to_string());
            prop_assert_eq!(expand(), expand());
        }
    }
}
