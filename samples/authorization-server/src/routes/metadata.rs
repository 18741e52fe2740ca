//! Metadata (RFC 8414, OpenID Connect Discovery) and the keys.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Shared;
use crate::script::{Endpoint, Pkce};

pub(super) async fn metadata(State(server): Shared) -> Response {
    let fault = server.dial.take(Endpoint::Metadata);
    if let Some(instead) = fault.instead() {
        return fault.send(&server.dial, Endpoint::Metadata, instead).await;
    }
    let script = server.script();
    let issuer = server.issuer();
    let mut document = json!({
        "issuer": script.metadata_issuer.as_deref().unwrap_or(issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "revocation_endpoint": format!("{issuer}/revoke"),
        "introspection_endpoint": format!("{issuer}/introspect"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "scopes_supported": server.scopes.iter().map(|scope| &scope.name).collect::<Vec<_>>(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "preferred_username"],
    });
    if script.pkce != Pkce::Refused {
        document["code_challenge_methods_supported"] = json!(["S256"]);
    }
    if !script.iss_unannounced {
        document["authorization_response_iss_parameter_supported"] = json!(true);
    }
    fault
        .send(
            &server.dial,
            Endpoint::Metadata,
            Json(document).into_response(),
        )
        .await
}

pub(super) async fn jwks(State(server): Shared) -> Response {
    let fault = server.dial.take(Endpoint::Metadata);
    if let Some(instead) = fault.instead() {
        return fault.send(&server.dial, Endpoint::Metadata, instead).await;
    }
    let keys = Json(server.keys.jwks()).into_response();
    fault.send(&server.dial, Endpoint::Metadata, keys).await
}
