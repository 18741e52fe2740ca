//! The forms of our first page against forms of other sites. There may be no session in the
//! pop-up, so the token is tied to a cookie of its own; holding the ticket is not enough, because
//! whoever made the link holds it.

use cloakroom_model::Random;
use cloakroom_vault::CsrfToken;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue};

use crate::body::Form;
use crate::identity::{cookies, same_origin};

const COOKIE: &str = "__Host-cloakroom-form";

/// The browser's secret: the one it has, or a new one with the cookie that sets it. Kept while
/// there is one, so that two pages opened side by side both stay good.
pub(super) fn secret(headers: &HeaderMap, random: &dyn Random) -> (String, Option<HeaderValue>) {
    match cookies::only(headers, COOKIE) {
        Some(secret) if secret.len() == 43 => (secret.to_owned(), None),
        _ => {
            let secret = CsrfToken::generate(random).expose().to_owned();
            let cookie = cookies::set(COOKIE, &secret, SameSite::Lax, None);
            (secret, Some(cookie))
        }
    }
}

/// The token of a page.
pub(super) fn token(secret: &str, ticket: &str) -> CsrfToken {
    same_origin::derive(&format!("cloakroom csrf sign-in {ticket}"), secret)
}

/// Whether a form was sent by our own page in this browser.
pub(super) fn proven(headers: &HeaderMap, form: &Form, ticket: &str, origin: &str) -> bool {
    let (Some(secret), Some(sent)) = (cookies::only(headers, COOKIE), form.one("csrf")) else {
        return false;
    };
    same_origin::proven(headers, origin) && CsrfToken::new(sent).ct_eq(&token(secret, ticket))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use cloakroom_model::SeededRandom;

    use super::*;

    const OURS: &str = "http://localhost:8787";

    fn request(secret: &str, site: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("{COOKIE}={secret}").parse().unwrap());
        headers.insert("sec-fetch-site", HeaderValue::from_static(site));
        headers.insert("origin", HeaderValue::from_static("null"));
        headers
    }

    fn form(token: &CsrfToken) -> Form {
        Form(vec![("csrf".to_owned(), token.expose().to_owned())])
    }

    /// Guard: `cloakroom_server::routes::sign_in::form::proven`
    #[test]
    fn sec_signin_11_only_our_own_page_in_this_browser_can_press_continue() {
        let (secret, cookie) = secret(&HeaderMap::new(), &SeededRandom::new(1));
        assert!(cookie.is_some());
        let good = form(&token(&secret, "ticket"));
        assert!(proven(
            &request(&secret, "same-origin"),
            &good,
            "ticket",
            OURS
        ));
        // Another site sends the form, with everything that can be known.
        assert!(!proven(
            &request(&secret, "cross-site"),
            &good,
            "ticket",
            OURS
        ));
        assert!(!proven(
            &request(&secret, "same-site"),
            &good,
            "ticket",
            OURS
        ));
        // The token of another link, of another browser, and none.
        assert!(!proven(
            &request(&secret, "same-origin"),
            &form(&token(&secret, "other")),
            "ticket",
            OURS
        ));
        assert!(!proven(
            &request("another", "same-origin"),
            &good,
            "ticket",
            OURS
        ));
        assert!(!proven(
            &request(&secret, "same-origin"),
            &Form(Vec::new()),
            "ticket",
            OURS
        ));
        let mut without = request(&secret, "same-origin");
        without.remove("cookie");
        assert!(!proven(&without, &good, "ticket", OURS));
    }
}
