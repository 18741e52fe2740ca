//! Asking the authorization server whose a token is (RFC 7662).

use std::io;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::config::Introspection;

const DEADLINE: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: usize = 64 * 1024;

/// What the authorization server says about a token.
#[derive(Clone, Deserialize, Debug)]
pub(crate) struct Answer {
    active: bool,
    #[serde(default)]
    sub: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    token_type: Option<String>,
}

/// A token that is good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// Whose it is.
    pub(crate) subject: String,
    /// The user's name, where the authorization server tells it.
    pub(crate) username: Option<String>,
    scopes: Vec<String>,
}

impl Token {
    pub(crate) fn allows(&self, scope: Option<&str>) -> bool {
        scope.is_none_or(|wanted| self.scopes.iter().any(|scope| scope == wanted))
    }
}

/// The authorization server could not be asked.
#[derive(Debug)]
pub(crate) struct Unreachable(String);

impl std::fmt::Display for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Introspection {
    /// The token if it is active; `None` if it is not.
    pub(crate) async fn ask(&self, token: &str) -> Result<Option<Token>, Unreachable> {
        let answer = timeout(DEADLINE, self.send(token))
            .await
            .map_err(|_| Unreachable("no answer within ten seconds".to_owned()))?
            .map_err(|error| Unreachable(error.to_string()))?;
        Ok(answer.into_token())
    }

    async fn send(&self, token: &str) -> io::Result<Answer> {
        let stream = TcpStream::connect(self.address()?).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(io::Error::other)?;
        let driving = tokio::spawn(connection);
        let response = sender
            .send_request(self.request(token)?)
            .await
            .map_err(io::Error::other)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), LARGEST_ANSWER)
            .collect()
            .await
            .map_err(io::Error::other)?
            .to_bytes();
        driving.abort();
        if status != StatusCode::OK {
            return Err(io::Error::other(format!(
                "the introspection endpoint answered {status}"
            )));
        }
        serde_json::from_slice(&body).map_err(io::Error::other)
    }

    fn address(&self) -> io::Result<(String, u16)> {
        let host = self
            .endpoint
            .host_str()
            .filter(|_| self.endpoint.scheme() == "http");
        match (host, self.endpoint.port_or_known_default()) {
            (Some(host), Some(port)) => Ok((host.trim_matches(['[', ']']).to_owned(), port)),
            _ => Err(io::Error::other(
                "the introspection endpoint is not an http URL",
            )),
        }
    }

    fn request(&self, token: &str) -> io::Result<Request<Full<Bytes>>> {
        let encoded =
            |part: &str| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
        let credentials = format!(
            "{}:{}",
            encoded(&self.client_id),
            encoded(&self.client_secret)
        );
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("token", token)
            .append_pair("token_type_hint", "access_token")
            .finish();
        Request::post(self.endpoint.path())
            .header(header::HOST, self.endpoint.authority())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(
                header::AUTHORIZATION,
                format!("Basic {}", STANDARD.encode(credentials)),
            )
            .body(Full::from(body))
            .map_err(io::Error::other)
    }
}

impl Answer {
    /// An active token; one without a subject is nobody's, and no use here. A refresh token is
    /// active as well, but not shown to a resource server by right.
    fn into_token(self) -> Option<Token> {
        if self
            .token_type
            .as_deref()
            .is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer"))
        {
            return None;
        }
        let subject = self
            .sub
            .or_else(|| self.username.clone())
            .filter(|_| self.active)?;
        Some(Token {
            subject,
            username: self.username,
            scopes: self
                .scope
                .unwrap_or_default()
                .split(' ')
                .map(str::to_owned)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn token(json: &str) -> Option<Token> {
        serde_json::from_str::<Answer>(json).unwrap().into_token()
    }

    #[test]
    fn an_inactive_token_is_none() {
        assert_eq!(token(r#"{"active":false,"sub":"karin"}"#), None);
        assert_eq!(token(r#"{"active":true}"#), None);
        assert_eq!(
            token(r#"{"active":true,"sub":"karin","token_type":"refresh_token"}"#),
            None
        );
    }

    #[test]
    fn scopes_are_whole_words() {
        let token =
            token(r#"{"active":true,"sub":"karin","scope":"repairs.readonly openid"}"#).unwrap();
        assert!(!token.allows(Some("repairs.read")));
        assert!(token.allows(Some("openid")));
        assert!(token.allows(None));
    }
}
