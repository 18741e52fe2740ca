//! The doors, and what every request passes: the log and the headers of all answers.

mod answer;
mod authorize;
mod consent;
mod dial;
mod introspect;
mod login;
mod metadata;
mod oauth;
mod revoke;
mod token;
mod userinfo;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{HeaderName, HeaderValue, StatusCode, header};
use sample_support::CutConnection;

use crate::pages;
use crate::server::Server;

pub(crate) type Shared = State<Arc<Server>>;

pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/dial") }))
        .route(
            "/authorize",
            get(authorize::authorize).post(authorize::authorize_by_post),
        )
        .route("/login", post(login::login))
        .route("/consent", get(consent::show).post(consent::decide))
        .route("/sign-out", post(login::sign_out))
        .route("/token", post(token::token))
        .route("/revoke", post(revoke::revoke))
        .route("/introspect", post(introspect::introspect))
        .route(
            "/userinfo",
            get(userinfo::userinfo).post(userinfo::userinfo),
        )
        .route("/jwks", get(metadata::jwks))
        .route(
            "/.well-known/oauth-authorization-server",
            get(metadata::metadata),
        )
        .route("/.well-known/openid-configuration", get(metadata::metadata))
        .route(
            "/assets/style.css",
            get(|| async { asset("text/css", pages::STYLE) }),
        )
        .route(
            "/assets/dial.js",
            get(|| async { asset("text/javascript", pages::DIAL_JS) }),
        )
        .route(
            "/assets/form-post.js",
            get(|| async { asset("text/javascript", pages::FORM_POST_JS) }),
        )
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), logged))
        // Turning the dial and reading the log are not part of what the log is about.
        .merge(dial::routes())
        .with_state(server)
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Writes the request into the log, and how it was answered.
async fn logged(State(server): Shared, mut request: Request, next: Next) -> Response {
    let uri = request.uri();
    let now = server.clock().millis();
    let id = server.log().arrive(
        now,
        request.method(),
        uri.path(),
        uri.query(),
        request.headers(),
    );
    request.extensions_mut().insert(id);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    if server.script().coop {
        headers.insert(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        );
    }
    let status = response.status().as_u16();
    if response.extensions().get::<CutConnection>().is_some() {
        server.log().count(|counters| counters.cut += 1);
    } else {
        server.log().note(id, |entry| entry.status = Some(status));
    }
    response
}

pub(crate) type Id = Extension<crate::log::EntryId>;
