//! What the registration itself says, before anything is sent.

use cloakroom_egress::base_url_covers;
use cloakroom_model::redact_url;
use url::Url;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use super::operation::Operation;
use crate::registration::{RestrictByApp, RestrictByOrg, Settings};

/// The endpoints of a registration, with what they are.
pub(super) fn endpoints(settings: &Settings) -> Vec<(Endpoint, &Url)> {
    let mut all = vec![
        (Endpoint::Authorization, &settings.authorization_endpoint),
        (Endpoint::Token, &settings.token_endpoint),
    ];
    for (endpoint, url) in [
        (Endpoint::Refresh, &settings.refresh_endpoint),
        (Endpoint::Revocation, &settings.revocation_endpoint),
        (Endpoint::Userinfo, &settings.userinfo_endpoint),
    ] {
        all.extend(url.as_ref().map(|url| (endpoint, url)));
    }
    all
}

/// Every finding that needs no request.
pub(super) fn check(
    settings: &Settings,
    has_secret: bool,
    production: bool,
    operation: Option<&Operation>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (endpoint, url) in endpoints(settings) {
        if ends_in_blank(url) {
            found.push(Finding::of(
                Code::EndpointEndsInBlank,
                endpoint,
                url,
                "its path ends in `%20`",
            ));
        }
        if url.scheme() != "https" && production {
            found.push(Finding::of(
                Code::EndpointWithoutTls,
                endpoint,
                url,
                "its scheme is http",
            ));
        }
    }
    if settings.client_authentication.needs_secret() && !has_secret {
        found.push(Finding::new(
            Code::ClientSecretMissing,
            format!(
                "the client authenticates by `{}`, and no secret is kept",
                method(settings)
            ),
        ));
    }
    found.extend(not_ready(settings));
    if let Some(operation) = operation {
        found.extend(of_operation(settings, operation));
    }
    found
}

/// The chosen way of client authentication, as the registration's JSON names it.
pub(super) fn method(settings: &Settings) -> String {
    method_name(settings.client_authentication)
}

pub(super) fn method_name(method: crate::registration::ClientAuthentication) -> String {
    use crate::registration::ClientAuthentication::{Basic, BasicRaw, None, Post};
    match method {
        Basic => "basic",
        BasicRaw => "basicRaw",
        Post => "post",
        None => "none",
    }
    .to_owned()
}

fn ends_in_blank(url: &Url) -> bool {
    ["%20", "%09", "%0A", "%0D"]
        .iter()
        .any(|blank| url.path().to_ascii_uppercase().ends_with(blank))
}

fn not_ready(settings: &Settings) -> Option<Finding> {
    let mut chosen = Vec::new();
    if settings.restrict_by_org == RestrictByOrg::MyOrganization {
        chosen.push("Restrict usage by org is *My organization only*");
    }
    if settings.restrict_by_app == RestrictByApp::AnyApp {
        chosen.push("Restrict usage by app is *Any Teams app*");
    }
    (!chosen.is_empty()).then(|| Finding::new(Code::NotReadyForStore, chosen.join("; ")))
}

fn of_operation(settings: &Settings, operation: &Operation) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Err(why) = base_url_covers(&settings.base_url, &operation.url) {
        found.push(Finding::new(
            Code::BaseUrlDoesNotCover,
            format!(
                "the base URL is `{}`, the operation's URL `{}`: {why}",
                redact_url(&settings.base_url),
                redact_url(&operation.url)
            ),
        ));
    }
    let missing: Vec<_> = operation
        .scopes
        .iter()
        .filter(|scope| !settings.scopes.contains(scope))
        .map(|scope| format!("`{scope}`"))
        .collect();
    if !missing.is_empty() {
        found.push(
            Finding::new(
                Code::ScopeMissingForOperation,
                format!(
                    "the command {} wants {}, and the registration asks for {}",
                    operation.command,
                    missing.join(", "),
                    listed(&settings.scopes)
                ),
            )
            .advice(format!("Add {}.", missing.join(", "))),
        );
    }
    found
}

/// Scopes in words.
pub(super) fn listed(scopes: &[String]) -> String {
    if scopes.is_empty() {
        return "none".to_owned();
    }
    let quoted: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
    quoted.join(", ")
}
