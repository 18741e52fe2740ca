#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Authorization, CommandContext, Layout, Location, Method, ParameterType, Severity};

mod operations;

fn sample() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
    crate::read_folder(&folder, &Limits::default()).unwrap()
}

/// The sample with one JSON file changed.
fn changed(file: &str, change: impl FnOnce(&mut Value)) -> PackageFiles {
    let mut files = sample();
    let mut value: Value = serde_json::from_slice(files.get(file).unwrap()).unwrap();
    change(&mut value);
    files.insert(file.to_owned(), value.to_string().into_bytes());
    files
}

fn manifest(change: impl FnOnce(&mut Value)) -> Result<Package, LoadErrors> {
    load(changed("manifest.json", change))
}

const SPEC: &str = "apiSpecFiles/repairs-openapi.json";

fn spec(change: impl FnOnce(&mut Value)) -> Result<Package, LoadErrors> {
    load(changed(SPEC, change))
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}

fn error(result: Result<Package, LoadErrors>) -> &'static str {
    result.unwrap_err().first().unwrap().code
}

#[test]
fn the_sample_package_is_read_without_a_warning() {
    let package = load(sample()).unwrap();
    assert_eq!(package.warnings, []);
    assert_eq!(package.manifest.name.short, "Repairs");
    let id = "bXNmdF9jb250b3NvX3JlcGFpcnM=";
    assert_eq!(
        package.manifest.auth,
        Authorization::OAuth {
            configuration_id: id.to_owned()
        }
    );
    let ids: Vec<&str> = package
        .commands
        .iter()
        .map(|command| command.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["listRepairs", "searchRepairs", "getRepair", "createRepair"]
    );
    assert!(package.color_icon().is_some());
    assert_eq!(
        package
            .servers()
            .iter()
            .map(|server| server.as_str())
            .collect::<Vec<_>>(),
        ["https://repairs.contoso.example/"]
    );

    let list = package.command("listRepairs").unwrap();
    assert_eq!(
        list.contexts,
        [CommandContext::Compose, CommandContext::CommandBox]
    );
    assert_eq!(list.operation.method, Method::Get);
    assert_eq!(list.operation.security.scopes, ["repairs.read"]);
    assert_eq!(list.rendering.json_path.as_deref(), Some("results"));
    let count = list
        .operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == "count")
        .unwrap();
    assert_eq!(
        (count.kind, &count.default),
        (ParameterType::Integer, &Some(json!(25)))
    );
    assert_eq!(
        list.operation.url(|_| None).unwrap().as_str(),
        "https://repairs.contoso.example/repairs"
    );

    let search = package.command("searchRepairs").unwrap();
    assert_eq!(search.rendering.layout, Layout::Grid);
    let since = search
        .operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == "filter.since")
        .unwrap();
    assert_eq!(
        since.location,
        Location::Body {
            pointer: "/filter/since".to_owned()
        }
    );

    let get = package.command("getRepair").unwrap();
    assert!(get.parameters[0].required);
    assert_eq!(
        get.operation.url(|_| Some("10/42")).unwrap().as_str(),
        "https://repairs.contoso.example/repairs/10%2F42"
    );

    let create = package.command("createRepair").unwrap();
    assert!(create.operation.body.is_some_and(|body| body.required));
    assert_eq!(
        create.operation.security.scopes,
        ["repairs.read", "repairs.write"]
    );
    let endpoints = create.operation.security.oauth.clone().unwrap();
    assert_eq!(
        endpoints.token_url.as_deref(),
        Some("https://auth.contoso.example/token")
    );
}

#[test]
fn spellings_of_the_vendor_s_own_texts_are_read_with_a_warning() {
    for (written, code) in [
        ("oAuth2.0 ", "auth_type_with_blank"),
        ("oAuth", "auth_type_misspelled"),
        ("oauth2.0", "auth_type_misspelled"),
    ] {
        let package = manifest(|manifest| {
            manifest["composeExtensions"][0]["authorization"]["authType"] = json!(written);
        })
        .unwrap();
        assert_eq!(codes(&package.warnings), [code]);
        assert!(matches!(package.manifest.auth, Authorization::OAuth { .. }));
    }
    for outer in ["oAuthConfiguration", "oauthConfiguration"] {
        let package = manifest(|manifest| {
            manifest["composeExtensions"][0]["authorization"] =
                json!({"authType": "oAuth2.0", outer: {"oauthConfigurationId": "x"}});
        })
        .unwrap();
        assert_eq!(
            codes(&package.warnings),
            ["oauth_configuration_id_misspelled"]
        );
        assert_eq!(
            package.manifest.auth,
            Authorization::OAuth {
                configuration_id: "x".to_owned()
            }
        );
    }
}

#[test]
fn other_kinds_of_authorization_are_read() {
    let auth = |authorization: Value| {
        manifest(|manifest| manifest["composeExtensions"][0]["authorization"] = authorization)
            .map(|package| package.manifest.auth)
    };
    assert_eq!(auth(json!({"authType": "none"})), Ok(Authorization::None));
    assert_eq!(auth(Value::Null), Ok(Authorization::None));
    let key = json!({"authType": "apiSecretServiceAuth", "apiSecretServiceAuthConfiguration": {"apiSecretRegistrationId": "k"}});
    assert_eq!(
        auth(key),
        Ok(Authorization::ApiKey {
            registration_id: "k".to_owned()
        })
    );
    let entra = json!({"authType": "microsoftEntra", "microsoftEntraConfiguration": {"supportsSingleSignOn": true}});
    assert_eq!(
        auth(entra),
        Ok(Authorization::EntraSso {
            client_id: None,
            resource: None
        })
    );
    assert!(
        auth(json!({"authType": "basic"}))
            .unwrap_err()
            .has("auth_type_unknown")
    );
    assert!(auth(json!({})).unwrap_err().has("auth_type_missing"));
    assert!(
        auth(json!({"authType": "oAuth2.0"}))
            .unwrap_err()
            .has("oauth_configuration_id_missing")
    );
    let long = json!({"authType": "oAuth2.0", "oAuthConfiguration": {"oAuthConfigurationId": "x".repeat(129)}});
    assert!(
        auth(long)
            .unwrap_err()
            .has("oauth_configuration_id_missing")
    );
}

#[test]
fn manifest_versions_from_1_17_on_are_read() {
    for (version, expected) in [
        ("1.17", &["oauth_before_1_26"][..]),
        ("1.25", &["oauth_before_1_26"]),
        ("1.26", &[]),
        ("1.30", &[]),
        ("devPreview", &[]),
        (
            "1.18",
            &["manifest_version_unpublished", "oauth_before_1_26"],
        ),
    ] {
        let package = manifest(|manifest| manifest["manifestVersion"] = json!(version)).unwrap();
        assert_eq!(codes(&package.warnings), expected, "{version}");
    }
    for version in ["1.16", "2.0", "", "1.x"] {
        assert_eq!(
            error(manifest(
                |manifest| manifest["manifestVersion"] = json!(version)
            )),
            "manifest_version_unknown"
        );
    }
}

#[test]
fn faults_of_the_manifest_have_codes_and_places() {
    let cases: [(&str, Value, &str); 16] = [
        ("/id", json!("${{TEAMS_APP_ID}}"), "placeholder_unresolved"),
        ("/id", json!("repairs"), "id_not_a_guid"),
        ("/name/short", json!(1), "manifest_property_missing"),
        ("/composeExtensions", json!([]), "no_api_based_extension"),
        (
            "/composeExtensions/0/composeExtensionType",
            json!("botBased"),
            "no_api_based_extension",
        ),
        ("/composeExtensions/0/commands", json!([]), "no_commands"),
        (
            "/composeExtensions/0/commands/0/id",
            json!("listRepair"),
            "command_without_operation",
        ),
        (
            "/composeExtensions/0/commands/1/id",
            json!("listRepairs"),
            "command_id_duplicate",
        ),
        (
            "/composeExtensions/0/commands/0/parameters/0/name",
            json!("assigned"),
            "parameter_not_in_operation",
        ),
        (
            "/composeExtensions/0/commands/0/parameters/0/inputType",
            json!("color"),
            "input_type_unknown",
        ),
        (
            "/composeExtensions/0/commands/2/parameters",
            json!([]),
            "required_parameter_not_offered",
        ),
        (
            "/composeExtensions/0/commands/0/apiResponseRenderingTemplateFile",
            json!("../x.json"),
            "file_name_refused",
        ),
        (
            "/composeExtensions/0/commands/0/apiResponseRenderingTemplateFile",
            json!("adaptiveCards/Repairs.json"),
            "file_missing",
        ),
        (
            "/composeExtensions/0/commands/0/apiResponseRenderingTemplateFile",
            Value::Null,
            "template_missing",
        ),
        (
            "/composeExtensions/0/apiSpecificationFile",
            json!("/etc/passwd"),
            "file_name_refused",
        ),
        (
            "/composeExtensions/0/apiSpecificationFile",
            Value::Null,
            "api_specification_missing",
        ),
    ];
    for (pointer, value, expected) in cases {
        let errors =
            manifest(|manifest| *manifest.pointer_mut(pointer).unwrap() = value).unwrap_err();
        let first = errors.first().unwrap();
        assert_eq!(first.code, expected, "{pointer}: {errors}");
        assert_eq!(
            (first.severity, first.file.as_str()),
            (Severity::Error, "manifest.json")
        );
        assert!(first.line > 0 && !first.fix.is_empty(), "{first}");
    }
}

#[test]
fn a_near_miss_is_named_in_the_fix() {
    let errors = manifest(|manifest| {
        manifest["composeExtensions"][0]["commands"][0]["id"] = json!("listRepair");
    })
    .unwrap_err();
    assert_eq!(errors.first().unwrap().fix, "Did you mean \"listRepairs\"?");
    assert_eq!(
        errors.first().unwrap().pointer,
        "/composeExtensions/0/commands/0/id"
    );
}

#[test]
fn commands_that_api_based_extensions_do_not_have_are_left_out_with_a_warning() {
    let package = manifest(|manifest| {
        let commands = &mut manifest["composeExtensions"][0]["commands"];
        commands[0]["type"] = json!("action");
        commands[1]["context"] = json!(["message", "compose"]);
        commands[2]["context"] = json!(["message"]);
    })
    .unwrap();
    let expected = [
        "command_not_query",
        "command_context_unsupported",
        "command_context_unsupported",
    ];
    assert_eq!(codes(&package.warnings), expected);
    assert_eq!(package.commands.len(), 2);
    assert_eq!(package.commands[0].contexts, [CommandContext::Compose]);
}

#[test]
fn the_manifest_must_stand_at_the_root() {
    let mut files = PackageFiles::default();
    assert_eq!(error(load(files.clone())), "manifest_missing");
    files.insert("appPackage/manifest.json".to_owned(), b"{}".to_vec());
    let errors = load(files).unwrap_err();
    assert!(
        errors
            .first()
            .unwrap()
            .fix
            .contains("appPackage/manifest.json"),
        "{errors}"
    );
}

/// Guard: `app_package::icon::check_icon`
#[test]
fn sec_pkg_16_a_package_whose_icon_is_html_is_refused() {
    let mut files = sample();
    files.insert(
        "color.png".to_owned(),
        b"<html><script>alert(1)</script></html>".to_vec(),
    );
    assert_eq!(error(load(files.clone())), "icon_not_png");
    files.insert(
        "color.png".to_owned(),
        files.get("outline.png").unwrap().to_vec(),
    );
    assert_eq!(codes(&load(files).unwrap().warnings), ["icon_size"]);
}

#[test]
fn faults_of_a_template_are_found() {
    let template =
        |change: &dyn Fn(&mut Value)| load(changed("adaptiveCards/repairs.json", change));
    assert_eq!(
        error(template(
            &|template| template["responseCardTemplate"] = json!("x")
        )),
        "template_part_missing"
    );
    assert_eq!(
        error(template(
            &|template| template["previewCardTemplate"]["title"] = Value::Null
        )),
        "preview_title_missing"
    );
    assert_eq!(
        error(template(&|template| template["jsonPath"] = json!(1))),
        "json_path_not_text"
    );
    let package = template(&|template| {
        template["extra"] = json!(1);
        template["responseLayout"] = json!("tiles");
        template["responseCardTemplate"]["type"] = json!("Card");
    })
    .unwrap();
    assert_eq!(
        codes(&package.warnings),
        [
            "template_property_unknown",
            "response_layout_unknown",
            "card_not_adaptive"
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Any value of the sample replaced by any other kind: problems, never a panic.
    #[test]
    fn a_package_with_any_value_replaced_never_panics(file in 0usize..3, at in any::<prop::sample::Index>(), kind in 0usize..7) {
        let name = ["manifest.json", SPEC, "adaptiveCards/repairs.json"][file];
        let with = [json!(null), json!(true), json!(-1.5), json!(""), json!([[]]), json!({"$ref": "#/a"}), json!({"": {}})][kind].clone();
        let files = changed(name, |value| {
            let all = pointers(value, String::new());
            *value.pointer_mut(at.get::<String>(&all)).unwrap() = with;
        });
        match load(files) {
            Ok(package) => prop_assert!(!package.commands.is_empty()),
            Err(errors) => prop_assert_eq!(errors.first().unwrap().severity, Severity::Error),
        }
    }
}

fn pointers(value: &Value, pointer: String) -> Vec<String> {
    let mut all = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| pointers(item, format!("{pointer}/{index}")))
            .collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, item)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(item, format!("{pointer}/{key}"))
            })
            .collect(),
        _ => Vec::new(),
    };
    all.push(pointer);
    all
}
