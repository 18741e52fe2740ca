//! What both sample servers are made of: connections that a script can cut, the guard of the
//! dial, and fingerprints for the log.
#![forbid(unsafe_code)]

mod dial;
mod fingerprint;
mod listen;

pub use dial::{DIAL_HEADER, guarded};
pub use fingerprint::fingerprint;
pub use listen::{CutConnection, Serving, serve};
