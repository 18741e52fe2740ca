//! The cookie that ties a provider's answer to the browser that left for it. `SameSite=Lax`: the
//! answer is a top-level GET, with which browsers send it.

use cloakroom_vault::BindingToken;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue};

use crate::identity::cookies;

const PREFIX: &str = "__Host-cloakroom-p-";
/// As long as a sign-in lives.
const SECONDS: i64 = 600;
/// So many tabs can be at a provider at once.
const MOST: usize = 8;

fn name(token: &BindingToken) -> String {
    let mut name = PREFIX.to_owned();
    for byte in &token.hash().as_bytes()[..4] {
        name.push_str(&format!("{byte:02x}"));
    }
    name
}

fn others(headers: &HeaderMap) -> Vec<&str> {
    cookies::all(headers)
        .map(|(name, _)| name)
        .filter(|name| name.starts_with(PREFIX))
        .collect()
}

/// Sets the cookie of a sign-in, and removes the oldest where there are too many.
pub(crate) fn set(headers: &HeaderMap, token: &BindingToken) -> Vec<HeaderValue> {
    let others = others(headers);
    let surplus = (others.len() + 1).saturating_sub(MOST);
    others
        .into_iter()
        .take(surplus)
        .map(|other| cookies::remove(other, SameSite::Lax))
        .chain([cookies::set(
            &name(token),
            token.expose(),
            SameSite::Lax,
            Some(SECONDS),
        )])
        .collect()
}

/// The values of all sign-ins under way in this browser.
pub(super) fn all(headers: &HeaderMap) -> Vec<BindingToken> {
    cookies::all(headers)
        .filter(|(name, _)| name.starts_with(PREFIX))
        .map(|(_, value)| BindingToken::new(value))
        .take(2 * MOST)
        .collect()
}

/// Removes them all: somebody has come in.
pub(super) fn remove_all(headers: &HeaderMap) -> Vec<HeaderValue> {
    others(headers)
        .into_iter()
        .map(|name| cookies::remove(name, SameSite::Lax))
        .collect()
}
