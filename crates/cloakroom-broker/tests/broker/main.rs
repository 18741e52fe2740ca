//! The broker on a real store, against the sample authorization server: what users do, and the
//! attacks on it.
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs
)]

mod answers;
mod doctor;
#[path = "../../../cloakroom-store/tests/suite/postgres_server.rs"]
mod postgres_server;
mod refresh;
mod rules;
mod sealed;
mod sign_in;
mod support;
