#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use serde_json::{Value, json};
use url::Url;

use super::{Choices, GenerateError, GeneratedPackage, generate, offers};
use crate::{Limits, Severity, check_icon};

const ID: &str = "0b6f0d0e-2f5c-4d0a-9a8d-3f0e7c6b5a41";

fn choices() -> Choices {
    Choices {
        id: ID.to_owned(),
        ..Choices::default()
    }
}

fn made(description: &Value) -> GeneratedPackage {
    let bytes = serde_json::to_vec(description).unwrap();
    generate("api.json", &bytes, &choices(), &Limits::description()).unwrap()
}

fn file(package: &GeneratedPackage, name: &str) -> Value {
    serde_json::from_slice(package.files.get(name).unwrap()).unwrap()
}

/// A description with `GET /repairs` that answers with a schema.
fn repairs(schema: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Repairs", "version": "1", "description": "All repairs.\nAnd more."},
        "servers": [{"url": "https://repairs.example/v1"}],
        "paths": {"/repairs": {"get": {
            "operationId": "listRepairs",
            "summary": "List repairs",
            "parameters": [
                {"name": "assignedTo", "in": "query", "description": "Who repairs.",
                 "schema": {"type": "string"}},
                {"name": "state", "in": "query", "required": true,
                 "schema": {"type": "string", "enum": ["open", "inProgress"]}},
                {"name": "urgent", "in": "query", "schema": {"type": "boolean", "default": false}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
            ],
            "responses": {"200": {"description": "OK",
                "content": {"application/json": {"schema": schema}}}},
        }}},
    })
}

#[test]
fn the_same_choices_give_the_same_bytes() {
    let description = repairs(&json!({"type": "array", "items": {"type": "string"}}));
    let zips: Vec<_> = (0..2)
        .map(|_| made(&description).files.to_zip().unwrap())
        .collect();
    assert!(zips[0] == zips[1]);
}

#[test]
fn the_manifest_has_what_the_description_knows() {
    let package = made(&repairs(&json!({"type": "object", "properties": {}})));
    let manifest = file(&package, "manifest.json");
    assert_eq!(manifest["id"], ID);
    assert_eq!(manifest["name"]["short"], "Repairs");
    assert_eq!(manifest["description"]["short"], "All repairs.");
    assert_eq!(manifest["validDomains"], json!(["repairs.example"]));
    let extension = &manifest["composeExtensions"][0];
    assert_eq!(extension["authorization"], json!({"authType": "none"}));
    let command = &extension["commands"][0];
    assert_eq!(command["id"], "listRepairs");
    assert_eq!(command["title"], "List repairs");
    assert_eq!(
        command["parameters"],
        json!([
            {"name": "state", "title": "State", "description": "State",
             "inputType": "choiceset", "choices": [
                {"title": "Open", "value": "open"},
                {"title": "In progress", "value": "inProgress"}], "isRequired": true},
            {"name": "assignedTo", "title": "Assigned to", "description": "Who repairs.",
             "inputType": "text"},
            {"name": "urgent", "title": "Urgent", "description": "Urgent",
             "inputType": "toggle", "value": "false"},
            {"name": "limit", "title": "Limit", "description": "Limit",
             "inputType": "number", "value": "20"},
        ])
    );
    for (name, side) in [
        ("color.png", 192),
        ("outline.png", 32),
        ("color32x32.png", 32),
    ] {
        let icon = check_icon(package.files.get(name).unwrap(), &Limits::default()).unwrap();
        assert_eq!((icon.width, icon.height), (side, side), "{name}");
    }
}

#[test]
fn an_answer_becomes_cards_by_its_schema() {
    let package = made(&repairs(&json!({"type": "object", "properties": {
        "total": {"type": "integer"},
        "results": {"type": "array", "items": {"type": "object", "properties": {
            "id": {"type": "integer"},
            "title": {"type": "string"},
            "image": {"type": "string", "format": "uri"},
            "garage": {"type": "object", "properties": {"city": {"type": "string"}}},
            "first-seen": {"type": "string"},
            "parts": {"type": "array", "items": {"type": "object", "properties": {
                "name": {"type": "string"}}}},
            "tags": {"type": "array", "items": {"type": "string"}},
        }}},
    }})));
    let template = file(&package, "responseTemplates/listRepairs.json");
    assert_eq!(template["jsonPath"], "$.results");
    let text = |text: &str| json!({"type": "TextBlock", "text": text, "wrap": true});
    assert_eq!(
        template["responseCardTemplate"]["body"],
        json!([
            text("id: ${if(id, id, 'N/A')}"),
            text("title: ${if(title, title, 'N/A')}"),
            {"type": "Image", "url": "${image}", "altText": "Image", "$when": "${image != null}"},
            text("city: ${if(garage.city, garage.city, 'N/A')}"),
            text("first-seen: ${if($data['first-seen'], $data['first-seen'], 'N/A')}"),
            {"type": "Container", "$data": "${parts}",
             "items": [text("name: ${if(name, name, 'N/A')}")]},
            {"type": "Container", "$data": "${tags}", "items": [text("tags: ${$data}")]},
        ])
    );
    assert_eq!(
        template["previewCardTemplate"],
        json!({
            "title": "${if(title, title, 'N/A')}",
            "subtitle": "${if(id, id, 'N/A')}",
            "text": "${if($data['first-seen'], $data['first-seen'], 'N/A')}",
            "image": {"url": "${image}", "alt": "List repairs", "$when": "${image != null}"},
        })
    );
}

#[test]
fn oauth_becomes_authorization_and_a_registration() {
    let mut description = repairs(&json!({"type": "array", "items": {}}));
    description["components"] = json!({"securitySchemes": {"o": {"type": "oauth2", "flows": {
        "authorizationCode": {"authorizationUrl": "https://login.example/authorize",
            "tokenUrl": "https://login.example/token", "scopes": {"repairs.read": "Read"}}}}}});
    description["security"] = json!([{"o": ["repairs.read"]}]);
    let bytes = serde_json::to_vec(&description).unwrap();
    let choices = Choices {
        registration: Some("reg_1".to_owned()),
        ..choices()
    };
    let package = generate("a.json", &bytes, &choices, &Limits::description()).unwrap();
    let manifest = file(&package, "manifest.json");
    assert_eq!(manifest["manifestVersion"], "1.26");
    assert_eq!(
        manifest["composeExtensions"][0]["authorization"],
        json!({"authType": "oAuth2.0",
               "oAuthConfiguration": {"oAuthConfigurationId": "reg_1"}})
    );
    assert_eq!(
        package.registration,
        Some(json!({
            "name": "Repairs",
            "baseUrl": "https://repairs.example/v1/",
            "authorizationEndpoint": "https://login.example/authorize",
            "tokenEndpoint": "https://login.example/token",
            "scopes": ["repairs.read"],
        }))
    );
}

#[test]
fn swagger_2_becomes_openapi_3_and_a_missing_id_is_written() {
    let package = made(&json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.example",
        "schemes": ["https"], "produces": ["application/json"],
        "paths": {"/items/{id}": {"get": {
            "parameters": [{"name": "id", "in": "path", "required": true, "type": "string"}],
            "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Item"}}}}}},
        "definitions": {"Item": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }));
    let description = file(&package, "apiSpecificationFile/openapi.json");
    assert_eq!(description["openapi"], "3.0.0");
    assert_eq!(
        description["paths"]["/items/{id}"]["get"]["operationId"],
        "getItemsId"
    );
    assert_eq!(package.commands[0].operation_id, "getItemsId");
}

#[test]
fn what_is_left_out_says_why() {
    let mut description = repairs(&json!({"type": "array", "items": {}}));
    let get = description["paths"]["/repairs"]["get"].clone();
    description["paths"]["/repairs"]["delete"] = get.clone();
    for number in 0..12 {
        let mut other = get.clone();
        other["operationId"] = format!("other{number}").into();
        description["paths"][format!("/other/{number}")] = json!({ "get": other });
    }
    let package = made(&description);
    assert_eq!(package.commands.len(), 10);
    let codes: Vec<_> = package
        .left_out
        .iter()
        .map(|out| out.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "method-not-allowed",
            "too_many_commands",
            "too_many_commands",
            "too_many_commands"
        ]
    );
    let chosen = Choices {
        operations: vec!["other3".to_owned()],
        ..choices()
    };
    let bytes = serde_json::to_vec(&description).unwrap();
    let package = generate("a.json", &bytes, &chosen, &Limits::description()).unwrap();
    assert_eq!(package.commands.len(), 1);
    assert_eq!(package.left_out[0].code, "not_chosen");
}

#[test]
fn faults_of_the_caller_have_their_code() {
    let bytes = serde_json::to_vec(&repairs(&json!({}))).unwrap();
    let code = |bytes: &[u8], choices: &Choices| {
        generate("a.json", bytes, choices, &Limits::description())
            .unwrap_err()
            .code()
    };
    let bad_id = Choices {
        id: "x".to_owned(),
        ..choices()
    };
    assert_eq!(code(&bytes, &bad_id), "id_not_a_guid");
    let unknown = Choices {
        operations: vec!["x".to_owned()],
        ..choices()
    };
    assert_eq!(code(&bytes, &unknown), "operation_unknown");
    assert_eq!(code(b"{}", &choices()), "description_unreadable");
    let http = Choices {
        server: Some(Url::parse("http://a.example").unwrap()),
        ..choices()
    };
    assert_eq!(code(&bytes, &http), "server_unsupported");
    let mut nothing = repairs(&json!({}));
    nothing["servers"] = json!([]);
    let nothing = serde_json::to_vec(&nothing).unwrap();
    assert_eq!(code(&nothing, &choices()), "nothing_to_offer");
}

/// Every real description, with a server where it names none.
#[test]
fn packages_of_real_descriptions_can_be_installed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/openapi");
    if !folder.exists() {
        eprintln!("skipped: ../shared/data/openapi is not beside this clone");
        return;
    }
    let choices = Choices {
        server: Some(Url::parse("https://api.example").unwrap()),
        ..choices()
    };
    let mut made = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "verdicts.json" || name == "ABOUT.md" {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        match generate(&name, &bytes, &choices, &Limits::description()) {
            Ok(package) => {
                made += 1;
                let errors = package
                    .warnings
                    .iter()
                    .filter(|warning| warning.severity == Severity::Error);
                assert_eq!(errors.count(), 0, "{name}");
                let offers = offers(
                    &name,
                    &bytes,
                    choices.server.as_ref(),
                    &Limits::description(),
                );
                assert!(offers.unwrap().len() >= package.commands.len(), "{name}");
            }
            Err(GenerateError::NothingToOffer(left_out)) => {
                assert!(name.contains("mcp-connector"), "{name}: {left_out:?}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(made >= 19, "{made}");
}

/// A description of more than a package's file may have: `others` operations and schemas that
/// nobody calls, and one whose answer leads through references of all kinds.
fn large(others: usize, filler: usize) -> Value {
    let text = "x".repeat(filler);
    let mut description = repairs(&json!({"$ref": "#/components/schemas/Page"}));
    let mut get = description["paths"]["/repairs"]["get"].take();
    get["responses"]["400"] = json!({"$ref": "#/paths/~1shared/get/responses/400"});
    description["paths"]["/repairs"] = json!({
        "parameters": [{"$ref": "#/components/parameters/page"}], "get": get,
        "delete": {"description": text, "responses": {"204": {"description": ""}}}});
    description["paths"]["/shared"] = json!({"get": {"operationId": "shared", "responses": {
        "400": {"description": "", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/Problem"}}}}}}});
    description["x-notes"] = text.clone().into();
    description["components"] = json!({
        "securitySchemes": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
        "parameters": {"page": {"name": "page", "in": "query", "schema": {
            "$ref": "#/components/schemas/Problem/properties/code"}}},
        "schemas": {
            "Page": {"type": "object", "properties": {"results": {"type": "array", "items": {
                "$ref": "#/components/schemas/Alias"}}}},
            "Alias": {"$ref": "#/components/schemas/Repair"},
            "Repair": {"type": "object", "properties": {"kind": {"type": "string"},
                "title": {"$ref": "#/components/schemas/Alias2/properties/title"}},
                "discriminator": {"propertyName": "kind", "mapping": {
                    "w": "Wheel", "o": "#/components/schemas/Oil"}}},
            "Alias2": {"$ref": "#/components/schemas/Titled"},
            "Titled": {"type": "object", "properties": {"title": {"type": "string"}}},
            "Wheel": {"type": "object"}, "Oil": {"type": "object"},
            "Problem": {"type": "object", "properties": {"code": {"type": "integer"}}},
        },
    });
    for number in 0..others {
        let other = json!({"type": "object", "description": text});
        description["components"]["schemas"][format!("Other{number}")] = other;
        description["paths"][format!("/other/{number}")] = json!({"post": {
            "operationId": format!("other{number}"), "responses": {"200": {"description": text,
                "content": {"application/json": {"schema": {
                    "$ref": format!("#/components/schemas/Other{number}")}}}}}}});
    }
    description
}

#[test]
fn of_a_description_too_large_for_a_package_only_what_commands_use_is_copied() {
    let description = large(300, 10_000);
    let bytes = serde_json::to_vec(&description).unwrap();
    let limits = Limits::default();
    assert!(bytes.len() > limits.file_bytes);
    let package = made(&description);
    assert_eq!(package.commands[0].operation_id, "listRepairs");
    let name = "apiSpecificationFile/openapi.json";
    assert!(package.files.get(name).unwrap().len() < 20_000);
    let copy = file(&package, name);
    let keys = |value: &Value| -> Vec<String> {
        let members = value.as_object().unwrap();
        members.keys().cloned().collect()
    };
    assert_eq!(
        keys(&copy),
        ["openapi", "info", "servers", "paths", "components"]
    );
    assert_eq!(keys(&copy["paths"]), ["/repairs", "/shared"]);
    assert_eq!(keys(&copy["paths"]["/repairs"]), ["parameters", "get"]);
    assert_eq!(
        keys(&copy["components"]["schemas"]),
        [
            "Page", "Alias", "Repair", "Alias2", "Titled", "Wheel", "Oil", "Problem"
        ]
    );
    assert_eq!(
        keys(&copy["components"]),
        ["securitySchemes", "parameters", "schemas"]
    );
    // What is kept is kept as it was.
    for path in ["/paths/~1repairs/get", "/components/schemas/Repair"] {
        assert_eq!(copy.pointer(path), description.pointer(path), "{path}");
    }
    let report = crate::validate(&package.files, &crate::Options::default());
    assert_eq!(report.errors, 0, "{:#?}", report.diagnostics);
}

#[test]
fn a_description_of_more_values_than_a_package_reads_is_cut_too() {
    let mut description = large(0, 1);
    let many: Vec<Value> = (0..500_001).map(Value::from).collect();
    description["x-notes"] = json!(many);
    let bytes = serde_json::to_vec(&description).unwrap();
    assert!(bytes.len() < Limits::default().file_bytes);
    let copy = file(&made(&description), "apiSpecificationFile/openapi.json");
    assert_eq!(copy.get("x-notes"), None);
}

#[test]
fn commands_that_use_more_than_a_package_holds_are_refused_with_the_limit() {
    let mut description = large(0, 1);
    description["components"]["schemas"]["Wheel"]["description"] = "x".repeat(6 << 20).into();
    let bytes = serde_json::to_vec(&description).unwrap();
    let error = generate("api.json", &bytes, &choices(), &Limits::description()).unwrap_err();
    let GenerateError::NothingToOffer(left_out) = error else {
        panic!("{error}");
    };
    assert_eq!(left_out[0].code, "file_too_large");
    assert!(left_out[0].why.contains("5 MB"), "{}", left_out[0].why);
}

#[test]
fn a_description_of_wrong_structure_is_refused_at_its_place() {
    let mut description = repairs(&json!({}));
    description["paths"]["/repairs"]["get"]["parameters"][0]["in"] = "body".into();
    let bytes = serde_json::to_vec_pretty(&description).unwrap();
    for server in [None, Some(Url::parse("https://a.example").unwrap())] {
        let choices = Choices {
            server,
            ..choices()
        };
        let error = generate("api.json", &bytes, &choices, &Limits::description()).unwrap_err();
        assert_eq!(error.code(), "description_malformed");
        let GenerateError::Malformed(problem) = error else {
            panic!("{error}");
        };
        assert_eq!(problem.file, "api.json");
        assert_eq!(problem.pointer, "/paths/~1repairs/get/parameters/0");
        assert!(problem.line > 1);
        assert!(offers("api.json", &bytes, None, &Limits::description()).is_err());
    }
}
