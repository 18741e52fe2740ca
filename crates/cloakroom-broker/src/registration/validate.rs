//! From what is typed to what is kept.

use std::collections::BTreeMap;

use cloakroom_model::ManifestId;

use super::endpoint::{Environment, Kind};
use super::endpoints::{self, Endpoints};
use super::parameters::{self, Request};
use super::problem::Problems;
use super::settings::space;
use super::{
    AdmittedApp, BasicPart, BasicParts, ClientAuthentication, FieldProblem, RegistrationInput,
    RestrictByApp, Settings,
};

pub(super) const LONGEST_NAME: usize = 128;
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
#[allow(clippy::trivially_copy_pass_by_ref)] // The environment is lent, not given away.
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
    let endpoints = endpoints::read_all(input, environment, &mut problems);
    let client_authentication = client_authentication(input, &mut problems);
    let app_id = app_id(input.restrict_by_app, &input.app_id, &mut problems);
    let admitted_apps = admitted(input.restrict_by_app, &input.admitted_apps, &mut problems);
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
        basic_parts(input, method, &mut problems);
    }
    only_from_metadata(input, &mut problems);
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
        basic_parts: input.basic_parts,
        token_request_format: input.token_request_format,
        redirect_uri_in_query: input.redirect_uri_in_query,
        state_in_token_request: input.state_in_token_request,
        authorization_parameters: trimmed_names(&input.authorization_parameters),
        token_parameters: trimmed_names(&input.token_parameters),
        refresh_parameters: trimmed_names(&input.refresh_parameters),
        refresh_margin_seconds: input.margin(),
        account_pointer,
        token_pointer,
        expires_in_unit: input.expires_in_unit,
        default_lifetime_seconds: input.default_lifetime_seconds,
        reuse_window_seconds: input.reuse_window_seconds,
        admitted_apps,
    };
    if let Some(found) = &input.discovered {
        settings.take_discovered(found);
    }
    Ok(settings)
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

fn basic_parts(input: &RegistrationInput, method: ClientAuthentication, problems: &mut Problems) {
    const FIELD: &str = "basicParts";
    let BasicParts { user, password } = input.basic_parts;
    if input.basic_parts == BasicParts::default() {
        return;
    }
    if !matches!(
        method,
        ClientAuthentication::Basic | ClientAuthentication::BasicRaw
    ) {
        problems.add(FIELD, "basic_parts_unused", "The parts of HTTP Basic have no effect with this way to authenticate. Choose basic, or leave them out.");
    } else if ![user, password].contains(&BasicPart::ClientSecret) {
        problems.add(FIELD, "basic_parts_without_secret", "HTTP Basic without the client secret authenticates nobody. Put the secret on one side of the colon, or choose `none`.");
    }
}

/// What only an issuer's metadata can say may be sent back as it was shown, and not otherwise.
fn only_from_metadata(input: &RegistrationInput, problems: &mut Problems) {
    let found = input.discovered.as_ref();
    let mut typed = |field: &'static str, same: bool| {
        if !same {
            problems.add(
                field,
                "read_only",
                "This comes from the issuer's metadata document and cannot be typed. Leave it out.",
            );
        }
    };
    if let Some(keys) = &input.jwks_uri {
        let known = found.and_then(|found| found.jwks_uri.as_ref());
        typed("jwksUri", known.map(url::Url::as_str) == Some(keys.trim()));
    }
    if let Some(announces) = input.announces_iss {
        let known = found.is_some_and(|found| found.announces_iss);
        typed("announcesIss", announces == known);
    }
}

fn scope_separator(input: &RegistrationInput, problems: &mut Problems) -> String {
    match input.scope_separator.as_str() {
        "" | " " => space(),
        typed @ ("," | "+") => typed.to_owned(),
        _ => {
            problems.add(
                "scopeSeparator",
                "scope_separator",
                "Between two scopes stands a space, a comma or a plus sign.",
            );
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
        endpoints
            .refresh
            .as_ref()
            .map(|url| ("refreshEndpoint", url)),
        problems,
    );
}

fn trimmed_names(typed: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    typed
        .iter()
        .map(|(name, value)| (name.trim().to_owned(), value.clone()))
        .collect()
}

/// The app of *Existing Teams app ID*.
pub(super) fn app_id(
    rule: RestrictByApp,
    typed: &str,
    problems: &mut Problems,
) -> Option<ManifestId> {
    let typed = typed.trim();
    match rule {
        RestrictByApp::AnyApp => {
            if !typed.is_empty() {
                problems.add("appId", "app_id_unused", "An app ID has no effect with *Any Teams app*. Choose *Existing Teams app ID*, or leave the app ID blank.");
            }
            None
        }
        RestrictByApp::ExistingApp if typed.is_empty() => {
            problems.add(
                "appId",
                "required",
                "*Existing Teams app ID* needs the `id` of the app's manifest.",
            );
            None
        }
        RestrictByApp::ExistingApp => {
            let id = typed.parse().ok();
            if id.is_none() {
                problems.add("appId", "app_id_malformed", "This is not the `id` of a manifest; it looks like `00000000-0000-0000-0000-000000000000`.");
            }
            id
        }
    }
}

/// Apps of other owners that were let in.
pub(super) fn admitted(
    rule: RestrictByApp,
    typed: &[String],
    problems: &mut Problems,
) -> Vec<AdmittedApp> {
    const FIELD: &str = "admittedApps";
    if typed.len() > MOST_ADMITTED_APPS {
        problems.add(
            FIELD,
            "too_many",
            &format!("At most {MOST_ADMITTED_APPS} apps can be admitted."),
        );
        return Vec::new();
    }
    if !typed.is_empty() && rule == RestrictByApp::AnyApp {
        problems.add(FIELD, "admitted_apps_unused", "Admitted apps have no effect with *Any Teams app*. Choose *Existing Teams app ID*, or remove them.");
    }
    let mut apps = Vec::new();
    for one in typed {
        match one.trim().parse() {
            Ok(app) if apps.contains(&app) => {}
            Ok(app) => apps.push(app),
            Err(_) => problems.add(
                FIELD,
                "admitted_app_malformed",
                "An admitted app is written `tenant/manifest id`.",
            ),
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
        problems.add(
            FIELD,
            "too_many",
            &format!("At most {MOST_SCOPES} scopes can be asked for."),
        );
    }
    scopes
}

fn limits(input: &RegistrationInput, problems: &mut Problems) {
    if input.reuse_window_seconds > LONGEST_REUSE_WINDOW {
        problems.add("reuseWindowSeconds", "out_of_range", &format!("The reuse window is at most {LONGEST_REUSE_WINDOW} seconds; 0 means that the provider takes a refresh token once."));
    }
    if input.margin() > LONGEST_MARGIN {
        problems.add(
            "refreshMarginSeconds",
            "out_of_range",
            &format!("The refresh margin is at most {LONGEST_MARGIN} seconds."),
        );
    }
    if input
        .default_lifetime_seconds
        .is_some_and(|seconds| !(1..=LONGEST_LIFETIME).contains(&seconds))
    {
        problems.add("defaultLifetimeSeconds", "out_of_range", "The lifetime is between a second and ten years. Leave the field blank to use a token until the API refuses it.");
    }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
