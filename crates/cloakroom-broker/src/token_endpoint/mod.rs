//! The token endpoint: code exchange and refresh (RFC 6749 §4.1.3, §5, §6).
//!
//! [`request`] builds the request and [`answer`] reads the answer, both without I/O; [`send()`] is
//! the one place where they meet the network. An answer is read strictly by the RFC first, then
//! with leniencies that providers need, each of which is noted and reaches the trace.

pub(crate) mod answer;
mod body;
mod error;
mod lifetime;
mod markers;
pub(crate) mod request;
mod retry_after;
mod send;
mod shown;

pub(crate) use answer::{AnswerContext, TokenAnswer};
pub(crate) use error::TokenError;
pub(crate) use request::{BuildError, HttpRequest, TokenRequest};
pub(crate) use send::{Outcome, send};
