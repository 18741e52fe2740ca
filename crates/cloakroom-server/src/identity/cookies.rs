//! Cookies: read from all headers, written with all attributes.

use cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, header};

/// The names and values of a request's cookies, in the order in which the browser sent them.
pub(crate) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// The value of the cookie with that name; none when there are several, because then one of them
/// was planted.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = all(headers)
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

/// A cookie of ours: for this host alone, over https (or loopback) alone, unseen by scripts.
fn ours(name: &str, value: &str, same_site: SameSite) -> Cookie<'static> {
    Cookie::build((name.to_owned(), value.to_owned()))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(same_site)
        .build()
}

fn header_value(cookie: &Cookie<'_>) -> HeaderValue {
    // Names are constants, values base64url: always a header value. An empty header sets nothing.
    let mut value =
        HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// A cookie that ends with the browser's session, or after `max_age` seconds.
pub(crate) fn set(
    name: &str,
    value: &str,
    same_site: SameSite,
    max_age: Option<i64>,
) -> HeaderValue {
    let mut cookie = ours(name, value, same_site);
    if let Some(seconds) = max_age {
        cookie.set_max_age(cookie::time::Duration::seconds(seconds));
    }
    header_value(&cookie)
}

/// Removes a cookie.
pub(crate) fn remove(name: &str, same_site: SameSite) -> HeaderValue {
    set(name, "", same_site, Some(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_doubled_cookie_has_no_value() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; b=2".parse().unwrap());
        headers.append(header::COOKIE, "b=3".parse().unwrap());
        assert_eq!(
            (
                only(&headers, "a"),
                only(&headers, "b"),
                only(&headers, "c")
            ),
            (Some("1"), None, None)
        );
    }

    #[test]
    fn a_cookie_of_ours_is_secure_unseen_by_scripts_and_for_the_whole_host() {
        let value = set("__Host-x", "v", SameSite::Lax, None);
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-x=v; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
        let value = remove("__Host-x", SameSite::None);
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-x=; HttpOnly; SameSite=None; Secure; Path=/; Max-Age=0"
        );
    }
}
