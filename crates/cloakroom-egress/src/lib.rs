//! The one outbound HTTP client: resolves, checks, pins, limits.
#![forbid(unsafe_code)]
