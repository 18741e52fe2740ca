//! Where a registration's endpoints come from: typed by hand, or the issuer's metadata.

use url::Url;

use super::RegistrationInput;
use super::discovery::Discovered;
use super::endpoint::{self, Environment, Kind};
use super::problem::Problems;

/// The endpoints of a registration.
pub(super) struct Endpoints {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) refresh: Option<Url>,
    pub(super) revocation: Option<Url>,
    pub(super) userinfo: Option<Url>,
}

/// With an issuer each endpoint is the issuer's; typed ones may only repeat it, so that no
/// hand-typed endpoint ever carries a claimed issuer (SEC-SIGNIN-03).
pub(super) fn read_all(
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
        (
            "authorizationEndpoint",
            &input.authorization_endpoint,
            Some(&found.authorization_endpoint),
        ),
        (
            "tokenEndpoint",
            &input.token_endpoint,
            Some(&found.token_endpoint),
        ),
        (
            "refreshEndpoint",
            &input.refresh_endpoint,
            Some(&found.token_endpoint),
        ),
        (
            "revocationEndpoint",
            &input.revocation_endpoint,
            found.revocation_endpoint.as_ref(),
        ),
        (
            "userinfoEndpoint",
            &input.userinfo_endpoint,
            found.userinfo_endpoint.as_ref(),
        ),
    ] {
        let repeats = typed.trim().is_empty()
            || endpoint::read(field, typed, Kind::Endpoint, environment)
                .ok()
                .as_ref()
                == of_issuer;
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
