//! A request out, its limits, and what came back.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use url::Url;

use crate::origin::Origin;

/// What a request is for; decides its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An operation of an app's API.
    AppApi,
    /// A token endpoint: exchange or refresh.
    Token,
    /// A revocation endpoint (RFC 7009).
    Revocation,
    /// A userinfo endpoint.
    UserInfo,
    /// An issuer's metadata (RFC 8414).
    Metadata,
    /// An issuer's keys (RFC 7517).
    Jwks,
    /// An authorization endpoint, looked at without a person.
    Authorization,
    /// An image of a card.
    Image,
}

impl Purpose {
    /// Its limits where nothing else is said.
    pub fn limits(self) -> Limits {
        let (first_byte, total, body_bytes) = match self {
            Self::AppApi => (20, 30, 4 << 20),
            Self::Token => (30, 40, 256 << 10),
            Self::Revocation => (10, 15, 64 << 10),
            Self::UserInfo => (10, 15, 256 << 10),
            Self::Authorization => (10, 15, 1 << 20),
            Self::Metadata | Self::Jwks => (10, 15, 512 << 10),
            Self::Image => (10, 20, 4 << 20),
        };
        Limits {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(first_byte),
            total: Duration::from_secs(total),
            body_bytes,
        }
    }

    /// Whether the answer must not be lost to a connection that was dying of idleness: a token
    /// endpoint may have rotated the refresh token before the connection broke. Such requests
    /// never use a kept connection; a handshake costs less than a new sign-in.
    pub(crate) fn wants_fresh_connection(self) -> bool {
        matches!(self, Self::Token | Self::Revocation)
    }
}

/// How long and how much (SEC-EGRESS-09). The bytes of the answer's head are limited by
/// [`crate::Guard::HEADER_BYTES`] on every connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Resolving, connecting and the TLS handshake together.
    pub connect: Duration,
    /// From the end of connecting to the answer's head.
    pub first_byte: Duration,
    /// From the call of [`crate::Guard::send`] to the last byte.
    pub total: Duration,
    /// Bytes of the answer's body, counted after decompression.
    pub body_bytes: usize,
}

/// A request out.
#[derive(Debug, Clone)]
pub struct OutboundRequest {
    /// What it is for.
    pub purpose: Purpose,
    /// The method.
    pub method: Method,
    /// The URL as declared; rules were judged by it.
    pub url: Url,
    /// The origin that is dialled in place of the URL's, in development only (decision 14).
    pub dial: Option<Origin>,
    /// Headers. `Host`, `Content-Length` and those that belong to the connection are set here and
    /// nowhere else: entries of those names are dropped.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Its limits.
    pub limits: Limits,
}

impl OutboundRequest {
    /// A request without headers or body, with the limits of its purpose.
    pub fn new(purpose: Purpose, method: Method, url: Url) -> Self {
        Self {
            purpose,
            method,
            url,
            dial: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            limits: purpose.limits(),
        }
    }

    /// A GET.
    pub fn get(purpose: Purpose, url: Url) -> Self {
        Self::new(purpose, Method::GET, url)
    }

    /// A POST without a body yet.
    pub fn post(purpose: Purpose, url: Url) -> Self {
        Self::new(purpose, Method::POST, url)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Sets the body and its media type.
    #[must_use]
    pub fn body(mut self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static(content_type),
        );
        self.body = body.into();
        self
    }

    /// Sets the limit on the whole.
    #[must_use]
    pub fn total(mut self, total: Duration) -> Self {
        self.limits.total = total;
        self
    }

    /// Sets all limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Dials another origin, in development only.
    #[must_use]
    pub fn dial(mut self, dial: Option<Origin>) -> Self {
        self.dial = dial;
        self
    }
}

/// How long it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// Resolving, connecting and the TLS handshake; zero on a kept connection.
    pub connect: Duration,
    /// From then to the answer's head.
    pub first_byte: Duration,
    /// All of it.
    pub total: Duration,
}

/// What came back, whatever its status. The body is complete and decompressed.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status; a redirect is an answer like any other.
    pub status: StatusCode,
    /// The headers as received.
    pub headers: HeaderMap,
    /// The body after decompression.
    pub body: Bytes,
    /// How long it took.
    pub timing: Timing,
    /// Who answered.
    pub address: SocketAddr,
    /// Whether a kept connection was used.
    pub reused: bool,
}
