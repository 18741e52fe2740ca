//! What a token endpoint can answer instead of a token.

use std::time::Duration;

use cloakroom_model::Explain;

/// Why an answer holds no token. Texts of the provider are shortened, without control characters
/// and without anything that looks like a secret; whoever shows them still escapes for his medium.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// The provider refused the code or the refresh token, or something about the request.
    #[error("the provider answered `{error}`")]
    Refused {
        /// The `error` of the answer.
        error: String,
        /// Its `error_description`.
        description: Option<String>,
        /// Whether the grant itself is refused and no repetition can help (SEC-TOKEN-07).
        permanent: bool,
    },
    /// The provider does not accept the client: the registration is wrong, not the grant.
    #[error("the provider does not accept the client: `{error}`")]
    ClientRefused {
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
    #[error("the token endpoint redirected (status {status})")]
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
}

impl TokenError {
    /// Whether the provider definitely refused the grant, which then ends (SEC-TOKEN-07).
    pub(crate) const fn ends_grant(&self) -> bool {
        matches!(self, Self::Refused { permanent: true, .. })
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
        match self {
            Self::Refused { .. } => "token_refused",
            Self::ClientRefused { .. } => "client_refused",
            Self::Transient { .. } => "provider_unavailable",
            Self::Redirected { .. } => "token_endpoint_redirected",
            Self::TokenType { .. } => "token_type_unsupported",
            Self::Unreadable { .. } => "token_answer_unreadable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Refused { .. } => "The sign-in was not accepted. Sign in again.",
            Self::ClientRefused { .. }
            | Self::Redirected { .. }
            | Self::TokenType { .. }
            | Self::Unreadable { .. } => {
                "This app's sign-in is not set up correctly. Tell its publisher."
            }
            Self::Transient { .. } => "The sign-in service does not answer now. Try again later.",
        }
        .to_owned()
    }

    fn developer(&self) -> String {
        match self {
            Self::Refused { error, description, permanent: true } => format!("The provider refused the code or refresh token with {}. It has expired, was used before, was revoked, or belongs to another client or redirect URL.", said(error, description.as_ref())),
            Self::Refused { error, description, permanent: false } => format!("The provider refused the token request with {}. Compare the registration's endpoints, scopes, parameters and request format with the provider's documentation.", said(error, description.as_ref())),
            Self::ClientRefused { error, description } => format!("The provider does not accept the client: {}. Check client ID, client secret and the way to authenticate (basic, basicRaw, post, none) of the registration.", said(error, description.as_ref())),
            Self::Transient { status, retry_after, .. } => {
                let wait = retry_after.map_or(String::new(), |wait| format!(" It asks to wait {} seconds.", wait.as_secs()));
                format!("The token endpoint answered with status {status}.{wait} Grants are kept; the next use tries again.")
            }
            Self::Redirected { status } => format!("The token endpoint answered with a redirect (status {status}). A request with secrets follows none; enter the final URL in the registration."),
            Self::TokenType { token_type } => format!("The token is of type `{token_type}`; only bearer tokens can be used (RFC 6750)."),
            Self::Unreadable { status, place, length, reason } => format!("The token endpoint answered with status {status} and {length} bytes that are not a token answer: {reason}, at {place}. Check the token endpoint's URL; if the token lies deeper in the answer, set the registration's token pointer."),
        }
    }
}
