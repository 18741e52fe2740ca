//! The store's one suite: each test runs on SQLite and on PostgreSQL.
//!
//! A test is an `async fn` that takes a [`world::World`]; `on_both!` lists it, and thereby makes
//! it `…::sqlite::<name>` and `…::postgres::<name>`. A test that is not listed is dead code, which
//! clippy reports; a method of the store that no test calls is reported by `coverage`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[macro_use]
mod world;

mod apps;
mod coverage;
mod doctor_runs;
mod failures;
mod grants;
mod hosts;
mod idempotency;
mod inconsistent;
mod keys;
mod migrations;
mod pending_grants;
mod people;
mod plans;
mod portal_sign_ins;
mod postgres_server;
mod refreshes;
mod registrations;
mod revocations;
mod sessions;
mod sign_ins;
mod statements;
mod trace_queue;
mod traces;
