//! What happens to a request and its answer at one endpoint.

use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, StatusCode, header};
use sample_support::CutConnection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::sleep;

use super::{Dial, Endpoint};

/// What happens to a request and its answer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Fault {
    /// For how many requests from now; absent: for all.
    pub times: Option<u32>,
    /// This answer, without the request being processed.
    pub instead: Option<Instead>,
    /// The request is processed, the answer waits until a script without this flag is set.
    pub hold: bool,
    /// The request is processed, then the answer waits so long.
    pub wait_millis: u64,
    /// The answer's header is sent, then the body waits so long.
    pub body_wait_millis: u64,
    /// Another status for a success, such as 201.
    pub success_status: Option<u16>,
    /// What becomes of the answer to a processed request.
    pub after: After,
}

/// What becomes of the answer to a processed request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum After {
    /// It is sent.
    #[default]
    Answer,
    /// The connection closes without a byte.
    CutConnection,
    /// The header is sent, and half of the body.
    CutBody,
}

/// An answer without processing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Instead {
    /// An OAuth error (RFC 6749 §5.2).
    #[serde(rename_all = "camelCase")]
    Error {
        /// `error`, for example `invalid_grant`.
        error: String,
        /// `error_description`.
        #[serde(default)]
        description: Option<String>,
        /// The status; absent: 401 for `invalid_client`, else 400.
        #[serde(default)]
        status: Option<u16>,
    },
    /// A success status with an error in the body, as some providers answer.
    ErrorIn200(Shape),
    /// A status with a page of HTML or nothing.
    #[serde(rename_all = "camelCase")]
    Status {
        /// The status.
        status: u16,
        /// `Retry-After`, seconds or a date.
        #[serde(default)]
        retry_after: Option<String>,
        /// Whether a page of HTML comes along.
        #[serde(default)]
        html: bool,
    },
    /// A redirect.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// `Location`.
        location: String,
    },
    /// A success with this text as `application/json`.
    Body(String),
}

/// Whose manner of writing an error into a success.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Shape {
    /// `{"error":"bad_verification_code",…}`
    #[serde(rename = "gitHub")]
    GitHub,
    /// `{"ok":false,"error":"invalid_code"}`
    #[serde(rename = "slack")]
    Slack,
    /// `{"result":"5003","message":…}`
    #[serde(rename = "coros")]
    Coros,
    /// `{"code":10007,"message":…,"data":{}}`
    #[serde(rename = "tikTok")]
    TikTok,
}

impl Shape {
    fn body(self) -> serde_json::Value {
        match self {
            Self::GitHub => json!({
                "error": "bad_verification_code",
                "error_description": "The code passed is incorrect or expired.",
                "error_uri": "https://docs.example/troubleshooting",
            }),
            Self::Slack => json!({ "ok": false, "error": "invalid_code" }),
            Self::Coros => json!({ "result": "5003", "message": "code is invalid" }),
            Self::TikTok => {
                json!({ "code": 10007, "message": "Authorization code expired", "data": {} })
            }
        }
    }
}

impl Instead {
    fn response(&self) -> Response {
        match self {
            Self::Error {
                error,
                description,
                status,
            } => {
                let usual = if error == "invalid_client" { 401 } else { 400 };
                let mut body = json!({ "error": error });
                if let Some(description) = description {
                    body["error_description"] = json!(description);
                }
                (code(status.unwrap_or(usual)), axum::Json(body)).into_response()
            }
            Self::ErrorIn200(shape) => axum::Json(shape.body()).into_response(),
            Self::Status {
                status,
                retry_after,
                html,
            } => {
                let mut response = if *html {
                    let page = "<!doctype html><title>Error</title><h1>Something went wrong</h1>";
                    (code(*status), axum::response::Html(page)).into_response()
                } else {
                    code(*status).into_response()
                };
                if let Some(value) = retry_after
                    .as_deref()
                    .and_then(|text| HeaderValue::from_str(text).ok())
                {
                    response.headers_mut().insert(header::RETRY_AFTER, value);
                }
                response
            }
            Self::Redirect { status, location } => {
                let mut response = code(*status).into_response();
                if let Ok(value) = HeaderValue::from_str(location) {
                    response.headers_mut().insert(header::LOCATION, value);
                }
                response
            }
            Self::Body(text) => {
                ([(header::CONTENT_TYPE, "application/json")], text.clone()).into_response()
            }
        }
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl Fault {
    /// This fault for one request; what is left of it stays.
    pub(super) fn take(&mut self) -> Self {
        match self.times {
            None => self.clone(),
            Some(0) => std::mem::take(self),
            Some(left) => {
                let taken = self.clone();
                if left == 1 {
                    *self = Self::default();
                } else {
                    self.times = Some(left - 1);
                }
                taken
            }
        }
    }

    /// The answer that comes without processing, if there is one.
    pub(crate) fn instead(&self) -> Option<Response> {
        self.instead.as_ref().map(Instead::response)
    }

    /// Sends `answer` as this fault wants it: late, with another status, in part or not at all.
    pub(crate) async fn send(
        &self,
        dial: &Dial,
        endpoint: Endpoint,
        mut answer: Response,
    ) -> Response {
        if self.hold {
            dial.released(endpoint).await;
        }
        if self.wait_millis > 0 {
            sleep(Duration::from_millis(self.wait_millis)).await;
        }
        if let Some(status) = self.success_status.filter(|_| answer.status().is_success()) {
            *answer.status_mut() = code(status);
        }
        match self.after {
            After::Answer if self.body_wait_millis > 0 => self.late_body(answer).await,
            After::Answer => answer,
            After::CutConnection => {
                answer.extensions_mut().insert(CutConnection);
                answer
            }
            After::CutBody => cut_body(answer).await,
        }
    }

    async fn late_body(&self, answer: Response) -> Response {
        let wait = Duration::from_millis(self.body_wait_millis);
        let (parts, bytes) = taken_apart(answer).await;
        let body = stream::once(async move {
            sleep(wait).await;
            Ok::<_, std::io::Error>(bytes)
        });
        Response::from_parts(parts, Body::from_stream(body))
    }
}

async fn cut_body(answer: Response) -> Response {
    let (parts, bytes) = taken_apart(answer).await;
    let half = bytes.slice(..bytes.len() / 2);
    let rest = stream::once(async {
        // What is buffered leaves while the body is not ready; an error at once would drop it.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("cut by the script"))
    });
    let body = stream::iter([Ok(half)]).chain(rest);
    Response::from_parts(parts, Body::from_stream(body))
}

/// The answer's head, with the length of its body written into it, and the body.
async fn taken_apart(answer: Response) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    (parts, bytes)
}
