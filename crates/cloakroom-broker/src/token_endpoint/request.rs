//! Building a token request.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use cloakroom_vault::{
    AuthorizationCode, ClientSecret, PkceVerifier, RefreshToken, StateToken, Zeroizing,
};
use http::{HeaderMap, HeaderValue, Method, header};
use url::Url;

use crate::registration::{
    BasicPart, BasicParts, ClientAuthentication, Settings, TokenRequestFormat,
};

/// What is asked of the token endpoint.
#[derive(Debug)]
pub(crate) enum TokenRequest<'a> {
    /// A code exchange (RFC 6749 §4.1.3).
    AuthorizationCode {
        /// The code.
        code: &'a AuthorizationCode,
        /// The redirect URL, byte for byte as it was sent at the start.
        redirect_uri: &'a str,
        /// The PKCE verifier of this flow; `None` only when the registration switches PKCE off.
        verifier: Option<&'a PkceVerifier>,
        /// The `state` of this flow, which is consumed by now.
        state: &'a StateToken,
    },
    /// A refresh (RFC 6749 §6).
    Refresh {
        /// The refresh token.
        token: &'a RefreshToken,
    },
}

impl<'a> TokenRequest<'a> {
    /// The secrets that the request carries, so that an answer which repeats them can be cleaned.
    pub(crate) fn secrets(&self) -> Vec<&'a str> {
        match self {
            Self::AuthorizationCode { code, verifier, .. } => std::iter::once(code.expose())
                .chain(verifier.map(PkceVerifier::expose))
                .collect(),
            Self::Refresh { token } => vec![token.expose()],
        }
    }
}

/// A request, ready to send. Its headers and body hold secrets: `Debug` shows neither.
pub(crate) struct HttpRequest {
    /// Always `POST` (RFC 6749 §3.2).
    pub(crate) method: Method,
    /// The token or refresh endpoint.
    pub(crate) url: Url,
    /// With secret values marked sensitive.
    pub(crate) headers: HeaderMap,
    /// Wiped when it is dropped.
    pub(crate) body: Bytes,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpRequest({} {} bytes)", self.method, self.body.len())
    }
}

/// Why no request could be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The way to authenticate needs a secret, and none is kept.
    #[error("the registration's way to authenticate needs a client secret, and none is kept")]
    SecretMissing,
    /// The secrets make no valid header.
    #[error("the client ID or secret cannot be put into a header")]
    Header,
}

/// Builds the request exactly as the registration says: one way to authenticate, never two, and
/// no client ID in the body beside Basic (SEC-TOKEN-14).
pub(crate) fn build(
    request: &TokenRequest<'_>,
    settings: &Settings,
    secret: Option<&ClientSecret>,
) -> Result<HttpRequest, BuildError> {
    let (mut url, extra) = match request {
        TokenRequest::AuthorizationCode { .. } => {
            (settings.token_endpoint.clone(), &settings.token_parameters)
        }
        TokenRequest::Refresh { .. } => {
            (settings.refresh_url().clone(), &settings.refresh_parameters)
        }
    };
    let mut parameters: Vec<(&str, &str)> = Vec::with_capacity(8 + extra.len());
    match request {
        TokenRequest::AuthorizationCode {
            code,
            redirect_uri,
            verifier,
            state,
        } => {
            parameters.push(("grant_type", "authorization_code"));
            parameters.push(("code", code.expose()));
            if settings.redirect_uri_in_query {
                url.query_pairs_mut()
                    .append_pair("redirect_uri", redirect_uri);
            } else {
                parameters.push(("redirect_uri", redirect_uri));
            }
            if let Some(verifier) = verifier {
                parameters.push(("code_verifier", verifier.expose()));
            }
            if settings.state_in_token_request {
                parameters.push(("state", state.expose()));
            }
        }
        TokenRequest::Refresh { token } => {
            parameters.push(("grant_type", "refresh_token"));
            parameters.push(("refresh_token", token.expose()));
        }
    }
    finish(&url, parameters, extra, settings, secret)
}

/// Builds a revocation request (RFC 7009 §2.1), authenticated as token requests are.
pub(crate) fn build_revocation(
    url: &Url,
    token: &str,
    hint: &str,
    settings: &Settings,
    secret: Option<&ClientSecret>,
) -> Result<HttpRequest, BuildError> {
    let parameters = vec![("token", token), ("token_type_hint", hint)];
    finish(url, parameters, &BTreeMap::new(), settings, secret)
}

/// Authentication, extra parameters, body.
fn finish<'a>(
    url: &Url,
    mut parameters: Vec<(&'a str, &'a str)>,
    extra: &'a BTreeMap<String, String>,
    settings: &'a Settings,
    secret: Option<&'a ClientSecret>,
) -> Result<HttpRequest, BuildError> {
    let mut headers = HeaderMap::new();
    let client_id = settings.client_id.as_str();
    match settings.client_authentication {
        ClientAuthentication::None => parameters.push(("client_id", client_id)),
        ClientAuthentication::Post => {
            let secret = secret.ok_or(BuildError::SecretMissing)?;
            parameters.push(("client_id", client_id));
            parameters.push(("client_secret", secret.expose()));
        }
        method @ (ClientAuthentication::Basic | ClientAuthentication::BasicRaw) => {
            let secret = secret.ok_or(BuildError::SecretMissing)?;
            let part = |part| {
                let part = match part {
                    BasicPart::ClientId => client_id,
                    BasicPart::ClientSecret => secret.expose(),
                    BasicPart::Empty => "",
                };
                match method {
                    ClientAuthentication::Basic => encode(part),
                    _ => Zeroizing::new(part.to_owned()),
                }
            };
            let BasicParts { user, password } = settings.basic_parts;
            headers.insert(header::AUTHORIZATION, basic(&part(user), &part(password))?);
        }
    }
    for (name, value) in extra {
        // Validation refuses reserved names; a row from elsewhere must not win over the request.
        if !parameters.iter().any(|(taken, _)| taken == name) {
            parameters.push((name, value));
        }
    }
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let (content_type, body) = match settings.token_request_format {
        TokenRequestFormat::Form => ("application/x-www-form-urlencoded", form(&parameters)),
        TokenRequestFormat::Json => ("application/json", json(&parameters)),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    Ok(HttpRequest {
        method: Method::POST,
        url: url.clone(),
        headers,
        body: Bytes::from_owner(body),
    })
}

/// RFC 6749 §2.3.1: both parts are form-encoded before they go into Basic.
fn encode(part: &str) -> Zeroizing<String> {
    Zeroizing::new(form_urlencoded::byte_serialize(part.as_bytes()).collect())
}

fn basic(id: &str, secret: &str) -> Result<HeaderValue, BuildError> {
    let pair = Zeroizing::new(format!("{id}:{secret}"));
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text).map_err(|_| BuildError::Header)?;
    value.set_sensitive(true);
    Ok(value)
}

/// A buffer that is wiped with its owner.
struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn form(parameters: &[(&str, &str)]) -> Wiped {
    // Three bytes for each at most, and the two signs: no reallocation leaves a copy behind.
    let room = parameters
        .iter()
        .map(|(name, value)| 3 * (name.len() + value.len()) + 2)
        .sum();
    let mut serializer = form_urlencoded::Serializer::new(String::with_capacity(room));
    serializer.extend_pairs(parameters);
    Wiped(Zeroizing::new(serializer.finish().into_bytes()))
}

fn json(parameters: &[(&str, &str)]) -> Wiped {
    let mut body = Zeroizing::new(Vec::with_capacity(
        parameters
            .iter()
            .map(|(name, value)| 6 * (name.len() + value.len()) + 6)
            .sum::<usize>()
            + 2,
    ));
    body.push(b'{');
    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 {
            body.push(b',');
        }
        // Writing text as JSON into memory cannot fail.
        let _ = serde_json::to_writer(&mut *body, name);
        body.push(b':');
        let _ = serde_json::to_writer(&mut *body, value);
    }
    body.push(b'}');
    Wiped(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::{Value, json};

    use super::*;
    use crate::registration::settings_for_tests as settings;

    const SECRET: &str = "s%:+ &é";

    fn exchange(settings: &Settings, secret: Option<&str>) -> Result<HttpRequest, BuildError> {
        let secret = secret.map(ClientSecret::new);
        build(
            &TokenRequest::AuthorizationCode {
                code: &AuthorizationCode::new("the code"),
                redirect_uri: "https://rooms.example/r?a=b",
                verifier: Some(&PkceVerifier::new("verifier")),
                state: &StateToken::new("the state"),
            },
            settings,
            secret.as_ref(),
        )
    }

    fn pairs(request: &HttpRequest) -> Vec<(String, String)> {
        form_urlencoded::parse(&request.body).into_owned().collect()
    }

    fn has(request: &HttpRequest, name: &str) -> Option<String> {
        pairs(request)
            .into_iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Guard: `cloakroom_broker::token_endpoint::request::build`
    #[test]
    fn sec_token_14_basic_has_form_encoded_parts_and_nothing_in_the_body() {
        let mut settings = settings();
        settings.client_id = "my client".to_owned();
        let request = exchange(&settings, Some(SECRET)).unwrap();
        let value = &request.headers[header::AUTHORIZATION];
        assert!(value.is_sensitive());
        let decoded = STANDARD
            .decode(value.to_str().unwrap().strip_prefix("Basic ").unwrap())
            .unwrap();
        assert_eq!(decoded, b"my+client:s%25%3A%2B+%26%C3%A9");
        assert_eq!(has(&request, "client_id"), None);
        assert_eq!(has(&request, "client_secret"), None);
    }

    #[test]
    fn sec_token_14_raw_basic_leaves_the_parts_as_they_are() {
        let mut settings = settings();
        settings.client_authentication = ClientAuthentication::BasicRaw;
        let request = exchange(&settings, Some(SECRET)).unwrap();
        let value = request.headers[header::AUTHORIZATION].to_str().unwrap();
        let decoded = STANDARD
            .decode(value.strip_prefix("Basic ").unwrap())
            .unwrap();
        assert_eq!(decoded, format!("repairs-client:{SECRET}").as_bytes());
    }

    /// Stripe Apps: the secret as user, and no password.
    #[test]
    fn sec_token_14_the_parts_of_basic_are_those_that_the_registration_names() {
        use BasicPart::{ClientId, ClientSecret, Empty};
        use ClientAuthentication::{Basic, BasicRaw};
        let parts = |user, password, method| {
            let mut settings = settings();
            settings.client_authentication = method;
            settings.basic_parts = BasicParts { user, password };
            let request = exchange(&settings, Some("s:1")).unwrap();
            assert_eq!(has(&request, "client_secret"), None);
            let value = request.headers[header::AUTHORIZATION].to_str().unwrap();
            let decoded = STANDARD.decode(value.strip_prefix("Basic ").unwrap());
            String::from_utf8(decoded.unwrap()).unwrap()
        };
        assert_eq!(parts(ClientSecret, Empty, BasicRaw), "s:1:");
        assert_eq!(parts(ClientSecret, Empty, Basic), "s%3A1:");
        assert_eq!(parts(ClientSecret, ClientId, Basic), "s%3A1:repairs-client");
        assert_eq!(parts(Empty, ClientSecret, Basic), ":s%3A1");
    }

    #[test]
    fn the_redirect_url_stands_in_the_query_and_the_state_is_repeated_where_that_is_wanted() {
        let mut settings = settings();
        settings.token_endpoint = Url::parse("https://as.example/token?v=2").unwrap();
        let plain = exchange(&settings, Some("s")).unwrap();
        assert_eq!(plain.url, settings.token_endpoint);
        assert_eq!(has(&plain, "state"), None);
        settings.redirect_uri_in_query = true;
        settings.state_in_token_request = true;
        let request = exchange(&settings, Some("s")).unwrap();
        let query: Vec<_> = request.url.query_pairs().into_owned().collect();
        let redirect = (
            "redirect_uri".to_owned(),
            "https://rooms.example/r?a=b".to_owned(),
        );
        assert_eq!(query, [("v".to_owned(), "2".to_owned()), redirect]);
        assert_eq!(has(&request, "redirect_uri"), None);
        assert_eq!(has(&request, "state").as_deref(), Some("the state"));
        // A refresh has neither.
        let request = refresh(&settings);
        assert_eq!(request.url, settings.token_endpoint);
        assert_eq!(has(&request, "state"), None);
    }

    #[test]
    fn sec_token_14_post_sends_the_secret_once_and_no_header() {
        let mut settings = settings();
        settings.client_authentication = ClientAuthentication::Post;
        let request = exchange(&settings, Some(SECRET)).unwrap();
        assert!(!request.headers.contains_key(header::AUTHORIZATION));
        assert_eq!(has(&request, "client_secret").as_deref(), Some(SECRET));
        assert_eq!(
            has(&request, "client_id").as_deref(),
            Some("repairs-client")
        );
    }

    #[test]
    fn sec_token_14_a_public_client_sends_its_id_and_no_secret_even_if_one_is_kept() {
        let mut settings = settings();
        settings.client_authentication = ClientAuthentication::None;
        let request = exchange(&settings, Some(SECRET)).unwrap();
        assert!(!request.headers.contains_key(header::AUTHORIZATION));
        assert_eq!(has(&request, "client_secret"), None);
        assert_eq!(
            has(&request, "client_id").as_deref(),
            Some("repairs-client")
        );
    }

    #[test]
    fn without_the_secret_that_is_needed_no_request_is_built() {
        for method in [
            ClientAuthentication::Basic,
            ClientAuthentication::BasicRaw,
            ClientAuthentication::Post,
        ] {
            let mut settings = settings();
            settings.client_authentication = method;
            assert_eq!(
                exchange(&settings, None).unwrap_err(),
                BuildError::SecretMissing
            );
        }
    }

    #[test]
    fn a_code_exchange_carries_code_redirect_url_and_verifier() {
        let mut settings = settings();
        settings
            .token_parameters
            .insert("audience".to_owned(), "a b".to_owned());
        let request = exchange(&settings, Some("s")).unwrap();
        assert_eq!(
            pairs(&request),
            [
                ("grant_type", "authorization_code"),
                ("code", "the code"),
                ("redirect_uri", "https://rooms.example/r?a=b"),
                ("code_verifier", "verifier"),
                ("audience", "a b"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(request.method, Method::POST);
        assert_eq!(request.headers[header::ACCEPT], "application/json");
        assert_eq!(
            request.headers[header::CONTENT_TYPE],
            "application/x-www-form-urlencoded"
        );
    }

    fn refresh(settings: &Settings) -> HttpRequest {
        build(
            &TokenRequest::Refresh {
                token: &RefreshToken::new("old \"one\""),
            },
            settings,
            Some(&ClientSecret::new("s")),
        )
        .unwrap()
    }

    #[test]
    fn a_refresh_goes_to_the_refresh_endpoint_with_a_scope_only_if_configured() {
        let mut settings = settings();
        assert_eq!(refresh(&settings).url, settings.token_endpoint);
        assert_eq!(has(&refresh(&settings), "scope"), None);
        settings.refresh_endpoint = Some(Url::parse("https://as.example/refresh").unwrap());
        settings
            .refresh_parameters
            .insert("scope".to_owned(), "a b".to_owned());
        let request = refresh(&settings);
        assert_eq!(request.url.as_str(), "https://as.example/refresh");
        assert_eq!(has(&request, "scope").as_deref(), Some("a b"));
    }

    #[test]
    fn a_json_request_is_an_object_of_texts() {
        let mut settings = settings();
        settings.token_request_format = TokenRequestFormat::Json;
        let request = refresh(&settings);
        assert_eq!(request.headers[header::CONTENT_TYPE], "application/json");
        assert_eq!(
            serde_json::from_slice::<Value>(&request.body).unwrap(),
            json!({"grant_type": "refresh_token", "refresh_token": "old \"one\""})
        );
    }

    #[test]
    fn an_extra_parameter_never_replaces_one_of_the_request() {
        let mut settings = settings();
        settings
            .refresh_parameters
            .insert("refresh_token".to_owned(), "another".to_owned());
        let request = refresh(&settings);
        assert_eq!(
            has(&request, "refresh_token").as_deref(),
            Some("old \"one\"")
        );
        assert_eq!(pairs(&request).len(), 2);
    }

    #[test]
    fn sec_vault_09_a_request_does_not_show_its_secrets() {
        let request = exchange(&settings(), Some("canary-secret")).unwrap();
        let shown = format!("{request:?} {:?}", request.headers);
        for secret in ["canary", "the code", "verifier", "Basic"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
