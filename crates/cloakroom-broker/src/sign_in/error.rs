//! What can end a sign-in, each with words of its own.

use cloakroom_model::{Explain, SignInId};
use cloakroom_store::{SignInStatus, StoreError};

use crate::id_token::IdTokenError;
use crate::policy::PolicyError;
use crate::token_endpoint::TokenError;

/// Why a sign-in was not begun, shown or gone on with.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No sign-in has that link or id.
    #[error("no such sign-in")]
    NotFound,
    /// It took too long.
    #[error("expired")]
    Expired,
    /// It has ended, or is past this step.
    #[error("the sign-in is {}", .0.as_str())]
    Over(SignInStatus),
    /// The browser belongs to another user (decision 5).
    #[error("another user")]
    OtherUser,
    /// A test sign-in was opened where nobody is signed in to the portal.
    #[error("a test sign-in needs a session")]
    TestNeedsSession,
    /// A rule of the registration.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The registration is gone.
    #[error("the registration is gone")]
    RegistrationGone,
    /// The store or the vault did not answer.
    #[error("{0}")]
    Store(String),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl Explain for SignInError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "sign_in_unknown",
            Self::Expired => "sign_in_expired",
            Self::Over(_) => "sign_in_over",
            Self::OtherUser => "sign_in_other_user",
            Self::TestNeedsSession => "test_sign_in_needs_session",
            Self::Policy(error) => error.code(),
            Self::RegistrationGone => "registration_unknown",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::NotFound => "This sign-in link is not known here. Go back and start again.".to_owned(),
            Self::Expired => "That took longer than ten minutes. Go back and sign in again.".to_owned(),
            Self::Over(_) => "This sign-in has already ended. You can close this window.".to_owned(),
            Self::OtherUser => {
                "This sign-in was started by somebody else. If somebody sent you this link, don't go on.".to_owned()
            }
            Self::TestNeedsSession => "This is a test sign-in. Open it in the browser in which you are signed in to the portal.".to_owned(),
            Self::Policy(error) => error.user(),
            Self::RegistrationGone => "This extension's sign-in is no longer set up here.".to_owned(),
            Self::Store(_) => "Something went wrong here. Try again in a moment.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::OtherUser => {
                "The session in this browser belongs to another user than the one the sign-in was \
                                started for; holding a link proves nobody."
                    .to_owned()
            }
            Self::Policy(error) => error.developer(),
            Self::Over(status) => {
                format!("The sign-in is {}; each link works once.", status.as_str())
            }
            other => other.to_string(),
        }
    }
}

/// Why a callback did not make a grant.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// A parameter stands twice (RFC 6749 §3.1).
    #[error("the parameter {0} is repeated")]
    Repeated(String),
    /// No `state`.
    #[error("no state")]
    StateMissing,
    /// A `state` that this installation never sent, or forgot.
    #[error("unknown state")]
    StateUnknown,
    /// Another registration's redirect URL.
    #[error("the callback came to another path than the one that was sent")]
    WrongPath,
    /// The browser sent no binding cookie.
    #[error("no binding cookie")]
    BindingMissing,
    /// The browser is not the one that went to the provider.
    #[error("another browser")]
    BindingWrong,
    /// It has been answered before.
    #[error("replayed")]
    Replayed(SignInId),
    /// It came after the end.
    #[error("late")]
    Late(SignInId),
    /// The user had given it up.
    #[error("cancelled")]
    Cancelled(SignInId),
    /// The issuer is not the one that was asked.
    #[error("the answer's issuer is {0}")]
    Issuer(&'static str),
    /// The user refused, in the provider's words.
    #[error("denied")]
    Denied,
    /// The provider refused for another reason.
    #[error("the provider answered {code}")]
    Provider {
        /// The OAuth error code, as it came.
        code: String,
        /// Its description, limited in length.
        description: Option<String>,
    },
    /// Neither a code nor an error.
    #[error("no code")]
    CodeMissing,
    /// A rule of the registration, which has changed since.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The code could not be exchanged.
    #[error("{0}")]
    Exchange(TokenError),
    /// The code was sent and no answer was seen.
    #[error("the outcome of the exchange is unknown")]
    OutcomeUnknown,
    /// The `id_token` is not good.
    #[error("{0}")]
    IdToken(IdTokenError),
    /// The session ended in the meantime.
    #[error("the session ended")]
    SessionEnded,
    /// The store or the vault did not answer.
    #[error("{0}")]
    Store(String),
}

impl From<StoreError> for CallbackError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl Explain for CallbackError {
    fn code(&self) -> &'static str {
        match self {
            Self::Repeated(_) => "callback_parameter_repeated",
            Self::StateMissing => "state_missing",
            Self::StateUnknown => "state_unknown",
            Self::WrongPath => "callback_path_wrong",
            Self::BindingMissing => "binding_cookie_missing",
            Self::BindingWrong => "binding_cookie_wrong",
            Self::Replayed(_) => "callback_replayed",
            Self::Late(_) => "sign_in_expired",
            Self::Cancelled(_) => "sign_in_cancelled",
            Self::Issuer(_) => "issuer_mismatch",
            Self::Denied => "access_denied",
            Self::Provider { .. } => "provider_refused",
            Self::CodeMissing => "code_missing",
            Self::Policy(error) => error.code(),
            Self::Exchange(_) => "code_exchange_failed",
            Self::OutcomeUnknown => "code_exchange_unknown",
            Self::IdToken(_) => "id_token_invalid",
            Self::SessionEnded => "session_ended",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Repeated(_) | Self::StateMissing | Self::StateUnknown | Self::WrongPath => {
                "This answer doesn't belong to a sign-in that was started here. Go back and sign in again.".to_owned()
            }
            Self::BindingMissing => {
                "Your browser didn't send the cookie that belongs to this sign-in. Allow cookies for this site, \
                 then sign in again."
                    .to_owned()
            }
            Self::BindingWrong => {
                "This sign-in was started in another browser. Go back there, or sign in again here.".to_owned()
            }
            Self::Replayed(_) => "This sign-in has already been answered. You can close this window.".to_owned(),
            Self::Late(_) => "That took longer than ten minutes. Sign in again.".to_owned(),
            Self::Cancelled(_) => "This sign-in was cancelled. Sign in again if you want to go on.".to_owned(),
            Self::Issuer(_) => "The answer came from another provider than the one asked. Nothing was accepted.".to_owned(),
            Self::Denied => "You didn't allow Cloakroom to use your account there.".to_owned(),
            Self::Provider { .. } | Self::CodeMissing => {
                "The provider couldn't sign you in. Sign in again, or ask the extension's developer.".to_owned()
            }
            Self::Policy(error) => error.user(),
            Self::Exchange(TokenError::Transient { .. }) | Self::OutcomeUnknown => {
                "You signed in, but the provider didn't finish. Sign in again in a moment.".to_owned()
            }
            Self::Exchange(_) | Self::IdToken(_) => {
                "You signed in, but the provider's answer couldn't be used. Tell the extension's developer.".to_owned()
            }
            Self::SessionEnded => "Your session ended while you were signing in. Enter again, then sign in.".to_owned(),
            Self::Store(_) => "Something went wrong here. Sign in again in a moment.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::WrongPath => "The callback's path is not the redirect path that the authorization request carried; \
                                a code for one registration is never used for another."
                .to_owned(),
            Self::BindingMissing => "The binding cookie did not arrive: is a proxy stripping cookies, or is the \
                                     redirect URL on another host than the public URL?"
                .to_owned(),
            Self::Issuer(what) => {
                format!("The iss parameter (RFC 9207) is {what}; compare it with the registration's issuer.")
            }
            Self::Provider { code, description } => match description {
                Some(description) => format!("The provider answered {code}: {description}"),
                None => format!("The provider answered {code}."),
            },
            Self::Policy(error) => error.developer(),
            Self::Exchange(error) => format!(
                "The token endpoint did not exchange the code: {error}. Check the client secret and the way of client \
                 authentication, and that the redirect URL at the provider is the one shown on the registration."
            ),
            Self::OutcomeUnknown => {
                "The code was sent and no answer was seen; a code is never sent twice.".to_owned()
            }
            other => other.to_string(),
        }
    }
}

/// Why six digits confirmed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Nothing waits for digits from this user.
    #[error("nothing to confirm")]
    Nothing,
    /// Wrong digits; how many tries are left.
    #[error("wrong digits, {0} tries left")]
    Wrong(i64),
    /// Too many wrong ones: the sign-in is dead.
    #[error("too many tries")]
    Dead,
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for ConfirmError {
    fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "confirmation_not_expected",
            Self::Wrong(_) => "confirmation_wrong",
            Self::Dead => "confirmation_dead",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Nothing => "There is no sign-in waiting for a code. Sign in again.".to_owned(),
            Self::Wrong(1) => "That isn't the code. One try is left.".to_owned(),
            Self::Wrong(left) => format!("That isn't the code. {left} tries are left."),
            Self::Dead => "Too many wrong codes. Sign in again.".to_owned(),
            Self::Store(_) => "Something went wrong here. Try again in a moment.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        self.to_string()
    }
}
