//! The public compliance suite of RFC 9535 (`jsonpath-compliance-test-suite`). It is others' work
//! and not in the repository: it is read from `../shared/data/jsonpath/cts.json` beside it.

use std::fs;
use std::path::Path;

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::{Value, json};

use crate::BUDGET;

/// The cases, or `None` after saying that they are skipped.
fn cases() -> Option<Vec<Value>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/jsonpath/cts.json");
    let Ok(text) = fs::read_to_string(&file) else {
        eprintln!(
            "SKIPPED: the suite of RFC 9535 is not at {}",
            file.display()
        );
        return None;
    };
    let mut suite: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(mut cases) = suite["tests"].take() else {
        panic!("tests is no list")
    };
    if cfg!(not(feature = "regex")) {
        let has_pattern = |case: &Value| {
            let selector = case["selector"].as_str().unwrap();
            selector.contains("match") || selector.contains("search")
        };
        cases.retain(|case| !has_pattern(case));
    }
    Some(cases)
}

/// What differs from what the case expects.
fn difference(case: &Value, mode: Mode) -> Option<String> {
    let name = &case["name"];
    let compiled = JsonPath::compile(case["selector"].as_str().unwrap(), mode);
    if case["invalid_selector"] == true {
        return compiled.is_ok().then(|| format!("{name}: was accepted"));
    }
    let path = match compiled {
        Ok(path) => path,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    let found = json!(path.select(&case["document"], BUDGET).unwrap());
    let fits = match case.get("results").and_then(Value::as_array) {
        Some(any) => any.contains(&found),
        None => case["result"] == found,
    };
    (!fits).then(|| format!("{name}: {found}"))
}

#[test]
fn every_case_of_the_rfc_9535_suite_holds() {
    let Some(cases) = cases() else { return };
    assert!(
        cfg!(not(feature = "regex")) || cases.len() >= 703,
        "only {} cases",
        cases.len()
    );
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| difference(case, Mode::Rfc9535))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ: {wrong:#?}",
        wrong.len(),
        cases.len()
    );
}

#[test]
fn newtonsoft_mode_selects_the_same_by_every_path_of_the_suite_without_filter() {
    let Some(cases) = cases() else { return };
    let plain = |case: &&Value| {
        case["invalid_selector"] != true && !case["selector"].as_str().unwrap().contains('?')
    };
    let wrong: Vec<String> = cases
        .iter()
        .filter(plain)
        .filter_map(|case| difference(case, Mode::Newtonsoft))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
