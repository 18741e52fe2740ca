//! App packages of API-based message extensions and Copilot API plugins: reading and validating.
#![forbid(unsafe_code)]
