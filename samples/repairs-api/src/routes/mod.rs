//! The doors, and what every request passes: the log and the script.

mod dial;
mod faults;
mod repairs;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{HeaderValue, StatusCode, header};
use sample_support::CutConnection;

use crate::drawing;
use crate::log::EntryId;
use crate::server::Server;

pub(crate) type Shared = State<Arc<Server>>;
pub(crate) type Id = Extension<EntryId>;

pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/repairs", get(repairs::list).post(repairs::create))
        .route("/repairs/search", post(repairs::search))
        .route("/repairs/{id}", get(repairs::one))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&server),
            faults::scripted,
        ))
        .route("/images/{name}", get(image))
        .route("/", get(|| async { Redirect::to("/dial") }))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), logged))
        // Turning the dial and reading the log are not part of what the log is about.
        .merge(dial::routes())
        .with_state(server)
}

/// Writes the request into the log, and how it was answered.
async fn logged(State(server): Shared, mut request: Request, next: Next) -> Response {
    let uri = request.uri();
    let id = server
        .log()
        .arrive(request.method(), uri.path(), uri.query(), request.headers());
    request.extensions_mut().insert(id);
    let mut response = next.run(request).await;
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    let status = response.status().as_u16();
    if response.extensions().get::<CutConnection>().is_none() {
        server.log().note(id, |entry| entry.status = Some(status));
    }
    response
}

/// Pictures want no token: a card's reader has none.
async fn image(Path(name): Path<String>) -> Response {
    match name.strip_suffix(".png").and_then(drawing::picture) {
        Some(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, "public, max-age=3600"),
            ];
            (headers, bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
