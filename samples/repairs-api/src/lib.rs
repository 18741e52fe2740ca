//! The sample resource server: the repairs API behind the Repairs extension.
#![forbid(unsafe_code)]
