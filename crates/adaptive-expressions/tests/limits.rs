//! Hostile expressions end with an error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_expressions::{
    Budget, Environment, ErrorKind, Expression, Limit, MAX_DEPTH, ParseErrorKind, Scope,
};
use serde_json::json;

fn limit(text: &str) -> Limit {
    let data = json!({"x": "${stringOrValue(x)}", "l": [1, 2, 3]});
    let budget = Budget {
        steps: 100_000,
        bytes: 1 << 20,
        depth: 100,
    };
    let environment = Environment::default();
    let expression = Expression::parse(text).unwrap();
    let error = expression
        .evaluate(Scope::new(&data), &environment, budget)
        .unwrap_err();
    match error.kind() {
        ErrorKind::Limit(limit) => limit,
        other => panic!("{text}: {other:?}: {error}"),
    }
}

/// Guard: adaptive_expressions::budget::Budget::make
#[test]
fn sec_pkg_07_what_functions_make_is_charged() {
    let a = "'aaaaaaaaaaaaaaaa'";
    let doubled = (0..8).fold(a.to_owned(), |t, _| format!("replace({t}, 'a', {a})"));
    limit(&doubled);
    limit("range(0, 1000000000)");
    limit("join(range(0, 40000), 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')");
    limit("foreach(range(0, 1000), a, foreach(range(0, 1000), b, a * b))");
}

#[test]
fn a_number_format_with_a_billion_digits_is_short() {
    let answer = adaptive_expressions::evaluate("length(formatNumber(1, 1000000000))", &json!({}));
    assert!(answer.unwrap().as_f64().unwrap() < 30.0);
}

#[test]
fn a_text_that_evaluates_itself_ends() {
    assert_eq!(limit("stringOrValue(x)"), Limit::Depth);
}

#[test]
fn nesting_is_allowed_up_to_the_limit_and_not_beyond() {
    let nested = |depth: usize| format!("{}n{}", "!(".repeat(depth), ")".repeat(depth));
    assert!(Expression::parse(&nested(30)).is_ok());
    let error = Expression::parse(&nested(MAX_DEPTH as usize + 1)).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::TooDeep);
    let long = vec!["n"; MAX_DEPTH as usize + 1].join("+");
    assert_eq!(
        Expression::parse(&long).unwrap_err().kind,
        ParseErrorKind::TooDeep
    );
}

/// Guard: adaptive_expressions::functions::pattern::compile
#[test]
fn sec_pkg_13_patterns_run_in_linear_time_and_have_a_size_limit() {
    let data = json!({"s": "a".repeat(5000)});
    assert_eq!(
        adaptive_expressions::evaluate("isMatch(s, '(a+)+b')", &data).unwrap(),
        json!(false)
    );
    let error = Expression::parse("isMatch(s, '((a{1000}){1000}){1000}')").unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::Pattern);
}

/// What `xPath` answers over the name `x`.
fn xpath(xml: &str, path: &str) -> Result<serde_json::Value, ErrorKind> {
    let data = json!({"x": xml});
    let expression = Expression::parse(&format!("xPath(x, '{path}')")).unwrap();
    let environment = Environment::default();
    let value = expression.evaluate(Scope::new(&data), &environment, Budget::default());
    value
        .map(|value| value.to_json())
        .map_err(|error| error.kind())
}

/// Guard: adaptive_expressions::functions::xml::document::parse
#[test]
fn sec_pkg_14_no_document_type_or_external_entity_is_read() {
    for xml in [
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><r>&e;</r>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1/r.dtd\"><r/>",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1/p\"> %p;]><r/>",
        "<r>&e;</r>",
        "<r a=\"&e;\"/>",
    ] {
        let answer = xpath(xml, "string(/r)");
        match &answer {
            Err(kind) => assert_eq!(*kind, ErrorKind::Argument, "{xml}"),
            Ok(value) => assert!(!value.to_string().contains("root:"), "{xml}: {value}"),
        }
        assert!(answer.is_err(), "{xml}: {answer:?}");
    }
    assert_eq!(
        xpath("<r>&lt;&#65;&amp;</r>", "string(/r)"),
        Ok(json!("<A&"))
    );
}

/// Guard: adaptive_expressions::functions::xml::document::parse
#[test]
fn sec_pkg_14_an_entity_bomb_is_refused() {
    let mut xml = String::from("<!DOCTYPE r [<!ENTITY e0 \"lol\">");
    for i in 1..10 {
        let ten = format!("&e{};", i - 1).repeat(10);
        xml.push_str(&format!("<!ENTITY e{i} \"{ten}\">"));
    }
    xml.push_str("]><r>&e9;</r>");
    assert_eq!(xpath(&xml, "string(/r)"), Err(ErrorKind::Argument));
}

/// Guard: adaptive_expressions::functions::xml::xpath
#[test]
fn sec_pkg_14_ten_thousands_of_attributes_and_levels_cost_what_they_cost() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=\"\"")).collect();
    let wide = format!("<r{attributes}/>");
    let answer = xpath(&wide, "count(/r/@*)");
    assert!(
        matches!(&answer, Err(ErrorKind::Limit(_) | ErrorKind::Argument))
            || answer == Ok(json!(100_000)),
        "{answer:?}"
    );
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(xpath(&deep, "count(//a)").is_err());
    let small = Budget {
        steps: 10_000,
        ..Budget::default()
    };
    let data = json!({"x": wide});
    let expression = Expression::parse("xPath(x, 'count(/r/@*)')").unwrap();
    let environment = Environment::default();
    let error = expression
        .evaluate(Scope::new(&data), &environment, small)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Steps));
}
