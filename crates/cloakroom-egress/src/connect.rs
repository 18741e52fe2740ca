//! From an origin to a connection: resolve once, judge every address, connect to a judged one.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio_rustls::TlsConnector;
use url::Host;

use crate::address::{AddressClass, classify};
use crate::dial::{Dial, Stream};
use crate::error::{EgressError, Refusal};
use crate::origin::Origin;
use crate::policy::Policy;
use crate::resolve::Resolver;
use crate::tls::server_name;

/// How long one address has before the next is tried beside it (RFC 8305 §5).
const HEAD_START: Duration = Duration::from_millis(250);
/// A name with more addresses than this has the rest ignored.
const MAX_ADDRESSES: usize = 16;

/// The parts that connecting needs.
#[derive(Debug)]
pub(crate) struct Connector {
    pub(crate) policy: Policy,
    pub(crate) resolver: std::sync::Arc<dyn Resolver>,
    pub(crate) dial: std::sync::Arc<dyn Dial>,
    pub(crate) tls: TlsConnectorDebug,
}

/// [`TlsConnector`], which has no `Debug` of its own.
#[derive(Clone)]
pub(crate) struct TlsConnectorDebug(pub(crate) TlsConnector);

impl std::fmt::Debug for TlsConnectorDebug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsConnector")
    }
}

impl Connector {
    /// Refuses what can be refused before anything is resolved. `mapped` says that an
    /// installation's origin map names this origin, which is then its own loopback exception.
    pub(crate) fn admit(&self, origin: &Origin, mapped: bool) -> Result<(), Refusal> {
        let excepted = mapped || self.policy.excepts(origin);
        if mapped && self.policy.production {
            return Err(Refusal::MapInProduction);
        }
        if origin.is_tls() || (excepted && crate::policy::is_loopback(origin.host())) {
            return Ok(());
        }
        Err(Refusal::Cleartext)
    }

    /// Opens a connection to the origin, with TLS where it has it.
    pub(crate) async fn open(
        &self,
        origin: &Origin,
        mapped: bool,
    ) -> Result<(Box<dyn Stream>, SocketAddr), EgressError> {
        let addresses = self.addresses(origin, mapped).await?;
        self.secure(origin, self.race(origin, addresses).await?)
            .await
    }

    /// Adds TLS where the origin has it.
    async fn secure(
        &self,
        origin: &Origin,
        (stream, address): (Box<dyn Stream>, SocketAddr),
    ) -> Result<(Box<dyn Stream>, SocketAddr), EgressError> {
        if !origin.is_tls() {
            return Ok((stream, address));
        }
        let tls_error = |reason: String| EgressError::Tls {
            host: origin.host().to_string(),
            reason,
        };
        let name = server_name(origin.host())
            .ok_or_else(|| tls_error("not a name for a certificate".to_owned()))?;
        let stream = self
            .tls
            .0
            .connect(name, stream)
            .await
            .map_err(|error| tls_error(error.to_string()))?;
        Ok((Box::new(stream), address))
    }

    /// Opens a connection to an origin that the operator himself configured.
    pub(crate) async fn open_unjudged(
        &self,
        origin: &Origin,
    ) -> Result<(Box<dyn Stream>, SocketAddr), EgressError> {
        let found = self.resolve(origin).await?;
        let addresses = found
            .into_iter()
            .map(|address| SocketAddr::new(address, origin.port()))
            .collect();
        self.secure(origin, self.race(origin, addresses).await?)
            .await
    }

    /// The origin's addresses, all judged. One address that is refused refuses the name: an answer
    /// that mixes public and inner addresses is what a rebinding attack looks like (SEC-EGRESS-04).
    async fn addresses(
        &self,
        origin: &Origin,
        mapped: bool,
    ) -> Result<Vec<SocketAddr>, EgressError> {
        let found = self.resolve(origin).await?;
        let excepted = mapped || self.policy.excepts(origin);
        for address in &found {
            self.judge(
                *address,
                excepted && crate::policy::is_loopback(origin.host()),
            )
            .map_err(|refusal| EgressError::Refused {
                host: origin.host().to_string(),
                refusal,
            })?;
        }
        Ok(found
            .into_iter()
            .map(|address| SocketAddr::new(address, origin.port()))
            .collect())
    }

    /// Asks the resolver once; an address is taken as it was parsed, however it was spelled.
    async fn resolve(&self, origin: &Origin) -> Result<Vec<IpAddr>, EgressError> {
        let host = origin.host().to_string();
        let found: Vec<IpAddr> = match origin.host() {
            Host::Ipv4(address) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
            Host::Domain(name) => {
                let resolved = self.resolver.resolve(name).await;
                let mut found = resolved.map_err(|error| EgressError::Unresolvable {
                    host: host.clone(),
                    reason: error.to_string(),
                })?;
                found.truncate(MAX_ADDRESSES);
                found
            }
        };
        if found.is_empty() {
            return Err(EgressError::Unresolvable {
                host,
                reason: "it has no address".to_owned(),
            });
        }
        Ok(found)
    }

    fn judge(&self, address: IpAddr, loopback: bool) -> Result<(), Refusal> {
        match classify(address) {
            AddressClass::Public => Ok(()),
            AddressClass::Loopback if loopback => Ok(()),
            AddressClass::Loopback => Err(Refusal::Loopback(address)),
            AddressClass::Special(_) if self.policy.allows_network(address) => Ok(()),
            AddressClass::Special(class) => Err(Refusal::Address { address, class }),
        }
    }

    /// Tries the addresses one beside the other, the next after a head start or at once when the
    /// one before it failed; the first connection wins.
    async fn race(
        &self,
        origin: &Origin,
        addresses: Vec<SocketAddr>,
    ) -> Result<(Box<dyn Stream>, SocketAddr), EgressError> {
        let mut waiting = alternate(addresses).into_iter();
        let mut trying = FuturesUnordered::new();
        let mut reason = "no address left".to_owned();
        loop {
            if let Some(address) = waiting.next() {
                let attempt = self.dial.connect(address);
                trying.push(async move { (address, attempt.await) });
            } else if trying.is_empty() {
                return Err(EgressError::Connect {
                    host: origin.host().to_string(),
                    reason,
                });
            }
            tokio::select! {
                Some((address, result)) = trying.next() => match result {
                    Ok(stream) => return Ok((stream, address)),
                    Err(error) => reason = error.to_string(),
                },
                () = tokio::time::sleep(HEAD_START), if waiting.len() > 0 => {}
            }
        }
    }
}

/// Alternates the families, beginning with that of the first address (RFC 8305 §4).
fn alternate(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == first_is_v6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut mixed = Vec::new();
    loop {
        match (first.next(), second.next()) {
            (None, None) => return mixed,
            (one, other) => mixed.extend(one.into_iter().chain(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn families_alternate() {
        let of = |texts: &[&str]| {
            texts
                .iter()
                .map(|t| t.parse().unwrap())
                .collect::<Vec<SocketAddr>>()
        };
        assert_eq!(
            alternate(of(&["[2600::1]:1", "[2600::2]:1", "8.8.8.8:1"])),
            of(&["[2600::1]:1", "8.8.8.8:1", "[2600::2]:1"])
        );
    }
}
