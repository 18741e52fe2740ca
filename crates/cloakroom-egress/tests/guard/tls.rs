//! TLS servers with the wrong papers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use cloakroom_egress::{
    Dial, EgressError, Guard, Origin, OutboundRequest, Policy, Purpose, Resolver, Stream,
};
use cloakroom_model::{SharedClock, TestClock};
use futures_util::future::BoxFuture;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const NAME: &str = "api.example";

/// The public address that the test's names have; the dialler brings it to the server.
#[derive(Debug)]
struct Net(SocketAddr);

impl Resolver for Net {
    fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<std::net::IpAddr>>> {
        Box::pin(async { Ok(vec!["8.8.8.8".parse().unwrap()]) })
    }
}

impl Dial for Net {
    fn connect(&self, _: SocketAddr) -> BoxFuture<'static, io::Result<Box<dyn Stream>>> {
        let to = self.0;
        Box::pin(async move { Ok(Box::new(TcpStream::connect(to).await?) as Box<dyn Stream>) })
    }
}

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Issuer {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn leaf(
    issuer: &Issuer,
    name: &str,
    until: i32,
) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.signed_by(&key, issuer).unwrap();
    (
        certificate.der().clone(),
        PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
    )
}

async fn serve(
    (certificate, key): (CertificateDer<'static>, PrivateKeyDer<'static>),
    versions: &[&'static SupportedProtocolVersion],
) -> SocketAddr {
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    .await;
            });
        }
    });
    address
}

async fn call(server: SocketAddr, root: Option<&Issuer>) -> Result<bytes::Bytes, EgressError> {
    let clock: SharedClock = Arc::new(TestClock::default());
    let policy = Policy {
        extra_roots: root.map(|root| root.der().clone()).into_iter().collect(),
        ..Policy::production()
    };
    let guard =
        Guard::with_seams(policy, Arc::new(Net(server)), Arc::new(Net(server)), clock).unwrap();
    let url = format!("https://{NAME}/").parse().unwrap();
    guard
        .send(OutboundRequest::get(Purpose::AppApi, url))
        .await
        .map(|response| response.body)
}

const BOTH: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

/// Guard: `cloakroom_egress::tls::connector`
#[tokio::test]
async fn sec_egress_12_a_private_authority_is_believed_when_the_operator_names_it() {
    let authority = authority();
    let server = serve(leaf(&authority, NAME, 2100), BOTH).await;
    assert_eq!(&call(server, Some(&authority)).await.unwrap()[..], b"ok");
    let old = serve(leaf(&authority, NAME, 2100), &[&rustls::version::TLS12]).await;
    assert_eq!(&call(old, Some(&authority)).await.unwrap()[..], b"ok");
}

/// The command line speaks so to a server with a certificate of the organization's own.
#[tokio::test]
async fn sec_egress_12_a_fixed_guard_believes_the_authorities_that_it_is_given() {
    let authority = authority();
    let server = serve(leaf(&authority, "127.0.0.1", 2100), BOTH).await;
    let origin: Origin = format!("https://{server}").parse().unwrap();
    let roots = |given: bool| given.then(|| authority.der().clone()).into_iter().collect();
    for given in [true, false] {
        let clock: SharedClock = Arc::new(TestClock::default());
        let guard = Guard::fixed(origin.clone(), roots(given), clock).unwrap();
        let url = format!("https://{server}/").parse().unwrap();
        let answer = guard.send(OutboundRequest::get(Purpose::AppApi, url)).await;
        assert_eq!(answer.is_ok(), given, "{answer:?}");
    }
}

/// Guard: `cloakroom_egress::tls::connector`
#[tokio::test]
async fn sec_egress_12_expired_foreign_and_unknown_certificates_are_refused() {
    let known = authority();
    let unknown = authority();
    for (what, papers, root) in [
        ("expired", leaf(&known, NAME, 2021), Some(&known)),
        (
            "of another name",
            leaf(&known, "other.example", 2100),
            Some(&known),
        ),
        (
            "of an unknown authority",
            leaf(&unknown, NAME, 2100),
            Some(&known),
        ),
        (
            "of a private authority nobody named",
            leaf(&known, NAME, 2100),
            None,
        ),
    ] {
        let server = serve(papers, BOTH).await;
        let error = call(server, root).await.unwrap_err();
        assert!(matches!(error, EgressError::Tls { .. }), "{what}: {error}");
        assert!(!error.sent(), "{what}");
    }
}

/// Guard: `cloakroom_egress::tls::connector`
///
/// rustls cannot serve TLS 1.1, so the server answers by hand as one would: a `ServerHello` of
/// version 3.2.
#[tokio::test]
async fn sec_egress_12_tls_1_1_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).await;
        let mut hello = vec![
            0x16, 0x03, 0x02, 0x00, 0x2a, 0x02, 0x00, 0x00, 0x26, 0x03, 0x02,
        ];
        hello.extend([7; 32]);
        // No session id, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
        hello.extend([0x00, 0x00, 0x2f, 0x00]);
        let _ = stream.write_all(&hello).await;
        let _ = stream.read(&mut buffer).await;
    });
    let error = call(address, None).await.unwrap_err();
    assert!(matches!(error, EgressError::Tls { .. }), "{error}");
}
