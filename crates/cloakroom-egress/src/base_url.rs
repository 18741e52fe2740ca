//! The base-URL rule: to which URLs a registration's token may go (SEC-EGRESS-02).

use percent_encoding::percent_decode_str;
use url::Url;

/// Why a URL is not beneath a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlMismatch {
    /// `http` against `https`, or something that is neither.
    #[error("the scheme differs from the base URL's")]
    Scheme,
    /// Another host; `api.example` does not cover `x.api.example`.
    #[error("the host differs from the base URL's")]
    Host,
    /// Another port.
    #[error("the port differs from the base URL's")]
    Port,
    /// The path does not begin with all segments of the base URL's path.
    #[error("the path does not begin with the whole path segments of the base URL")]
    Path,
    /// The URL carries a user name or a password.
    #[error("the URL carries credentials")]
    Credentials,
    /// A segment becomes `..` once a server has decoded it.
    #[error("a path segment leads out of the base URL once it is decoded")]
    DotSegment,
}

/// Whether `url` lies beneath `base`: the same scheme, host and port, and all path segments of
/// `base` at the beginning. Both are compared as parsed URLs, never as text: `/v1` covers `/v1`
/// and `/v1/x`, not `/v10`.
///
/// # Errors
/// The first part that differs.
pub fn base_url_covers(base: &Url, url: &Url) -> Result<(), BaseUrlMismatch> {
    if base.scheme() != url.scheme() || !matches!(url.scheme(), "http" | "https") {
        return Err(BaseUrlMismatch::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BaseUrlMismatch::Credentials);
    }
    if base.host().is_none() || base.host() != url.host() {
        return Err(BaseUrlMismatch::Host);
    }
    if base.port_or_known_default() != url.port_or_known_default() {
        return Err(BaseUrlMismatch::Port);
    }
    let mut rest = segments(url);
    for wanted in base_segments(base) {
        if rest.next() != Some(wanted) {
            return Err(BaseUrlMismatch::Path);
        }
    }
    if rest.any(leads_out) {
        return Err(BaseUrlMismatch::DotSegment);
    }
    Ok(())
}

fn segments(url: &Url) -> impl Iterator<Item = &str> {
    let path = url.path();
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// The segments of a base URL; `/v1/` means the same as `/v1`.
fn base_segments(base: &Url) -> impl Iterator<Item = &str> {
    let path = base.path();
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').filter(move |_| !path.is_empty())
}

/// Whether a server that decodes this segment, once or again, may see a way out of it: `..`
/// between encoded slashes or backslashes, before a matrix parameter, or a control character.
pub(crate) fn leads_out(segment: &str) -> bool {
    const ROUNDS: usize = 4;
    let mut text = segment.to_owned();
    for _ in 0..ROUNDS {
        let out = text
            .split(['/', '\\'])
            .any(|part| matches!(part.split(';').next(), Some("." | "..")))
            || text.chars().any(char::is_control);
        if out {
            return true;
        }
        let decoded = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    // Encoded more often than any honest value.
    true
}

#[cfg(test)]
#[path = "base_url_tests.rs"]
mod tests;
