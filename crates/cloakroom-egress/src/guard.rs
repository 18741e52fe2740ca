//! The guard: the one way out.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::SharedClock;
use http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};
use http::{HeaderMap, HeaderValue, Method, Request};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, timeout_at};

use crate::body;
use crate::connect::{Connector, TlsConnectorDebug};
use crate::dial::{Dial, TcpDial};
use crate::error::{EgressError, Phase, Refusal};
use crate::origin::Origin;
use crate::policy::{Policy, PolicyError};
use crate::pool::{Connection, Key, Pool};
use crate::request::{OutboundRequest, Response, Timing};
use crate::resolve::{Resolver, SystemResolver};
use crate::slots::Slots;
use crate::tls;

/// Headers that belong to the connection or are set here (RFC 9110 §7.6.1).
const OURS: &[http::HeaderName] = &[
    HOST,
    CONNECTION,
    CONTENT_LENGTH,
    ACCEPT_ENCODING,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Why a guard could not be made.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// The policy contradicts itself.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A configured certificate authority could not be used.
    #[error("a configured certificate authority can't be used: {0}")]
    Roots(String),
}

/// The one outbound HTTP client. Share it behind an [`Arc`].
#[derive(Debug)]
pub struct Guard {
    connector: Connector,
    pool: Pool,
    slots: Slots,
    only: Option<Origin>,
}

impl Guard {
    /// Bytes that an answer's head may have, on every connection.
    pub const HEADER_BYTES: usize = 32 * 1024;

    /// A guard with that policy on the system's resolver and TCP.
    ///
    /// # Errors
    /// A loopback exception in production; a certificate authority that does not parse.
    pub fn new(policy: Policy, clock: SharedClock) -> Result<Self, GuardError> {
        Self::with_seams(policy, Arc::new(SystemResolver), Arc::new(TcpDial), clock)
    }

    /// The same, on another resolver and another way to connect.
    pub fn with_seams(
        policy: Policy,
        resolver: Arc<dyn Resolver>,
        dial: Arc<dyn Dial>,
        clock: SharedClock,
    ) -> Result<Self, GuardError> {
        policy.check()?;
        let tls = tls::connector(&policy.extra_roots)
            .map_err(|error| GuardError::Roots(error.to_string()))?;
        Ok(Self {
            slots: Slots::new(policy.requests_per_origin),
            connector: Connector {
                policy,
                resolver,
                dial,
                tls: TlsConnectorDebug(tls),
            },
            pool: Pool::new(clock),
            only: None,
        })
    }

    /// A client of one origin that the operator configured, whatever its address: for the command
    /// line and the telemetry exporter (decision 25). It calls nothing else.
    pub fn fixed(
        origin: Origin,
        extra_roots: Vec<rustls_pki_types::CertificateDer<'static>>,
        clock: SharedClock,
    ) -> Result<Self, GuardError> {
        let policy = Policy {
            extra_roots,
            ..Policy::default()
        };
        let mut guard = Self::new(policy, clock)?;
        guard.only = Some(origin);
        Ok(guard)
    }

    /// Whether this guard serves a production installation, where origin maps are refused.
    pub fn is_production(&self) -> bool {
        self.connector.policy.production
    }

    /// Sends the request and reads the whole answer. Redirects are answers; nothing is repeated
    /// but a request that a kept connection is known not to have sent, and once a GET whose kept
    /// connection broke before any answer (RFC 9110 §9.2.2).
    ///
    /// # Errors
    /// See [`EgressError`]; [`EgressError::sent`] says whether the other side may have seen it.
    pub async fn send(&self, request: OutboundRequest) -> Result<Response, EgressError> {
        let started = Instant::now();
        let deadline = started + request.limits.total;
        let key = self
            .judge(&request)
            .map_err(|refusal| EgressError::Refused {
                host: request.url.host_str().unwrap_or_default().to_owned(),
                refusal,
            })?;

        // In the time that connecting has: whoever waits so long has not been answered before.
        let _slot = timeout_at(
            deadline.min(started + request.limits.connect),
            self.slots.take(&key.origin),
        )
        .await
        .ok()
        .flatten()
        .ok_or_else(|| EgressError::Busy {
            host: key.origin.host().to_string(),
        })?;

        if !request.purpose.wants_fresh_connection() {
            let kept = timeout_at(deadline, self.pool.take(&key))
                .await
                .unwrap_or(None);
            if let Some(connection) = kept {
                match self
                    .exchange(&request, &key, connection, started, deadline, None)
                    .await
                {
                    Err(EgressError::Protocol { sent, .. })
                        if !sent || request.method == Method::GET =>
                    {
                        tracing::debug!(origin = %key.origin, "a kept connection had gone; connecting anew");
                    }
                    other => return other,
                }
            }
        }
        let connecting = Instant::now();
        let connection = timeout_at(
            deadline.min(connecting + request.limits.connect),
            self.connect(&key),
        )
        .await
        .map_err(|_| EgressError::Timeout {
            phase: Phase::Connect,
        })??;
        let took = connecting.elapsed();
        self.exchange(&request, &key, connection, started, deadline, Some(took))
            .await
    }

    /// All rules that need no address.
    fn judge(&self, request: &OutboundRequest) -> Result<Key, Refusal> {
        if !request.url.username().is_empty() || request.url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let declared = Origin::of(&request.url).ok_or(Refusal::Scheme)?;
        if let Some(only) = &self.only {
            return if &declared == only && request.dial.is_none() {
                Ok(Key {
                    origin: declared,
                    mapped: false,
                })
            } else {
                Err(Refusal::OtherOrigin)
            };
        }
        let mapped = request.dial.is_some();
        let origin = request.dial.clone().unwrap_or(declared);
        self.connector.admit(&origin, mapped)?;
        Ok(Key { origin, mapped })
    }

    async fn connect(&self, key: &Key) -> Result<Connection, EgressError> {
        let (stream, address) = if self.only.is_some() {
            self.connector.open_unjudged(&key.origin).await?
        } else {
            self.connector.open(&key.origin, key.mapped).await?
        };
        let (sender, connection) = http1::Builder::new()
            .max_header_size(Self::HEADER_BYTES)
            .max_buf_size(Self::HEADER_BYTES * 2)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| EgressError::Protocol {
                reason: error.to_string(),
                sent: false,
            })?;
        // Ends when the sender is dropped or the peer closes.
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "an outbound connection ended");
            }
        });
        Ok(Connection { sender, address })
    }

    async fn exchange(
        &self,
        request: &OutboundRequest,
        key: &Key,
        mut connection: Connection,
        started: Instant,
        deadline: Instant,
        connect: Option<Duration>,
    ) -> Result<Response, EgressError> {
        let sending = Instant::now();
        let message = message(request, key)?;
        let head_by = deadline.min(sending + request.limits.first_byte);
        let answer = timeout_at(head_by, connection.sender.try_send_request(message))
            .await
            .map_err(|_| EgressError::Timeout {
                phase: Phase::FirstByte,
            })?
            .map_err(|mut error| {
                let sent = error.take_message().is_none();
                head_error(&error.into_error(), sent)
            })?;
        let first_byte = sending.elapsed();
        let (head, incoming) = answer.into_parts();
        let (body, complete) = timeout_at(deadline, read_body(&head.headers, incoming, request))
            .await
            .map_err(|_| EgressError::Timeout { phase: Phase::Body })??;
        let address = connection.address;
        if complete {
            self.pool.put(key.clone(), connection);
        }
        Ok(Response {
            status: head.status,
            headers: head.headers,
            body,
            timing: Timing {
                connect: connect.unwrap_or_default(),
                first_byte,
                total: started.elapsed(),
            },
            address,
            reused: connect.is_none(),
        })
    }
}

async fn read_body(
    headers: &HeaderMap,
    incoming: Incoming,
    request: &OutboundRequest,
) -> Result<(bytes::Bytes, bool), EgressError> {
    let limit = request.limits.body_bytes;
    let raw = body::read(incoming, limit).await?;
    Ok((body::decode(headers, raw, limit).await?, true))
}

fn head_error(error: &hyper::Error, sent: bool) -> EgressError {
    if error.is_parse_too_large() {
        return EgressError::HeaderTooLarge {
            limit: Guard::HEADER_BYTES,
        };
    }
    EgressError::Protocol {
        reason: error.to_string(),
        sent,
    }
}

/// The request as it goes over the connection, in origin form (RFC 9112 §3.2.1).
fn message(
    request: &OutboundRequest,
    key: &Key,
) -> Result<Request<Full<bytes::Bytes>>, EgressError> {
    let target = match request.url.query() {
        Some(query) => format!("{}?{query}", request.url.path()),
        None => request.url.path().to_owned(),
    };
    let unsendable = |reason: String| EgressError::Protocol {
        reason,
        sent: false,
    };
    let mut message = Request::builder()
        .method(request.method.clone())
        .uri(target)
        .body(Full::new(request.body.clone()))
        .map_err(|error| unsendable(error.to_string()))?;
    let headers = message.headers_mut();
    for (name, value) in &request.headers {
        if !OURS.contains(name) {
            headers.append(name.clone(), value.clone());
        }
    }
    let host = HeaderValue::from_str(&key.origin.authority())
        .map_err(|error| unsendable(error.to_string()))?;
    headers.insert(HOST, host);
    headers.insert(
        ACCEPT_ENCODING,
        HeaderValue::from_static(body::ACCEPT_ENCODING),
    );
    headers
        .entry(USER_AGENT)
        .or_insert(HeaderValue::from_static(concat!(
            "Cloakroom/",
            env!("CARGO_PKG_VERSION")
        )));
    Ok(message)
}
