//! The web UI: files embedded from `web/dist`, and our own few for the sign-in pages.

mod files;
mod own;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;

use crate::app::App;
use crate::parts::Path;
use crate::routes::api::NoRoute;

/// The index answers for the routes that the UI itself knows, and for nothing else: a mistyped
/// path is a 404, not a page.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(index))
        .route("/index.html", get(index))
        .route("/settings", get(index))
        .route("/inspector", get(index))
        .route("/inspector/{*rest}", get(index))
        .route("/portal", get(index))
        .route("/portal/{*rest}", get(index))
        .route("/assets/{*path}", get(asset))
        .route("/favicon.ico", get(favicon))
        .route("/favicon.svg", get(favicon_svg))
        .route("/-/sign-in.css", get(own::css))
        .route("/-/sign-in.js", get(own::sign_in_script))
        .route("/-/signed-in.js", get(own::signed_in_script))
        .fallback(unknown)
}

async fn index(headers: HeaderMap) -> Response {
    files::index(&headers)
}

async fn asset(Path(path): Path, headers: HeaderMap) -> Response {
    files::asset(&format!("assets/{path}"), &headers)
}

async fn favicon(headers: HeaderMap) -> Response {
    files::asset("favicon.ico", &headers)
}

async fn favicon_svg(headers: HeaderMap) -> Response {
    files::asset("favicon.svg", &headers)
}

async fn unknown() -> NoRoute {
    NoRoute::Unknown
}
