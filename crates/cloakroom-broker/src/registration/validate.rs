//! From what is typed to what is kept.

use std::collections::BTreeMap;

use cloakroom_model::ManifestId;
use url::Url;

use super::discovery::Discovered;
use super::endpoint::{self, Environment, Kind};
use super::parameters::{self, Request};
use super::settings::space;
use super::{
    AdmittedApp, ClientAuthentication, FieldProblem, RegistrationInput, RestrictByApp, Settings,
};

const LONGEST_NAME: usize = 128;
const LONGEST_CLIENT_ID: usize = 1024;
const MOST_SCOPES: usize = 128;
/// A longer window would make a stolen refresh token worth more than a slow network costs.
const LONGEST_REUSE_WINDOW: u64 = 300;
const LONGEST_MARGIN: u64 = 86_400;
/// Ten years; beyond that it is a typing error.
const LONGEST_LIFETIME: u64 = 315_360_000;
const MOST_ADMITTED_APPS: usize = 100;

/// The settings to keep, or every problem of every field.
///
/// `has_secret` says that a secret comes with the input or is kept already; whether a change moves
/// it is asked afterwards, by [`moves_secret`](super::moves_secret).
pub(crate) fn validate(
    input: &RegistrationInput,
    has_secret: bool,
    environment: &Environment,
) -> Result<Settings, Vec<FieldProblem>> {
    let environment = *environment;
    let mut problems = Problems(Vec::new());
    let name = problems.text("name", "Registration name", &input.name, LONGEST_NAME);
    let client_id = problems.text("clientId", "Client ID", &input.client_id, LONGEST_CLIENT_ID);
    let base_url = problems.needed_url("baseUrl", &input.base_url, Kind::Base, environment);
    let endpoints = endpoints(input, environment, &mut problems);
    let client_authentication = client_authentication(input, &mut problems);
    let app_id = app_id(input, &mut problems);
    let admitted_apps = admitted_apps(input, &mut problems);
    let scope_separator = scope_separator(input, &mut problems);
    let scopes = scopes(input, &scope_separator, &mut problems);
    limits(input, &mut problems);
    let account_pointer = problems.pointer("accountPointer", &input.account_pointer);
    let token_pointer = problems.pointer("tokenPointer", &input.token_pointer);
    if let Some(endpoints) = &endpoints {
        check_parameters(input, endpoints, &mut problems.0);
    }
    if let Some(method) = client_authentication {
        secret(input, has_secret, method, &mut problems);
    }
    let (Some(base_url), Some(endpoints), Some(client_authentication), true) = (
        base_url,
        endpoints,
        client_authentication,
        problems.0.is_empty(),
    ) else {
        return Err(problems.0);
    };
    let mut settings = Settings {
        name,
        base_url,
        restrict_by_org: input.restrict_by_org,
        restrict_by_app: input.restrict_by_app,
        app_id,
        client_id,
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        refresh_endpoint: endpoints.refresh,
        revocation_endpoint: endpoints.revocation,
        userinfo_endpoint: endpoints.userinfo,
        issuer: None,
        jwks_uri: None,
        announces_iss: false,
        scopes,
        scope_separator,
        pkce: input.pkce,
        client_authentication,
        token_request_format: input.token_request_format,
        authorization_parameters: trimmed_names(&input.authorization_parameters),
        token_parameters: trimmed_names(&input.token_parameters),
        refresh_parameters: trimmed_names(&input.refresh_parameters),
        refresh_margin_seconds: input.margin(),
        account_pointer,
        token_pointer,
        default_lifetime_seconds: input.default_lifetime_seconds,
        reuse_window_seconds: input.reuse_window_seconds,
        admitted_apps,
    };
    if let Some(found) = &input.discovered {
        settings.take_discovered(found);
    }
    Ok(settings)
}

struct Endpoints {
    authorization: Url,
    token: Url,
    refresh: Option<Url>,
    revocation: Option<Url>,
    userinfo: Option<Url>,
}

/// With an issuer each endpoint is the issuer's; typed ones may only repeat it, so that no
/// hand-typed endpoint ever carries a claimed issuer (SEC-SIGNIN-03).
fn endpoints(
    input: &RegistrationInput,
    environment: Environment,
    problems: &mut Problems,
) -> Option<Endpoints> {
    let issuer = input.issuer.as_deref().unwrap_or_default().trim();
    match &input.discovered {
        None if issuer.is_empty() => typed_endpoints(input, environment, problems),
        Some(found) if found.issuer == issuer => {
            discovered_endpoints(input, found, environment, problems)
        }
        _ => {
            problems.add("issuer", "issuer_not_discovered", "The issuer's metadata document was not read, so that its endpoints are unknown. Check the issuer, or leave it blank and type the endpoints.");
            None
        }
    }
}

fn discovered_endpoints(
    input: &RegistrationInput,
    found: &Discovered,
    environment: Environment,
    problems: &mut Problems,
) -> Option<Endpoints> {
    let before = problems.0.len();
    for (field, typed, of_issuer) in [
        ("authorizationEndpoint", &input.authorization_endpoint, Some(&found.authorization_endpoint)),
        ("tokenEndpoint", &input.token_endpoint, Some(&found.token_endpoint)),
        ("refreshEndpoint", &input.refresh_endpoint, Some(&found.token_endpoint)),
        ("revocationEndpoint", &input.revocation_endpoint, found.revocation_endpoint.as_ref()),
        ("userinfoEndpoint", &input.userinfo_endpoint, found.userinfo_endpoint.as_ref()),
    ] {
        let repeats = typed.trim().is_empty()
            || endpoint::read(field, typed, Kind::Endpoint, environment).ok().as_ref() == of_issuer;
        if !repeats {
            problems.add(field, "endpoint_not_of_issuer", "With an issuer, endpoints come from its metadata document, and this is not the one it names. Leave the field blank, or leave the issuer blank.");
        }
        // What the document says was read for any environment; here it is judged for this one.
        if let Some(url) = of_issuer {
            problems.needed_url(field, url.as_str(), Kind::Endpoint, environment);
        }
    }
    if let Some(url) = &found.jwks_uri {
        problems.needed_url("issuer", url.as_str(), Kind::Endpoint, environment);
    }
    problems.needed_url("issuer", &found.issuer, Kind::Base, environment);
    (problems.0.len() == before).then(|| Endpoints {
        authorization: found.authorization_endpoint.clone(),
        token: found.token_endpoint.clone(),
        refresh: None,
        revocation: found.revocation_endpoint.clone(),
        userinfo: found.userinfo_endpoint.clone(),
    })
}

fn typed_endpoints(
    input: &RegistrationInput,
    environment: Environment,
    problems: &mut Problems,
) -> Option<Endpoints> {
    let mut needed =
        |field, text: &str| problems.needed_url(field, text, Kind::Endpoint, environment);
    let authorization = needed("authorizationEndpoint", &input.authorization_endpoint);
    let token = needed("tokenEndpoint", &input.token_endpoint);
    let mut optional = |field, text: &str| {
        if text.trim().is_empty() {
            None
        } else {
            problems.needed_url(field, text, Kind::Endpoint, environment)
        }
    };
    let refresh = optional("refreshEndpoint", &input.refresh_endpoint);
    let revocation = optional("revocationEndpoint", &input.revocation_endpoint);
    let userinfo = optional("userinfoEndpoint", &input.userinfo_endpoint);
    Some(Endpoints {
        authorization: authorization?,
        token: token?,
        refresh,
        revocation,
        userinfo,
    })
}

/// Decision 9: as chosen; else by the issuer's metadata; else in the body.
fn client_authentication(
    input: &RegistrationInput,
    problems: &mut Problems,
) -> Option<ClientAuthentication> {
    if let Some(chosen) = input.client_authentication {
        return Some(chosen);
    }
    let Some(found) = &input.discovered else {
        return Some(ClientAuthentication::Post);
    };
    if found.client_authentication.is_none() {
        problems.add("clientAuthentication", "client_authentication_unsupported", "The issuer lists only ways to authenticate that Cloakroom does not have, such as a signed assertion. Choose basic or post if the provider takes one all the same.");
    }
    found.client_authentication
}

fn secret(
    input: &RegistrationInput,
    has_secret: bool,
    method: ClientAuthentication,
    problems: &mut Problems,
) {
    const FIELD: &str = "clientSecret";
    if let Some(problem) = input.secret_problem() {
        problems.0.push(problem);
    } else if method.needs_secret() && !has_secret && input.client_secret.is_none() {
        problems.add(FIELD, "required", "A client secret is needed for this way to authenticate. A client without one chooses `none`.");
    } else if !method.needs_secret() && (has_secret || input.client_secret.is_some()) {
        problems.add(FIELD, "secret_unused", "A client without authentication (`none`) has no secret. Leave the field blank, or choose basic or post.");
    }
}

fn scope_separator(input: &RegistrationInput, problems: &mut Problems) -> String {
    match input.scope_separator.as_str() {
        "" | " " => space(),
        typed @ ("," | "+") => typed.to_owned(),
        _ => {
            problems.add("scopeSeparator", "scope_separator", "Between two scopes stands a space, a comma or a plus sign.");
            space()
        }
    }
}

fn check_parameters(
    input: &RegistrationInput,
    endpoints: &Endpoints,
    problems: &mut Vec<FieldProblem>,
) {
    parameters::check(
        Request::Authorization,
        &input.authorization_parameters,
        Some(("authorizationEndpoint", &endpoints.authorization)),
        problems,
    );
    parameters::check(
        Request::Token,
        &input.token_parameters,
        Some(("tokenEndpoint", &endpoints.token)),
        problems,
    );
    // The token endpoint's query is judged above; only one of its own is judged here.
    parameters::check(
        Request::Refresh,
        &input.refresh_parameters,
        endpoints.refresh.as_ref().map(|url| ("refreshEndpoint", url)),
        problems,
    );
}

fn trimmed_names(typed: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    typed
        .iter()
        .map(|(name, value)| (name.trim().to_owned(), value.clone()))
        .collect()
}

fn app_id(input: &RegistrationInput, problems: &mut Problems) -> Option<ManifestId> {
    let typed = input.app_id.trim();
    match input.restrict_by_app {
        RestrictByApp::AnyApp => {
            if !typed.is_empty() {
                problems.add("appId", "app_id_unused", "An app ID has no effect with *Any Teams app*. Choose *Existing Teams app ID*, or leave the app ID blank.");
            }
            None
        }
        RestrictByApp::ExistingApp if typed.is_empty() => {
            problems.add("appId", "required", "*Existing Teams app ID* needs the `id` of the app's manifest.");
            None
        }
        RestrictByApp::ExistingApp => match typed.parse() {
            Ok(id) => Some(id),
            Err(_) => {
                problems.add("appId", "app_id_malformed", "This is not the `id` of a manifest; it looks like `00000000-0000-0000-0000-000000000000`.");
                None
            }
        },
    }
}

fn admitted_apps(input: &RegistrationInput, problems: &mut Problems) -> Vec<AdmittedApp> {
    const FIELD: &str = "admittedApps";
    if input.admitted_apps.len() > MOST_ADMITTED_APPS {
        problems.add(FIELD, "too_many", &format!("At most {MOST_ADMITTED_APPS} apps can be admitted."));
        return Vec::new();
    }
    if !input.admitted_apps.is_empty() && input.restrict_by_app == RestrictByApp::AnyApp {
        problems.add(FIELD, "admitted_apps_unused", "Admitted apps have no effect with *Any Teams app*. Choose *Existing Teams app ID*, or remove them.");
    }
    let mut apps = Vec::new();
    for typed in &input.admitted_apps {
        match typed.trim().parse() {
            Ok(app) if apps.contains(&app) => {}
            Ok(app) => apps.push(app),
            Err(_) => problems.add(FIELD, "admitted_app_malformed", "An admitted app is written `tenant/manifest id`."),
        }
    }
    apps
}

fn scopes(input: &RegistrationInput, separator: &str, problems: &mut Problems) -> Vec<String> {
    const FIELD: &str = "scopes";
    let mut scopes: Vec<String> = Vec::new();
    for typed in &input.scopes {
        let scope = typed.trim();
        // RFC 6749 §3.3: printable ASCII without blank, quote and backslash.
        let valid = scope
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if scope.is_empty() {
            continue;
        }
        if !valid || scope.len() > 512 {
            problems.add(FIELD, "scope_malformed", "A scope is printable ASCII without blanks, quotes and backslashes (RFC 6749 §3.3), at most 512 characters. Give several scopes as several entries.");
        } else if scope.contains(separator) {
            problems.add(FIELD, "scope_separator", &format!("`{scope}` holds the separator `{separator}`. Give several scopes as several entries, or choose another separator."));
        } else if !scopes.iter().any(|other| other == scope) {
            scopes.push(scope.to_owned());
        }
    }
    if scopes.len() > MOST_SCOPES {
        problems.add(FIELD, "too_many", &format!("At most {MOST_SCOPES} scopes can be asked for."));
    }
    scopes
}

fn limits(input: &RegistrationInput, problems: &mut Problems) {
    if input.reuse_window_seconds > LONGEST_REUSE_WINDOW {
        problems.add("reuseWindowSeconds", "out_of_range", &format!("The reuse window is at most {LONGEST_REUSE_WINDOW} seconds; 0 means that the provider takes a refresh token once."));
    }
    if input.margin() > LONGEST_MARGIN {
        problems.add("refreshMarginSeconds", "out_of_range", &format!("The refresh margin is at most {LONGEST_MARGIN} seconds."));
    }
    if input.default_lifetime_seconds.is_some_and(|seconds| !(1..=LONGEST_LIFETIME).contains(&seconds)) {
        problems.add("defaultLifetimeSeconds", "out_of_range", "The lifetime is between a second and ten years. Leave the field blank to use a token until the API refuses it.");
    }
}

struct Problems(Vec<FieldProblem>);

impl Problems {
    fn add(&mut self, field: &'static str, code: &'static str, message: &str) {
        self.0.push(FieldProblem::new(field, code, message));
    }

    fn text(&mut self, field: &'static str, label: &str, text: &str, longest: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.add(field, "required", &format!("{label} is needed."));
        } else if text.chars().count() > longest {
            self.add(field, "too_long", &format!("{label} has more than {longest} characters."));
        } else if text.chars().any(char::is_control) {
            self.add(field, "control_character", &format!("{label} holds a control character, such as a line break."));
        }
        text.to_owned()
    }

    fn needed_url(
        &mut self,
        field: &'static str,
        text: &str,
        kind: Kind,
        environment: Environment,
    ) -> Option<Url> {
        if text.trim().is_empty() {
            self.add(field, "required", "This URL is needed.");
            return None;
        }
        endpoint::read(field, text, kind, environment)
            .map_err(|problem| self.0.push(problem))
            .ok()
    }

    /// A JSON pointer (RFC 6901): empty, or parts that each begin with a slash.
    fn pointer(&mut self, field: &'static str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if !text.starts_with('/') || text.len() > 512 || text.chars().any(char::is_control) {
            self.add(field, "pointer_malformed", "A JSON pointer begins with a slash, such as `/authed_user/id` (RFC 6901).");
        }
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use cloakroom_vault::ClientSecret;
    use serde_json::{Value, json};

    use super::*;
    use crate::registration::endpoints_from_metadata;

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
            (json!({"baseUrl": "https://a@repairs.example/"}), "baseUrl url_credentials"),
            (json!({"tokenEndpoint": "http://as.example/t"}), "tokenEndpoint url_scheme"),
            (json!({"revocationEndpoint": "https://as.example/#x"}), "revocationEndpoint url_fragment"),
            (json!({"scopes": ["a\"b"]}), "scopes scope_malformed"),
            (json!({"scopes": ["a,b"], "scopeSeparator": ","}), "scopes scope_separator"),
            (json!({"scopeSeparator": ";"}), "scopeSeparator scope_separator"),
            (json!({"restrictByApp": "ExistingApp"}), "appId required"),
            (json!({"restrictByApp": "ExistingApp", "appId": "a/b"}), "appId app_id_malformed"),
            (json!({"appId": "0f3a"}), "appId app_id_unused"),
            (json!({"admittedApps": ["a/b"]}), "admittedApps admitted_apps_unused"),
            (json!({"reuseWindowSeconds": 301}), "reuseWindowSeconds out_of_range"),
            (json!({"defaultLifetimeSeconds": 0}), "defaultLifetimeSeconds out_of_range"),
            (json!({"accountPointer": "sub"}), "accountPointer pointer_malformed"),
            (json!({"tokenPointer": "a/b"}), "tokenPointer pointer_malformed"),
            (json!({"clientSecret": "x\n"}), "clientSecret secret_blank"),
            (json!({"clientAuthentication": "none"}), "clientSecret secret_unused"),
            (json!({"clientSecret": null}), "clientSecret required"),
            (json!({"authorizationParameters": {"state": "x"}}), "authorizationParameters.state parameter_reserved"),
            (json!({"authorizationEndpoint": "https://as.example/a?nonce=1"}), "authorizationEndpoint parameter_reserved"),
            (json!({"issuer": "https://as.example"}), "issuer issuer_not_discovered"),
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

    /// Guard: `cloakroom_broker::registration::validate::endpoints`
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

    #[test]
    fn sec_signin_03_metadata_of_another_issuer_than_the_typed_one_is_refused() {
        for issuer in ["", "https://as.example/", "https://AS.example", "https://h.example"] {
            assert_eq!(
                with_issuer(json!({ "issuer": issuer })).unwrap_err(),
                ["issuer issuer_not_discovered"]
            );
        }
    }

    #[test]
    fn sec_signin_03_with_an_issuer_every_endpoint_is_the_issuers() {
        let settings = with_issuer(json!({"tokenEndpoint": "https://as.example/t"})).unwrap();
        assert_eq!(settings.token_endpoint.as_str(), "https://as.example/t");
        assert_eq!(settings.authorization_endpoint.as_str(), "https://as.example/a");
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
        let input = RegistrationInput {
            client_secret: Some(ClientSecret::new("canary\u{1}")),
            ..input(json!({}))
        };
        let problems = validate(&input, false, &DEVELOPMENT).unwrap_err();
        assert!(!format!("{problems:?}").contains("canary"));
    }
}
