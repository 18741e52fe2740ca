//! What the server is told when it starts.

use std::time::Duration;

use cloakroom_vault::TokenHash;
use ipnet::IpNet;
use url::{Origin, Url};

use crate::limits::RateLimits;

/// Settings of the HTTP doors.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where browsers reach this installation: an origin of its own, never taken from a request
    /// (decision 26).
    pub public_url: Url,
    /// Further values of `Host` (with port where there is one) that are accepted on doors that
    /// take a credential, such as a service name inside a cluster.
    pub internal_hosts: Vec<String>,
    /// Whether this is more than a laptop: https is promised for good by HSTS.
    pub production: bool,
    /// Whether persons can be switched in the chat without entering anew (decision 2).
    pub demo: bool,
    /// The hash of the administrator's token; without one that door is shut.
    pub administrator: Option<TokenHash>,
    /// When a session ends, however much it is used.
    pub session_lifetime: Duration,
    /// How long a link to enter by can be used.
    pub enter_code_lifetime: Duration,
    /// How often what may be done.
    pub rate_limits: RateLimits,
    /// Proxies before this server whose `X-Forwarded-For` is believed, for limits by address.
    pub trusted_proxies: Vec<IpNet>,
}

impl ServerConfig {
    /// The settings of a development server at this public URL.
    pub fn new(public_url: Url) -> Self {
        Self {
            public_url,
            internal_hosts: Vec::new(),
            production: false,
            demo: false,
            administrator: None,
            session_lifetime: Duration::from_hours(7 * 24),
            enter_code_lifetime: Duration::from_mins(10),
            rate_limits: RateLimits::default(),
            trusted_proxies: Vec::new(),
        }
    }

    /// Host and port as browsers write them into `Host`: the port only where it is not the
    /// scheme's own.
    pub(crate) fn authority(&self) -> String {
        let host = self.public_url.host_str().unwrap_or_default();
        match self.public_url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The origin as browsers write it into `Origin`.
    pub(crate) fn origin(&self) -> String {
        match self.public_url.origin() {
            origin @ Origin::Tuple(..) => origin.ascii_serialization(),
            Origin::Opaque(_) => String::new(),
        }
    }
}
