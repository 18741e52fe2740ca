//! Faults of the caller or of ourselves, which are no answer to a user's search (decision 15).

use cloakroom_broker::{ConfirmError, CredentialError, PolicyError, SignInError};
use cloakroom_model::{Explain, TraceCode};

use crate::activity::ActivityError;
use crate::catalog::CatalogError;
use crate::find::FindError;

/// What kind of fault it is; the server has a status for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The caller's request is wrong.
    BadRequest,
    /// The six digits did not complete a sign-in.
    NotConfirmed,
    /// The store or the vault did not answer.
    Unavailable,
}

/// A fault, with the code of its trace.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct InvokeFault {
    cause: Cause,
    trace_code: TraceCode,
}

/// What it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Cause {
    #[error(transparent)]
    Activity(ActivityError),
    #[error(transparent)]
    Find(FindError),
    #[error(transparent)]
    Catalog(CatalogError),
    #[error(transparent)]
    Policy(PolicyError),
    #[error(transparent)]
    Credential(CredentialError),
    #[error(transparent)]
    SignIn(SignInError),
    #[error(transparent)]
    Confirm(ConfirmError),
}

impl InvokeFault {
    pub(crate) fn new(cause: Cause, trace_code: TraceCode) -> Self {
        Self { cause, trace_code }
    }

    /// What kind it is.
    pub fn kind(&self) -> FaultKind {
        match &self.cause {
            Cause::Activity(_) | Cause::Find(_) => FaultKind::BadRequest,
            Cause::Confirm(error) if error.code() != "store_unavailable" => FaultKind::NotConfirmed,
            Cause::Confirm(_)
            | Cause::Catalog(_)
            | Cause::Policy(_)
            | Cause::Credential(_)
            | Cause::SignIn(_) => FaultKind::Unavailable,
        }
    }

    /// The code of its trace.
    pub fn trace_code(&self) -> &TraceCode {
        &self.trace_code
    }

    fn explain(&self) -> &dyn Explain {
        match &self.cause {
            Cause::Activity(error) => error,
            Cause::Find(error) => error,
            Cause::Catalog(error) => error,
            Cause::Policy(error) => error,
            Cause::Credential(error) => error,
            Cause::SignIn(error) => error,
            Cause::Confirm(error) => error,
        }
    }
}

impl Explain for InvokeFault {
    fn code(&self) -> &'static str {
        self.explain().code()
    }

    fn user(&self) -> String {
        self.explain().user()
    }

    fn developer(&self) -> String {
        self.explain().developer()
    }

    fn place(&self) -> Option<String> {
        self.explain().place()
    }
}
