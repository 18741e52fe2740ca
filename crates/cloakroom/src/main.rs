//! Cloakroom in one binary: command line, configuration, wiring, the embedded web UI.
#![forbid(unsafe_code)]
fn main() {}
