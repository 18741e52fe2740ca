//! Where a request comes from, as far as that can be known.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;
use ipnet::IpNet;

use crate::app::App;

/// The address of the other side; of a proxy that the operator trusts, the one it names. `None`
/// where there is no connection: the terminal calls in its own process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address(Option<IpAddr>);

impl Address {
    /// What is counted as one: the address, of IPv6 the network that one customer gets.
    pub(super) fn network(self) -> Option<IpAddr> {
        self.0.map(|address| match address.to_canonical() {
            IpAddr::V6(address) => {
                let mut segments = address.segments();
                segments[4..].fill(0);
                Ipv6Addr::from(segments).into()
            }
            address @ IpAddr::V4(_) => address,
        })
    }

    /// What `X-Forwarded-For` says is believed as far as trusted proxies wrote it: from its end,
    /// up to the first address that is none of theirs.
    fn of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
        let trusted = |address: &IpAddr| {
            let address = address.to_canonical();
            proxies.iter().any(|network| network.contains(&address))
        };
        if !trusted(&peer) {
            return peer;
        }
        let named = headers.get_all("x-forwarded-for");
        let named: Vec<_> = named
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for text in named.iter().rev() {
            match text.trim().parse() {
                Ok(address) if trusted(&address) => {}
                Ok(address) => return address,
                Err(_) => break,
            }
        }
        peer
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let proxies = &app.config.trusted_proxies;
        Ok(Self(peer.map(|ConnectInfo(peer)| {
            Self::of(peer.ip(), &parts.headers, proxies)
        })))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        Address::of(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_what_it_wrote() {
        assert_eq!(of("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(of("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(of("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // The client wrote the first; two proxies the others.
        let forged = ["1.2.3.4, 198.51.100.1", "10.0.0.2"];
        assert_eq!(of("10.0.0.1", &forged), "198.51.100.1");
        assert_eq!(of("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_customer_has_one_limit_for_all_his_addresses() {
        let network = |text: &str| Address(Some(text.parse().unwrap())).network();
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.7"), network("203.0.113.7"));
        assert_eq!(Address(None).network(), None);
    }
}
