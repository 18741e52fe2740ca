//! Registrations and their rules, sign-ins, grants, refresh: the OAuth client.
#![forbid(unsafe_code)]
