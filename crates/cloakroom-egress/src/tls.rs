//! TLS as every connection uses it: 1.2 or 1.3, the public authorities and the operator's own.
//! There is no switch that turns verification off (SEC-EGRESS-12).

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName};
use tokio_rustls::TlsConnector;
use url::Host;

/// Makes the connector.
pub(crate) fn connector(
    extra_roots: &[CertificateDer<'static>],
) -> Result<TlsConnector, rustls::Error> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for root in extra_roots {
        roots.add(root.clone())?;
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The name that the certificate must bear.
pub(crate) fn server_name(host: &Host<String>) -> Option<ServerName<'static>> {
    match host {
        Host::Domain(name) => {
            // Certificates bear names without the final dot.
            let name = name.strip_suffix('.').unwrap_or(name);
            ServerName::try_from(name.to_owned()).ok()
        }
        Host::Ipv4(address) => Some(ServerName::from(std::net::IpAddr::from(*address))),
        Host::Ipv6(address) => Some(ServerName::from(std::net::IpAddr::from(*address))),
    }
}
