//! The style and the scripts of the sign-in pages. The pages work without the scripts.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};

use crate::headers::PageKind;

const CSS: &str = include_str!("../../assets/sign-in.css");
const SIGN_IN: &str = include_str!("../../assets/sign-in.js");
const SIGNED_IN: &str = include_str!("../../assets/signed-in.js");

fn file(body: &'static str, kind: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300"),
        ),
    ];
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(PageKind::Asset);
    response
}

pub(super) async fn css() -> Response {
    file(CSS, "text/css; charset=utf-8")
}

pub(super) async fn sign_in_script() -> Response {
    file(SIGN_IN, "text/javascript; charset=utf-8")
}

pub(super) async fn signed_in_script() -> Response {
    file(SIGNED_IN, "text/javascript; charset=utf-8")
}
