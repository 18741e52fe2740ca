//! Client authentication at the token, revocation and introspection endpoints (RFC 6749 §2.3).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};

use crate::config::{Client, ClientAuthentication};
use crate::params::Params;

/// What a request says about its client, as it stands there.
pub(crate) struct Presented {
    id: Option<String>,
    method: Method,
}

enum Method {
    Basic {
        user: String,
        password: String,
    },
    Post {
        id: String,
        secret: String,
    },
    None {
        id: Option<String>,
    },
    /// Two methods at once.
    Both,
}

/// Why a client is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AuthenticationError {
    /// `invalid_request`: more than one method (RFC 6749 §2.3).
    Both,
    /// `invalid_client`.
    Invalid,
}

impl Presented {
    pub(crate) fn read(headers: &HeaderMap, params: &Params) -> Self {
        let basic = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
            .and_then(|(_, encoded)| STANDARD.decode(encoded.trim()).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| {
                text.split_once(':')
                    .map(|(user, password)| (user.to_owned(), password.to_owned()))
            });
        let id = params.get("client_id").map(str::to_owned);
        let secret = params.get("client_secret").map(str::to_owned);
        match (basic, id, secret) {
            (Some(_), id, Some(_)) => Self {
                id,
                method: Method::Both,
            },
            (Some((user, password)), _, None) => Self {
                id: Some(form_decoded(&user)),
                method: Method::Basic { user, password },
            },
            (None, Some(id), Some(secret)) => Self {
                id: Some(id.clone()),
                method: Method::Post { id, secret },
            },
            (None, id, _) => Self {
                id: id.clone(),
                method: Method::None { id },
            },
        }
    }

    /// The client that the request says it comes from.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The method as the log names it; basic parts are only told apart once the secret is known.
    pub(crate) fn method_name(&self) -> &'static str {
        match self.method {
            Method::Basic { .. } => "client_secret_basic",
            Method::Post { .. } => "client_secret_post",
            Method::None { .. } => "none",
            Method::Both => "client_secret_basic and client_secret_post",
        }
    }

    /// Finds the client among `clients` and checks what was presented.
    pub(crate) fn verify<'a>(
        &self,
        clients: &'a [Client],
    ) -> Result<(&'a Client, ClientAuthentication), AuthenticationError> {
        let named = |name: &str| clients.iter().find(|client| client.id == name);
        let (client, method) = match &self.method {
            Method::Both => return Err(AuthenticationError::Both),
            Method::Basic { user, password } => {
                let decoded = named(&form_decoded(user))
                    .filter(|client| holds(client, &form_decoded(password)));
                let raw = named(user).filter(|client| holds(client, password));
                // Where both readings hold, nothing in the secret needed encoding.
                match (decoded, raw) {
                    (Some(client), Some(_))
                        if client.authentication == Some(ClientAuthentication::BasicRaw) =>
                    {
                        (client, ClientAuthentication::BasicRaw)
                    }
                    (Some(client), _) => (client, ClientAuthentication::Basic),
                    (None, Some(client)) => (client, ClientAuthentication::BasicRaw),
                    (None, None) => return Err(AuthenticationError::Invalid),
                }
            }
            Method::Post { id, secret } => named(id)
                .filter(|client| holds(client, secret))
                .map(|client| (client, ClientAuthentication::Post))
                .ok_or(AuthenticationError::Invalid)?,
            Method::None { id } => id
                .as_deref()
                .and_then(named)
                .filter(|client| client.secret.is_none())
                .map(|client| (client, ClientAuthentication::None))
                .ok_or(AuthenticationError::Invalid)?,
        };
        let accepted = match client.authentication {
            Some(only) => only == method,
            None => method != ClientAuthentication::BasicRaw,
        };
        if accepted {
            Ok((client, method))
        } else {
            Err(AuthenticationError::Invalid)
        }
    }
}

fn holds(client: &Client, secret: &str) -> bool {
    client
        .secret
        .as_deref()
        .is_some_and(|own| verify_slices_are_equal(own.as_bytes(), secret.as_bytes()).is_ok())
}

fn form_decoded(part: &str) -> String {
    // Parsed as the value of a nameless pair; `&` cannot stand in an encoded part.
    let pair = format!("={}", part.replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const AWKWARD: &str = "se%cr:et+ &é";

    fn clients(authentication: Option<ClientAuthentication>) -> [Client; 1] {
        let mut client = Client::confidential("clo:ak", "Cloakroom", AWKWARD, "http://localhost/");
        client.authentication = authentication;
        [client]
    }

    fn basic(user: &str, password: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let value = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        headers
    }

    fn encoded(text: &str) -> String {
        form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }

    #[test]
    fn basic_parts_are_form_encoded() {
        let headers = basic(&encoded("clo:ak"), &encoded(AWKWARD));
        let presented = Presented::read(&headers, &Params::default());
        let (_, method) = presented.verify(&clients(None)).ok().unwrap();
        assert_eq!(method, ClientAuthentication::Basic);
    }

    #[test]
    fn raw_basic_parts_are_accepted_only_where_the_client_is_set_to_them() {
        let mut clients = clients(None);
        "cloak".clone_into(&mut clients[0].id);
        let headers = basic("cloak", AWKWARD);
        let presented = Presented::read(&headers, &Params::default());
        assert_eq!(
            presented.verify(&clients).err(),
            Some(AuthenticationError::Invalid)
        );
        clients[0].authentication = Some(ClientAuthentication::BasicRaw);
        assert!(presented.verify(&clients).is_ok());
    }

    #[test]
    fn two_methods_at_once_are_refused() {
        let params = Params::from_form(b"client_id=clo%3Aak&client_secret=x");
        let presented = Presented::read(&basic("a", "b"), &params);
        assert_eq!(
            presented.verify(&clients(None)).err(),
            Some(AuthenticationError::Both)
        );
    }

    #[test]
    fn a_confidential_client_must_show_its_secret() {
        let params = Params::from_form(b"client_id=clo%3Aak");
        let presented = Presented::read(&HeaderMap::new(), &params);
        assert_eq!(
            presented.verify(&clients(None)).err(),
            Some(AuthenticationError::Invalid)
        );
    }

    #[test]
    fn a_client_set_to_one_method_is_refused_by_another() {
        let body = format!("client_id=clo%3Aak&client_secret={}", encoded(AWKWARD));
        let presented = Presented::read(&HeaderMap::new(), &Params::from_form(body.as_bytes()));
        assert!(
            presented
                .verify(&clients(Some(ClientAuthentication::Post)))
                .is_ok()
        );
        assert!(
            presented
                .verify(&clients(Some(ClientAuthentication::Basic)))
                .is_err()
        );
    }
}
