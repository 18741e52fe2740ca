//! Sign-ins: from the link to the grant.
//!
//! Nobody is proven by holding a link or a `state` (decision 5). What proves is a live session of
//! the same user, at *Continue* and again at the callback; or six digits typed into the
//! conversation that the sign-in was started from.

mod callback;
mod confirm;
mod error;
mod exchange;
mod flow;
mod leave;
mod start;
mod status;

pub(crate) use callback::check_issuer;
pub use callback::{CallbackInput, CallbackOutcome};
pub use error::{CallbackError, ConfirmError, SignInError};
pub(crate) use flow::WithCode;
pub(crate) use leave::authorization_request;
pub use leave::{FirstPage, ToProvider, Visitor};
pub use start::SignInLink;
pub use status::SignInView;
