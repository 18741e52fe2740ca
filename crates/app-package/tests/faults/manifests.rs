//! Faults of manifests.

use super::{API, Change, Fault, MANIFEST, OAUTH, base, changes, text};

pub(super) fn of_manifests() -> Vec<Fault> {
    let before_1_26 = |rule, sample| {
        changes(
            rule,
            sample,
            vec![
                Change::Text(
                    MANIFEST,
                    "\"manifestVersion\": \"1.26\"",
                    "\"manifestVersion\": \"1.25\"",
                ),
                Change::Text(MANIFEST, "teams/v1.26/", "teams/v1.25/"),
            ],
        )
    };
    vec![
        changes("M001", "", vec![Change::File(MANIFEST, b"[]".to_vec())]),
        changes(
            "M002",
            "manifest-version-unknown",
            vec![Change::Text(
                MANIFEST,
                "\"manifestVersion\": \"1.26\"",
                "\"manifestVersion\": \"1.16\"",
            )],
        ),
        text(
            "M003",
            "",
            MANIFEST,
            "\"manifestVersion\": \"1.26\"",
            "\"manifestVersion\": \"1.99\"",
        ),
        text(
            "M004",
            "schema-of-another-version",
            MANIFEST,
            "teams/v1.26/",
            "teams/v1.17/",
        ),
        text(
            "M005",
            "placeholder-unresolved",
            MANIFEST,
            "\"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\"",
            "\"id\": \"${{TEAMS_APP_ID}}\"",
        ),
        text(
            "M006",
            "nothing-to-serve",
            MANIFEST,
            "\"composeExtensionType\": \"apiBased\"",
            "\"composeExtensionType\": \"botBased\"",
        ),
        text(
            "M007",
            "blank-text",
            MANIFEST,
            "\"title\": \"Search repairs\"",
            "\"title\": \" \"",
        ),
        text(
            "M008",
            "id-not-a-guid",
            MANIFEST,
            "\"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\"",
            "\"id\": \"{8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3}\"",
        ),
        text(
            "M010",
            "auth-type-missing",
            MANIFEST,
            "\"authType\": \"oAuth2.0\",\n",
            "\n",
        ),
        text(
            "M011",
            "auth-type-with-blank",
            MANIFEST,
            "\"oAuth2.0\"",
            "\"oAuth2.0 \"",
        ),
        text(
            "M012",
            "auth-type-misspelled",
            MANIFEST,
            "\"oAuth2.0\"",
            "\"oAuth\"",
        ),
        before_1_26("M013", "oauth-before-1-26"),
        text(
            "M014",
            "oauth-configuration-misspelled",
            MANIFEST,
            "\"oAuthConfigurationId\"",
            "\"oauthConfigurationId\"",
        ),
        text(
            "M015",
            "oauth-configuration-missing",
            MANIFEST,
            "{ \"oAuthConfigurationId\": \"reg_repairs\" }",
            "{}",
        ),
        text(
            "M016",
            "",
            MANIFEST,
            "[\"compose\", \"commandBox\"]",
            "[\"message\"]",
        )
        .and("M025"),
        changes(
            "M017",
            "",
            vec![
                Change::Text(
                    MANIFEST,
                    OAUTH,
                    "\"authType\": \"apiSecretServiceAuth\",\n        \"apiSecretServiceAuthConfiguration\": {}",
                ),
                bearer(),
            ],
        ),
        text("M018", "", MANIFEST, "\"oAuth2.0\"", "\"basic\""),
        changes(
            "M019",
            "entra-without-single-sign-on",
            entra(
                "false",
                "\"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"resource\": \"api://repairs.contoso.example\"",
            ),
        ),
        changes(
            "M020",
            "",
            entra("true", "\"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\""),
        ),
        text(
            "M021",
            "configuration-of-another-auth-type",
            MANIFEST,
            "\"oAuthConfiguration\": {",
            "\"apiSecretServiceAuthConfiguration\": { \"apiSecretRegistrationId\": \"key\" },\n        \"oAuthConfiguration\": {",
        ),
        text(
            "M022",
            "",
            MANIFEST,
            "      \"apiSpecificationFile\": \"apiSpecFiles/openapi.json\",\n",
            "",
        ),
        changes(
            "M023",
            "extension-without-commands",
            vec![Change::File(MANIFEST, without_commands())],
        ),
        text(
            "M024",
            "action-command",
            MANIFEST,
            "\"commands\": [\n",
            "\"commands\": [\n        { \"id\": \"createRepair\", \"type\": \"action\", \"title\": \"Create a repair\" },\n",
        ),
        text(
            "M025",
            "message-context",
            MANIFEST,
            "[\"compose\", \"commandBox\"]",
            "[\"compose\", \"message\"]",
        ),
        text(
            "M026",
            "",
            MANIFEST,
            "\"commands\": [\n",
            "\"commands\": [\n        {\n          \"id\": \"searchRepairs\",\n          \"title\": \"Search\",\n          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n          \"parameters\": [{ \"name\": \"query\", \"title\": \"Words\", \"isRequired\": true }]\n        },\n",
        ),
        text(
            "M027",
            "command-without-template",
            MANIFEST,
            "          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n",
            "",
        ),
        text(
            "M028",
            "",
            MANIFEST,
            "\"isRequired\": true },",
            "\"isRequired\": true },\n            { \"name\": \"query\", \"title\": \"More words\", \"isRequired\": true },",
        ),
        text(
            "M029",
            "",
            MANIFEST,
            "\"value\": \"open\",\n              \"choices\": [\n                { \"title\": \"Open\", \"value\": \"open\" },\n                { \"title\": \"Done\", \"value\": \"done\" }\n              ]",
            "\"value\": \"open\"",
        ),
        text(
            "M030",
            "choices-without-choiceset",
            MANIFEST,
            "\"inputType\": \"choiceset\"",
            "\"inputType\": \"text\"",
        ),
        text(
            "M031",
            "",
            MANIFEST,
            "{ \"title\": \"Done\", \"value\": \"done\" }",
            "{ \"title\": \"Done\", \"value\": \"open\" }",
        ),
        text(
            "M032",
            "default-not-among-choices",
            MANIFEST,
            "\"value\": \"open\",",
            "\"value\": \"Open\",",
        ),
        text(
            "M033",
            "",
            MANIFEST,
            "\"inputType\": \"text\",",
            "\"inputType\": \"date\", \"value\": \"tomorrow\",",
        ),
        text(
            "M034",
            "initial-run-with-required-parameter",
            MANIFEST,
            "\"description\": \"Repairs by words and status\",",
            "\"description\": \"Repairs by words and status\",\n          \"initialRun\": true,",
        ),
        text(
            "M035",
            "",
            MANIFEST,
            "\"apiSpecificationFile\"",
            "\"botId\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\",\n      \"apiSpecificationFile\"",
        ),
    ]
}

/// The manifest with an empty list of commands.
fn without_commands() -> Vec<u8> {
    let mut manifest: serde_json::Value =
        serde_json::from_slice(base().get(MANIFEST).unwrap()).unwrap();
    manifest["composeExtensions"][0]["commands"] = serde_json::json!([]);
    serde_json::to_vec_pretty(&manifest).unwrap()
}

/// Single sign-on in the place of OAuth, the description with it.
fn entra(single_sign_on: &str, info: &str) -> Vec<Change> {
    let sso = match single_sign_on {
        "true" => {
            "\"authType\": \"microsoftEntra\",\n        \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": true }"
        }
        _ => {
            "\"authType\": \"microsoftEntra\",\n        \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": false }"
        }
    };
    let info: &'static str = if info.contains("resource") {
        "  \"webApplicationInfo\": {\n    \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\",\n    \"resource\": \"api://repairs.contoso.example\"\n  },\n  \"permissions\""
    } else {
        "  \"webApplicationInfo\": { \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\" },\n  \"permissions\""
    };
    vec![
        Change::Text(MANIFEST, OAUTH, sso),
        Change::Text(MANIFEST, "  \"permissions\"", info),
    ]
}

/// A bearer scheme in the place of OAuth.
fn bearer() -> Change {
    Change::Text(
        API,
        "\"type\": \"oauth2\",\n        \"flows\": {\n          \"authorizationCode\": {\n            \"authorizationUrl\": \"https://login.contoso.example/authorize\",\n            \"tokenUrl\": \"https://login.contoso.example/token\",\n            \"scopes\": { \"repairs.read\": \"See your repairs.\" }\n          }\n        }",
        "\"type\": \"http\",\n        \"scheme\": \"bearer\"",
    )
}
