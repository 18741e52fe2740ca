//! What can come of a token request instead of a token.

use std::time::Duration;

use cloakroom_egress::EgressError;
use cloakroom_model::Explain;

use super::request::BuildError;

/// Why there is no token. Texts of the provider are shortened, without control characters and
/// without anything that looks like a secret; whoever shows them still escapes for his medium.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The provider refused the code or the refresh token for good: the grant is over, and no
    /// repetition can help (SEC-TOKEN-07).
    #[error("the provider refused the grant: `{error}`")]
    Refused {
        /// The `error` of the answer.
        error: String,
        /// Its `error_description`.
        description: Option<String>,
    },
    /// The provider does not accept the client: the registration is wrong, not the grant.
    #[error("the provider does not accept the client: `{error}`")]
    Client {
        /// The `error` of the answer.
        error: String,
        /// Its `error_description`.
        description: Option<String>,
    },
    /// The provider refused the request for another reason; the grant is kept.
    #[error("the provider rejected the request (status {status}): `{error}`")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// The `error` of the answer.
        error: String,
        /// Its `error_description`.
        description: Option<String>,
    },
    /// The provider cannot answer now; the grant is kept.
    #[error("the provider cannot answer now (status {status})")]
    Transient {
        /// The HTTP status.
        status: u16,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
        /// The `error` of the answer, where it has one.
        error: Option<String>,
    },
    /// The provider redirected; requests with secrets follow no redirect (SEC-TOKEN-10).
    #[error(
        "the endpoint redirected (status {status}), which a request with secrets never follows"
    )]
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// The token is of a type that is not a bearer token (RFC 6749 §7.1).
    #[error("the token type `{token_type}` is not supported")]
    TokenType {
        /// The type.
        token_type: String,
    },
    /// The answer is not one of RFC 6749. Says where, and how long the answer was; never what it
    /// held.
    #[error("the answer (status {status}, {length} bytes) is unreadable at {place}: {reason}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// A JSON pointer, or line and column, or `body`.
        place: String,
        /// The length of the body in bytes.
        length: usize,
        /// What is wrong there.
        reason: &'static str,
    },
    /// No whole answer came.
    #[error(transparent)]
    Unanswered(#[from] EgressError),
    /// No request could be made of the registration as it is.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The registration has no revocation endpoint.
    #[error("the registration has no revocation endpoint")]
    NoRevocationEndpoint,
}

/// A token request that gave no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub(crate) struct Failure {
    /// Why.
    #[source]
    pub(crate) error: TokenError,
    /// Whether the request was sent and what became of it is unknown: the provider may have spent
    /// the code or rotated the refresh token (SEC-TOKEN-05). `false` when nothing was sent, and
    /// when the answer tells that nothing was changed.
    pub(crate) sent: bool,
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        let sent = error.leaves_outcome_unknown();
        Self { error, sent }
    }
}

impl TokenError {
    /// Whether the provider may have acted on the request and the result is lost.
    fn leaves_outcome_unknown(&self) -> bool {
        match self {
            Self::Unanswered(error) => error.sent(),
            // A success that cannot be read or used: what it held is gone.
            Self::Unreadable { status, .. } => (200..300).contains(status),
            Self::TokenType { .. } => true,
            Self::Refused { .. }
            | Self::Client { .. }
            | Self::Rejected { .. }
            | Self::Transient { .. }
            | Self::Redirected { .. }
            | Self::Build(_)
            | Self::NoRevocationEndpoint => false,
        }
    }

    /// A stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "token_refused",
            Self::Client { .. } => "client_refused",
            Self::Rejected { .. } => "token_request_rejected",
            Self::Transient { .. } => "provider_unavailable",
            Self::Redirected { .. } => "token_endpoint_redirected",
            Self::TokenType { .. } => "token_type_unsupported",
            Self::Unreadable { .. } => "token_answer_unreadable",
            Self::Unanswered(error) => error.code(),
            Self::Build(_) => "client_secret_missing",
            Self::NoRevocationEndpoint => "revocation_unsupported",
        }
    }
}

fn said(error: &str, description: Option<&String>) -> String {
    match description {
        Some(description) => format!("`{error}` (“{description}”)"),
        None => format!("`{error}`"),
    }
}

impl Explain for TokenError {
    fn code(&self) -> &'static str {
        TokenError::code(self)
    }

    fn user(&self) -> String {
        match self {
            Self::Refused { .. } => "The sign-in was not accepted. Sign in again.",
            Self::Client { .. }
            | Self::Rejected { .. }
            | Self::Redirected { .. }
            | Self::TokenType { .. }
            | Self::Unreadable { .. }
            | Self::Build(_)
            | Self::NoRevocationEndpoint => {
                "This app's sign-in is not set up correctly. Tell its publisher."
            }
            Self::Transient { .. } | Self::Unanswered(_) => {
                "The sign-in service does not answer now. Try again later."
            }
        }
        .to_owned()
    }

    fn developer(&self) -> String {
        match self {
            Self::Refused { error, description } => format!(
                "The provider refused the code or refresh token with {}. It has expired, was used before, was revoked, or belongs to another client or redirect URL.",
                said(error, description.as_ref())
            ),
            Self::Client { error, description } => format!(
                "The provider does not accept the client: {}. Check client ID, client secret and the way to authenticate (basic, basicRaw, post, none) of the registration.",
                said(error, description.as_ref())
            ),
            Self::Rejected {
                status,
                error,
                description,
            } => format!(
                "The provider rejected the token request with status {status} and {}. Compare the registration's endpoints, scopes, parameters and request format with the provider's documentation.",
                said(error, description.as_ref())
            ),
            Self::Transient {
                status,
                retry_after,
                ..
            } => {
                let wait = retry_after.map_or(String::new(), |wait| {
                    format!(" It asks to wait {} seconds.", wait.as_secs())
                });
                format!(
                    "The token endpoint answered with status {status}.{wait} Grants are kept; the next use tries again."
                )
            }
            Self::Redirected { status } => format!(
                "The endpoint answered with a redirect (status {status}). A request with secrets follows none; enter the final URL in the registration."
            ),
            Self::TokenType { token_type } => format!(
                "The token is of type `{token_type}`; only bearer tokens can be used (RFC 6750)."
            ),
            Self::Unreadable {
                status,
                place,
                length,
                reason,
            } => format!(
                "The token endpoint answered with status {status} and {length} bytes that are not a token answer: {reason}, at {place}. Check the token endpoint's URL; if the token lies deeper in the answer, set the registration's token pointer."
            ),
            Self::Unanswered(error) => error.developer(),
            Self::Build(error) => format!("{error}. Type the client secret again."),
            Self::NoRevocationEndpoint => {
                "The registration names no revocation endpoint, so that tokens stay valid at the provider until they expire. Add it if the provider has one (RFC 7009).".to_owned()
            }
        }
    }
}
