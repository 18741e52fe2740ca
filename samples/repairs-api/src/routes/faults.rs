//! What the script makes of a request.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use sample_support::CutConnection;
use tokio::time::sleep;

use super::Shared;
use crate::answers::{self, Challenge};
use crate::script::Fault;

const PAGE: &str = "<!doctype html><title>Repairs</title><h1>This is not what you asked for</h1>";

/// Answers by the script, or lets the request through.
pub(super) async fn scripted(State(server): Shared, request: Request, next: Next) -> Response {
    let Some(fault) = server.take_fault() else {
        return next.run(request).await;
    };
    match fault {
        Fault::Down => later(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "The API is down.",
        ),
        Fault::TooMany => later(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Too many requests.",
        ),
        Fault::Broken => (StatusCode::INTERNAL_SERVER_ERROR, Html(PAGE)).into_response(),
        Fault::Slow(millis) => {
            let answer = next.run(request).await;
            sleep(Duration::from_millis(millis)).await;
            answer
        }
        Fault::Cut => {
            let mut answer = next.run(request).await;
            answer.extensions_mut().insert(CutConnection);
            answer
        }
        Fault::TooLarge(bytes) => json(format!(
            "{{\"results\":[{{\"title\":\"{}\"}}]}}",
            "x".repeat(bytes)
        )),
        Fault::NotJson => Html(PAGE).into_response(),
        Fault::BrokenJson => json("{\"results\":[{\"id\":\"1048\",".to_owned()),
        Fault::Unauthorized => Challenge::InvalidToken.answer(),
        Fault::UnauthorizedSilently => StatusCode::UNAUTHORIZED.into_response(),
        Fault::InsufficientScope(scope) => Challenge::InsufficientScope(&scope).answer(),
        Fault::Forbidden => {
            answers::error(StatusCode::FORBIDDEN, "forbidden", "You may not.").into_response()
        }
        Fault::Redirect(location) => match HeaderValue::from_str(&location) {
            Ok(location) => (
                StatusCode::TEMPORARY_REDIRECT,
                [(header::LOCATION, location)],
            )
                .into_response(),
            Err(_) => StatusCode::TEMPORARY_REDIRECT.into_response(),
        },
        Fault::NotFound => answers::error(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is no such thing.",
        )
        .into_response(),
    }
}

fn later(status: StatusCode, code: &str, message: &str) -> Response {
    let mut response = answers::error(status, code, message).into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
