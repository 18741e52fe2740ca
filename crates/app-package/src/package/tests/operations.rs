//! Commands against the operations of the API description.

use serde_json::{Value, json};

use super::{SPEC, changed, codes, error, manifest, spec};
use crate::{Location, load};

#[test]
fn nested_body_properties_bind_by_their_last_name_where_that_is_unique() {
    let package = manifest(|manifest| {
        manifest["composeExtensions"][0]["commands"][1]["parameters"][1]["name"] =
            json!("assignedTo");
    })
    .unwrap();
    let operation = &package.command("searchRepairs").unwrap().operation;
    let bound = operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == "assignedTo")
        .unwrap();
    assert_eq!(
        bound.location,
        Location::Body {
            pointer: "/filter/assignedTo".to_owned()
        }
    );
    let mut files = changed("manifest.json", |manifest| {
        manifest["composeExtensions"][0]["commands"][1]["parameters"][1]["name"] =
            json!("assignedTo");
    });
    let twice = changed(SPEC, |spec| {
        spec["components"]["schemas"]["RepairSearch"]["properties"]["other"] =
            json!({"type": "object", "properties": {"assignedTo": {"type": "string"}}});
    });
    files.insert(SPEC.to_owned(), twice.get(SPEC).unwrap().to_vec());
    assert_eq!(error(load(files)), "parameter_ambiguous");
}

#[test]
fn servers_must_be_absolute_https_urls() {
    for (url, code) in [
        ("http://repairs.contoso.example", "server_not_https"),
        ("/v1", "server_relative"),
        ("${{OPENAPI_SERVER_URL}}/api", "server_not_known_yet"),
        ("https://", "server_not_a_url"),
        (
            "https://user:pw@repairs.contoso.example",
            "server_not_plain",
        ),
        ("https://repairs.contoso.example/?a=b", "server_not_plain"),
        ("https://{region}.contoso.example", "server_not_plain"),
    ] {
        assert_eq!(
            error(spec(|spec| spec["servers"][0]["url"] = json!(url))),
            code,
            "{url}"
        );
    }
    assert_eq!(
        error(spec(|spec| spec["servers"] = json!([]))),
        "server_missing"
    );
    let package = spec(|spec| {
        spec["servers"] = json!([{"url": "http://a.example"}, {"url": "https://{region}.contoso.example/v1/", "variables": {"region": {"default": "eu"}}}]);
        spec["paths"]["/repairs"]["get"]["servers"] = json!([{"url": "https://own.example/x"}]);
    }).unwrap();
    let url = |id| {
        package
            .command(id)
            .unwrap()
            .operation
            .url(|_| Some("1"))
            .unwrap()
            .to_string()
    };
    assert_eq!(url("listRepairs"), "https://own.example/x/repairs");
    assert_eq!(url("getRepair"), "https://eu.contoso.example/v1/repairs/1");
}

#[test]
fn what_can_not_be_sent_is_dropped_or_refuses_the_command() {
    let parameter = |parameter: Value| {
        spec(|spec| spec["paths"]["/repairs"]["get"]["parameters"][1] = parameter)
    };
    for (mut value, name) in [
        (
            json!({"name": "x", "in": "header", "schema": {"type": "string"}}),
            "header",
        ),
        (
            json!({"name": "x", "in": "cookie", "schema": {"type": "string"}}),
            "cookie",
        ),
        (
            json!({"name": "x", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}),
            "array",
        ),
        (
            json!({"name": "x", "in": "query", "schema": {"oneOf": [{"type": "string"}]}}),
            "oneOf",
        ),
        (
            json!({"name": "x", "in": "query", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}),
            "object",
        ),
    ] {
        let package = parameter(value.clone()).unwrap();
        assert_eq!(codes(&package.warnings), ["parameter_dropped"], "{name}");
        value["required"] = json!(true);
        assert_eq!(
            error(parameter(value.clone())),
            "required_parameter_unsupported",
            "{name}"
        );
        if name != "object" {
            value["schema"]["default"] = json!("d");
            assert!(parameter(value).is_ok(), "{name} with a default");
        }
    }
}
