//! The token endpoint: code exchange and refresh (RFC 6749 §4.1.3, §5, §6).
//!
//! [`request`] builds the request and [`answer`] reads the answer, both without I/O; [`send()`] is
//! the one place where they meet the network. An answer is read strictly by the RFC first, then
//! with leniencies that providers need, each of which is noted and reaches the trace.

mod answer;
mod body;
mod error;
mod lifetime;
mod markers;
mod request;
mod retry_after;
mod send;
pub(crate) mod shown;

pub(crate) use answer::TokenAnswer;
pub(crate) use error::Failure;
pub use error::TokenError;
pub(crate) use request::TokenRequest;
pub(crate) use send::{revoke, send};
