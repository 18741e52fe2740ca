//! The API's own dial: a page for people and a small API for tests. What changes something wants
//! a header that pages of other sites cannot send, and every door wants a loopback name in
//! `Host`, against DNS rebinding.

use std::sync::Arc;

use axum::extract::State;
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{StatusCode, header};
use sample_support::guarded;
use serde_json::json;

use super::Shared;
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
