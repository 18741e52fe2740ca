//! The fault dial: a page for people and a small API for tests. It is open to whoever reaches
//! this server, but not to pages of other sites: what changes something wants a header that they
//! cannot send, and every door wants this server's own name in `Host`, against DNS rebinding.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use http::StatusCode;
use sample_support::guarded;
use serde::Deserialize;
use serde_json::json;

use super::Shared;
use crate::config::Client;
use crate::pages;
use crate::script::Script;
use crate::server::Server;

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/dial", get(page))
        .route("/dial/script", get(script).put(set_script))
        .route("/dial/log", get(log).delete(clear_log))
        .route("/dial/grants", get(grants))
        .route("/dial/withdraw", post(withdraw))
        .route("/dial/clock", post(advance))
        .route("/dial/clients", put(put_client))
        .route_layer(middleware::from_fn(guarded))
}

async fn page(State(server): Shared) -> Response {
    pages::dial(server.see_also.as_deref())
}

async fn script(State(server): Shared) -> Json<Script> {
    Json(server.script())
}

async fn set_script(State(server): Shared, Json(script): Json<Script>) -> Json<Script> {
    server.set_script(script);
    Json(server.script())
}

async fn log(State(server): Shared) -> Response {
    let log = server.log();
    Json(json!({ "counters": log.counters(), "entries": log.entries() })).into_response()
}

async fn clear_log(State(server): Shared) -> StatusCode {
    server.log().clear();
    StatusCode::NO_CONTENT
}

async fn grants(State(server): Shared) -> Response {
    Json(json!({ "grants": server.grants() })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdraw {
    user: Option<String>,
}

async fn withdraw(State(server): Shared, Json(whose): Json<Withdraw>) -> Response {
    let ended = server.withdraw(whose.user.as_deref());
    Json(json!({ "ended": ended })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u64,
}

async fn advance(State(server): Shared, Json(by): Json<Advance>) -> Response {
    server.clock().advance(Duration::from_secs(by.seconds));
    Json(json!({ "now": server.clock().millis() })).into_response()
}

async fn put_client(State(server): Shared, Json(client): Json<Client>) -> StatusCode {
    server.put_client(client);
    StatusCode::NO_CONTENT
}
