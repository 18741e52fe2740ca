//! What is taken, what is refused, and with which code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use cloakroom_vault::ClientSecret;
use serde_json::{Value, json};

use super::super::view::tests as of_view;
use super::*;
use crate::registration::{Discovered, RegistrationView, endpoints_from_metadata};

const DEVELOPMENT: Environment = Environment { production: false };

fn input(changes: Value) -> RegistrationInput {
    let mut fields = json!({
        "name": "Repairs",
        "baseUrl": "https://repairs.example/",
        "clientId": "repairs-client",
        "clientSecret": "secret",
        "authorizationEndpoint": "https://as.example/authorize",
        "tokenEndpoint": "https://as.example/token",
        "scopes": ["repairs.read"],
    });
    for (name, value) in changes.as_object().unwrap() {
        fields[name] = value.clone();
    }
    serde_json::from_value(fields).unwrap()
}

fn checked(input: &RegistrationInput) -> Result<Settings, Vec<String>> {
    validate(input, false, &DEVELOPMENT).map_err(|problems| {
        problems
            .into_iter()
            .map(|problem| format!("{} {}", problem.field, problem.code))
            .collect()
    })
}

fn problems(changes: Value) -> Vec<String> {
    checked(&input(changes)).err().unwrap_or_default()
}

#[test]
fn a_plain_registration_is_taken_with_its_defaults() {
    let settings = checked(&input(json!({}))).unwrap();
    assert_eq!(settings.client_authentication, ClientAuthentication::Post);
    assert_eq!(settings.refresh_margin_seconds, 60);
    assert_eq!(settings.scope_separator, " ");
    assert!(settings.pkce && settings.issuer.is_none() && !settings.announces_iss);
    assert!(settings.refresh_endpoint.is_none());
}

#[test]
fn blanks_around_what_is_typed_are_cut_off() {
    let settings = checked(&input(json!({
        "name": " Repairs\n", "clientId": "\trepairs-client ", "baseUrl": " https://repairs.example/ ",
        "scopes": [" a ", "", "a", "b"], "authorizationParameters": {" prompt ": "consent"},
    })))
    .unwrap();
    assert_eq!(settings.name, "Repairs");
    assert_eq!(settings.client_id, "repairs-client");
    assert_eq!(settings.scopes, ["a", "b"]);
    assert_eq!(settings.authorization_parameters["prompt"], "consent");
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let input: RegistrationInput = serde_json::from_value(json!({})).unwrap();
    assert_eq!(
        checked(&input).unwrap_err(),
        [
            "name required",
            "clientId required",
            "baseUrl required",
            "authorizationEndpoint required",
            "tokenEndpoint required",
            "clientSecret required",
        ]
    );
}

#[test]
fn single_wrong_fields_are_told_by_code() {
    for (changes, expected) in [
        (json!({"name": "x".repeat(129)}), "name too_long"),
        (json!({"name": "a\u{7}b"}), "name control_character"),
        (
            json!({"baseUrl": "https://a@repairs.example/"}),
            "baseUrl url_credentials",
        ),
        (
            json!({"tokenEndpoint": "http://as.example/t"}),
            "tokenEndpoint url_scheme",
        ),
        (
            json!({"revocationEndpoint": "https://as.example/#x"}),
            "revocationEndpoint url_fragment",
        ),
        (json!({"scopes": ["a\"b"]}), "scopes scope_malformed"),
        (
            json!({"scopes": ["a,b"], "scopeSeparator": ","}),
            "scopes scope_separator",
        ),
        (
            json!({"scopeSeparator": ";"}),
            "scopeSeparator scope_separator",
        ),
        (json!({"restrictByApp": "ExistingApp"}), "appId required"),
        (
            json!({"restrictByApp": "ExistingApp", "appId": "a/b"}),
            "appId app_id_malformed",
        ),
        (json!({"appId": "0f3a"}), "appId app_id_unused"),
        (
            json!({"admittedApps": ["a/b"]}),
            "admittedApps admitted_apps_unused",
        ),
        (
            json!({"reuseWindowSeconds": 301}),
            "reuseWindowSeconds out_of_range",
        ),
        (
            json!({"defaultLifetimeSeconds": 0}),
            "defaultLifetimeSeconds out_of_range",
        ),
        (
            json!({"accountPointer": "sub"}),
            "accountPointer pointer_malformed",
        ),
        (
            json!({"tokenPointer": "a/b"}),
            "tokenPointer pointer_malformed",
        ),
        (json!({"clientSecret": "x\n"}), "clientSecret secret_blank"),
        (
            json!({"clientAuthentication": "none"}),
            "clientSecret secret_unused",
        ),
        (json!({"clientSecret": null}), "clientSecret required"),
        (
            json!({"authorizationParameters": {"state": "x"}}),
            "authorizationParameters.state parameter_reserved",
        ),
        (
            json!({"authorizationEndpoint": "https://as.example/a?nonce=1"}),
            "authorizationEndpoint parameter_reserved",
        ),
        (
            json!({"issuer": "https://as.example"}),
            "issuer issuer_not_discovered",
        ),
    ] {
        assert_eq!(problems(changes.clone()), [expected], "{changes}");
    }
}

#[test]
fn a_secret_that_is_kept_need_not_be_typed_again() {
    let input = input(json!({ "clientSecret": null }));
    assert!(validate(&input, true, &DEVELOPMENT).is_ok());
}

#[test]
fn a_client_without_authentication_needs_no_secret() {
    let changes = json!({"clientSecret": null, "clientAuthentication": "none"});
    assert!(checked(&input(changes)).is_ok());
}

#[test]
fn sec_token_14_the_way_to_authenticate_comes_from_the_metadata_when_not_chosen() {
    let mut typed = input(json!({
        "issuer": "https://as.example", "authorizationEndpoint": "", "tokenEndpoint": "",
    }));
    typed.take_discovered(&found());
    let settings = checked(&typed).unwrap();
    assert_eq!(settings.client_authentication, ClientAuthentication::Basic);
}

fn found() -> Discovered {
    endpoints_from_metadata(
        "https://as.example",
        &json!({
            "issuer": "https://as.example",
            "authorization_endpoint": "https://as.example/a",
            "token_endpoint": "https://as.example/t",
            "jwks_uri": "https://as.example/k",
            "authorization_response_iss_parameter_supported": true,
        }),
    )
    .unwrap()
}

fn with_issuer(changes: Value) -> Result<Settings, Vec<String>> {
    let mut all = json!({
        "issuer": "https://as.example", "authorizationEndpoint": "", "tokenEndpoint": "",
    });
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    let mut input = input(all);
    input.take_discovered(&found());
    checked(&input)
}

/// Guard: `cloakroom_broker::registration::endpoints::read_all`
#[test]
fn sec_signin_03_a_typed_endpoint_beside_an_issuer_is_refused() {
    for field in [
        "authorizationEndpoint",
        "tokenEndpoint",
        "refreshEndpoint",
        "revocationEndpoint",
        "userinfoEndpoint",
    ] {
        assert_eq!(
            with_issuer(json!({ field: "https://evil.example/t" })).unwrap_err(),
            [format!("{field} endpoint_not_of_issuer")]
        );
    }
}

/// Guard: `cloakroom_broker::registration::endpoints::read_all`
#[test]
fn sec_signin_03_metadata_of_another_issuer_than_the_typed_one_is_refused() {
    for issuer in [
        "",
        "https://as.example/",
        "https://AS.example",
        "https://h.example",
    ] {
        assert_eq!(
            with_issuer(json!({ "issuer": issuer })).unwrap_err(),
            ["issuer issuer_not_discovered"]
        );
    }
}

/// Guard: `cloakroom_broker::registration::endpoints::discovered_endpoints`
#[test]
fn sec_signin_03_with_an_issuer_every_endpoint_is_the_issuers() {
    let settings = with_issuer(json!({"tokenEndpoint": "https://as.example/t"})).unwrap();
    assert_eq!(settings.token_endpoint.as_str(), "https://as.example/t");
    assert_eq!(
        settings.authorization_endpoint.as_str(),
        "https://as.example/a"
    );
    assert_eq!(settings.issuer.as_deref(), Some("https://as.example"));
    assert!(settings.announces_iss && settings.jwks_uri.is_some());
}

#[test]
fn ops_09_production_refuses_an_issuer_on_http() {
    let issuer = "http://127.0.0.1:8788";
    let found = endpoints_from_metadata(
        issuer,
        &json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/a"),
            "token_endpoint": format!("{issuer}/t"),
        }),
    )
    .unwrap();
    let mut input = input(json!({
        "issuer": issuer, "authorizationEndpoint": "", "tokenEndpoint": "",
    }));
    input.take_discovered(&found);
    assert!(validate(&input, false, &DEVELOPMENT).is_ok());
    let problems = validate(&input, false, &Environment { production: true }).unwrap_err();
    assert!(problems.iter().all(|problem| problem.code == "url_scheme"));
    assert_eq!(problems.len(), 4);
}

#[test]
fn no_problem_repeats_the_secret() {
    let mut input = input(json!({}));
    input.client_secret = Some(ClientSecret::new("canary\u{1}"));
    let problems = validate(&input, false, &DEVELOPMENT).unwrap_err();
    assert!(!format!("{problems:?}").contains("canary"));
}

/// What is shown can be sent back as it is, each field of it, whatever it says.
#[test]
fn a_registration_that_is_shown_can_be_sent_back() {
    let plain = input(json!({}));
    let full = input(json!({
        "baseUrl": "https://repairs.example/v1", "restrictByOrg": "AnyOrganization",
        "restrictByApp": "ExistingApp", "appId": "0f3a-b", "admittedApps": ["fabrikam/1"],
        "refreshEndpoint": "https://as.example/refresh",
        "revocationEndpoint": "https://as.example/revoke",
        "userinfoEndpoint": "https://as.example/me", "scopes": ["a", "b"],
        "scopeSeparator": ",", "pkce": false, "clientAuthentication": "basicRaw",
        "basicParts": {"user": "clientSecret", "password": "empty"},
        "tokenRequestFormat": "json", "redirectUriInQuery": true, "stateInTokenRequest": true,
        "authorizationParameters": {"a": "1"}, "tokenParameters": {"b": "2"},
        "refreshParameters": {"c": "3"}, "refreshMarginSeconds": 5, "accountPointer": "/user",
        "tokenPointer": "/data", "expiresInUnit": "milliseconds", "defaultLifetimeSeconds": 60,
        "reuseWindowSeconds": 10, "name": "Others", "clientId": "others",
        "authorizationEndpoint": "https://as.example/a", "tokenEndpoint": "https://as.example/t",
    }));
    let discovered = discovered();
    let mut with_issuer = input(json!({"issuer": discovered.issuer}));
    for field in [
        &mut with_issuer.authorization_endpoint,
        &mut with_issuer.token_endpoint,
    ] {
        field.clear();
    }
    with_issuer.take_discovered(&discovered);
    let mut seen: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (mut input, found) in [
        (plain, None),
        (full, None),
        (with_issuer, Some(&discovered)),
    ] {
        let mut settings = checked(&input).unwrap();
        if let Some(found) = found {
            settings.take_discovered(found);
        }
        let url = "https://rooms.example/r";
        let shown = {
            let mut row = of_view::registration();
            row.broken = Some("invalid_client".to_owned());
            RegistrationView::new(&row, url.to_owned(), settings.clone(), of_view::held())
        };
        let shown = serde_json::to_value(shown).unwrap();
        input = serde_json::from_value(shown.clone()).unwrap();
        if let Some(found) = found {
            input.take_discovered(found);
        }
        let again = validate(&input, true, &DEVELOPMENT).unwrap();
        let mut again_with_issuer = again.clone();
        if let Some(found) = found {
            again_with_issuer.take_discovered(found);
        }
        assert_eq!(again_with_issuer, settings);
        for (name, value) in shown.as_object().unwrap() {
            let values: &mut Vec<Value> = seen.entry(name.clone()).or_default();
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    // Nothing was tried with its default alone.
    let state = [
        "id",
        "redirectUrl",
        "version",
        "hasSecret",
        "hasFormerSecret",
        "formerSecretUntil",
        "createdAt",
        "changedAt",
        "broken",
    ];
    let optional = [
        "appId",
        "refreshEndpoint",
        "revocationEndpoint",
        "userinfoEndpoint",
    ];
    let of_issuer = ["issuer", "jwksUri"];
    let others = ["accountPointer", "tokenPointer", "defaultLifetimeSeconds"];
    for (name, values) in &seen {
        let name = name.as_str();
        let shown_only_when_set = state
            .iter()
            .chain(&optional)
            .chain(&of_issuer)
            .chain(&others)
            .any(|other| *other == name);
        assert!(
            shown_only_when_set || values.len() > 1,
            "{name} was tried with {values:?} alone"
        );
    }
}

#[test]
fn what_only_metadata_can_say_is_not_typed() {
    for (changes, problem) in [
        (
            json!({"jwksUri": "https://as.example/jwks"}),
            "jwksUri read_only",
        ),
        (json!({"announcesIss": true}), "announcesIss read_only"),
    ] {
        assert_eq!(problems(changes), [problem]);
    }
    assert!(problems(json!({"announcesIss": false, "jwksUri": null})).is_empty());
    let discovered = discovered();
    let typed = |changes: Value| {
        let mut input = input(changes);
        input.authorization_endpoint.clear();
        input.token_endpoint.clear();
        input.issuer = Some(discovered.issuer.clone());
        input.take_discovered(&discovered);
        checked(&input).map(drop)
    };
    typed(json!({"jwksUri": "https://as.example/jwks", "announcesIss": true})).unwrap();
    let refused = typed(json!({"jwksUri": "https://evil.example/jwks", "announcesIss": false}));
    let expected = ["jwksUri read_only", "announcesIss read_only"];
    assert_eq!(refused.unwrap_err(), expected);
}

fn discovered() -> Discovered {
    let metadata = json!({
        "issuer": "https://as.example", "authorization_endpoint": "https://as.example/authorize",
        "token_endpoint": "https://as.example/token", "jwks_uri": "https://as.example/jwks",
        "authorization_response_iss_parameter_supported": true,
    });
    endpoints_from_metadata("https://as.example", &metadata).unwrap()
}

#[test]
fn the_parts_of_basic_need_basic_and_the_secret() {
    let parts = json!({"user": "clientSecret", "password": "empty"});
    let taken = input(json!({"basicParts": parts, "clientAuthentication": "basicRaw"}));
    assert!(checked(&taken).is_ok());
    let unused = problems(json!({"basicParts": parts, "clientAuthentication": "post"}));
    assert_eq!(unused, ["basicParts basic_parts_unused"]);
    let parts = json!({"user": "clientId", "password": "empty"});
    let nobody = problems(json!({"basicParts": parts, "clientAuthentication": "basic"}));
    assert_eq!(nobody, ["basicParts basic_parts_without_secret"]);
}
