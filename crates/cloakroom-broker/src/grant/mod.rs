//! Grants in use: the valid token, the refresh, the end.

mod credential;
mod error;
pub(crate) mod flight;
mod refresh;
mod view;

pub use credential::Credential;
pub(crate) use credential::token_place;
pub use error::{CredentialError, SignInReason};
pub(crate) use view::explained;
pub use view::{GrantQuery, GrantView, SignedOut};
