//! Error answers, as the OpenAPI description has them.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// A status with `{error, message}`.
pub(crate) fn error(status: StatusCode, code: &str, message: &str) -> (StatusCode, Json<Value>) {
    (status, Json(json!({ "error": code, "message": message })))
}

/// Why a token is not enough (RFC 6750 §3.1).
pub(crate) enum Challenge<'a> {
    Missing,
    InvalidToken,
    InsufficientScope(&'a str),
}

impl Challenge<'_> {
    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::Missing => None,
            Self::InvalidToken => Some("invalid_token"),
            Self::InsufficientScope(_) => Some("insufficient_scope"),
        }
    }

    pub(crate) fn answer(&self) -> Response {
        let (status, code, message, challenge) = match self {
            Self::Missing => (
                StatusCode::UNAUTHORIZED,
                "missing_token",
                "The request carries no access token.",
                "Bearer realm=\"repairs\"".to_owned(),
            ),
            Self::InvalidToken => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "The access token is expired, revoked or not known.",
                "Bearer realm=\"repairs\", error=\"invalid_token\"".to_owned(),
            ),
            Self::InsufficientScope(scope) => (
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                "The access token does not allow this.",
                format!(
                    "Bearer realm=\"repairs\", error=\"insufficient_scope\", scope=\"{scope}\""
                ),
            ),
        };
        let mut response = error(status, code, message).into_response();
        if let Ok(value) = HeaderValue::from_str(&challenge) {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, value);
        }
        response
    }
}
