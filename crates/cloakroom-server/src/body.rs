//! Request bodies: limited, of the right type, and refused with a place when they are not.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::problem::route_error;

/// Of an invoke, and of each call of the portal API.
pub(crate) const JSON_BYTES: usize = 256 * 1024;
/// Of an app package.
pub(crate) const PACKAGE_BYTES: usize = 20 * 1024 * 1024;
/// Of an OpenAPI description.
pub(crate) const DESCRIPTION_BYTES: usize = 8 * 1024 * 1024;
/// Of a form, ours or a provider's.
pub(crate) const FORM_BYTES: usize = 64 * 1024;

route_error! {
    /// Why a body was not read.
    pub(crate) enum BodyError {
        /// It has another content type.
        Type { wanted: &'static str } => (
            UNSUPPORTED_MEDIA_TYPE, "content_type",
            "The request could not be understood.",
            "Send the body as {wanted}."
        ),
        /// It is larger than the limit.
        TooLarge { most: usize } => (
            PAYLOAD_TOO_LARGE, "too_large",
            "The request is too large.",
            "The body is larger than {most} bytes."
        ),
        /// The connection ended in the middle of it.
        Interrupted => (
            BAD_REQUEST, "interrupted",
            "The request did not arrive whole. Try again.",
            "The connection ended before the body did."
        ),
        /// It is not JSON, or not of the shape that this route wants.
        Malformed { reason: String } => (
            BAD_REQUEST, "malformed",
            "The request could not be understood.",
            "The body is not what this route expects: {reason}."
        ),
    }
}

/// The media type without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(
        text.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase(),
    )
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn read(request: Request, most: usize) -> Result<Bytes, BodyError> {
    match Limited::new(request.into_body(), most).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge { most }),
        Err(_) => Err(BodyError::Interrupted),
    }
}

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        json(request)
            .await
            .map(Self)
            .map_err(BodyError::into_response)
    }
}

async fn json<T: DeserializeOwned>(request: Request) -> Result<T, BodyError> {
    if media_type(request.headers()).as_deref() != Some("application/json") {
        return Err(BodyError::Type {
            wanted: "application/json",
        });
    }
    let body = read(request, JSON_BYTES).await?;
    serde_json::from_slice(&body).map_err(|error| BodyError::Malformed {
        reason: reason(&error),
    })
}

/// What is wrong, by place. The parser's own words are kept only where they name a field: elsewhere
/// they quote the value, which may be a secret.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let names_a_field = ["missing field", "unknown field", "duplicate field"]
        .iter()
        .any(|beginning| words.starts_with(beginning));
    if names_a_field {
        return words.chars().take(200).collect();
    }
    let what = match error.classify() {
        serde_json::error::Category::Data => "a value of another type than wanted",
        serde_json::error::Category::Syntax => "not JSON",
        serde_json::error::Category::Eof => "JSON that ends too early",
        serde_json::error::Category::Io => "unreadable",
    };
    format!("{what} at line {} column {}", error.line(), error.column())
}

/// A package.
#[derive(Debug)]
pub(crate) struct Zip(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Zip {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        if media_type(request.headers()).as_deref() != Some("application/zip") {
            return Err(BodyError::Type {
                wanted: "application/zip",
            }
            .into_response());
        }
        read(request, PACKAGE_BYTES)
            .await
            .map(Self)
            .map_err(BodyError::into_response)
    }
}

/// An OpenAPI description, as its file is.
#[derive(Debug)]
pub(crate) struct Description(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Description {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        const BYTES: &str = "application/octet-stream";
        if media_type(request.headers()).as_deref() != Some(BYTES) {
            return Err(BodyError::Type { wanted: BYTES }.into_response());
        }
        read(request, DESCRIPTION_BYTES)
            .await
            .map(Self)
            .map_err(BodyError::into_response)
    }
}

/// The pairs of a form body, in order, repetitions kept.
#[derive(Debug)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    /// The only value of that field.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        let mut values = self
            .0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str());
        values.next().filter(|_| values.next().is_none())
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        const FORM: &str = "application/x-www-form-urlencoded";
        if media_type(request.headers()).as_deref() != Some(FORM) {
            return Err(BodyError::Type { wanted: FORM }.into_response());
        }
        let body = read(request, FORM_BYTES)
            .await
            .map_err(BodyError::into_response)?;
        Ok(Self(pairs(&body)))
    }
}

/// Form-decoded pairs, in order, repetitions kept.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use axum::body::Body;
    use cloakroom_model::Explain as _;

    use super::*;

    fn request(content_type: &str, body: &str) -> Request {
        Request::builder()
            .header("content-type", content_type)
            .body(Body::from(body.to_owned()))
            .unwrap()
    }

    /// Guard: `cloakroom_server::body::json`
    #[tokio::test]
    async fn sec_web_05_json_sent_as_text_is_refused() {
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "",
        ] {
            let refused = json::<serde_json::Value>(request(content_type, "{}")).await;
            assert!(
                matches!(refused, Err(BodyError::Type { .. })),
                "{content_type}"
            );
        }
        assert!(
            json::<serde_json::Value>(request("application/json; charset=utf-8", "{}"))
                .await
                .is_ok()
        );
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not() {
        let text = format!("\"{}\"", "x".repeat(JSON_BYTES - 2));
        assert!(
            json::<String>(request("application/json", &text))
                .await
                .is_ok()
        );
        let refused = json::<String>(request("application/json", &format!("{text} "))).await;
        assert!(matches!(refused, Err(BodyError::TooLarge { .. })));
    }

    #[tokio::test]
    async fn a_malformed_body_is_told_without_its_values() {
        #[derive(Debug, serde::Deserialize)]
        struct Wanted {
            #[allow(dead_code)]
            pkce: bool,
        }
        let error = json::<Wanted>(request("application/json", r#"{"pkce": "canary"}"#))
            .await
            .unwrap_err();
        assert!(
            !error.developer().contains("canary"),
            "{}",
            error.developer()
        );
        let error = json::<Wanted>(request("application/json", "{}"))
            .await
            .unwrap_err();
        assert!(
            error.developer().contains("missing field `pkce`"),
            "{}",
            error.developer()
        );
    }

    #[test]
    fn a_doubled_form_field_has_no_value() {
        let form = Form(pairs(b"a=1&b=2&b=3"));
        assert_eq!(
            (form.one("a"), form.one("b"), form.one("c")),
            (Some("1"), None, None)
        );
    }
}
