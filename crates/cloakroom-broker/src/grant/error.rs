//! Why there is no credential.

use cloakroom_model::{Explain, Timestamp};

/// Why the user has to sign in. Each has its own words, because "sign in" alone explains nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInReason {
    /// He never did, or signed out.
    NoGrant,
    /// He did for another app of the same registration, not yet for this one (decision 4).
    ConsentForApp,
    /// The access token ended and the provider gave no refresh token.
    ExpiredWithoutRefresh,
    /// The provider ended the grant.
    RefreshRefused,
    /// A refresh was sent and its outcome never came (SEC-TOKEN-05).
    OutcomeUnknown,
    /// The registration's endpoints moved.
    RegistrationMoved,
    /// The API refused the token, and there is no refresh token to get another with.
    TokenRejected,
    /// The API refused the token, and the one that a refresh gave as well.
    RejectedAnew,
    /// The API wants permissions that were not granted.
    MoreScopes(Vec<String>),
    /// The stored tokens do not open.
    Unreadable,
}

impl SignInReason {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoGrant => "token_missing",
            Self::ConsentForApp => "consent_missing",
            Self::ExpiredWithoutRefresh => "token_expired",
            Self::RefreshRefused => "grant_ended",
            Self::OutcomeUnknown => "refresh_outcome_unknown",
            Self::RegistrationMoved => "registration_moved",
            Self::TokenRejected => "token_invalid",
            Self::RejectedAnew => "api_unauthorized",
            Self::MoreScopes(_) => "insufficient_scope",
            Self::Unreadable => "token_unreadable",
        }
    }

    /// From the code that a grant keeps.
    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            "token_expired" => Self::ExpiredWithoutRefresh,
            "refresh_outcome_unknown" => Self::OutcomeUnknown,
            "registration_moved" => Self::RegistrationMoved,
            "token_invalid" => Self::TokenRejected,
            "token_unreadable" => Self::Unreadable,
            _ => Self::RefreshRefused,
        }
    }

    /// Why, in a sentence for the developer.
    pub fn developer(&self) -> String {
        match self {
            Self::NoGrant => "The user has no grant under this registration.".to_owned(),
            Self::ConsentForApp => {
                "The user has a grant under this registration, but has not been asked for this app yet.".to_owned()
            }
            Self::ExpiredWithoutRefresh => {
                "The access token has expired and the provider gave no refresh token. Many providers give one only \
                 when asked for offline access, by a scope or a parameter of the authorization request."
                    .to_owned()
            }
            Self::RefreshRefused => {
                "The provider refused the refresh token with invalid_grant: it was revoked, used before, or too old."
                    .to_owned()
            }
            Self::OutcomeUnknown => {
                "A refresh request was sent and no answer was seen. The provider may have rotated the refresh token, \
                 and sending the old one again could end the whole grant; only a new sign-in is safe. If the provider \
                 has a reuse window, set reuseWindowSeconds."
                    .to_owned()
            }
            Self::RegistrationMoved => {
                "An endpoint or the base URL of the registration was changed after this grant was made.".to_owned()
            }
            Self::TokenRejected => {
                "The API answered 401 to the token, and the provider gave no refresh token to get another with."
                    .to_owned()
            }
            Self::RejectedAnew => {
                "The API answered 401 to the token and to the one that a refresh gave: check that it accepts tokens of this \
                 authorization server, and the audience."
                    .to_owned()
            }
            Self::MoreScopes(scopes) => format!("The API wants scopes that were not granted: {}.", scopes.join(" ")),
            Self::Unreadable => "The stored tokens do not open under the present keys.".to_owned(),
        }
    }
}

/// Why there is no credential for a call.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// The user has to sign in.
    #[error("sign in: {}", .0.code())]
    SignIn(SignInReason),
    /// The provider cannot be asked at present; the grant lives.
    #[error("the provider is unavailable: {failure}")]
    ProviderUnavailable {
        /// The stable code of what was seen last.
        failure: String,
        /// When it is tried again.
        retry_at: Option<Timestamp>,
    },
    /// The provider refused the client itself: the registration has to be mended.
    #[error("the registration is refused by its provider: {0}")]
    RegistrationBroken(String),
    /// The store or the vault did not answer.
    #[error("the grant could not be read: {0}")]
    Store(String),
}

impl Explain for CredentialError {
    fn code(&self) -> &'static str {
        match self {
            Self::SignIn(reason) => reason.code(),
            Self::ProviderUnavailable { .. } => "provider_unavailable",
            Self::RegistrationBroken(_) => "registration_refused",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::SignIn(_) => "Sign in to go on.".to_owned(),
            Self::ProviderUnavailable { .. } => {
                "The sign-in provider isn't answering right now. You are still signed in; try again in a moment."
                    .to_owned()
            }
            Self::RegistrationBroken(_) => {
                "This extension's sign-in is not set up correctly. Tell its developer; signing in again won't help."
                    .to_owned()
            }
            Self::Store(_) => "Something went wrong here. Try again in a moment.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::SignIn(reason) => reason.developer(),
            Self::ProviderUnavailable { failure, .. } => {
                format!(
                    "Refreshing the token failed for now ({failure}). The grant is kept and tried again later."
                )
            }
            Self::RegistrationBroken(error) => format!(
                "The token endpoint refused the client itself ({error}): check client ID, client secret and the way \
                 of client authentication, then save the registration again."
            ),
            Self::Store(error) => error.clone(),
        }
    }
}
