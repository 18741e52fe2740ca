//! Security headers, by what kind of page an answer is.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::app::App;

/// What kind of answer this is. A route says it by an extension of the response; silence means
/// [`PageKind::Data`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PageKind {
    /// JSON, errors, redirects: never shown as a page, never kept.
    Data,
    /// The web UI.
    Document,
    /// A page of ours in the sign-in pop-up.
    PopUp,
    /// A static file; how it is cached is the route's business.
    Asset,
    /// A picture that came from a package or an app's API.
    Picture,
}

/// The empty style element by which Fluent UI inserts its rules through the CSSOM (decision 28).
const EMPTY_STYLE: &str = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/// `form-action` is our own origin alone: browsers apply it to each redirect after a form, however
/// many hosts a provider sends its users through, so that no list of origins would do. *Continue*
/// is answered by a page that moves on by itself.
fn document_policy() -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {EMPTY_STYLE}; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    )
}

/// The headers of a kind.
fn apply(kind: &PageKind, headers: &mut HeaderMap) {
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    let policy = match kind {
        PageKind::Data | PageKind::Asset => "default-src 'none'; frame-ancestors 'none'".to_owned(),
        PageKind::Picture => "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned(),
        PageKind::Document | PageKind::PopUp => document_policy(),
    };
    // The text is made of constants; should it ever not be a header value, nothing at all may load.
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'",
    ));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    // An answer of data has none: redirects inside the pop-up are such answers, and a policy on
    // them would cut the pop-up off from its opener as well.
    let opener = match kind {
        // With `same-origin-allow-popups` on the chat, a pop-up page that sends anything but
        // `unsafe-none` would look closed to it at once (decision 8).
        PageKind::PopUp => Some("unsafe-none"),
        PageKind::Document => Some("same-origin-allow-popups"),
        PageKind::Asset | PageKind::Picture => Some("same-origin"),
        PageKind::Data => None,
    };
    if let Some(opener) = opener {
        headers.insert(OPENER, HeaderValue::from_static(opener));
    }
    match kind {
        PageKind::Data | PageKind::PopUp => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        PageKind::Document => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        PageKind::Asset | PageKind::Picture => {}
    }
}

/// Sets the headers of every answer, whatever made it.
pub(crate) async fn set(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let kind = response
        .extensions()
        .get::<PageKind>()
        .cloned()
        .unwrap_or(PageKind::Data);
    apply(&kind, response.headers_mut());
    if app.config.production && app.config.public_url.scheme() == "https" {
        response.headers_mut().insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn of(kind: &PageKind) -> HeaderMap {
        let mut headers = HeaderMap::new();
        apply(kind, &mut headers);
        headers
    }

    /// Guard: `cloakroom_server::headers::apply`
    #[test]
    fn sec_web_08_no_page_allows_inline_script_or_a_foreign_host() {
        for kind in [
            PageKind::Data,
            PageKind::Document,
            PageKind::PopUp,
            PageKind::Asset,
            PageKind::Picture,
        ] {
            let headers = of(&kind);
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(policy.starts_with("default-src 'none'"), "{policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(!policy.contains("http"), "{policy}");
        }
    }

    /// Guard: `cloakroom_server::headers::apply`
    #[test]
    fn sec_signin_17_pop_up_pages_are_not_kept_not_framed_and_send_no_referrer() {
        let headers = of(&PageKind::PopUp);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "unsafe-none");
    }
}
