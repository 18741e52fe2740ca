//! The API's own dial: a page for people and a small API for tests. What changes something wants
//! a header that pages of other sites cannot send, and every door wants a loopback name in
//! `Host`, against DNS rebinding.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use serde_json::json;

use super::Shared;
use crate::DIAL_HEADER;
use crate::script::Script;
use crate::server::Server;

const PAGE: &str = include_str!("../../assets/dial.html");
const STYLE: &str = include_str!("../../assets/dial.css");
const CODE: &str = include_str!("../../assets/dial.js");
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(
            "/dial",
            get(|| async { ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(PAGE)) }),
        )
        .route(
            "/dial/style.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css")], STYLE) }),
        )
        .route(
            "/dial/dial.js",
            get(|| async { ([(header::CONTENT_TYPE, "text/javascript")], CODE) }),
        )
        .route("/dial/script", get(script).put(set_script))
        .route("/dial/log", get(log).delete(clear_log))
        .layer(middleware::from_fn(guarded))
}

async fn guarded(request: Request, next: Next) -> Response {
    if !own_host(request.headers()) {
        return (
            StatusCode::MISDIRECTED_REQUEST,
            "The dial is turned on this machine only.\n",
        )
            .into_response();
    }
    if request.method() != Method::GET && !request.headers().contains_key(DIAL_HEADER) {
        return (
            StatusCode::FORBIDDEN,
            format!("The header {DIAL_HEADER} is missing.\n"),
        )
            .into_response();
    }
    next.run(request).await
}

/// Whether `Host` is a loopback name: no page of another site has an origin of that name.
fn own_host(headers: &HeaderMap) -> bool {
    headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .and_then(|host| host.parse::<Uri>().ok())
        .and_then(|uri| uri.host().map(str::to_owned))
        .is_some_and(|host| matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]"))
}

async fn script(State(server): Shared) -> Json<Script> {
    Json(server.script())
}

async fn set_script(State(server): Shared, Json(script): Json<Script>) -> Json<Script> {
    server.set_script(script);
    Json(server.script())
}

async fn log(State(server): Shared) -> Response {
    Json(json!({ "entries": server.log().entries() })).into_response()
}

async fn clear_log(State(server): Shared) -> StatusCode {
    server.log().clear();
    StatusCode::NO_CONTENT
}
