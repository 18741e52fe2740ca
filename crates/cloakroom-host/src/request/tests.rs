#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use cloakroom_model::{SeededRandom, SharedClock, TestClock, TraceKind};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::activity::{Activity, read};
use crate::catalog::{CompiledApp, compile};
use crate::testing::{Package, command, operation, parameter, query as in_query};

fn trace() -> Recorder {
    let clock: SharedClock = Arc::new(TestClock::default());
    Recorder::start(TraceKind::Invoke, &clock, &SeededRandom::new(1))
}

fn query(parameters: &Value, options: &Value) -> Query {
    let activity = json!({"type": "invoke", "name": "composeExtension/query",
        "value": {"parameters": parameters, "queryOptions": options}});
    match read(&activity).unwrap() {
        Activity::Query(query) => query,
        Activity::VerifyState(_) => unreachable!("the name says query"),
    }
}

/// An app with a command for path, query and body each.
fn app() -> CompiledApp {
    let mut body = operation("create", &[]);
    body["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "urgent": {"type": "boolean"},
            "hours": {"type": "number"},
            "customer": {"type": "object", "properties": {"name": {"type": "string"}}},
            "state": {"type": "string", "default": "open"}
        }
    }}}});
    let mut path = operation("show", &[in_query("lang", "string")]);
    path["parameters"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}));
    let list = operation(
        "list",
        &[
            in_query("assignedTo", "string"),
            json!({"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10}}),
            json!({"name": "offset", "in": "query", "schema": {"type": "integer"}}),
            json!({"name": "year", "in": "query", "schema": {"type": "integer", "default": 2026}}),
            json!({"name": "Authorization", "in": "header", "schema": {"type": "string", "default": "Bearer theirs"}}),
            json!({"name": "Cookie", "in": "header", "schema": {"type": "string", "default": "theirs"}}),
        ],
    );
    let package = Package {
        commands: vec![
            command("list", &[parameter("assignedTo"), parameter("year")]),
            command("show", &[parameter("id")]),
            command(
                "create",
                &[
                    parameter("title"),
                    parameter("urgent"),
                    parameter("hours"),
                    parameter("customer.name"),
                ],
            ),
        ],
        paths: json!({"/repairs": {"get": list, "post": body}, "/repairs/{id}/parts": {"get": path}}),
        ..Package::open()
    };
    compile(package.files()).unwrap()
}

fn built(command: &str, parameters: &Value) -> Result<Prepared, RequestError> {
    built_with(command, parameters, &Value::Null)
}

fn built_with(
    command: &str,
    parameters: &Value,
    options: &Value,
) -> Result<Prepared, RequestError> {
    let app = app();
    let index = app.command(command).unwrap();
    build(&app.commands[index], &query(parameters, options), &trace())
}

fn body(prepared: &Prepared) -> Value {
    serde_json::from_slice(prepared.body.as_ref().unwrap()).unwrap()
}

#[test]
fn values_go_to_their_places_with_defaults_beside_them() {
    let prepared = built("list", &json!([{"name": "assignedTo", "value": "karin"}])).unwrap();
    assert_eq!(
        prepared.url.as_str(),
        "https://api.contoso.example/repairs?offset=0&limit=25&assignedTo=karin&year=2026"
    );
    let prepared = built("show", &json!([{"name": "id", "value": "42"}])).unwrap();
    assert_eq!(
        prepared.url.as_str(),
        "https://api.contoso.example/repairs/42/parts"
    );
    let prepared = built(
        "create",
        &json!([
            {"name": "title", "value": "Oil"}, {"name": "urgent", "value": "true"},
            {"name": "hours", "value": "1.5"}, {"name": "customer.name", "value": "A\nB"},
        ]),
    )
    .unwrap();
    assert_eq!(
        body(&prepared),
        json!({"title": "Oil", "urgent": true, "hours": 1.5, "customer": {"name": "A\nB"}, "state": "open"})
    );
}

#[test]
fn a_nameless_value_is_the_first_parameters() {
    let prepared = built("list", &json!([{"value": "oil"}])).unwrap();
    assert!(prepared.url.query().unwrap().contains("assignedTo=oil"));
}

#[test]
fn the_page_goes_to_the_operations_own_parameters() {
    let prepared = built_with("list", &json!([]), &json!({"skip": 50, "count": 5})).unwrap();
    assert_eq!(prepared.url.query(), Some("offset=50&limit=5&year=2026"));
    assert_eq!(prepared.page, Page { skip: 0, count: 5 });
    let prepared = built_with(
        "show",
        &json!([{"name": "id", "value": "1"}]),
        &json!({"skip": 5, "count": 5}),
    )
    .unwrap();
    assert_eq!(prepared.page, Page { skip: 5, count: 5 });
}

#[test]
fn an_empty_field_is_not_given_and_a_missing_one_is_asked_for() {
    let prepared = built("list", &json!([{"name": "assignedTo", "value": "  "}])).unwrap();
    assert!(!prepared.url.as_str().contains("assignedTo"));
    let error = built("show", &json!([{"name": "id", "value": ""}])).unwrap_err();
    assert_eq!(
        (error.code(), error.user()),
        (
            "parameter_missing",
            "Fill in “The id” to search.".to_owned()
        )
    );
    let error = built("show", &json!([{"name": "initialRun", "value": "true"}])).unwrap_err();
    assert_eq!(error.code(), "parameter_missing");
}

#[test]
fn a_value_of_another_type_is_refused_before_anything_is_sent() {
    for (command, name, value) in [
        ("list", "year", "last"),
        ("list", "year", "1.5"),
        ("create", "hours", "NaN"),
        ("create", "hours", "1e999999"),
        ("create", "urgent", "perhaps"),
    ] {
        let error = built(command, &json!([{"name": name, "value": value}]));
        assert!(
            matches!(error, Err(RequestError::NotOfType { .. })),
            "{name} {value}: {error:?}"
        );
    }
}

/// Guard: `cloakroom_host::request::prepare`
#[test]
fn sec_egress_07_values_stay_in_their_places() {
    for value in [
        "../admin",
        "a/b?x=1#",
        "a&admin=true",
        "%2e%2e%2fadmin",
        "a;b",
        "a\\b",
        "é ✓",
        "+ +",
    ] {
        let path = built("show", &json!([{"name": "id", "value": value}]))
            .unwrap()
            .url;
        assert_eq!(path.path_segments().unwrap().count(), 3, "{path}");
        assert!(
            path.path().starts_with("/repairs/") && path.path().ends_with("/parts"),
            "{path}"
        );
        assert_eq!((path.query(), path.fragment()), (None, None), "{path}");
        let url = built("list", &json!([{"name": "assignedTo", "value": value}]))
            .unwrap()
            .url;
        let pairs: Vec<_> = url.query_pairs().collect();
        assert_eq!(pairs.len(), 4, "{url}");
        assert!(
            pairs
                .iter()
                .any(|(name, text)| name == "assignedTo" && text == value),
            "{url}"
        );
    }
    for value in [".", ".."] {
        let error = built("show", &json!([{"name": "id", "value": value}])).unwrap_err();
        assert_eq!(
            error,
            RequestError::LeavesItsPlace {
                name: "id".to_owned()
            }
        );
    }
}

/// Guard: `cloakroom_host::request::url_text`
#[test]
fn sec_egress_07_line_breaks_and_nul_are_refused() {
    for value in ["x\r\nAuthorization: Bearer theirs", "x\ny", "x\ry", "x\0y"] {
        for (command, name) in [("list", "assignedTo"), ("show", "id")] {
            let error = built(command, &json!([{"name": name, "value": value}])).unwrap_err();
            assert_eq!(
                error,
                RequestError::LeavesItsPlace {
                    name: name.to_owned()
                }
            );
        }
    }
    let error = built("create", &json!([{"name": "title", "value": "x\0y"}])).unwrap_err();
    assert_eq!(
        error,
        RequestError::LeavesItsPlace {
            name: "title".to_owned()
        }
    );
}

/// Guard: `cloakroom_host::request::values::Values::gather`
#[test]
fn sec_egress_07_nothing_but_the_commands_parameters_can_be_set() {
    for name in [
        "admin",
        "limit",
        "state",
        "Authorization",
        "customer",
        "/customer/name",
        "lang",
    ] {
        let list = built("list", &json!([{"name": name, "value": "theirs"}])).unwrap();
        assert!(!list.url.as_str().contains("theirs"), "{}", list.url);
        let create = built("create", &json!([{"name": name, "value": "theirs"}])).unwrap();
        assert!(
            !body(&create).to_string().contains("theirs"),
            "{}",
            body(&create)
        );
    }
    let text = "\",\"admin\":true,\"x\":\"";
    let create = built("create", &json!([{"name": "title", "value": text}])).unwrap();
    assert_eq!(body(&create), json!({"title": text, "state": "open"}));
}

/// Guard: `cloakroom_host::request::Prepared::outbound`
#[test]
fn sec_egress_07_header_parameters_of_the_description_are_ignored() {
    let outbound = built("list", &json!([])).unwrap().outbound(None);
    let names: Vec<&str> = outbound
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    assert_eq!(names, ["accept"]);
    let outbound = built("create", &json!([{"name": "title", "value": "x"}]))
        .unwrap()
        .outbound(None);
    let mut names: Vec<&str> = outbound
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "content-type"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Guard: `cloakroom_host::request::prepare`
    #[test]
    fn sec_egress_07_whatever_the_value_path_and_query_keep_their_shape(value in "\\PC{1,30}") {
        if let Ok(prepared) = built("show", &json!([{"name": "id", "value": value}])) {
            let path = prepared.url.path();
            prop_assert!(path.starts_with("/repairs/") && path.ends_with("/parts"));
            prop_assert_eq!(path.matches('/').count(), 3);
            prop_assert_eq!(prepared.url.host_str(), Some("api.contoso.example"));
        }
        if let Ok(prepared) = built("list", &json!([{"name": "assignedTo", "value": value}])) {
            let found = prepared.url.query_pairs().find(|(name, _)| name == "assignedTo").map(|(_, v)| v.into_owned());
            prop_assert!(found.is_none_or(|found| found == value));
            prop_assert_eq!(prepared.url.path(), "/repairs");
        }
    }
}
