use std::fmt::Write as _;

use crate::{Inspection, Limits, Reason, Status, Target, inspect};

fn json(text: &str) -> Inspection {
    inspect("api.json", text.as_bytes(), &Limits::description())
}

fn reasons(inspection: &Inspection, target: Target) -> Vec<Reason> {
    inspection
        .target(target)
        .operations
        .iter()
        .flat_map(|operation| operation.reasons.iter().map(|found| found.what))
        .collect()
}

/// A description with one operation that takes a body of the schema `A`.
fn with_schemas(schemas: &str) -> String {
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}},
        "servers": [{{"url": "https://a.example"}}],
        "paths": {{"/a": {{"post": {{"operationId": "a",
          "requestBody": {{"content": {{"application/json":
            {{"schema": {{"$ref": "#/components/schemas/A"}}}}}}}},
          "responses": {{"200": {{"description": "", "content": {{"application/json":
            {{"schema": {{}}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"##
    )
}

/// Guard: `app_package::inspect::judge`
#[test]
fn sec_pkg_04_a_reference_out_of_the_file_refuses_every_operation_and_opens_nothing() {
    for target in [
        "http://127.0.0.1:1/a.json",
        "https://a.example/a.json#/b",
        "//a.example/a.json",
        "file:///etc/passwd",
        "/etc/passwd",
        "../a.json",
        "%2e%2e/a.json",
        "a.json",
        "data:,{}",
    ] {
        let text = with_schemas(&format!(r#""A": {{"$ref": "{target}"}}"#));
        let inspection = json(&text);
        let extension = inspection.target(Target::MessageExtension);
        assert_eq!(extension.status(), Status::Error, "{target}");
        assert_eq!(
            reasons(&inspection, Target::Plugin),
            [Reason::RemoteReference],
            "{target}"
        );
    }
}

/// Guard: `app_package::openapi::graph::Graph::circles`
#[test]
fn sec_pkg_05_circles_end_and_only_what_uses_them_is_refused() {
    for schemas in [
        r##""A": {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/B"}}},
            "B": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}"##,
        r##""A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}"##,
        r##""A": {"type": "array", "items": {"$ref": "#/components"}}"##,
    ] {
        let inspection = json(&with_schemas(schemas));
        let found = reasons(&inspection, Target::MessageExtension);
        assert_eq!(found, [Reason::CircularReference]);
        assert_eq!(reasons(&inspection, Target::Plugin), []);
    }
    // A legally recursive schema that the operation doesn't use.
    let unused = json(&with_schemas(
        r##""A": {"type": "string"}, "B": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}"##,
    ));
    assert_eq!(reasons(&unused, Target::MessageExtension), []);
}

/// Guard: `app_package::openapi::graph::Graph::end_of`
#[test]
fn sec_pkg_05_a_chain_of_a_thousand_references_is_followed_and_a_longer_one_refused() {
    let chain = |length: usize| {
        let mut schemas = String::new();
        for at in 0..length {
            let name = if at == 0 {
                "A".to_owned()
            } else {
                format!("S{at}")
            };
            let _ = write!(
                schemas,
                r##""{name}": {{"$ref": "#/components/schemas/S{}"}}, "##,
                at + 1
            );
        }
        let _ = write!(schemas, r#""S{length}": {{"type": "string"}}"#);
        json(&with_schemas(&schemas))
    };
    assert_eq!(reasons(&chain(900), Target::MessageExtension), []);
    let too_long = chain(2_000);
    assert_eq!(
        reasons(&too_long, Target::MessageExtension),
        [Reason::SpecNotValid]
    );
}

/// Ten properties on each of ten levels: ten thousand million leaves.
///
/// Guard: `app_package::inspect::body::Walk::schema`
#[test]
fn sec_pkg_05_a_schema_that_fans_out_runs_into_the_budget() {
    let mut schemas = String::new();
    for level in 0..10 {
        let name = if level == 0 {
            "A".to_owned()
        } else {
            format!("L{level}")
        };
        let _ = write!(schemas, r#""{name}": {{"type": "object", "properties": {{"#);
        for property in 0..10 {
            let comma = if property > 0 { ", " } else { "" };
            let _ = write!(
                schemas,
                r##"{comma}"p{property}": {{"$ref": "#/components/schemas/L{}"}}"##,
                level + 1
            );
        }
        schemas.push_str("}}, ");
    }
    schemas.push_str(r#""L10": {"type": "string"}"#);
    let inspection = json(&with_schemas(&schemas));
    assert_eq!(
        reasons(&inspection, Target::MessageExtension),
        [Reason::SchemaTooLarge]
    );
}

/// Guard: `app_package::document::yaml::Builder::alias`
#[test]
fn sec_pkg_06_laughs_and_depth_are_refused_as_a_whole() {
    let mut laughs = "a0: &a0 [x]\n".to_owned();
    for level in 1..20 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{items}]");
    }
    let deep = format!("a: {}", "[".repeat(100_000));
    let same_key = "openapi: 3.0.3\nopenapi: 3.0.3\n".to_owned();
    let own_tag = "a: !custom x\n".to_owned();
    for text in [laughs, deep, same_key, own_tag, String::new()] {
        let inspection = inspect("api.yaml", text.as_bytes(), &Limits::description());
        let report = inspection.target(Target::Plugin);
        assert_eq!(report.status(), Status::Error);
        assert!(report.operations.is_empty());
        let problem = inspection.error(&report.errors[0]);
        assert_eq!(problem.code, "spec-not-valid");
        assert!(!problem.sentence.is_empty());
    }
}

/// Guard: `app_package::inspect::inspect`
#[test]
fn a_file_over_the_limit_is_not_read() {
    let limits = Limits {
        file_bytes: 10,
        ..Limits::description()
    };
    let inspection = inspect("api.json", b"{\"a\":  1    }", &limits);
    let report = inspection.target(Target::Plugin);
    assert_eq!(report.status(), Status::Error);
}
