//! A sign-in as it goes on: each step consumes the one before, so that none can be left out or
//! done twice. The store has the same states as an enum; a step that does not fit is an error
//! that names both.

use cloakroom_store::{Continued, SignIn, SignInStatus};
use cloakroom_vault::{AuthorizationCode, TokenHash};

use super::error::CallbackError;

/// The provider's answer came to the right place, in the right browser, in time.
#[derive(Debug)]
pub(super) struct Returned {
    pub(super) sign_in: SignIn,
    pub(super) continued: Continued,
}

/// Its `state` is consumed: nobody else exchanges its code.
#[derive(Debug)]
pub(super) struct Consumed {
    pub(super) sign_in: SignIn,
    pub(super) continued: Continued,
}

/// Consumed, and the provider gave a code.
#[derive(Debug)]
pub(super) struct WithCode {
    pub(super) sign_in: SignIn,
    pub(super) continued: Continued,
    pub(super) code: AuthorizationCode,
}

impl Returned {
    /// Checks that the callback belongs to this sign-in: its path (SEC-SIGNIN-08), the browser
    /// (SEC-SIGNIN-05), and that it waits for an answer.
    pub(super) fn check(
        sign_in: SignIn,
        path: &str,
        bindings: &[TokenHash],
        now: cloakroom_model::Timestamp,
    ) -> Result<Self, CallbackError> {
        let Some(continued) = sign_in.continued.clone() else { return Err(CallbackError::StateUnknown) };
        if continued.redirect_path != path {
            return Err(CallbackError::WrongPath);
        }
        if bindings.is_empty() {
            return Err(CallbackError::BindingMissing);
        }
        if !bindings.contains(&continued.binding) {
            return Err(CallbackError::BindingWrong);
        }
        match sign_in.status {
            SignInStatus::Continued if now >= sign_in.expires_at => Err(CallbackError::Late(sign_in.public_id)),
            SignInStatus::Continued => Ok(Self { sign_in, continued }),
            SignInStatus::Cancelled => Err(CallbackError::Cancelled(sign_in.public_id)),
            SignInStatus::Expired => Err(CallbackError::Late(sign_in.public_id)),
            SignInStatus::Started
            | SignInStatus::Returned
            | SignInStatus::Pending
            | SignInStatus::Completed
            | SignInStatus::Denied
            | SignInStatus::Failed => Err(CallbackError::Replayed(sign_in.public_id)),
        }
    }

    pub(super) fn consumed(self) -> Consumed {
        Consumed { sign_in: self.sign_in, continued: self.continued }
    }
}

impl Consumed {
    pub(super) fn with_code(self, code: AuthorizationCode) -> WithCode {
        WithCode { sign_in: self.sign_in, continued: self.continued, code }
    }
}
