//! Cookies of a request: ours by value, everybody's by name only.

use cookie::Cookie;
use http::{HeaderMap, header};

fn all(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
}

/// The value of the cookie `name`.
pub(crate) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    all(headers)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The names of all cookies that came.
pub(crate) fn names(headers: &HeaderMap) -> Vec<String> {
    all(headers)
        .map(|cookie| cookie.name().to_owned())
        .collect()
}
