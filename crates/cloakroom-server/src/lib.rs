//! Routes by plane, identity of callers, errors as problem+json.
//!
//! Architecture invariants: who calls is decided here and nowhere else, by the extractors of
//! `identity`, on the matched route and never on the raw URI (SEC-WEB-07); an error becomes an
//! HTTP answer in one function; every answer has passed the headers of its page kind; no header
//! that a proxy might set is believed (SEC-WEB-06), but for limits by address that of a proxy which
//! the operator named; the public URL is configuration.
#![forbid(unsafe_code)]

mod access_log;
mod app;
mod body;
mod config;
mod conventions;
mod headers;
mod host_check;
mod idempotency;
mod identity;
mod limits;
mod parts;
mod problem;
mod routes;
mod web;

pub use app::{Services, router};
pub use config::ServerConfig;
pub use limits::{Rate, RateLimits};
pub use routes::api::openapi;
