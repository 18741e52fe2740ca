//! Faults of plugins and agents.

use super::{Change, Fault, MANIFEST, PLUGIN, base_with_plugin, changes, plugin};

pub(super) fn of_plugins() -> Vec<Fault> {
    const AUTH: &str = "{ \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" }";
    const RUNTIMES: &str = "\"runtimes\": [\n";
    vec![
        Fault { plugin: true, ..changes("P001", "agent-file-missing", vec![Change::Remove(PLUGIN)]) },
        plugin("P002", "", "\"schema_version\": \"v2.4\"", "\"schema_version\": \"v2\""),
        plugin("P003", "", RUNTIMES, "\"runtimes\": [\n    {\n      \"type\": \"LocalPlugin\",\n      \"auth\": { \"type\": \"None\" },\n      \"spec\": { \"local_endpoint\": \"Microsoft.Office.Addin\" },\n      \"run_for_functions\": []\n    },\n"),
        plugin("P004", "", AUTH, "{ \"type\": \"OAuthPluginVault\", \"Type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" }"),
        plugin("P005", "reference-id-missing", AUTH, "{ \"type\": \"OAuthPluginVault\" }"),
        plugin("P006", "", "{ \"url\": \"apiSpecFiles/openapi.json\" }", "{ \"url\": \"apiSpecFiles/openapi.json\", \"api_description\": \"{}\" }"),
        Fault {
            plugin: true,
            ..changes("P007", "", vec![
                Change::Text(PLUGIN, "\"url\": \"apiSpecFiles/openapi.json\"", "\"url\": \"https://repairs.contoso.example/openapi.json\""),
                Change::Text(PLUGIN, "\"schema_version\": \"v2.4\"", "\"schema_version\": \"v2.3\""),
            ])
        },
        plugin("P008", "function-without-runtime", "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"showRepair\" },\n"),
        plugin("P009", "", "[\"searchRepairs\"]", "[\"searchRepairs\", \"showRepair\"]"),
        plugin("P010", "", "[\"searchRepairs\"]", "[\"searchRepairs\", \"showRepair\"]").with(Change::Text(PLUGIN, "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"showRepair\" },\n")),
        plugin("P011", "", RUNTIMES, "\"runtimes\": [\n    {\n      \"type\": \"OpenApi\",\n      \"auth\": { \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" },\n      \"spec\": { \"url\": \"apiSpecFiles/openapi.json\" },\n      \"run_for_functions\": [\"searchRepairs\"]\n    },\n"),
        plugin("P012", "", "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"searchRepairs\" },\n"),
        plugin("P013", "data-path-malformed", "\"data_path\": \"$.results\"", "\"data_path\": \"results\""),
        plugin("P014", "", "\"thumbnail_url\"", "\"template_selector\": \"$.template\", \"thumbnail_url\""),
        plugin("P015", "", "\"reference_id\": \"reg_repairs\"", "\"reference_id\": \"reg_other\""),
        Fault { plugin: true, ..changes("P016", "", vec![
            Change::File("agent.json", br#"{"version": "v1.5", "name": "a", "description": "b", "instructions": "c"}"#.to_vec()),
            Change::File(MANIFEST, agents_only()),
        ]) }.and("M036"),
        Fault { plugin: true, ..changes("M036", "", vec![Change::File(MANIFEST, agents_only())]) },
    ]
}

/// The manifest with a declarative agent and no message extension.
fn agents_only() -> Vec<u8> {
    let base = base_with_plugin();
    let mut manifest: serde_json::Value =
        serde_json::from_slice(base.get(MANIFEST).unwrap()).unwrap();
    manifest
        .as_object_mut()
        .unwrap()
        .shift_remove("composeExtensions");
    serde_json::to_vec_pretty(&manifest).unwrap()
}
