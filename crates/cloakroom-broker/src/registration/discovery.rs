//! Endpoints from an issuer's metadata document (RFC 8414, OpenID Connect Discovery).

use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::ClientAuthentication;
use super::FieldProblem;
use super::endpoint::{self, Environment, Kind};

/// What an issuer says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Discovered {
    /// The issuer, byte for byte as the registration names it.
    pub(crate) issuer: String,
    /// Where users sign in.
    pub(crate) authorization_endpoint: Url,
    /// Where codes are exchanged.
    pub(crate) token_endpoint: Url,
    /// Where tokens are revoked (RFC 7009).
    pub(crate) revocation_endpoint: Option<Url>,
    /// Where the account is asked for.
    pub(crate) userinfo_endpoint: Option<Url>,
    /// The issuer's keys.
    pub(crate) jwks_uri: Option<Url>,
    /// Whether callbacks carry `iss` (RFC 9207 §3).
    pub(crate) announces_iss: bool,
    /// The way to authenticate that is used when none is chosen (decision 9). `None`: the issuer
    /// lists only ways that are not built here.
    pub(crate) client_authentication: Option<ClientAuthentication>,
}

/// What an issuer says of itself, for the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscoveredView {
    /// The issuer.
    pub issuer: String,
    /// Where users sign in.
    pub authorization_endpoint: Url,
    /// Where codes are exchanged, and tokens refreshed.
    pub token_endpoint: Url,
    /// Where tokens are revoked.
    pub revocation_endpoint: Option<Url>,
    /// Where the account is asked for.
    pub userinfo_endpoint: Option<Url>,
    /// Whether callbacks carry `iss`, so that the redirect URL may be shared.
    pub announces_iss: bool,
    /// How the client authenticates when nothing is chosen.
    pub client_authentication: Option<ClientAuthentication>,
}

impl From<&Discovered> for DiscoveredView {
    fn from(found: &Discovered) -> Self {
        Self {
            issuer: found.issuer.clone(),
            authorization_endpoint: found.authorization_endpoint.clone(),
            token_endpoint: found.token_endpoint.clone(),
            revocation_endpoint: found.revocation_endpoint.clone(),
            userinfo_endpoint: found.userinfo_endpoint.clone(),
            announces_iss: found.announces_iss,
            client_authentication: found.client_authentication,
        }
    }
}

/// Why a metadata document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DiscoveryError {
    /// It is not a JSON object.
    #[error("the metadata document is not a JSON object")]
    NotAnObject,
    /// It speaks of another issuer. Compared byte for byte (RFC 8414 §3.3).
    #[error(
        "the metadata document is of the issuer `{found}`, not `{expected}`; they must agree in every character, a slash at the end included"
    )]
    OtherIssuer {
        /// Whose document was asked for.
        expected: String,
        /// Whose it says it is, shortened.
        found: String,
    },
    /// A field that is needed is absent or of the wrong type.
    #[error("the metadata document has no `{0}`")]
    Missing(&'static str),
    /// A field holds a URL that is not taken.
    #[error("the metadata document's `{}` is refused: {}", .0.field, .0.message)]
    Endpoint(FieldProblem),
}

/// What no environment takes is refused here; what this one does not take, by `validate`.
const WIDEST: Environment = Environment { production: false };

/// Where the metadata document of an issuer lies, in the order in which to ask: RFC 8414 §3.1
/// puts the well-known part before the issuer's path, OpenID Connect Discovery after it. None when
/// the issuer is no URL that can be asked.
pub(crate) fn metadata_urls(issuer: &str) -> Vec<Url> {
    let Ok(url) = endpoint::read("issuer", issuer, Kind::Base, WIDEST) else {
        return Vec::new();
    };
    let path = url.path().trim_end_matches('/').to_owned();
    let at = |path: String| {
        let mut url = url.clone();
        url.set_path(&path);
        url
    };
    let mut urls = vec![
        at(format!("{path}/.well-known/openid-configuration")),
        at(format!("/.well-known/oauth-authorization-server{path}")),
    ];
    if !path.is_empty() {
        urls.push(at(format!("/.well-known/openid-configuration{path}")));
    }
    urls
}

/// Reads a metadata document of `issuer`. The document's `issuer` must equal it byte for byte
/// (SEC-SIGNIN-03): a trailing slash, another case or an encoded letter make another issuer.
pub(crate) fn endpoints_from_metadata(
    issuer: &str,
    metadata: &Value,
) -> Result<Discovered, DiscoveryError> {
    let document = metadata.as_object().ok_or(DiscoveryError::NotAnObject)?;
    let found = document
        .get("issuer")
        .and_then(Value::as_str)
        .ok_or(DiscoveryError::Missing("issuer"))?;
    if found != issuer {
        return Err(DiscoveryError::OtherIssuer {
            expected: issuer.to_owned(),
            found: found.chars().take(200).collect(),
        });
    }
    let url = |field: &'static str| match document.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => endpoint::read(field, text, Kind::Endpoint, WIDEST)
            .map(Some)
            .map_err(DiscoveryError::Endpoint),
        Some(_) => Err(DiscoveryError::Missing(field)),
    };
    let needed = |field: &'static str| url(field)?.ok_or(DiscoveryError::Missing(field));
    Ok(Discovered {
        issuer: issuer.to_owned(),
        authorization_endpoint: needed("authorization_endpoint")?,
        token_endpoint: needed("token_endpoint")?,
        revocation_endpoint: url("revocation_endpoint")?,
        userinfo_endpoint: url("userinfo_endpoint")?,
        jwks_uri: url("jwks_uri")?,
        announces_iss: document
            .get("authorization_response_iss_parameter_supported")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        client_authentication: client_authentication(
            document.get("token_endpoint_auth_methods_supported"),
        ),
    })
}

/// Field absent, or both listed: basic (RFC 8414 §2 makes it the default).
fn client_authentication(listed: Option<&Value>) -> Option<ClientAuthentication> {
    let Some(Value::Array(listed)) = listed else {
        return Some(ClientAuthentication::Basic);
    };
    let has = |method: &str| listed.iter().any(|item| item.as_str() == Some(method));
    if has("client_secret_basic") {
        Some(ClientAuthentication::Basic)
    } else if has("client_secret_post") {
        Some(ClientAuthentication::Post)
    } else if has("none") {
        Some(ClientAuthentication::None)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    fn document(issuer: &str) -> Value {
        json!({
            "issuer": issuer,
            "authorization_endpoint": "https://as.example/authorize",
            "token_endpoint": "https://as.example/token",
            "jwks_uri": "https://as.example/jwks",
            "authorization_response_iss_parameter_supported": true,
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        })
    }

    /// Guard: `cloakroom_broker::registration::discovery::endpoints_from_metadata`
    #[test]
    fn sec_signin_03_metadata_of_an_issuer_that_differs_in_one_byte_is_refused() {
        for found in [
            "https://as.example/",
            "https://AS.example",
            "https://as.example:443",
            "https://as.exam%70le",
            "https://other.example",
            "",
        ] {
            assert!(
                matches!(
                    endpoints_from_metadata("https://as.example", &document(found)),
                    Err(DiscoveryError::OtherIssuer { .. })
                ),
                "{found}"
            );
        }
        let mut without = document("");
        without["issuer"] = Value::Null;
        assert_eq!(
            endpoints_from_metadata("https://as.example", &without),
            Err(DiscoveryError::Missing("issuer"))
        );
    }

    #[test]
    fn the_endpoints_of_the_very_issuer_are_taken() {
        let issuer = "https://as.example";
        let found = endpoints_from_metadata(issuer, &document(issuer)).unwrap();
        assert_eq!(found.token_endpoint.as_str(), "https://as.example/token");
        assert!(found.announces_iss);
        assert_eq!(
            found.client_authentication,
            Some(ClientAuthentication::Post)
        );
        assert_eq!(found.revocation_endpoint, None);
    }

    /// Guard: `cloakroom_broker::registration::endpoint::read`
    #[test]
    fn sec_signin_13_endpoints_in_metadata_are_checked_like_typed_ones() {
        for bad in [
            "http://as.example/token",
            "javascript:1",
            "https://a@b/",
            "/token",
        ] {
            let mut document = document("https://as.example");
            document["token_endpoint"] = json!(bad);
            assert!(
                matches!(
                    endpoints_from_metadata("https://as.example", &document),
                    Err(DiscoveryError::Endpoint(_))
                ),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_way_to_authenticate_follows_the_list_and_is_basic_without_one() {
        for (listed, expected) in [
            (None, Some(ClientAuthentication::Basic)),
            (
                Some(json!(["client_secret_post", "client_secret_basic"])),
                Some(ClientAuthentication::Basic),
            ),
            (Some(json!(["none"])), Some(ClientAuthentication::None)),
            (Some(json!(["private_key_jwt"])), None),
        ] {
            assert_eq!(client_authentication(listed.as_ref()), expected);
        }
    }

    #[test]
    fn the_document_is_looked_for_where_both_standards_put_it() {
        let urls = metadata_urls("https://as.example/tenant/");
        let texts: Vec<_> = urls.iter().map(Url::as_str).collect();
        assert_eq!(
            texts,
            [
                "https://as.example/tenant/.well-known/openid-configuration",
                "https://as.example/.well-known/oauth-authorization-server/tenant",
                "https://as.example/.well-known/openid-configuration/tenant",
            ]
        );
        assert_eq!(metadata_urls("https://as.example").len(), 2);
        assert!(metadata_urls("http://as.example").is_empty());
    }
}
