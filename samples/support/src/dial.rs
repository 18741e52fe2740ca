//! The guard of a dial. It is open to whoever reaches the server, but not to pages of other
//! sites: what changes something wants a header that they cannot send, and every door wants a
//! loopback name in `Host`, against DNS rebinding.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};

/// The header that every request carries that turns the dial: a page of another site cannot add
/// it without a preflight, which the samples do not answer.
pub const DIAL_HEADER: &str = "x-dial";

/// Middleware: lets through what this machine's own pages and tests ask.
pub async fn guarded(request: Request, next: Next) -> Response {
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
