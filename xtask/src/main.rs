//! Tasks for developers: generated tables and documents.
#![forbid(unsafe_code)]
fn main() {}
