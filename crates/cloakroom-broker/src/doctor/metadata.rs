//! The provider's metadata (RFC 8414), and how the registration agrees with them.

use cloakroom_egress::{Guard, OutboundRequest, Purpose};
use cloakroom_model::redact_url;
use serde_json::Value;
use url::Url;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use super::written::endpoints;
use crate::registration::{Discovered, Settings, endpoints_from_metadata, metadata_urls};

/// What the provider's document says beyond its endpoints.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    pub(super) found: Discovered,
    document: Value,
}

impl Metadata {
    /// Whether `S256` is listed; `None` where nothing is said.
    fn pkce(&self) -> Option<bool> {
        let listed = self.document.get("code_challenge_methods_supported")?;
        Some(listed.as_array()?.iter().any(|method| method == "S256"))
    }

    /// The scopes that are listed; `None` where nothing is said.
    pub(super) fn scopes(&self) -> Option<Vec<&str>> {
        let listed = self.document.get("scopes_supported")?.as_array()?;
        Some(listed.iter().filter_map(Value::as_str).collect())
    }
}

/// Asks for the document: the issuer's, where the registration names one; else the one that the
/// authorization endpoint's origin may have, of which nothing is demanded.
pub(super) async fn ask(
    guard: &Guard,
    settings: &Settings,
) -> (Option<Metadata>, Vec<Finding>, String) {
    let named = settings.issuer.clone();
    let issuer = named.clone().unwrap_or_else(|| {
        settings
            .authorization_endpoint
            .origin()
            .ascii_serialization()
    });
    let mut last = "the issuer is not a URL that can be asked".to_owned();
    for url in metadata_urls(&issuer) {
        let request = OutboundRequest::get(Purpose::Metadata, url.clone());
        let at = redact_url(&url);
        let body = match guard.send(request).await {
            Ok(response) if response.status.as_u16() == 200 => response.body,
            Ok(response) => {
                last = format!("`{at}` answered with status {}", response.status.as_u16());
                continue;
            }
            Err(error) => {
                last = format!("`{at}`: {error}");
                continue;
            }
        };
        let Ok(document) = serde_json::from_slice::<Value>(&body) else {
            last = format!("`{at}` answered something else than JSON");
            continue;
        };
        return judge(settings, named.as_deref(), document, &at);
    }
    match named {
        Some(_) => {
            let finding = Finding::new(Code::MetadataUnreadable, last.clone());
            (None, vec![finding], last)
        }
        None => (None, Vec::new(), format!("none found: {last}")),
    }
}

fn judge(
    settings: &Settings,
    named: Option<&str>,
    document: Value,
    at: &str,
) -> (Option<Metadata>, Vec<Finding>, String) {
    let says = document
        .get("issuer")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if let Some(named) = named
        && says != named
    {
        let shown: String = says.chars().filter(|c| !c.is_control()).take(200).collect();
        let seen = format!(
            "the registration's issuer is `{named}`; the document at `{at}` says `{shown}`"
        );
        return (
            None,
            vec![Finding::new(Code::IssuerMismatch, seen)],
            "they are another issuer's".to_owned(),
        );
    }
    match endpoints_from_metadata(&says, &document) {
        Ok(found) => {
            let metadata = Metadata { found, document };
            let findings = compare(settings, &metadata);
            (Some(metadata), findings, format!("read at `{at}`"))
        }
        Err(error) if named.is_some() => (
            None,
            vec![Finding::new(
                Code::MetadataUnreadable,
                format!("`{at}`: {error}"),
            )],
            "they could not be used".to_owned(),
        ),
        Err(error) => (None, Vec::new(), format!("`{at}` is of no use: {error}")),
    }
}

/// The registration against what is announced.
fn compare(settings: &Settings, metadata: &Metadata) -> Vec<Finding> {
    let announced = &metadata.found;
    let mut found = Vec::new();
    for (endpoint, url) in endpoints(settings) {
        let other = match endpoint {
            Endpoint::Authorization => Some(&announced.authorization_endpoint),
            Endpoint::Token => Some(&announced.token_endpoint),
            Endpoint::Refresh => None,
            Endpoint::Revocation => announced.revocation_endpoint.as_ref(),
            Endpoint::Userinfo => announced.userinfo_endpoint.as_ref(),
        };
        let Some(other) = other.filter(|other| !same(other, url)) else {
            continue;
        };
        found.push(confused(endpoint, url, announced).unwrap_or_else(|| {
            Finding::of(
                Code::EndpointNotOfMetadata,
                endpoint,
                url,
                &format!("announced is `{}`", redact_url(other)),
            )
        }));
    }
    if settings.revocation_endpoint.is_none()
        && let Some(revocation) = &announced.revocation_endpoint
    {
        found.push(Finding::new(
            Code::RevocationEndpointUnset,
            format!("announced is `{}`", redact_url(revocation)),
        ));
    }
    if !settings.pkce && metadata.pkce() == Some(true) {
        found.push(Finding::new(
            Code::PkceOff,
            "the metadata list `S256` under `code_challenge_methods_supported`",
        ));
    }
    found
}

/// One endpoint where the other belongs.
fn confused(endpoint: Endpoint, url: &Url, announced: &Discovered) -> Option<Finding> {
    match endpoint {
        Endpoint::Token if same(url, &announced.authorization_endpoint) => Some(
            Finding::of(
                Code::AuthorizationEndpointAsTokenEndpoint,
                endpoint,
                url,
                "the metadata name it as authorization endpoint",
            )
            .advice(format!(
                "Announced is `{}`.",
                redact_url(&announced.token_endpoint)
            )),
        ),
        Endpoint::Authorization if same(url, &announced.token_endpoint) => Some(
            Finding::of(
                Code::TokenEndpointAsAuthorizationEndpoint,
                endpoint,
                url,
                "the metadata name it as token endpoint",
            )
            .advice(format!(
                "Announced is `{}`.",
                redact_url(&announced.authorization_endpoint)
            )),
        ),
        _ => None,
    }
}

/// The same resource; what a registration adds in the query is its own.
fn same(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin() && one.path() == other.path()
}
