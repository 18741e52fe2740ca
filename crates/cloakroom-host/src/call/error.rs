//! Words for everything that can go wrong with a call.

use cloakroom_egress::EgressError;
use cloakroom_model::Explain;
use cloakroom_vault::OpenError;

/// What the API said, when it was no success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The app's name.
    pub app: String,
    /// What was called, without secrets.
    pub request: String,
    /// The status.
    pub status: u16,
    /// `WWW-Authenticate`, as far as it can be shown.
    pub challenge: Option<String>,
}

/// What is known for the developer's checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checklist {
    /// The scopes that the operation wants, by the API's description.
    pub wanted: Vec<String>,
    /// The host of the authorization endpoint.
    pub provider: Option<String>,
    /// The name of the registration.
    pub registration: Option<String>,
}

/// The key of a call that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUsed {
    /// The name of the API key registration.
    pub registration: String,
    /// Where the key stood.
    pub place: String,
}

/// Why a call did not give results.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// 401, and no refresh could help.
    #[error("the API answered 401")]
    Unauthorized(Box<Said>, Box<Checklist>),
    /// 401 or 403 for the app's key.
    #[error("the API refused the key")]
    KeyRefused(Box<Said>, Box<KeyUsed>),
    /// 403 without a scope that could be asked for.
    #[error("the API answered 403")]
    Forbidden(Box<Said>, Box<Checklist>),
    /// 403 for scopes that the grant has already, or that nobody named.
    #[error("the API answered 403 insufficient_scope")]
    ScopesUseless(Box<Said>, Box<Checklist>, Vec<String>),
    /// A redirect, which is never followed with a token.
    #[error("the API answered with a redirect")]
    Redirected(Box<Said>),
    /// 429.
    #[error("the API answered 429")]
    Busy(Box<Said>),
    /// Any other 4xx.
    #[error("the API refused the request")]
    Rejected(Box<Said>),
    /// 5xx.
    #[error("the API failed")]
    Failed(Box<Said>),
    /// The API can't be reached.
    #[error("the API can't be reached")]
    Down {
        /// The app's name.
        app: String,
        /// What was seen.
        error: EgressError,
    },
    /// It took too long.
    #[error("the API took too long")]
    Slow {
        /// The app's name.
        app: String,
        /// What was seen.
        error: EgressError,
    },
    /// The answer is beyond the limits.
    #[error("the API's answer is too large")]
    TooLarge {
        /// The app's name.
        app: String,
        /// What was seen.
        error: EgressError,
    },
    /// The guard refused the address.
    #[error("the API's address is refused")]
    AddressRefused {
        /// The app's name.
        app: String,
        /// What was seen.
        error: EgressError,
    },
    /// What came back is not HTTP, or broke off.
    #[error("the API's answer broke off")]
    Broken {
        /// The app's name.
        app: String,
        /// What was seen.
        error: EgressError,
    },
}

impl CallError {
    /// What the developer should look at, where the API did not accept the user.
    pub(crate) fn checklist(&self) -> Vec<String> {
        match self {
            Self::Unauthorized(said, list)
            | Self::Forbidden(said, list)
            | Self::ScopesUseless(said, list, _) => {
                let mut points = vec![said.seen()];
                points.extend(list.points().map(|point| {
                    let mut letters = point.chars();
                    let first = letters.next().map(char::to_uppercase);
                    let first = first.into_iter().flatten();
                    first.chain(letters).chain(['?']).collect()
                }));
                points
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn egress(app: &str, error: EgressError) -> Self {
        let app = app.to_owned();
        match error {
            EgressError::Unresolvable { .. }
            | EgressError::Connect { .. }
            | EgressError::Tls { .. } => Self::Down { app, error },
            EgressError::Timeout { .. } | EgressError::Busy { .. } => Self::Slow { app, error },
            EgressError::TooLarge { .. } | EgressError::HeaderTooLarge { .. } => {
                Self::TooLarge { app, error }
            }
            EgressError::Refused { .. } => Self::AddressRefused { app, error },
            EgressError::Protocol { .. } | EgressError::Encoding { .. } => {
                Self::Broken { app, error }
            }
        }
    }
}

impl Checklist {
    /// The checklist of the vendor's guide, with what is known of each point.
    pub(crate) fn points(&self) -> [String; 3] {
        let scopes = if self.wanted.is_empty() {
            "the API's description names none".to_owned()
        } else {
            format!("the operation wants {}", self.wanted.join(" "))
        };
        let registration = self.registration.as_deref().unwrap_or("none");
        let provider = self.provider.as_deref().unwrap_or("none");
        [
            format!("are all scopes asked for ({scopes}; the registration is \"{registration}\")"),
            format!(
                "are all endpoints entered correctly (users sign in at {provider}; does the API \
                 accept its tokens, and their audience?)"
            ),
            "is the redirect URL of the registration on the provider's allow-list".to_owned(),
        ]
    }

    fn text(&self) -> String {
        let [scopes, endpoints, redirect] = self.points();
        format!("Check: (1) {scopes}; (2) {endpoints}; (3) {redirect}.")
    }
}

impl Said {
    fn seen(&self) -> String {
        let challenge = match &self.challenge {
            Some(challenge) => format!("WWW-Authenticate: {challenge}"),
            None => "no WWW-Authenticate".to_owned(),
        };
        format!(
            "{} answered {} with {challenge}.",
            self.request, self.status
        )
    }
}

impl Explain for CallError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(..) => "api_unauthorized",
            Self::KeyRefused(..) => "api_key_refused",
            Self::Forbidden(..) => "api_forbidden",
            Self::ScopesUseless(..) => "api_scope_refused",
            Self::Redirected(_) => "api_redirected",
            Self::Busy(_) => "api_busy",
            Self::Rejected(_) => "api_rejected",
            Self::Failed(_) => "api_failed",
            Self::Down { .. } => "api_down",
            Self::Slow { .. } => "api_slow",
            Self::TooLarge { .. } => "api_too_large",
            Self::AddressRefused { .. } => "api_address_refused",
            Self::Broken { .. } => "api_broken",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Unauthorized(said, _) => {
                format!(
                    "{} didn't accept your sign-in. Sign out of it and in again; if that doesn't help, tell its publisher.",
                    said.app
                )
            }
            Self::KeyRefused(said, _) => format!(
                "{} didn't accept the key that your organization calls it with. Tell your administrator.",
                said.app
            ),
            Self::Forbidden(said, _) => {
                format!(
                    "{} refused the request: your account isn't allowed to see this.",
                    said.app
                )
            }
            Self::ScopesUseless(said, _, scopes) if !scopes.is_empty() => format!(
                "{} refused the request: it wants the permission {}, and having it didn't help. Tell its publisher.",
                said.app,
                scopes
                    .iter()
                    .map(|scope| format!("“{scope}”"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            Self::ScopesUseless(said, ..) => {
                format!(
                    "{} refused the request: it wants a permission that it doesn't name.",
                    said.app
                )
            }
            Self::Busy(said) => format!(
                "{} has too many requests right now. Try again in a moment.",
                said.app
            ),
            Self::Rejected(said) => format!(
                "{} couldn't make sense of the search. Try other words.",
                said.app
            ),
            Self::Redirected(said) => {
                format!("{} isn't set up correctly. Tell its publisher.", said.app)
            }
            Self::Failed(said) => format!(
                "{} has a problem of its own right now. Try again later.",
                said.app
            ),
            Self::Down { app, .. } => format!("{app} can't be reached right now. Try again later."),
            Self::Slow { app, .. } => {
                format!("{app} took too long to answer. Try again, or search for less.")
            }
            Self::TooLarge { app, .. } => {
                format!("{app} sent more than can be shown. Search for something narrower.")
            }
            Self::AddressRefused { app, .. } => {
                format!("{app} isn't set up correctly. Tell its publisher.")
            }
            Self::Broken { app, .. } => format!("{app}'s answer broke off. Try again."),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Unauthorized(said, list) => format!(
                "{} A token is refreshed once where the API answers 401 with `WWW-Authenticate: Bearer \
                 error=\"invalid_token\"` (RFC 6750 §3.1). {}",
                said.seen(),
                list.text()
            ),
            Self::KeyRefused(said, used) => format!(
                "{} The key of the API key registration \"{}\" was sent in {}, as the API's description says. \
                 Check: (1) is it the key that the API knows now, or is the other one of the registration to be \
                 sent; (2) does the key's owner have access to this operation; (3) is the security scheme of the \
                 description right.",
                said.seen(),
                used.registration,
                used.place
            ),
            Self::Forbidden(said, list) => format!(
                "{} Where a scope is missing, answer `WWW-Authenticate: Bearer error=\"insufficient_scope\", \
                 scope=\"…\"`, and the user is asked for it. {}",
                said.seen(),
                list.text()
            ),
            Self::ScopesUseless(said, list, scopes) => format!(
                "{} The grant already has the scopes that were named ({}), or none were named, so that asking the \
                 user again would go on for ever. {}",
                said.seen(),
                scopes.join(" "),
                list.text()
            ),
            Self::Redirected(said) => format!(
                "{} Redirects are not followed, because the token would go along. Enter the final URL as the server \
                 of the API description.",
                said.seen()
            ),
            Self::Busy(said) | Self::Rejected(said) | Self::Failed(said) => format!(
                "{} answered {}. Its answer's body is not kept; look into the API's own log.",
                said.request, said.status
            ),
            Self::Down { error, .. }
            | Self::Slow { error, .. }
            | Self::TooLarge { error, .. }
            | Self::AddressRefused { error, .. }
            | Self::Broken { error, .. } => error.developer(),
        }
    }
}

/// Why a key was not sent.
#[derive(Debug, thiserror::Error)]
#[error("the key of the registration {registration:?} can't be opened: {error}")]
pub(crate) struct KeyError {
    pub(crate) registration: String,
    pub(crate) error: OpenError,
}

impl Explain for KeyError {
    fn code(&self) -> &'static str {
        "api_key_unreadable"
    }

    fn user(&self) -> String {
        "The key of this app can't be used right now, so nothing was sent. Tell your administrator."
            .to_owned()
    }

    fn developer(&self) -> String {
        format!(
            "The key of the API key registration \"{}\" can't be opened: {}. If its key-encryption key is lost, enter the key again.",
            self.registration, self.error
        )
    }
}
