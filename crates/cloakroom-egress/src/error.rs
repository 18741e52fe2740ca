//! Why no answer came.

use std::fmt;
use std::net::IpAddr;

use cloakroom_model::Explain;

/// Which limit ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Resolving, connecting, TLS.
    Connect,
    /// Waiting for the answer's head.
    FirstByte,
    /// Reading the answer's body.
    Body,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::FirstByte => "waiting for the first byte",
            Self::Body => "reading the body",
        })
    }
}

/// Which rule of the guard said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither `http` nor `https`, or no host.
    #[error("only http and https URLs with a host can be called")]
    Scheme,
    /// `http` to somewhere that is not a loopback exception.
    #[error("http without TLS is only for loopback exceptions in development")]
    Cleartext,
    /// User name or password in the URL.
    #[error("the URL carries credentials")]
    Credentials,
    /// The name or address is this machine, and no exception names it.
    #[error(
        "{0} is this machine; a loopback exception must name exactly this host and port, in development"
    )]
    Loopback(IpAddr),
    /// An address that is not of the public internet.
    #[error("{address} is {class}, not of the public internet")]
    Address {
        /// The address.
        address: IpAddr,
        /// What it is.
        class: &'static str,
    },
    /// An origin map in production.
    #[error("origins are mapped in development only")]
    MapInProduction,
    /// This guard serves one origin, and this is another.
    #[error("this client is fixed to another origin")]
    OtherOrigin,
}

/// Why no answer came. Texts hold the host at most, never a path, query or body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// A rule said no; nothing was sent.
    #[error("{host} refused: {refusal}")]
    Refused {
        /// The host as the URL names it.
        host: String,
        /// Which rule.
        refusal: Refusal,
    },
    /// The name has no address, or the resolver did not answer. That is a refusal, never a reason
    /// to try otherwise.
    #[error("the name {host} could not be resolved: {reason}")]
    Unresolvable {
        /// The name.
        host: String,
        /// What the resolver said.
        reason: String,
    },
    /// No address accepted a connection.
    #[error("no connection to {host}: {reason}")]
    Connect {
        /// The host.
        host: String,
        /// The last address's error.
        reason: String,
    },
    /// The TLS handshake failed.
    #[error("TLS with {host} failed: {reason}")]
    Tls {
        /// The host.
        host: String,
        /// What rustls said.
        reason: String,
    },
    /// So many requests to that origin were under way that this one's turn did not come; nothing was
    /// sent.
    #[error("too many requests to {host} are under way")]
    Busy {
        /// The host.
        host: String,
    },
    /// A limit of time ran out.
    #[error("time ran out while {phase}")]
    Timeout {
        /// In which phase.
        phase: Phase,
    },
    /// The answer's body is beyond the limit.
    #[error("the answer's body is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes after decompression.
        limit: usize,
    },
    /// The answer's head is beyond the limit.
    #[error("the answer's header is larger than {limit} bytes")]
    HeaderTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The connection broke or what came was not HTTP.
    #[error("the exchange broke: {reason}")]
    Protocol {
        /// What went wrong.
        reason: String,
        /// Whether any byte of the request may have been sent.
        sent: bool,
    },
    /// The body could not be decompressed.
    #[error("the answer's body could not be decompressed: {reason}")]
    Encoding {
        /// Which encoding, what went wrong.
        reason: String,
    },
}

impl EgressError {
    /// Whether the other side may have seen the request. Where it may, the outcome of a request
    /// that is not safe to repeat is unknown.
    pub fn sent(&self) -> bool {
        match self {
            Self::Refused { .. }
            | Self::Unresolvable { .. }
            | Self::Connect { .. }
            | Self::Busy { .. }
            | Self::Tls { .. } => false,
            Self::Timeout { phase } => *phase != Phase::Connect,
            Self::TooLarge { .. } | Self::HeaderTooLarge { .. } | Self::Encoding { .. } => true,
            Self::Protocol { sent, .. } => *sent,
        }
    }
}

impl Explain for EgressError {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "egress_refused",
            Self::Unresolvable { .. } => "egress_unresolvable",
            Self::Connect { .. } => "egress_connect_failed",
            Self::Tls { .. } => "egress_tls_failed",
            Self::Busy { .. } => "egress_busy",
            Self::Timeout { .. } => "egress_timeout",
            Self::TooLarge { .. } | Self::HeaderTooLarge { .. } => "egress_answer_too_large",
            Self::Protocol { .. } | Self::Encoding { .. } => "egress_protocol_error",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Refused { .. } => "This address may not be reached from here.".to_owned(),
            Self::Unresolvable { .. } | Self::Connect { .. } => {
                "The other side can't be reached.".to_owned()
            }
            Self::Tls { .. } => "No secure connection to the other side could be made.".to_owned(),
            Self::Busy { .. } | Self::Timeout { .. } => {
                "The other side took too long to answer.".to_owned()
            }
            Self::TooLarge { .. } | Self::HeaderTooLarge { .. } => {
                "The answer was too large.".to_owned()
            }
            Self::Protocol { .. } | Self::Encoding { .. } => {
                "The answer could not be read.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        let fix = match self {
            Self::Refused {
                refusal: Refusal::Loopback(_),
                ..
            } => {
                "On a laptop, start in development mode with that host and port as an exception, or map the origin at install."
            }
            Self::Refused { .. } => {
                "Use a public https URL, or have the operator allow the network in the configuration."
            }
            Self::Unresolvable { .. } => "Check the host's spelling and its DNS records.",
            Self::Connect { .. } => "Check that the server runs and listens on that port.",
            Self::Tls { .. } => {
                "Check the certificate's names, dates and chain; a private authority is added in the installation's configuration."
            }
            Self::Busy { .. } => {
                "Answer faster; so many requests to one origin wait for each other."
            }
            Self::Timeout { .. } => "Answer faster, or in smaller parts.",
            Self::TooLarge { .. } | Self::HeaderTooLarge { .. } => "Send less: page the results.",
            Self::Protocol { .. } => "Answer complete HTTP/1.1 messages.",
            Self::Encoding { .. } => "Send gzip, br, deflate or no Content-Encoding.",
        };
        format!("{self}. {fix}")
    }
}
