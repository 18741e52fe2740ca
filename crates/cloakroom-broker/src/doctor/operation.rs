//! The operation that a run calls, with its request as an invoke would send it.

use cloakroom_egress::{Origin, OutboundRequest, Purpose};
use cloakroom_model::{ManifestId, TenantId};
use http::{HeaderValue, Method, header};
use serde::{Deserialize, Serialize};
use url::Url;

/// An operation under test. The request was built as an invoke builds it, before any credential is
/// in reach, and is kept with the run: the sign-in may come back to another replica.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// Who uploaded the app.
    pub app_owner: TenantId,
    /// Its manifest's `id`.
    pub manifest_id: ManifestId,
    /// The command.
    pub command: String,
    /// `GET` or `POST`.
    pub method: String,
    /// The whole URL, as declared.
    pub url: Url,
    /// The origin that is dialled in its place, in development (decision 14).
    pub dial: Option<String>,
    /// The scopes that the OpenAPI description wants for it.
    pub scopes: Vec<String>,
}

impl Operation {
    /// Whether calling it changes nothing (RFC 9110 §9.2.1). Others are not called by a test.
    pub(super) fn is_safe(&self) -> bool {
        self.method == "GET"
    }

    /// The request with its credential.
    pub(super) fn request(&self, bearer: HeaderValue) -> OutboundRequest {
        let dial = self
            .dial
            .as_deref()
            .and_then(|origin| Url::parse(origin).ok())
            .and_then(|origin| Origin::of(&origin));
        OutboundRequest::new(Purpose::AppApi, Method::GET, self.url.clone())
            .dial(dial)
            .header(header::ACCEPT, HeaderValue::from_static("application/json"))
            .header(header::AUTHORIZATION, bearer)
    }
}
