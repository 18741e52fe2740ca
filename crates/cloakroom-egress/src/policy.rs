//! What may be reached beyond the public internet, as the operator configured it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use rustls_pki_types::CertificateDer;
use url::Host;

use crate::origin::Origin;

/// A loopback host and port, exactly as URLs name them (SEC-EGRESS-15).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Exception {
    host: Host<String>,
    port: u16,
}

/// Why a text is not a loopback exception.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExceptionError {
    /// Not `host:port`.
    #[error("a loopback exception is written host:port, such as 127.0.0.1:8788")]
    Malformed,
    /// The host is not this machine by its name.
    #[error("{0} is not a loopback host: localhost, a name beneath it, 127.0.0.0/8 or [::1]")]
    NotLoopback(String),
}

impl Exception {
    /// The exception for that host and port.
    pub fn new(host: &str, port: u16) -> Result<Self, ExceptionError> {
        let host = Host::parse(host).map_err(|_| ExceptionError::Malformed)?;
        if !is_loopback(&host) {
            return Err(ExceptionError::NotLoopback(host.to_string()));
        }
        Ok(Self { host, port })
    }

    fn matches(&self, origin: &Origin) -> bool {
        &self.host == origin.host() && self.port == origin.port()
    }
}

impl FromStr for Exception {
    type Err = ExceptionError;

    fn from_str(text: &str) -> Result<Self, ExceptionError> {
        let (host, port) = text.rsplit_once(':').ok_or(ExceptionError::Malformed)?;
        Self::new(host, port.parse().map_err(|_| ExceptionError::Malformed)?)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Whether the host is this machine by its spelling alone: a loopback address, `localhost`, or a
/// name beneath it (RFC 6761 §6.3), with or without the final dot.
pub(crate) fn is_loopback(host: &Host<String>) -> bool {
    match host {
        Host::Domain(name) => is_localhost(name),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Whether a name is `localhost` or beneath it.
pub(crate) fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
        || name
            .rsplit_once('.')
            .is_some_and(|(_, last)| last.eq_ignore_ascii_case("localhost"))
}

/// What the guard admits. The default is the public internet through TLS and nothing else.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Production: loopback exceptions and origin maps are refused.
    pub production: bool,
    /// Loopback targets that may be reached, without TLS too; development only.
    pub loopback_allowed: Vec<Exception>,
    /// Networks that are reached though they are not of the public internet, such as the
    /// organization's own. TLS is still required. Loopback is not admitted by this.
    pub allowed_networks: Vec<IpNet>,
    /// Certificate authorities beside the public ones.
    pub extra_roots: Vec<CertificateDer<'static>>,
    /// How many requests to one origin may be under way; further ones wait for their turn.
    pub requests_per_origin: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            production: false,
            loopback_allowed: Vec::new(),
            allowed_networks: Vec::new(),
            extra_roots: Vec::new(),
            requests_per_origin: 64,
        }
    }
}

/// Why a policy is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A loopback exception in production.
    #[error(
        "loopback exception {0} is for development only: remove it, or start in development mode"
    )]
    LoopbackInProduction(Exception),
}

impl Policy {
    /// Development mode with these loopback exceptions.
    pub fn development(loopback_allowed: impl IntoIterator<Item = Exception>) -> Self {
        Self {
            loopback_allowed: loopback_allowed.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Production: the public internet through TLS.
    pub fn production() -> Self {
        Self {
            production: true,
            ..Self::default()
        }
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        match self.loopback_allowed.first() {
            Some(exception) if self.production => {
                Err(PolicyError::LoopbackInProduction(exception.clone()))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn excepts(&self, origin: &Origin) -> bool {
        !self.production
            && self
                .loopback_allowed
                .iter()
                .any(|exception| exception.matches(origin))
    }

    pub(crate) fn allows_network(&self, address: IpAddr) -> bool {
        !address.is_loopback()
            && self
                .allowed_networks
                .iter()
                .any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_exception_names_a_loopback_host_and_a_port() {
        for text in [
            "127.0.0.1:1",
            "localhost:8788",
            "api.localhost:80",
            "[::1]:9",
        ] {
            assert_eq!(text.parse::<Exception>().unwrap().to_string(), text);
        }
        for text in ["10.0.0.1:1", "api.example:80", "notlocalhost:1"] {
            assert!(
                matches!(
                    text.parse::<Exception>(),
                    Err(ExceptionError::NotLoopback(_))
                ),
                "{text}"
            );
        }
        assert_eq!(
            "127.0.0.1".parse::<Exception>(),
            Err(ExceptionError::Malformed)
        );
    }

    #[test]
    fn an_exception_holds_for_its_own_port_and_spelling_only() {
        let policy = Policy::development(["127.0.0.1:8788".parse().unwrap()]);
        assert!(policy.excepts(&"http://127.0.0.1:8788".parse().unwrap()));
        assert!(policy.excepts(&"http://2130706433:8788".parse().unwrap()));
        assert!(!policy.excepts(&"http://127.0.0.1:8789".parse().unwrap()));
        assert!(!policy.excepts(&"http://localhost:8788".parse().unwrap()));
    }

    #[test]
    fn an_allowed_network_never_admits_loopback() {
        let policy = Policy {
            allowed_networks: vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()],
            ..Policy::default()
        };
        assert!(policy.allows_network("10.1.2.3".parse().unwrap()));
        assert!(!policy.allows_network("127.0.0.1".parse().unwrap()));
        assert!(!policy.allows_network("::1".parse().unwrap()));
    }
}
