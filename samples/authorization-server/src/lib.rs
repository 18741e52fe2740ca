//! The sample authorization server: small, correct, and scriptable into each fault that real ones show.
#![forbid(unsafe_code)]
