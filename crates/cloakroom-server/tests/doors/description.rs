//! The OpenAPI description: what is served, committed and made from the code is one.

use std::path::Path;

use serde_json::Value;

use crate::support::Installation;

#[test]
fn the_committed_description_is_the_one_that_the_code_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let made = serde_json::to_value(cloakroom_server::openapi()).unwrap();
    assert!(
        committed == made,
        "docs/openapi.json differs from the routes: run `cargo run -p xtask -- generate` and commit what changes"
    );
}

#[tokio::test]
async fn everybody_can_read_the_description() {
    let cloakroom = Installation::start().await;
    let answer = cloakroom.anonymous().get("/api/v1/openapi.json").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("content-type")),
        (200, "application/json")
    );
    let made = serde_json::to_value(cloakroom_server::openapi()).unwrap();
    assert_eq!(answer.json(), made);
}

/// Two types of one name would silently take each other's place.
#[test]
fn every_reference_has_a_schema_and_every_operation_a_name_of_its_own() {
    let made = serde_json::to_value(cloakroom_server::openapi()).unwrap();
    let text = made.to_string();
    let schemas = made["components"]["schemas"].as_object().unwrap();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    let mut names: Vec<&str> = text
        .split("\"operationId\":\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}
