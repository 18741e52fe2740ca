//! What the token, revocation and introspection endpoints share.

use axum::Json;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::client_auth::{AuthenticationError, Presented};
use crate::config::{Client, ClientAuthentication};
use crate::log::{EntryId, fingerprint};
use crate::params::Params;
use crate::server::Server;

/// An error answer (RFC 6749 §5.2).
#[derive(Clone, Debug)]
pub(super) struct OAuthError {
    pub(super) error: &'static str,
    pub(super) description: String,
    basic: bool,
}

impl OAuthError {
    pub(super) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
            basic: false,
        }
    }

    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let status = match self.error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = json!({ "error": self.error, "error_description": self.description });
        let mut response = (status, Json(body)).into_response();
        if self.basic {
            let challenge = HeaderValue::from_static("Basic realm=\"sample\"");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// A request with a body of parameters from a client, not yet verified.
pub(super) struct ClientRequest {
    pub(super) params: Params,
    presented: Presented,
}

impl ClientRequest {
    /// Reads and logs a request's body and what it says about its client.
    pub(super) fn read(
        server: &Server,
        id: EntryId,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Self, OAuthError> {
        let (params, format) =
            Params::from_body(headers, body).map_err(OAuthError::invalid_request)?;
        let presented = Presented::read(headers, &params);
        server.log().note(id, |entry| {
            entry.add(&params);
            entry.body_format = Some(format.name().to_owned());
            entry.client_authentication = Some(presented.method_name().to_owned());
            if let Some(client) = presented.client_id() {
                entry
                    .parameters
                    .insert("client_id".to_owned(), client.to_owned());
            }
            for kind in ["code", "refresh_token", "token"] {
                if let Some(value) = params.get(kind) {
                    entry.presented.insert(kind.to_owned(), fingerprint(value));
                }
            }
        });
        Ok(Self { params, presented })
    }

    /// Authenticates the client; parameters that came twice are refused first.
    pub(super) fn client(&self, server: &Server, id: EntryId) -> Result<Client, OAuthError> {
        if let Some(name) = self.params.repeated() {
            return Err(OAuthError::invalid_request(format!(
                "{name} came more than once"
            )));
        }
        match self.presented.verify(&server.clients()) {
            Ok((client, method)) => {
                if method == ClientAuthentication::BasicRaw {
                    server.log().note(id, |entry| {
                        entry.client_authentication = Some("client_secret_basic_raw".to_owned());
                    });
                }
                Ok(client.clone())
            }
            Err(AuthenticationError::Both) => Err(OAuthError::invalid_request(
                "The client authenticates in two ways at once.",
            )),
            Err(AuthenticationError::Invalid) => Err(OAuthError {
                basic: self.presented.method_name() == "client_secret_basic",
                ..OAuthError::new(
                    "invalid_client",
                    "The client is unknown, or did not prove itself as it must.",
                )
            }),
        }
    }
}
