//! The doors, played by actors over the real stack on SQLite. The folders mirror the paths.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod api;
mod description;
mod first_administrator;
mod foreign_registration;
mod headers;
mod host_check;
mod invoke;
mod limits;
mod portal_sign_in;
mod redirect;
mod sign_in;
mod story;
mod support;
mod waiting;
mod web;
