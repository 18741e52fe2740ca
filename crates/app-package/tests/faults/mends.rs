//! What each rule's mend says, done to the package that the rule refuses: the near miss that passes.

use app_package::Registration;

use super::files::{card_titled, nested};
use super::icons::{outline, png};
use super::{API, CARD, Change, MANIFEST, OAUTH, PLUGIN, base, base_with_plugin};

/// How a broken package becomes one that passes.
pub(crate) enum Mend {
    /// By `--fix`.
    Fix,
    /// By hand.
    By(Vec<Change>),
    /// In the registration.
    Registration(fn(&mut Registration)),
}

/// The mend of a rule's first fault, and the codes of findings that it rightly leaves.
pub(crate) fn mend(rule: &str) -> Option<(Mend, &'static [&'static str])> {
    let left: &[&str] = match rule {
        // A header that is not required is one that is never sent.
        "O016" => &["O015"],
        // The package is of an agent alone.
        "P016" => &["M036"],
        _ => &[],
    };
    let mend = match rule {
        "F008" | "S003" | "S004" | "S005" | "S012" | "M004" | "M008" | "M011" | "M012" | "M013"
        | "M014" | "M019" | "M021" | "M025" | "M030" | "M032" | "M034" | "M035" | "T001"
        | "T002" | "T003" | "T004" | "T005" | "T006" | "O020" | "X005" => Mend::Fix,
        "R004" => Mend::Registration(|r| r.scopes.push("repairs.read".to_owned())),
        "R005" => Mend::Registration(|r| r.any_organization = Some(true)),
        "R006" => Mend::Registration(|r| r.existing_app = Some(true)),
        _ => Mend::By(
            of_files(rule)
                .or_else(|| of_schemas(rule))
                .or_else(|| of_manifests(rule))
                .or_else(|| of_templates(rule))
                .or_else(|| of_descriptions(rule))
                .or_else(|| of_operations(rule))
                .or_else(|| of_packages(rule))
                .or_else(|| of_icons(rule))
                .or_else(|| of_plugins(rule))
                .or_else(|| of_registrations(rule))?,
        ),
    };
    Some((mend, left))
}

fn text(file: &'static str, old: &'static str, new: &'static str) -> Vec<Change> {
    vec![Change::Text(file, old, new)]
}

fn file(name: &'static str, bytes: &[u8]) -> Change {
    Change::File(name, bytes.to_vec())
}

fn of_base(name: &'static str) -> Change {
    file(name, base().get(name).unwrap())
}

fn of_files(rule: &str) -> Option<Vec<Change>> {
    Some(match rule {
        "F001" => vec![of_base(MANIFEST)],
        "F003" => vec![file(CARD, &card_titled("Öffnen".as_bytes()))],
        "F004" => text(CARD, "\"results\"\n", "\"results\",\n"),
        "F005" => text(CARD, "\"version\": \"1.0\",\n  \"version\"", "\"version\""),
        // Just what is read, and one level less than what is refused.
        "F006" => vec![nested(100)],
        "F007" => vec![
            Change::Remove(CARD),
            file("adaptiveCards/List.json", base().get(CARD).unwrap()),
        ],
        _ => return None,
    })
}

fn of_schemas(rule: &str) -> Option<Vec<Change>> {
    const PROMPT: &str = "\"samplePrompts\": [{ \"text\": \"late repairs\" }]";
    Some(match rule {
        "S001" => text(MANIFEST, "\"triggers\": [\"slash\"]", PROMPT),
        "S006" => text(
            MANIFEST,
            "\"Search the repairs of Contoso's garage\"",
            "\"Search repairs of Contoso garage\"",
        ),
        "S002" => text(
            MANIFEST,
            "  \"composeExtensions\"",
            "  \"accentColor\": \"#000000\",\n  \"composeExtensions\"",
        ),
        "S007" => text(
            MANIFEST,
            "{ \"id\": \"a\", \"name\": \"abc\"",
            "{ \"id\": \"abc\", \"name\": \"abc\"",
        ),
        "S008" => text(MANIFEST, "\"orange\"", "\"#ffa500\""),
        "S009" => text(
            CARD,
            "json schemas/",
            "https://developer.microsoft.com/json-schemas/teams/v1.26/",
        ),
        "S010" => text(
            MANIFEST,
            "[\"compose\", \"commandBox\", \"compose\", \"commandBox\"]",
            "[\"compose\", \"commandBox\", \"compose\"]",
        ),
        "S011" => text(MANIFEST, "\"samplePrompts\": []", PROMPT),
        "S013" => text(MANIFEST, "\"maxAudience\": 51", "\"maxAudience\": 50"),
        "S015" => text(
            MANIFEST,
            "\"extensions\": [{}]",
            "\"extensions\": [{ \"audienceClaimUrl\": \"https://contoso.example\" }]",
        ),
        "S016" => text(
            MANIFEST,
            "\"copilotAgents\": {\n",
            "\"copilotAgents\": {\n    \"declarativeAgents\": [{ \"id\": \"repairs\", \"file\": \"agent.json\" }]",
        ),
        "S017" => text(
            MANIFEST,
            ",\n    \"customEngineAgents\": [{ \"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"type\": \"bot\" }]",
            "",
        ),
        _ => return None,
    })
}

fn of_manifests(rule: &str) -> Option<Vec<Change>> {
    Some(match rule {
        "M001" => vec![of_base(MANIFEST)],
        "M002" => text(
            MANIFEST,
            "\"manifestVersion\": \"1.16\"",
            "\"manifestVersion\": \"1.26\"",
        ),
        "M003" => vec![
            Change::Text(
                MANIFEST,
                "\"manifestVersion\": \"1.99\"",
                "\"manifestVersion\": \"1.29\"",
            ),
            Change::Text(MANIFEST, "teams/v1.26/", "teams/v1.29/"),
        ],
        "M005" => text(
            MANIFEST,
            "${{TEAMS_APP_ID}}",
            "5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11",
        ),
        "M006" => text(MANIFEST, "\"botBased\"", "\"apiBased\""),
        "M007" => text(MANIFEST, "\"title\": \" \"", "\"title\": \"S\""),
        "M010" => text(
            MANIFEST,
            "\"oAuthConfiguration\"",
            "\"authType\": \"oAuth2.0\",\n        \"oAuthConfiguration\"",
        ),
        "M015" => text(
            MANIFEST,
            "\"oAuthConfiguration\": {}",
            "\"oAuthConfiguration\": { \"oAuthConfigurationId\": \"reg_2\" }",
        ),
        "M016" => text(MANIFEST, "[\"message\"]", "[\"compose\"]"),
        "M017" => text(
            MANIFEST,
            "\"apiSecretServiceAuthConfiguration\": {}",
            "\"apiSecretServiceAuthConfiguration\": { \"apiSecretRegistrationId\": \"key_1\" }",
        ),
        "M018" => text(MANIFEST, "\"basic\"", "\"oAuth2.0\""),
        "M020" => text(
            MANIFEST,
            "\"webApplicationInfo\": { \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\" }",
            "\"webApplicationInfo\": { \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\", \"resource\": \"api://a\" }",
        ),
        "M022" => text(
            MANIFEST,
            "      \"authorization\"",
            "      \"apiSpecificationFile\": \"apiSpecFiles/openapi.json\",\n      \"authorization\"",
        ),
        "M023" => text(
            MANIFEST,
            "\"commands\": []",
            "\"commands\": [{ \"id\": \"searchRepairs\", \"title\": \"S\", \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\", \"parameters\": [{ \"name\": \"query\", \"title\": \"Q\", \"isRequired\": true }] }]",
        ),
        "M024" => text(
            MANIFEST,
            "        { \"id\": \"createRepair\", \"type\": \"action\", \"title\": \"Create a repair\" },\n",
            "",
        ),
        "M026" => text(
            MANIFEST,
            "        {\n          \"id\": \"searchRepairs\",\n          \"title\": \"Search\",\n          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n          \"parameters\": [{ \"name\": \"query\", \"title\": \"Words\", \"isRequired\": true }]\n        },\n",
            "",
        ),
        "M027" => vec![
            Change::Text(
                MANIFEST,
                "          \"parameters\"",
                "          \"apiResponseRenderingTemplateFile\": \"cards/new.json\",\n          \"parameters\"",
            ),
            file("cards/new.json", base().get(CARD).unwrap()),
        ],
        "M028" => text(
            MANIFEST,
            "            { \"name\": \"query\", \"title\": \"More words\", \"isRequired\": true },\n",
            "",
        ),
        "M029" => text(
            MANIFEST,
            "\"inputType\": \"choiceset\"",
            "\"inputType\": \"text\"",
        ),
        "M031" => text(
            MANIFEST,
            "{ \"title\": \"Done\", \"value\": \"open\" }",
            "{ \"title\": \"Done\", \"value\": \"done\" }",
        ),
        "M033" => text(MANIFEST, "\"tomorrow\"", "\"2026-11-25\""),
        "M036" => vec![file(MANIFEST, base_with_plugin().get(MANIFEST).unwrap())],
        _ => return None,
    })
}

fn of_templates(rule: &str) -> Option<Vec<Change>> {
    const HTTP: &str = "http://repairs.contoso.example/a.png";
    const HTTPS: &str = "https://repairs.contoso.example/a.png";
    Some(match rule {
        "T007" => text(CARD, "status 'N/A'", "status, 'N/A'"),
        "T008" => text(CARD, "${iif(", "${if("),
        "T009" => text(CARD, "\"results[\"", "\"$.results[*]\""),
        "T010" => text(CARD, "\"title\": \"\"", "\"title\": \"${id}\""),
        "T011" | "T012" => text(CARD, HTTP, HTTPS),
        "T013" => text(
            CARD,
            "javascript:alert(1)",
            "https://repairs.contoso.example/",
        ),
        "T014" => text(CARD, "\"Action.Submit\"", "\"Action.OpenUrl\""),
        "T015" => text(CARD, "\"A repair\"", "\"Repair ${id}\""),
        _ => return None,
    })
}

fn of_descriptions(rule: &str) -> Option<Vec<Change>> {
    const SERVER: &str = "https://api.contoso.example/v2";
    Some(match rule {
        "O001" => text(API, "\"4.0.0\"", "\"3.0.1\""),
        "O002" => text(API, "\"3.1.0\"", "\"3.0.0\""),
        "O003" => text(
            API,
            "https://contoso.example/repair.json",
            "#/components/schemas/Repair",
        ),
        "O004" => text(
            API,
            "{ \"$ref\": \"repair.json\" }",
            "{ \"type\": \"object\" }",
        ),
        "O005" => text(
            API,
            "    \"schemas\": {",
            "    \"parameters\": { \"count\": { \"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\" } } },\n    \"schemas\": {",
        ),
        "O006" => text(
            API,
            "#/paths/~1repairs/get/parameters/2/schema",
            "#/paths/~1repairs/get/parameters/1/schema",
        ),
        "O007" => text(
            API,
            "\"servers\": []",
            "\"servers\": [{ \"url\": \"https://api.contoso.example\" }]",
        ),
        "O008" => text(
            API,
            "\"url\": \"/v1\"",
            "\"url\": \"https://api.contoso.example/v1\"",
        ),
        "O009" => text(API, "http://repairs.contoso.example/v1", SERVER),
        "O010" => text(API, "/v1?key=1", "/v1"),
        "O011" => text(API, "${{API_URL}}", SERVER),
        "O012" => text(API, "\"delete\": {", "\"post\": {"),
        "O013" => text(API, "\"/repairs/{\"", "\"/repairs/\""),
        "O014" => text(
            API,
            "\"parameters\": [",
            "\"parameters\": [\n          { \"name\": \"id\", \"in\": \"path\", \"required\": true, \"schema\": { \"type\": \"string\", \"default\": \"all\" } },",
        ),
        "O015" => text(
            API,
            "\"name\": \"count\", \"in\": \"header\"",
            "\"name\": \"count\", \"in\": \"query\"",
        ),
        "O016" => text(
            API,
            "\"in\": \"header\", \"required\": true,",
            "\"in\": \"header\",",
        ),
        "O027" => text(
            API,
            "\"cause\": { \"$ref\": \"#/components/schemas/Repair\" }",
            "\"cause\": { \"type\": \"object\", \"properties\": { \"id\": { \"type\": \"string\" } } }",
        ),
        "O028" => text(
            API,
            "\"openapi\": \"3.0.3\",\n",
            "\"openapi\": \"3.0.3\",\n  \"info\": { \"title\": \"R\", \"version\": \"1\" },\n",
        ),
        "O029" => text(API, "\"repair.json\"", "\"#/components/schemas/Repair\""),
        _ => return None,
    })
}

fn of_operations(rule: &str) -> Option<Vec<Change>> {
    Some(match rule {
        "O017" => text(API, ", \"text/plain\": {}", ""),
        // One level less.
        "O018" => text(
            API,
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
            "{\"type\":\"string\"}",
        ),
        "O019" => text(
            API,
            "{ \"operationId\": \"searchRepairs\", \"responses\"",
            "{ \"operationId\": \"oldRepairs\", \"responses\"",
        ),
        "O021" => text(API, "\"text/csv\"", "\"application/json\""),
        "O022" => text(API, "              \"text/csv\": {},\n", ""),
        "O023" => text(
            API,
            "\"parameters\": []",
            "\"parameters\": [{ \"name\": \"words\", \"in\": \"query\", \"schema\": { \"type\": \"string\" } }]",
        ),
        "O024" => text(
            API,
            "\"key\": [] }]",
            "\"key\": [] }, { \"repairsOAuth\": [\"repairs.read\"] }]",
        ),
        "O025" => text(
            API,
            "\"clientCredentials\": {",
            "\"authorizationCode\": {\n            \"authorizationUrl\": \"https://login.contoso.example/other\",",
        ),
        "O026" => ["a", "b", "c", "d", "e"]
            .map(|name| {
                let old = format!("\"name\": \"{name}\", \"in\": \"query\", \"required\": true");
                let new = format!("\"name\": \"{name}\", \"in\": \"query\"");
                let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
                Change::Text(API, leak(old), leak(new))
            })
            .to_vec(),
        _ => return None,
    })
}

fn of_packages(rule: &str) -> Option<Vec<Change>> {
    Some(match rule {
        "X001" => text(
            MANIFEST,
            "\"id\": \"searchRepair\"",
            "\"id\": \"searchRepairs\"",
        ),
        "X002" => text(MANIFEST, "\"name\": \"state\"", "\"name\": \"status\""),
        "X003" => text(MANIFEST, "\"name\": \"query\"", "\"name\": \"a.query\""),
        "X004" => text(
            API,
            "\"required\": true, \"schema\": { \"type\": \"string\" }",
            "\"required\": true, \"schema\": { \"type\": \"string\", \"default\": \"all\" }",
        ),
        "X006" => text(
            CARD,
            "${if(state, state, 'N/A')}",
            "${if(parts, parts[0].name, 'N/A')}",
        ),
        "X007" => text(
            CARD,
            "\"jsonPath\": \"items\"",
            "\"jsonPath\": \"$.results[*]\"",
        ),
        "X008" => vec![
            Change::Text(
                PLUGIN,
                "\"url\": \"apiSpecFiles/other.json\"",
                "\"url\": \"apiSpecFiles/openapi.json\"",
            ),
            Change::Remove("apiSpecFiles/other.json"),
        ],
        "X009" => text(
            MANIFEST,
            "\"inputType\": \"toggle\"",
            "\"inputType\": \"textarea\"",
        ),
        "X010" => text(MANIFEST, OAUTH, "\"authType\": \"none\""),
        "X011" => text(MANIFEST, "\"value\": \"done\"", "\"value\": \"closed\""),
        _ => return None,
    })
}

fn of_icons(rule: &str) -> Option<Vec<Change>> {
    let color = || vec![file("color.png", &png(192, [1, 2, 3, 255]))];
    Some(match rule {
        "I001" | "I006" => vec![file("outline.png", &outline([255; 4]))],
        "I002" | "I003" | "I004" | "I005" => color(),
        _ => return None,
    })
}

fn of_plugins(rule: &str) -> Option<Vec<Change>> {
    /// The operation that a function lacks.
    const SHOW: Change = Change::Text(
        API,
        "  \"paths\": {\n",
        "  \"paths\": {\n    \"/shown\": { \"get\": { \"operationId\": \"showRepair\", \"responses\": { \"200\": { \"description\": \"One.\" } } } },\n",
    );
    Some(match rule {
        "P001" => vec![file(PLUGIN, base_with_plugin().get(PLUGIN).unwrap())],
        "P002" => text(PLUGIN, "\"v2\"", "\"v2.3\""),
        "P003" => text(
            PLUGIN,
            "    {\n      \"type\": \"LocalPlugin\",\n      \"auth\": { \"type\": \"None\" },\n      \"spec\": { \"local_endpoint\": \"Microsoft.Office.Addin\" },\n      \"run_for_functions\": []\n    },\n",
            "",
        ),
        "P004" => text(PLUGIN, " \"Type\": \"OAuthPluginVault\",", ""),
        "P005" => text(
            PLUGIN,
            "{ \"type\": \"OAuthPluginVault\" }",
            "{ \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" }",
        ),
        "P006" => text(PLUGIN, ", \"api_description\": \"{}\"", ""),
        "P007" => text(
            PLUGIN,
            "https://repairs.contoso.example/openapi.json",
            "apiSpecFiles/openapi.json",
        ),
        "P008" => vec![
            Change::Text(
                PLUGIN,
                "[\"searchRepairs\"]",
                "[\"searchRepairs\", \"showRepair\"]",
            ),
            SHOW,
        ],
        "P009" => text(PLUGIN, ", \"showRepair\"]", "]"),
        "P010" => vec![SHOW],
        "P011" => text(
            PLUGIN,
            "    {\n      \"type\": \"OpenApi\",\n      \"auth\": { \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" },\n      \"spec\": { \"url\": \"apiSpecFiles/openapi.json\" },\n      \"run_for_functions\": [\"searchRepairs\"]\n    },\n",
            "",
        ),
        "P012" => text(PLUGIN, "    { \"name\": \"searchRepairs\" },\n", ""),
        "P013" => text(
            PLUGIN,
            "\"data_path\": \"results\"",
            "\"data_path\": \"$['results']\"",
        ),
        "P014" => text(PLUGIN, "\"template_selector\": \"$.template\", ", ""),
        "P015" => text(MANIFEST, "reg_repairs", "reg_other"),
        "P016" => text(
            "agent.json",
            "\"instructions\": \"c\"",
            "\"instructions\": \"c\", \"actions\": [{\"id\": \"repairs\", \"file\": \"ai-plugin.json\"}]",
        ),
        _ => return None,
    })
}

fn of_registrations(rule: &str) -> Option<Vec<Change>> {
    Some(match rule {
        "R001" => text(MANIFEST, "reg_repairs", "reg_other"),
        "R002" => text(
            API,
            "https://repairs.contoso.example/v1",
            "https://repairs.contoso.example/v10",
        ),
        "R003" => text(
            API,
            "https://login.contoso.example/token",
            "https://login.contoso.example/v2/token",
        ),
        "R007" => vec![
            Change::Text(
                MANIFEST,
                "\"manifestVersion\": \"devPreview\"",
                "\"manifestVersion\": \"1.28\"",
            ),
            Change::Text(MANIFEST, "teams/vDevPreview/", "teams/v1.28/"),
        ],
        _ => return None,
    })
}
