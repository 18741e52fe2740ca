//! The sample authorization server: small, correct, and scriptable into each fault that real ones show.
//!
//! By default it does what the documents say: authorization code with PKCE (RFC 7636), `iss` in
//! its answers (RFC 9207), strict rotation of refresh tokens with the end of the whole grant on
//! reuse (RFC 9700 §4.14.2), revocation (RFC 7009), introspection (RFC 7662), metadata (RFC 8414)
//! and OpenID Connect's `id_token` and userinfo. A [`Script`] turns single behaviours off, on or
//! wrong; each request is written to a [`Log`](log::Log), so that a client's own account of what
//! it did can be compared with what arrived here.
//!
//! It keeps everything in memory, shows its users' passwords on the login page, and lets whoever
//! reaches its port turn the fault dial. It is a sample for loopback and tests, nothing else.
#![forbid(unsafe_code)]

mod client_auth;
mod clock;
mod config;
mod cookies;
mod grants;
mod keys;
pub mod log;
mod pages;
mod params;
mod pkce;
mod random;
mod routes;
pub mod script;
mod serve;
mod server;
mod sessions;

pub use clock::Clock;
pub use config::{Client, ClientAuthentication, Config, Scope, User};
pub use grants::{Ended, GrantView};
pub use log::{Counters, Entry, fingerprint};
pub use sample_support::DIAL_HEADER;
pub use script::Script;
pub use serve::{Running, serve, spawn};
pub use server::Server;
