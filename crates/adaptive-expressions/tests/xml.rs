//! Hostile XML ends with an error.
#![allow(clippy::unwrap_used)]

use adaptive_expressions::{Budget, Environment, ErrorKind, Expression, Limit, Scope};
use serde_json::json;

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
