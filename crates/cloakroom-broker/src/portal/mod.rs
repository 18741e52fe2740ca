//! Portal sign-in: our own people, by the OpenID providers that the operator configured.
//!
//! A person is (issuer, `sub`) and nothing else: an e-mail address is a text that providers let
//! people change and that two providers may both give (OpenID Connect Core §5.7, SEC-WEB-03).
//! Which tenants he is in, and as what, the provider's groups decide anew at each sign-in.

mod callback;
mod error;
mod provider;
mod start;

pub use callback::PortalEntry;
pub use error::PortalSignInError;
pub use provider::{ProviderProblem, SignInProvider, SignInProviders, TenantAccess};
pub use start::{PortalLeaving, portal_redirect_path};
