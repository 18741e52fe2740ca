//! Faults of what files say of each other.

use super::{API, CARD, Change, Fault, MANIFEST, PLUGIN, changes, text};

pub(super) fn of_packages() -> Vec<Fault> {
    vec![
        text("X001", "command-without-operation", MANIFEST, "\"id\": \"searchRepairs\"", "\"id\": \"searchRepair\""),
        text("X002", "parameter-not-in-operation", MANIFEST, "\"name\": \"status\"", "\"name\": \"state\""),
        changes("X003", "", vec![
            Change::Text(API, "\"get\": {", "\"post\": {"),
            Change::Text(API, "{ \"name\": \"query\", \"in\": \"query\", \"required\": true, \"schema\": { \"type\": \"string\" } },\n", ""),
            Change::Text(API, "\"responses\": {", "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": { \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"object\", \"properties\": { \"query\": { \"type\": \"string\" } } }, \"b\": { \"type\": \"object\", \"properties\": { \"query\": { \"type\": \"string\" } } } } } } } },\n        \"responses\": {"),
        ]),
        text("X004", "required-parameter-not-offered", MANIFEST, "            { \"name\": \"query\", \"title\": \"Words\", \"inputType\": \"text\", \"isRequired\": true },\n", ""),
        text("X005", "required-parameter-shown-as-optional", MANIFEST, ", \"isRequired\": true", ""),
        text("X006", "property-not-in-response", CARD, "${if(status, status, 'N/A')}", "${if(state, state, 'N/A')}"),
        text("X007", "json-path-not-in-response", CARD, "\"jsonPath\": \"results\"", "\"jsonPath\": \"items\""),
        Fault {
            plugin: true,
            ..changes("X008", "", vec![
                Change::Text(PLUGIN, "\"url\": \"apiSpecFiles/openapi.json\"", "\"url\": \"apiSpecFiles/other.json\""),
                Change::File("apiSpecFiles/other.json", br#"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"operationId": "searchRepairs", "responses": {"200": {"description": "a"}}}}}}"#.to_vec()),
            ])
        },
        text("X009", "", API, "\"required\": true, \"schema\": { \"type\": \"string\" }", "\"required\": true, \"schema\": { \"type\": \"string\" }").with(Change::Text(MANIFEST, "\"inputType\": \"text\"", "\"inputType\": \"toggle\"")),
        text("X010", "auth-type-without-scheme", API, "        \"security\": [{ \"repairsOAuth\": [\"repairs.read\"] }],\n", ""),
        text("X011", "choice-not-in-enum", API, "[\"open\", \"done\"]", "[\"open\", \"closed\"]"),
    ]
}
