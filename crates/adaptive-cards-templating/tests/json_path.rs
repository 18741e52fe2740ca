//! jsonPath: the compliance suite of RFC 9535, the Newtonsoft forms, the budget.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError, Mode};
use serde_json::{Value, json};

#[test]
fn every_case_of_the_rfc_9535_suite_holds() {
    let suite: Value = serde_json::from_str(include_str!("fixtures/cts.json")).unwrap();
    let mut wrong = Vec::new();
    let cases = suite["tests"].as_array().unwrap();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let compiled = JsonPath::compile(case["selector"].as_str().unwrap(), Mode::Rfc9535);
        if case["invalid_selector"] == json!(true) {
            if compiled.is_ok() {
                wrong.push(format!("{name}: was accepted"));
            }
            continue;
        }
        let path = match compiled {
            Ok(path) => path,
            Err(e) => {
                wrong.push(format!("{name}: {e}"));
                continue;
            }
        };
        let found = json!(path.select(&case["document"], 100_000).unwrap());
        let fits = match case.get("results") {
            Some(any) => any.as_array().unwrap().contains(&found),
            None => case["result"] == found,
        };
        if !fits {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ: {wrong:#?}",
        wrong.len(),
        cases.len()
    );
}

#[test]
fn the_newtonsoft_forms_mean_what_they_mean_there() {
    let document = json!({
        "results": [{"id": 1}, {"id": 2}],
        "data": {"items": [10, 20]},
        "odd key": 1,
        "odata-next": 2,
        "@type": 3
    });
    for (path, expected) in [
        ("", json!([document])),
        ("$", json!([document])),
        ("results", json!([[{"id": 1}, {"id": 2}]])),
        ("$.results", json!([[{"id": 1}, {"id": 2}]])),
        ("data.items[1]", json!([20])),
        ("['odd key']", json!([1])),
        ("odata-next", json!([2])),
        ("$.@type", json!([3])),
        ("results[*].id", json!([1, 2])),
        ("$..id", json!([1, 2])),
        ("results[?(@.id > 1)]", json!([{"id": 2}])),
        ("missing", json!([])),
    ] {
        let compiled = JsonPath::compile(path, Mode::Newtonsoft).unwrap();
        assert_eq!(
            json!(compiled.select(&document, 1000).unwrap()),
            expected,
            "{path}"
        );
    }
}

#[test]
fn a_script_in_brackets_is_refused_with_a_reason() {
    let error = JsonPath::compile("items[(@.length-1)]", Mode::Newtonsoft).unwrap_err();
    assert!(error.to_string().contains("scripts"), "{error}");
}

#[test]
fn a_path_nested_too_deep_is_refused() {
    let path = format!("$[?{}@{}]", "(".repeat(5000), ")".repeat(5000));
    assert!(matches!(
        JsonPath::compile(&path, Mode::Rfc9535),
        Err(JsonPathError::Syntax { .. })
    ));
}

/// Guard: adaptive_cards_templating::json_path::select::Selection::step
#[test]
fn sec_pkg_15_a_selection_ends_at_its_budget() {
    let mut document = json!([1, 2, 3]);
    for _ in 0..12 {
        document = json!([document, document]);
    }
    let path = JsonPath::compile("$..*..*", Mode::Rfc9535).unwrap();
    assert_eq!(
        path.select(&document, 50_000),
        Err(JsonPathError::Budget(50_000))
    );
}
