//! The doctor: runs the real flow of a registration against its provider and API, and says with
//! evidence what is wrong.
//!
//! First what needs no person: the registration, the provider's metadata, an authorization request
//! that nobody follows, a code that was made up. Then, if nothing found so far makes it pointless, a
//! test sign-in of one person: the same link, `state`, PKCE, binding cookie and callback as every
//! sign-in has; and with its tokens the API, one refresh, and their revocation.
//!
//! Invariants: a test's tokens are never a grant, and wait for their revocation from the moment they
//! came; one way of client authentication is tried at a time, and never a second with the same code
//! or refresh token; a run is a row, so the callback may come to any replica.

mod advice;
mod after;
mod authorization;
mod checks;
mod code;
mod error;
mod finding;
mod held;
mod journal;
mod look;
mod metadata;
mod operation;
mod page;
mod report;
mod run;
mod token;
mod trouble;
mod view;
mod written;

pub use code::{FindingCode, Severity};
pub use error::DoctorError;
pub use finding::{Endpoint, Finding};
pub use operation::Operation;
pub use page::findings_page;
pub use report::{Step, StepName, StepState};
pub use view::{DoctorRunView, RedirectUrl, Verdict};
