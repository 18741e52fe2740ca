//! The guard against servers, names and addresses that mean no good.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod address;
mod connection;
mod limits;
mod origin;
mod proxy;
mod redirect;
mod support;
mod tls;
