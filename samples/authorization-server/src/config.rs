//! What the server is started with.

use std::net::{Ipv4Addr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::Script;

/// Everything the server is started with.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The issuer identifier, without a slash at the end; absent: `http://<the bound address>`.
    pub issuer: Option<String>,
    /// Who may ask for tokens, and who may introspect them.
    pub clients: Vec<Client>,
    /// Who can sign in.
    pub users: Vec<User>,
    /// What can be asked for.
    pub scopes: Vec<Scope>,
    /// Seconds that an access token lives, where the script does not say.
    pub access_token_seconds: u64,
    /// Seconds that a refresh token lives.
    pub refresh_token_seconds: u64,
    /// Seconds that an authorization code lives.
    pub code_seconds: u64,
    /// The behaviour at the start; the dial changes it later.
    pub script: Script,
    /// A page that the dial links to: the other sample's dial.
    pub see_also: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            issuer: None,
            clients: Vec::new(),
            users: vec![
                User::sample("karin", "Karin Blair"),
                User::sample("alex", "Alex Wilber"),
            ],
            scopes: [
                ("repairs.read", "See your repairs"),
                ("repairs.write", "Create repairs in your name"),
                ("openid", "Know who you are"),
                ("profile", "See your name"),
                ("offline_access", "Keep this access while you are away"),
            ]
            .map(|(name, words)| Scope {
                name: name.to_owned(),
                words: words.to_owned(),
            })
            .to_vec(),
            access_token_seconds: 3600,
            refresh_token_seconds: 30 * 24 * 3600,
            code_seconds: 60,
            script: Script::default(),
            see_also: None,
        }
    }
}

/// How a client proves itself at the token endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClientAuthentication {
    /// `Authorization: Basic`, both parts form-encoded (RFC 6749 §2.3.1).
    #[serde(rename = "client_secret_basic")]
    Basic,
    /// `Authorization: Basic` with the parts as they are, which RFC 6749 does not allow and
    /// several providers want.
    #[serde(rename = "client_secret_basic_raw")]
    BasicRaw,
    /// `client_id` and `client_secret` in the body.
    #[serde(rename = "client_secret_post")]
    Post,
    /// A public client: only `client_id`.
    #[serde(rename = "none")]
    None,
}

/// An OAuth client.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// What the consent page calls it.
    pub name: String,
    /// `client_secret`; absent: a public client.
    #[serde(default, skip_serializing)]
    pub secret: Option<String>,
    /// Where answers may go; compared byte for byte (RFC 9700 §2.1).
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// The one way to authenticate that is accepted; absent: each that the secret allows.
    #[serde(default)]
    pub authentication: Option<ClientAuthentication>,
    /// Whether it is a resource server that may ask about other clients' tokens.
    #[serde(default)]
    pub introspects: bool,
}

impl Client {
    /// A confidential client with one redirect URI.
    pub fn confidential(id: &str, name: &str, secret: &str, redirect_uri: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            secret: Some(secret.to_owned()),
            redirect_uris: vec![redirect_uri.to_owned()],
            authentication: None,
            introspects: false,
        }
    }

    /// A resource server, which only introspects.
    pub fn resource_server(id: &str, secret: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            secret: Some(secret.to_owned()),
            redirect_uris: Vec::new(),
            authentication: None,
            introspects: true,
        }
    }
}

/// Somebody who can sign in.
#[derive(Clone)]
pub struct User {
    /// The user name, and the `sub` of his tokens.
    pub name: String,
    /// His name on pages and in claims.
    pub display_name: String,
    /// His password, shown on the login page.
    pub password: String,
}

impl User {
    /// A user with the samples' password, `repairs`.
    pub fn sample(name: &str, display_name: &str) -> Self {
        Self {
            name: name.to_owned(),
            display_name: display_name.to_owned(),
            password: "repairs".to_owned(),
        }
    }
}

/// A scope, and what the consent page says it allows.
#[derive(Clone)]
pub struct Scope {
    /// The scope token.
    pub name: String,
    /// What it allows, in words.
    pub words: String,
}
