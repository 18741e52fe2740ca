//! The cookie that ties the provider's answer to the browser that went there (SEC-SIGNIN-05): one
//! a flow, random, and `SameSite=None` so that a `form_post` answer carries it (SEC-SIGNIN-18).

use cloakroom_model::SignInId;
use cloakroom_vault::BindingToken;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue};

use crate::identity::cookies;

const PREFIX: &str = "__Host-cloakroom-b-";
const TAB: &str = ".tab";
/// As long as a sign-in lives.
const SECONDS: i64 = 600;
/// So many flows a browser can have under way: together they stay below 4 KiB (SEC-SIGNIN-20).
const MOST: usize = 32;

/// The cookie's name tells flows apart and proves nothing: the public id is no secret.
fn name(id: &SignInId) -> String {
    let id = id.as_str();
    format!("{PREFIX}{}", &id[id.len() - 8..])
}

/// Sets the cookie of a flow, and removes the oldest where there are too many: browsers send
/// older cookies first (RFC 6265 §5.4).
pub(crate) fn set(
    headers: &HeaderMap,
    id: &SignInId,
    token: &BindingToken,
    tab: bool,
) -> Vec<HeaderValue> {
    let name = name(id);
    let others: Vec<&str> = cookies::all(headers)
        .map(|(other, _)| other)
        .filter(|other| other.starts_with(PREFIX) && *other != name)
        .collect();
    let surplus = (others.len() + 1).saturating_sub(MOST);
    let value = format!("{}{}", token.expose(), if tab { TAB } else { "" });
    others
        .into_iter()
        .take(surplus)
        .map(|other| cookies::remove(other, SameSite::None))
        .chain([cookies::set(&name, &value, SameSite::None, Some(SECONDS))])
        .collect()
}

/// The values of all flows' cookies.
pub(crate) fn all(headers: &HeaderMap) -> Vec<BindingToken> {
    cookies::all(headers)
        .filter(|(name, _)| name.starts_with(PREFIX))
        .map(|(_, value)| BindingToken::new(value.strip_suffix(TAB).unwrap_or(value)))
        .take(2 * MOST)
        .collect()
}

/// Whether the flow runs in the chat's own tab.
pub(crate) fn is_tab(headers: &HeaderMap, id: &SignInId) -> bool {
    cookies::only(headers, &name(id)).is_some_and(|value| value.ends_with(TAB))
}

/// Removes the cookie of a flow that has ended.
pub(crate) fn remove(id: &SignInId) -> HeaderValue {
    cookies::remove(&name(id), SameSite::None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::VecDeque;

    use cloakroom_model::SeededRandom;

    use super::*;

    fn cookie_header(jar: &VecDeque<(String, String)>) -> HeaderMap {
        let pairs: Vec<_> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut headers = HeaderMap::new();
        headers.insert("cookie", pairs.join("; ").parse().unwrap());
        headers
    }

    /// Guard: `cloakroom_server::routes::sign_in::binding::set`
    #[test]
    fn sec_signin_20_many_flows_keep_their_cookies_apart_and_bounded() {
        let random = SeededRandom::new(1);
        let mut jar: VecDeque<(String, String)> = VecDeque::new();
        for started in 1..=100 {
            let id = SignInId::generate(&random);
            let token = BindingToken::generate(&random);
            for set in set(&cookie_header(&jar), &id, &token, true) {
                let set = set.to_str().unwrap();
                let (pair, attributes) = set.split_once(';').unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                jar.retain(|(other, _)| other != name);
                if !attributes.contains("Max-Age=0") {
                    jar.push_back((name.to_owned(), value.to_owned()));
                }
            }
            let headers = cookie_header(&jar);
            assert_eq!(jar.len(), started.min(MOST));
            assert!(
                headers["cookie"].len() < 4096,
                "{}",
                headers["cookie"].len()
            );
            assert!(all(&headers).iter().any(|sent| sent.ct_eq(&token)));
            assert!(is_tab(&headers, &id));
        }
    }

    /// Guard: `cloakroom_server::routes::sign_in::binding::set`
    #[test]
    fn sec_signin_18_the_cookie_reaches_a_cross_site_post() {
        let random = SeededRandom::new(1);
        let id = SignInId::generate(&random);
        let cookies = set(&HeaderMap::new(), &id, &BindingToken::new("v"), false);
        let cookie = cookies[0].to_str().unwrap();
        for attribute in ["__Host-", "HttpOnly", "SameSite=None", "Secure", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}
