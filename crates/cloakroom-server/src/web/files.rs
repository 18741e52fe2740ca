//! Files of the web UI, with an entity tag and as long a cache as each can have.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::headers::PageKind;
use crate::routes::api::NoRoute;

/// What the web build made. Absent on a clean clone: then a placeholder page stands in, so that
/// everything but the UI works (decision 31).
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const PLACEHOLDER: &str = include_str!("../../assets/placeholder.html");

/// A file that is named by the hash of its content never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The page of the UI, whatever its client route.
pub(super) fn index(headers: &HeaderMap) -> Response {
    let mut response = match packed("index.html", headers) {
        Some(packed) => serve(packed, "text/html; charset=utf-8", ASK_AGAIN, headers),
        None => axum::response::Html(PLACEHOLDER).into_response(),
    };
    response.extensions_mut().insert(PageKind::Document);
    response
}

/// A file of the UI. The name is looked up in a list made at build time (in debug builds below
/// `web/dist`, from which rust-embed lets no path escape).
pub(super) fn asset(path: &str, headers: &HeaderMap) -> Response {
    let Some(packed) = packed(path, headers) else {
        return NoRoute::Unknown.into_response();
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let cache = if path.starts_with("assets/") {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let mut response = serve(packed, kind.as_ref(), cache, headers);
    response.extensions_mut().insert(PageKind::Asset);
    response
}

/// A file in the smallest form that the browser reads.
struct Packed {
    file: EmbeddedFile,
    /// The content coding (RFC 9110 §8.4.1); absent for the file as it is.
    coding: Option<&'static str>,
}

/// The forms that the web build puts beside its files, smallest first.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

fn packed(path: &str, headers: &HeaderMap) -> Option<Packed> {
    let smaller = CODINGS
        .iter()
        .filter(|(coding, _)| accepts(headers, coding))
        .find_map(|(coding, ending)| {
            let file = Dist::get(&format!("{path}{ending}"))?;
            Some(Packed {
                file,
                coding: Some(coding),
            })
        });
    smaller.or_else(|| Dist::get(path).map(|file| Packed { file, coding: None }))
}

/// Whether Accept-Encoding names a coding without refusing it by `q=0` (RFC 9110 §12.5.3).
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|sent| sent.to_str().ok())
        .flat_map(|sent| sent.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|weight| weight.parse() == Ok(0.0));
            named && !refused
        })
}

fn serve(packed: Packed, kind: &str, cache: HeaderValue, headers: &HeaderMap) -> Response {
    let Packed { file, coding } = packed;
    let tag = etag(&file.metadata.sha256_hash());
    let same = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|sent| matches(sent, &tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(Bytes::from(file.data.into_owned())));
        // Types come from a fixed table and are header values.
        let kind = HeaderValue::from_str(kind)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"));
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn etag(hash: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in &hash[..16] {
        // Writing to a string does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether a value of If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison).
fn matches(sent: &HeaderValue, tag: &str) -> bool {
    sent.to_str().is_ok_and(|sent| {
        sent.trim() == "*"
            || sent
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::borrow::Cow;

    use super::*;

    fn file() -> Packed {
        let metadata = rust_embed::Metadata::__rust_embed_new([7; 32], None, None);
        let file = EmbeddedFile {
            data: Cow::Borrowed(b"body"),
            metadata,
        };
        Packed { file, coding: None }
    }

    fn accepting(sent: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_str(sent).unwrap(),
        );
        headers
    }

    #[test]
    fn a_coding_is_used_only_where_the_browser_names_it() {
        for (sent, coding, expected) in [
            ("gzip, deflate, br, zstd", "br", true),
            ("gzip, deflate, br, zstd", "gzip", true),
            ("GZIP;q=0.5", "gzip", true),
            ("br;q=0, gzip", "br", false),
            ("br; q=0.000", "br", false),
            ("brotli", "br", false),
            ("", "gzip", false),
        ] {
            assert_eq!(
                accepts(&accepting(sent), coding),
                expected,
                "{sent}: {coding}"
            );
        }
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn a_packed_file_says_how_it_is_packed() {
        let packed = Packed {
            coding: Some("br"),
            ..file()
        };
        let response = serve(packed, "text/css", FOR_EVER, &HeaderMap::new());
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        let plain = serve(file(), "text/css", FOR_EVER, &HeaderMap::new());
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
    }

    #[test]
    fn a_file_that_the_browser_has_is_not_sent_again() {
        let first = serve(file(), "text/css", FOR_EVER, &HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(
            serve(file(), "text/css", FOR_EVER, &headers).status(),
            StatusCode::NOT_MODIFIED
        );
        headers.insert(header::IF_NONE_MATCH, "\"other\"".parse().unwrap());
        assert_eq!(
            serve(file(), "text/css", FOR_EVER, &headers).status(),
            StatusCode::OK
        );
    }

    #[test]
    fn a_path_never_leads_out_of_the_folder() {
        for path in [
            "assets/../../package.json",
            "assets/../../../Cargo.toml",
            "assets//etc/passwd",
        ] {
            assert_eq!(
                asset(path, &HeaderMap::new()).status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
}
