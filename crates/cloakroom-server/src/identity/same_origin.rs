//! The proof that a change comes from our own pages (SEC-WEB-05).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloakroom_vault::{CsrfToken, SessionToken, TokenHash};
use http::{HeaderMap, Method, header};

use super::IdentityError;
use crate::app::App;
use crate::body::media_type;

/// The header that carries the token.
pub(crate) const TOKEN: &str = "x-csrf-token";

/// The token of a session: computed from its secret, so that nothing more is kept, and the
/// store's hash of that secret does not give it away.
pub(crate) fn token(session: &SessionToken) -> CsrfToken {
    derive("cloakroom csrf session", session.expose())
}

/// A token that is tied to a secret of the browser, for a purpose.
pub(crate) fn derive(purpose: &str, secret: &str) -> CsrfToken {
    let hash = TokenHash::of(&format!("{purpose}\0{secret}"));
    CsrfToken::new(URL_SAFE_NO_PAD.encode(hash.as_bytes()))
}

/// Requires what a cross-site request cannot have: the browser's word that it is none, a token,
/// and a content type that no form can send.
pub(super) fn require(
    method: &Method,
    headers: &HeaderMap,
    session: &SessionToken,
    app: &App,
) -> Result<(), IdentityError> {
    if !proven(headers, &app.origin) {
        return Err(IdentityError::CrossSite);
    }
    let sent = headers
        .get(TOKEN)
        .and_then(|value| value.to_str().ok())
        .map(CsrfToken::new);
    if !sent.is_some_and(|sent| sent.ct_eq(&token(session))) {
        return Err(IdentityError::CsrfToken);
    }
    require_content_type(method, headers)
}

/// Refuses content types that a form of another site could send.
pub(crate) fn require_content_type(
    method: &Method,
    headers: &HeaderMap,
) -> Result<(), IdentityError> {
    let typed = matches!(
        media_type(headers).as_deref(),
        Some("application/json" | "application/zip" | "application/octet-stream")
    );
    if typed || method == Method::DELETE {
        Ok(())
    } else {
        Err(IdentityError::ContentType)
    }
}

/// Whether the browser says that a request comes from a page of `origin`.
///
/// Our pages send `Referrer-Policy: no-referrer`, under which browsers write `Origin: null` on a
/// form's POST (Fetch, "append a request Origin header"): then `Sec-Fetch-Site` alone decides.
/// Without `Sec-Fetch-Site` the origin must be ours by name.
pub(crate) fn proven(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name| {
        let mut values = headers.get_all(name).iter();
        let first = values.next();
        // Two values of either header do not come from a browser.
        if values.next().is_some() {
            Some("")
        } else {
            first.map(|value| value.to_str().unwrap_or(""))
        }
    };
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some("same-origin"), None | Some("null")) => true,
        (Some("same-origin") | None, Some(sent)) => sent == origin,
        (Some(_), _) | (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const OURS: &str = "http://localhost:8787";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    /// Guard: `cloakroom_server::identity::same_origin::proven`
    #[test]
    fn sec_web_05_only_the_browsers_word_for_our_own_origin_is_a_proof() {
        for (pairs, proof) in [
            (
                &[("sec-fetch-site", "same-origin"), ("origin", OURS)][..],
                true,
            ),
            (
                &[("sec-fetch-site", "same-origin"), ("origin", "null")],
                true,
            ),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("origin", OURS)], true),
            (&[], false),
            (&[("origin", "null")], false),
            (&[("origin", "http://localhost:8788")], false),
            (&[("origin", "https://localhost:8787")], false),
            (&[("origin", "http://localhost:8787.evil.example")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", OURS)], false),
            (&[("sec-fetch-site", "same-site"), ("origin", OURS)], false),
            (&[("sec-fetch-site", "none")], false),
            (
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("origin", "https://evil.example"),
                ],
                false,
            ),
            (
                &[("origin", OURS), ("origin", "https://evil.example")],
                false,
            ),
            (
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("sec-fetch-site", "cross-site"),
                ],
                false,
            ),
        ] {
            assert_eq!(proven(&headers(pairs), OURS), proof, "{pairs:?}");
        }
    }

    #[test]
    fn the_token_of_another_session_or_purpose_differs() {
        let (a, b) = (SessionToken::new("a"), SessionToken::new("b"));
        assert!(token(&a).ct_eq(&token(&a)));
        assert!(!token(&a).ct_eq(&token(&b)));
        assert!(!token(&a).ct_eq(&derive("another", "a")));
    }
}
