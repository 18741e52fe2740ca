//! Faults of OpenAPI descriptions.

use super::{API, Change, Fault, MANIFEST, base, changes, text};

/// What follows the command's own description.
const PARAMETERS: &str = "\"description\": \"Repairs by words and status\",\n          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n          \"parameters\": [\n            { \"name\": \"query\", \"title\": \"Words\", \"inputType\": \"text\", \"isRequired\": true },\n            {\n              \"name\": \"status\",\n              \"title\": \"Status\",\n              \"inputType\": \"choiceset\",\n              \"value\": \"open\",\n              \"choices\": [\n                { \"title\": \"Open\", \"value\": \"open\" },\n                { \"title\": \"Done\", \"value\": \"done\" }\n              ]\n            }\n          ]\n        }";

/// Objects in objects, deeper than a body is looked at.
const DEEP_BODY: &str = concat!(
    "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": ",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
    "}}}}}}}}}}}}}}}}}}}}}}}}",
    " } } },\n        \"responses\": {"
);

pub(super) fn of_descriptions() -> Vec<Fault> {
    const SCHEMA: &str = "\"items\": { \"$ref\": \"#/components/schemas/Repair\" }";
    const COUNT: &str = "{ \"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 } }";
    const SERVER: &str = "https://repairs.contoso.example/v1";
    let body = |rule, more| {
        changes(
            rule,
            "",
            vec![
                Change::Text(API, "\"get\": {", "\"post\": {"),
                Change::Text(API, "\"responses\": {", more),
            ],
        )
    };
    vec![
        text(
            "O001",
            "openapi-version-unknown",
            API,
            "\"openapi\": \"3.0.3\"",
            "\"openapi\": \"4.0.0\"",
        ),
        text(
            "O002",
            "openapi-3-1",
            API,
            "\"openapi\": \"3.0.3\"",
            "\"openapi\": \"3.1.0\"",
        ),
        text(
            "O003",
            "reference-outside-package",
            API,
            SCHEMA,
            "\"items\": { \"$ref\": \"https://contoso.example/repair.json\" }",
        ),
        text(
            "O004",
            "",
            API,
            SCHEMA,
            "\"items\": { \"$ref\": \"repair.json\" }",
        ),
        text(
            "O005",
            "",
            API,
            COUNT,
            "{ \"$ref\": \"#/components/parameters/count\" }",
        ),
        text(
            "O006",
            "",
            API,
            COUNT,
            "{ \"name\": \"count\", \"in\": \"query\", \"schema\": { \"$ref\": \"#/paths/~1repairs/get/parameters/2/schema\" } }",
        ),
        text(
            "O007",
            "server-missing",
            API,
            "[{ \"url\": \"https://repairs.contoso.example/v1\" }]",
            "[]",
        ),
        text("O008", "", API, SERVER, "/v1"),
        text(
            "O009",
            "server-not-https",
            API,
            SERVER,
            "http://repairs.contoso.example/v1",
        ),
        text(
            "O010",
            "",
            API,
            SERVER,
            "https://repairs.contoso.example/v1?key=1",
        ),
        text("O011", "", API, SERVER, "${{API_URL}}"),
        text(
            "O012",
            "method-not-offered",
            API,
            "\"get\": {",
            "\"delete\": {",
        ),
        text("O013", "", API, "\"/repairs\": {", "\"/repairs/{\": {"),
        text("O014", "", API, "\"/repairs\": {", "\"/repairs/{id}\": {"),
        text(
            "O015",
            "",
            API,
            "\"name\": \"count\", \"in\": \"query\"",
            "\"name\": \"count\", \"in\": \"header\"",
        ),
        text(
            "O016",
            "required-parameter-unsupported",
            API,
            "\"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 }",
            "\"name\": \"count\", \"in\": \"header\", \"required\": true, \"schema\": { \"type\": \"integer\" }",
        ),
        body(
            "O017",
            "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": { \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"string\" } } } }, \"text/plain\": {} } },\n        \"responses\": {",
        ),
        body("O018", DEEP_BODY),
        text(
            "O019",
            "",
            API,
            "  \"paths\": {",
            "  \"paths\": {\n    \"/old\": { \"get\": { \"operationId\": \"searchRepairs\", \"responses\": { \"200\": { \"description\": \"a\" } } } },",
        ),
        changes(
            "O020",
            "",
            vec![
                Change::Text(API, "        \"operationId\": \"searchRepairs\",\n", ""),
                Change::Text(
                    MANIFEST,
                    "\"id\": \"searchRepairs\"",
                    "\"id\": \"getRepairs\"",
                ),
            ],
        ),
        text(
            "O021",
            "operation-without-json-answer",
            API,
            "\"application/json\": {\n",
            "\"text/csv\": {\n",
        ),
        text(
            "O022",
            "",
            API,
            "\"content\": {\n",
            "\"content\": {\n              \"text/csv\": {},\n",
        ),
        changes(
            "O023",
            "",
            vec![
                Change::Text(
                    API,
                    "\"parameters\": [\n          { \"name\": \"query\", \"in\": \"query\", \"required\": true, \"schema\": { \"type\": \"string\" } },\n          {\n            \"name\": \"status\",\n            \"in\": \"query\",\n            \"schema\": { \"type\": \"string\", \"enum\": [\"open\", \"done\"] }\n          },\n          { \"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 } }\n        ]",
                    "\"parameters\": []",
                ),
                Change::Text(
                    MANIFEST,
                    PARAMETERS,
                    "\"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\"\n        }",
                ),
            ],
        ),
    ]
}

/// Faults for which the vendor's parser refuses a description.
pub(super) fn of_judged_descriptions() -> Vec<Fault> {
    const SECURITY: &str = "[{ \"repairsOAuth\": [\"repairs.read\"] }]";
    const SCHEMES: &str = "\"securitySchemes\": {";
    let required = |name: &str| {
        format!(
            "{{ \"name\": \"{name}\", \"in\": \"query\", \"required\": true, \"schema\": {{ \"type\": \"string\" }} }}, "
        )
    };
    let five: String = ["a", "b", "c", "d", "e"].map(required).concat();
    let five: &'static str = Box::leak(format!("\"parameters\": [ {five}").into_boxed_str());
    vec![
        text("O024", "", API, SECURITY, "[{ \"repairsOAuth\": [\"repairs.read\"], \"key\": [] }]")
            .with(Change::Text(API, SCHEMES, "\"securitySchemes\": {\n      \"key\": { \"type\": \"http\", \"scheme\": \"bearer\" },")),
        text("O025", "", API, "\"authorizationCode\": {\n            \"authorizationUrl\": \"https://login.contoso.example/authorize\",", "\"clientCredentials\": {"),
        text("O026", "", API, "\"parameters\": [", five).and("X004"),
        text("O027", "", API, "\"parts\": {", "\"cause\": { \"$ref\": \"#/components/schemas/Repair\" },\n          \"parts\": {"),
        text("O028", "", API, "  \"info\": { \"title\": \"Repairs\", \"version\": \"1.0.0\" },\n", ""),
        text("O029", "", API, "\"items\": { \"$ref\": \"#/components/schemas/Repair\" }", "\"items\": { \"$ref\": \"repair.json\" }")
            .with(Change::File("apiSpecFiles/repair.json", base_repair())),
    ]
}

/// The schema of a result in a file of its own.
fn base_repair() -> Vec<u8> {
    let api: serde_json::Value = serde_json::from_slice(base().get(API).unwrap()).unwrap();
    api["components"]["schemas"]["Repair"]
        .to_string()
        .into_bytes()
}
