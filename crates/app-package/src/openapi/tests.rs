#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::operation::Location;

fn files(list: &[(&str, String)]) -> PackageFiles {
    let mut files = PackageFiles::default();
    for (name, text) in list {
        files.insert((*name).to_owned(), text.clone().into_bytes());
    }
    files
}

fn read(spec: &Value) -> Result<OpenApi, &'static str> {
    read_files(&files(&[("api/spec.json", spec.to_string())]))
}

fn read_files(files: &PackageFiles) -> Result<OpenApi, &'static str> {
    OpenApi::read(files, "api/spec.json", &Limits::default())
        .map(|(api, _)| api)
        .map_err(|errors| errors.first().map_or("", |problem| problem.code))
}

/// A POST operation with a body of this schema, and components.
fn spec(body: Value, schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "servers": [{"url": "https://a.example"}],
        "paths": {"/a": {"post": {"operationId": "a", "requestBody":
            {"required": true, "content": {"application/json": {"schema": body}}}}}},
        "components": {"schemas": schemas}})
}

/// The body's parameters and the codes of the problems.
fn body(spec: &Value) -> (Vec<String>, Vec<&'static str>) {
    let api = read(spec).unwrap();
    let found = api.found();
    let mut problems = Problems::new(100);
    let parameters = api
        .body(&found[0].operation, &[], &mut problems)
        .map(|(_, all)| all);
    let names = parameters
        .unwrap_or_default()
        .into_iter()
        .map(|parameter| parameter.name)
        .collect();
    let list = match problems.finish() {
        Ok(warnings) => warnings,
        Err(errors) => errors.problems,
    };
    (names, list.iter().map(|problem| problem.code).collect())
}

/// Guard: `app_package::openapi::reference::target`
#[test]
fn sec_pkg_04_references_out_of_the_package_are_refused_before_anything_is_read() {
    for reference in [
        "http://evil.example/a.json#/x",
        "https://evil.example/a.json",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "/etc/passwd",
        "../../etc/passwd",
        "../../../api/spec.json",
        "//evil.example/a.json",
        "http:%2f%2fevil.example",
        "%68ttp://evil.example",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/x.json",
        "\\\\evil\\share",
        "C:\\a.json",
        "data:application/json,{}",
        "a.json?x=y",
        "#anchor",
        "%ff.json",
        "a//b.json",
    ] {
        let spec = spec(json!({"$ref": reference}), json!({}));
        assert_eq!(
            read(&spec).unwrap_err(),
            "reference_outside_package",
            "{reference}"
        );
        // The same beneath a response that no command looks at, and inside a referenced file.
        let mut unused = self::spec(
            json!({"type": "object"}),
            json!({"unused": {"$ref": reference}}),
        );
        assert_eq!(
            read(&unused).unwrap_err(),
            "reference_outside_package",
            "{reference}"
        );
        unused["components"]["schemas"]["unused"] = json!({"$ref": "other.yaml#/a"});
        let files = files(&[
            ("api/spec.json", unused.to_string()),
            (
                "api/other.yaml",
                json!({"a": {"$ref": reference}}).to_string(),
            ),
        ]);
        assert_eq!(
            read_files(&files).unwrap_err(),
            "reference_outside_package",
            "{reference}"
        );
    }
}

/// Guard: `app_package::openapi::reference::target`
#[test]
fn sec_pkg_04_a_file_that_is_not_in_the_package_does_not_exist() {
    for reference in [
        "other.json",
        "../manifest.yaml#/x",
        "spec.json%2f",
        "%252e%252e/spec.json",
    ] {
        let code = read(&spec(json!({"$ref": reference}), json!({}))).unwrap_err();
        assert!(
            ["reference_file_missing", "reference_outside_package"].contains(&code),
            "{reference}"
        );
    }
}

#[test]
fn references_to_files_of_the_package_are_followed() {
    let main = spec(json!({"$ref": "../schemas/b.yaml#/Body"}), json!({}));
    let files = files(&[
        ("api/spec.json", main.to_string()),
        (
            "schemas/b.yaml",
            "Body:\n  type: object\n  properties:\n    x: {$ref: './c.json#/X~1Y'}\n".to_owned(),
        ),
        (
            "schemas/c.json",
            "{\"X/Y\": {\"type\": \"integer\"}}".to_owned(),
        ),
    ]);
    let api = read_files(&files).unwrap();
    let mut problems = Problems::new(10);
    let (_, parameters) = api
        .body(&api.found()[0].operation, &[], &mut problems)
        .unwrap();
    assert_eq!(parameters[0].name, "x");
    assert_eq!(
        parameters[0].location,
        Location::Body {
            pointer: "/x".to_owned()
        }
    );
}

#[test]
fn a_ref_in_an_example_is_data() {
    let mut spec = spec(
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        json!({}),
    );
    spec["components"]["schemas"]["x"] = json!({"example": {"$ref": "https://elsewhere.example"}});
    assert!(read(&spec).is_ok());
}

/// Guard: `app_package::openapi::reference::OpenApi::resolve`
#[test]
fn sec_pkg_05_circles_and_long_chains_of_references_end() {
    let circle =
        json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}});
    let itself = json!({"A": {"$ref": "#/components/schemas/A"}});
    let chain: serde_json::Map<String, Value> = (0..1_000)
        .map(|index| {
            let next = if index == 0 {
                "A".to_owned()
            } else {
                format!("N{index}")
            };
            (
                next,
                json!({"$ref": format!("#/components/schemas/N{}", index + 1)}),
            )
        })
        .chain([(
            "N1000".to_owned(),
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        )])
        .collect();
    for schemas in [circle, itself, Value::Object(chain)] {
        let spec = spec(json!({"$ref": "#/components/schemas/A"}), schemas);
        assert_eq!(body(&spec).1, ["reference_circular"]);
    }
    let short = json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"type": "object", "properties": {"a": {"type": "string"}}}});
    assert_eq!(
        body(&spec(json!({"$ref": "#/components/schemas/A"}), short)),
        (vec!["a".to_owned()], vec![])
    );
    let nothing = spec(json!({"$ref": "#/components/schemas/None"}), json!({}));
    assert_eq!(body(&nothing).1, ["reference_not_found"]);
}

/// Guard: `app_package::openapi::body::Walk::properties`
#[test]
fn sec_pkg_05_fan_out_of_10_to_the_10_ends_at_the_budget() {
    let schemas: serde_json::Map<String, Value> = (0..11)
        .map(|level| {
            let properties: serde_json::Map<String, Value> = (0..10)
                .map(|index| {
                    let next = json!({"$ref": format!("#/components/schemas/L{}", level + 1)});
                    (
                        format!("p{index}"),
                        if level == 10 {
                            json!({"type": "string"})
                        } else {
                            next
                        },
                    )
                })
                .collect();
            (
                format!("L{level}"),
                json!({"type": "object", "properties": properties}),
            )
        })
        .collect();
    let spec = spec(
        json!({"$ref": "#/components/schemas/L0"}),
        Value::Object(schemas),
    );
    let (names, codes) = body(&spec);
    assert_eq!(codes, ["body_too_large"]);
    assert!(names.len() <= 2_000);
}

/// Guard: `app_package::openapi::reference::OpenApi::resolve`
#[test]
fn sec_pkg_05_a_legally_recursive_schema_is_read() {
    let node = json!({"Node": {"type": "object", "properties": {
        "name": {"type": "string"},
        "next": {"$ref": "#/components/schemas/Node"},
        "deep": {"type": "object", "properties": {"back": {"$ref": "#/components/schemas/Node"}, "size": {"type": "integer"}}}}}});
    let spec = spec(json!({"$ref": "#/components/schemas/Node"}), node);
    assert_eq!(
        body(&spec),
        (vec!["name".to_owned(), "deep.size".to_owned()], vec![])
    );
}

#[test]
fn a_body_of_another_media_type_is_refused_where_it_is_required() {
    let mut spec = spec(
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        json!({}),
    );
    let post = |spec: &mut Value, body: Value| spec["paths"]["/a"]["post"]["requestBody"] = body;
    let schema = json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}}});
    post(
        &mut spec,
        json!({"required": true, "content": {"text/plain": schema}}),
    );
    assert_eq!(body(&spec).1, ["required_parameter_unsupported"]);
    post(&mut spec, json!({"content": {"text/plain": schema}}));
    assert_eq!(body(&spec).1, ["parameter_dropped"]);
    post(
        &mut spec,
        json!({"content": {"application/json; charset=utf-8": schema, "text/plain": schema}}),
    );
    assert_eq!(
        body(&spec),
        (vec!["a".to_owned()], vec!["body_of_several_media_types"])
    );
}

#[test]
fn swagger_2_0_is_read() {
    let spec = json!({"swagger": 2.0, "host": "a.example", "basePath": "/v1", "schemes": ["http", "https"],
        "paths": {"/a/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "type": "integer"}],
            "post": {"operationId": "a", "security": [{"o": ["s"]}], "parameters": [
                {"name": "q", "in": "query", "type": "boolean", "default": true},
                {"name": "b", "in": "body", "required": true, "schema": {"$ref": "#/definitions/B"}}]}}},
        "definitions": {"B": {"type": "object", "required": ["x"], "properties": {"x": {"type": "number"}}}},
        "securityDefinitions": {"o": {"type": "oauth2", "flow": "accessCode", "tokenUrl": "https://t.example"}}});
    let api = read(&spec).unwrap();
    assert_eq!(api.version(), OpenApiVersion::V2);
    let found = &api.found()[0];
    let mut problems = Problems::new(10);
    let declared = api.declared(found, &mut problems);
    let names: Vec<String> = api
        .url_parameters(&declared, &mut problems)
        .into_iter()
        .map(|parameter| parameter.name)
        .collect();
    assert_eq!(names, ["id", "q"]);
    let (body, properties) = api
        .body(&found.operation, &declared, &mut problems)
        .unwrap();
    assert!(body.required && properties[0].required);
    assert_eq!(
        api.server(found, &mut problems).unwrap().as_str(),
        "https://a.example/v1"
    );
    let security = api.security(found);
    assert_eq!(
        (security.scopes, security.oauth.unwrap().token_url),
        (vec!["s".to_owned()], Some("https://t.example".to_owned()))
    );
    assert_eq!(problems.finish(), Ok(vec![]));
}

#[test]
fn openapi_3_1_is_read_with_a_warning() {
    let mut spec = spec(
        json!({"type": "object", "properties": {"a": {"type": ["null", "integer"]}}}),
        json!({}),
    );
    spec["openapi"] = json!("3.1.0");
    let files = files(&[("api/spec.json", spec.to_string())]);
    let (api, warnings) = OpenApi::read(&files, "api/spec.json", &Limits::default()).unwrap();
    assert_eq!(
        (api.version(), warnings[0].code),
        (OpenApiVersion::V3_1, "openapi_3_1")
    );
    assert_eq!(body(&spec).0, ["a"]);
    for version in [json!("1.2"), json!("4.0"), Value::Null] {
        spec["openapi"] = version;
        assert_eq!(read(&spec).unwrap_err(), "openapi_version_unknown");
    }
}

#[test]
fn an_operation_without_an_id_gets_the_one_that_the_vendor_s_tools_make() {
    for (method, path, id) in [
        ("PATCH", "/repairs", "patchRepairs"),
        ("get", "/a/{b-c}/d.e", "getAB-cDE"),
        ("get", "/", "get"),
    ] {
        assert_eq!(made_id(method, path), id);
    }
}

/// Real descriptions, gathered outside this repository.
#[test]
fn every_real_description_is_read_without_a_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/openapi");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!(
            "skipped: {} is not here; it holds real OpenAPI descriptions",
            folder.display()
        );
        return;
    };
    let verdicts: Vec<Value> =
        serde_json::from_slice(&std::fs::read(folder.join("verdicts.json")).unwrap()).unwrap();
    let mut read = 0;
    for entry in entries {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !["json", "yaml", "yml"].contains(&ending) || name == "verdicts.json" {
            continue;
        }
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        let files = files(&[(name.as_str(), text)]);
        let (api, _) = OpenApi::read(&files, &name, &Limits::default())
            .unwrap_or_else(|errors| panic!("{name}: {errors}"));
        let operations = api.operations();
        // Every operation that the vendor's parser offers is seen, under the same id.
        let verdict = verdicts
            .iter()
            .find(|verdict| verdict["file"] == name.as_str())
            .unwrap();
        for target in ["sme", "copilot"] {
            for theirs in verdict[target]["apis"].as_array().into_iter().flatten() {
                let (method, path) = theirs["api"].as_str().unwrap().split_once(' ').unwrap();
                let ours = operations
                    .iter()
                    .find(|ours| ours.method == method && ours.path == path);
                let ours = ours.unwrap_or_else(|| panic!("{name}: {method} {path} is missing"));
                assert_eq!(
                    Some(ours.operation_id.as_str()),
                    theirs["op"].as_str(),
                    "{name} {path}"
                );
            }
        }
        for found in api.found() {
            let mut problems = Problems::new(100);
            let declared = api.declared(&found, &mut problems);
            let _ = api.url_parameters(&declared, &mut problems);
            let _ = api.body(&found.operation, &declared, &mut problems);
            let _ = api.server(&found, &mut problems);
            let _ = api.security(&found);
        }
        read += 1;
    }
    assert!(read >= 15, "only {read} descriptions were found");
}
