//! Where the pipeline stops before its end.

use cloakroom_broker::{PolicyError, SignInError, SignInLink};
use cloakroom_model::Explain;

use super::fault::Cause;
use super::prompt::Prompt;
use crate::authorize::NotAuthorized;
use crate::call::CallError;

/// What is answered in place of results.
pub(super) enum Stop {
    /// Words for the user, and what his developer should look at.
    Say(Box<dyn Explain + Send>, Vec<String>),
    /// A sign-in link.
    SignIn {
        /// The stable code of the reason.
        code: &'static str,
        /// What the card says.
        prompt: Prompt,
        /// The link.
        link: Box<SignInLink>,
        /// What the developer should look at.
        checklist: Vec<String>,
    },
    /// A fault of the caller or of ourselves.
    Fault(Cause),
}

impl Stop {
    /// Words for the user.
    pub(super) fn say(error: impl Explain + Send + 'static) -> Self {
        Self::Say(Box::new(error), Vec::new())
    }

    /// The API did not answer as hoped.
    pub(super) fn call(error: CallError) -> Self {
        let checklist = error.checklist();
        Self::Say(Box::new(error), checklist)
    }

    /// A link that could not be made.
    pub(super) fn sign_in_failed(error: SignInError) -> Self {
        match error {
            SignInError::Store(_) => Self::Fault(Cause::SignIn(error)),
            error => Self::say(error),
        }
    }
}

impl From<NotAuthorized> for Stop {
    fn from(error: NotAuthorized) -> Self {
        match error {
            NotAuthorized::Resolve(error) => Self::say(error),
            NotAuthorized::Policy(error @ PolicyError::Store(_)) => {
                Self::Fault(Cause::Policy(error))
            }
            NotAuthorized::Policy(error) => Self::say(error),
        }
    }
}
