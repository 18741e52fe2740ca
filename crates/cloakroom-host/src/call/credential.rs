//! What a call is made with, and its place in the request.

use app_package::KeyPlace;
use cloakroom_broker::ApiKey;
use cloakroom_egress::OutboundRequest;
use cloakroom_vault::AccessToken;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use url::Url;

use crate::request::RESERVED;

/// What stands in the place of a credential that an API has repeated.
const HIDDEN: &str = "...";

/// The credential of one request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sent<'a> {
    /// The user's token, as bearer.
    Token(&'a AccessToken),
    /// The app's key, where the API's description wants it.
    Key(&'a ApiKey, &'a KeyPlace),
}

impl Sent<'_> {
    /// For the trace: the kind and its place, nothing of the value.
    pub(super) fn kind(&self) -> String {
        match self {
            Self::Token(_) => "bearer token".to_owned(),
            Self::Key(_, place) => format!("API key in {}", place_in_words(place)),
        }
    }

    /// Takes the credential out of what the API repeats in the headers of its answer: they stand in
    /// traces, and in words for developers (SEC-WEB-10).
    pub(super) fn hide_in(&self, headers: &mut HeaderMap) {
        let secret = match self {
            Self::Token(token) => token.expose(),
            Self::Key(key, _) => key.key.expose(),
        };
        if secret.is_empty() {
            return;
        }
        let encoded = utf8_percent_encode(secret, RESERVED).to_string();
        for value in headers.values_mut() {
            // What is no text is shown nowhere.
            let Ok(text) = value.to_str() else { continue };
            if !text.contains(secret) && !text.contains(&encoded) {
                continue;
            }
            let hidden = text.replace(secret, HIDDEN).replace(&encoded, HIDDEN);
            *value =
                HeaderValue::try_from(hidden).unwrap_or_else(|_| HeaderValue::from_static(HIDDEN));
        }
    }

    /// Puts it into the request, over whatever stood in its place; the reason where it can't stand
    /// there.
    pub(super) fn put(&self, request: &mut OutboundRequest) -> Result<(), &'static str> {
        const HEADER: &str = "the credential holds characters that can't stand in a header";
        let (name, value) = match self {
            Self::Token(token) => (AUTHORIZATION, format!("Bearer {}", token.expose())),
            Self::Key(key, place) => {
                let key = key.key.expose();
                match place {
                    KeyPlace::Bearer => (AUTHORIZATION, format!("Bearer {key}")),
                    KeyPlace::Header(name) => {
                        let name = HeaderName::try_from(name).map_err(|_| HEADER)?;
                        (name, key.to_owned())
                    }
                    KeyPlace::Cookie(name) => {
                        // RFC 6265 §4.1.1: cookie-octet. A `;` would begin another cookie.
                        let octet =
                            |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                        if !key.bytes().all(octet) {
                            return Err("the key holds characters that can't stand in a cookie");
                        }
                        (COOKIE, format!("{name}={key}"))
                    }
                    KeyPlace::Query(name) => {
                        into_query(&mut request.url, name, key);
                        return Ok(());
                    }
                }
            }
        };
        let mut value = HeaderValue::try_from(value).map_err(|_| HEADER)?;
        value.set_sensitive(true);
        request.headers.insert(name, value);
        Ok(())
    }
}

/// Adds the key to the query. A value of the user's under the same name would compete with it.
fn into_query(url: &mut Url, name: &str, key: &str) {
    let own = format!(
        "{}={}",
        utf8_percent_encode(name, RESERVED),
        utf8_percent_encode(key, RESERVED)
    );
    let others = url.query().unwrap_or_default().split('&').filter(|pair| {
        let mut parsed = url::form_urlencoded::parse(pair.as_bytes());
        !pair.is_empty() && parsed.next().is_none_or(|(other, _)| other != name)
    });
    let query: Vec<&str> = others.chain([own.as_str()]).collect();
    let query = query.join("&");
    url.set_query(Some(&query));
}

/// A place as people name it.
pub(super) fn place_in_words(place: &KeyPlace) -> String {
    match place {
        KeyPlace::Bearer => "Authorization: Bearer".to_owned(),
        KeyPlace::Header(name) => format!("the header {name}"),
        KeyPlace::Query(name) => format!("the query parameter {name}"),
        KeyPlace::Cookie(name) => format!("the cookie {name}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use cloakroom_egress::Purpose;
    use cloakroom_vault::ClientSecret;

    use super::*;

    fn put(key: &str, place: &KeyPlace, url: &str) -> Result<OutboundRequest, &'static str> {
        let key = ApiKey {
            key: ClientSecret::new(key),
        };
        let mut request = OutboundRequest::get(Purpose::AppApi, Url::parse(url).unwrap());
        Sent::Key(&key, place).put(&mut request).map(|()| request)
    }

    /// Guard: `cloakroom_host::call::credential::Sent::hide_in`
    #[test]
    fn sec_web_10_a_credential_that_an_api_repeats_is_taken_out_of_its_headers() {
        let token = AccessToken::new("s3cret+/=");
        let mut headers = HeaderMap::new();
        let repeated = "Bearer error_description=\"s3cret+/= is old, as is s3cret+/=\"";
        headers.insert("www-authenticate", repeated.parse().unwrap());
        headers.insert("location", "/a?t=s3cret%2B%2F%3D".parse().unwrap());
        headers.append("x", "s3cret+/=".parse().unwrap());
        headers.append("x", "plain".parse().unwrap());
        Sent::Token(&token).hide_in(&mut headers);
        assert_eq!(
            headers["www-authenticate"],
            "Bearer error_description=\"... is old, as is ...\""
        );
        assert_eq!(headers["location"], "/a?t=...");
        let others: Vec<_> = headers.get_all("x").iter().collect();
        assert_eq!(others, ["...", "plain"]);
    }

    #[test]
    fn a_key_in_the_query_is_encoded_and_takes_the_place_of_a_users_value() {
        let place = KeyPlace::Query("api key".to_owned());
        let url = "https://a.example/x?q=1&api+key=mine&b=%26&api%20key=too";
        let request = put("a&b=c %", &place, url).unwrap();
        assert_eq!(
            request.url.as_str(),
            "https://a.example/x?q=1&b=%26&api%20key=a%26b%3Dc%20%25"
        );
        assert_eq!(
            put("k", &place, "https://a.example/").unwrap().url.as_str(),
            "https://a.example/?api%20key=k"
        );
    }

    #[test]
    fn a_key_that_would_leave_its_cookie_or_header_is_not_sent() {
        let cookie = KeyPlace::Cookie("key".to_owned());
        let url = "https://a.example/";
        let request = put("0123456789", &cookie, url).unwrap();
        assert_eq!(request.headers[COOKIE], "key=0123456789");
        for key in ["a; admin=1", "a,b", "a\"b", "a\r\nb", "a b"] {
            assert!(put(key, &cookie, url).is_err(), "{key:?}");
        }
        let header = KeyPlace::Header("X-Key".to_owned());
        assert!(put("a\r\nb", &header, url).is_err());
        let sent = put("abc", &header, url).unwrap();
        assert!(sent.headers["x-key"].is_sensitive());
        assert!(!format!("{:?}", sent.headers).contains("abc"));
    }
}
