//! The host on a real store and a real broker, against an API over loopback.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod generated;
mod images;
mod install;
mod invoke;
mod support;
mod versions;
