//! What the API is started with.

use std::net::{Ipv4Addr, SocketAddr};

use url::Url;

use crate::Script;

/// Everything the API is started with.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The origin that callers know this API by, without a slash at the end. Links to pictures
    /// begin with it, as they would in production.
    pub public_origin: String,
    /// Where to ask about tokens.
    pub introspection: Introspection,
    /// The scope that reading wants; `None`: any active token reads.
    pub read_scope: Option<String>,
    /// The scope that creating wants; `None`: any active token creates.
    pub write_scope: Option<String>,
    /// The behaviour at the start; the dial changes it later.
    pub script: Script,
}

/// An introspection endpoint (RFC 7662), and who this API is there.
#[derive(Clone)]
pub struct Introspection {
    /// The endpoint, `http` only: the sample asks over loopback.
    pub endpoint: Url,
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`, sent as `client_secret_basic`.
    pub client_secret: String,
}

impl Config {
    /// The API of the demo on a free port, asking at `introspection`.
    pub fn new(introspection: Introspection) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_origin: "https://repairs.contoso.example".to_owned(),
            introspection,
            read_scope: Some("repairs.read".to_owned()),
            write_scope: Some("repairs.write".to_owned()),
            script: Script::default(),
        }
    }
}
