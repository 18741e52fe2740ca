//! The sample resource server: the repairs API behind the Repairs extension.
//!
//! It serves what `samples/repairs/apiSpecFiles/repairs-openapi.json` describes. Whoever calls
//! shows a bearer token (RFC 6750); the API asks the authorization server whose it is and what it
//! allows (RFC 7662), so that two users see different repairs and a token without
//! `repairs.write` cannot create any. A [`Script`] makes it down, slow, too large, not JSON and
//! so on; each request is written to a [`Log`].
//!
//! Like the sample authorization server it keeps everything in memory and lets whoever reaches
//! its port turn its dial.
#![forbid(unsafe_code)]

mod answers;
mod bearer;
mod config;
mod data;
mod drawing;
mod introspection;
mod log;
mod routes;
mod script;
mod serve;
mod server;

pub use config::{Config, Introspection};
pub use data::Repair;
pub use log::{Entry, Log, fingerprint};
pub use sample_support::DIAL_HEADER;
pub use script::{Fault, Script};
pub use serve::{Running, serve, spawn};
pub use server::Server;
