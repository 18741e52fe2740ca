//! `/api/v1`: the portal API, for the web UI, the terminal and automation.

mod description;
mod v1;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use cloakroom_host::Picture;
use http::{HeaderValue, header};

use crate::app::App;
use crate::headers::PageKind;
use crate::problem::route_error;

route_error! {
    /// There is no such door.
    pub(crate) enum NoRoute {
        /// Nothing is served at this path.
        Unknown => (
            NOT_FOUND, "route_unknown",
            "There is nothing here.",
            "No route has this path."
        ),
        /// Something is, but not by this method.
        Method => (
            METHOD_NOT_ALLOWED, "method_not_allowed",
            "There is nothing here.",
            "The route does not know this method; the header Allow lists those it knows."
        ),
    }
}

pub use description::openapi;

pub(crate) fn router() -> Router<App> {
    let (v1, description) = description::described();
    Router::new()
        .merge(v1)
        .merge(description::router(&description))
        .route("/api/{*rest}", any(unknown))
}

/// A picture that a package or an API gave: of a type that its content was found to have, never a
/// page or a script (SEC-PKG-16).
pub(crate) fn picture(picture: Picture, cache: &'static str) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(picture.content_type),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("inline"),
        ),
    ];
    let mut response = (headers, Body::from(picture.bytes)).into_response();
    response.extensions_mut().insert(PageKind::Picture);
    response
}

async fn unknown() -> NoRoute {
    NoRoute::Unknown
}
