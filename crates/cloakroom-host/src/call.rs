//! The call: one request, at most one more after a refresh, and words for everything that can go
//! wrong with it.

use app_package::Method;
use cloakroom_broker::Authorized;
use cloakroom_egress::{EgressError, Origin, Response};
use cloakroom_model::{Explain, Recorder, StepOutcome};
use cloakroom_vault::AccessToken;
use http::header::{CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use url::Url;

use crate::challenge::{Demand, demand};
use crate::host::Host;
use crate::request::Prepared;

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

/// Why a call did not give results.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// 401, and no refresh could help.
    #[error("the API answered 401")]
    Unauthorized(Box<Said>, Box<Checklist>),
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
    fn egress(app: &str, error: EgressError) -> Self {
        let app = app.to_owned();
        match error {
            EgressError::Unresolvable { .. } | EgressError::Connect { .. } | EgressError::Tls { .. } => {
                Self::Down { app, error }
            }
            EgressError::Timeout { .. } => Self::Slow { app, error },
            EgressError::TooLarge { .. } | EgressError::HeaderTooLarge { .. } => Self::TooLarge { app, error },
            EgressError::Refused { .. } => Self::AddressRefused { app, error },
            EgressError::Protocol { .. } | EgressError::Encoding { .. } => Self::Broken { app, error },
        }
    }
}

impl Checklist {
    /// The checklist of the vendor's guide, with what is known of each point.
    fn text(&self) -> String {
        let scopes = if self.wanted.is_empty() {
            "the API's description names none".to_owned()
        } else {
            format!("the operation wants {}", self.wanted.join(" "))
        };
        let registration = self.registration.as_deref().unwrap_or("none");
        let provider = self.provider.as_deref().unwrap_or("none");
        format!(
            "Check: (1) are all scopes asked for ({scopes}; the registration is \"{registration}\"); (2) are all \
             endpoints entered correctly (users sign in at {provider}; does the API accept its tokens, and their \
             audience?); (3) is the redirect URL of the registration on the provider's allow-list."
        )
    }
}

impl Said {
    fn seen(&self) -> String {
        let challenge = match &self.challenge {
            Some(challenge) => format!("WWW-Authenticate: {challenge}"),
            None => "no WWW-Authenticate".to_owned(),
        };
        format!("{} answered {} with {challenge}.", self.request, self.status)
    }
}

impl Explain for CallError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(..) => "api_unauthorized",
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
                format!("{} didn't accept your sign-in. Sign out of it and in again; if that doesn't help, tell its publisher.", said.app)
            }
            Self::Forbidden(said, _) => {
                format!("{} refused the request: your account isn't allowed to see this.", said.app)
            }
            Self::ScopesUseless(said, _, scopes) if !scopes.is_empty() => format!(
                "{} refused the request: it wants the permission {}, and having it didn't help. Tell its publisher.",
                said.app,
                scopes.iter().map(|scope| format!("“{scope}”")).collect::<Vec<_>>().join(", ")
            ),
            Self::ScopesUseless(said, ..) => {
                format!("{} refused the request: it wants a permission that it doesn't name.", said.app)
            }
            Self::Busy(said) => format!("{} has too many requests right now. Try again in a moment.", said.app),
            Self::Rejected(said) => format!("{} couldn't make sense of the search. Try other words.", said.app),
            Self::Redirected(said) => format!("{} isn't set up correctly. Tell its publisher.", said.app),
            Self::Failed(said) => format!("{} has a problem of its own right now. Try again later.", said.app),
            Self::Down { app, .. } => format!("{app} can't be reached right now. Try again later."),
            Self::Slow { app, .. } => format!("{app} took too long to answer. Try again, or search for less."),
            Self::TooLarge { app, .. } => format!("{app} sent more than can be shown. Search for something narrower."),
            Self::AddressRefused { app, .. } => format!("{app} isn't set up correctly. Tell its publisher."),
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

/// How one request ended.
#[derive(Debug)]
pub(crate) enum Called {
    /// A success.
    Answered(Response),
    /// 401 `invalid_token`.
    AnotherToken(Response),
    /// 403 `insufficient_scope`.
    Scopes(Response, Vec<String>),
}

/// Whose call it is.
#[derive(Debug)]
pub(crate) struct Calling<'a> {
    pub(crate) app: &'a str,
    pub(crate) dial: Option<Origin>,
    pub(crate) authorized: Option<&'a Authorized>,
    pub(crate) wanted: &'a [String],
}

impl Calling<'_> {
    fn checklist(&self) -> Box<Checklist> {
        Box::new(Checklist {
            wanted: self.wanted.to_vec(),
            provider: self.authorized.map(Authorized::provider_host),
            registration: self.authorized.map(|a| a.registration_name().to_owned()),
        })
    }

    /// The error for a demand that could not be met.
    pub(crate) fn unmet(&self, prepared: &Prepared, called: &Called) -> CallError {
        match called {
            Called::Answered(response) | Called::AnotherToken(response) => {
                CallError::Unauthorized(self.said(prepared, response), self.checklist())
            }
            Called::Scopes(response, scopes) => {
                CallError::ScopesUseless(self.said(prepared, response), self.checklist(), scopes.clone())
            }
        }
    }

    fn said(&self, prepared: &Prepared, response: &Response) -> Box<Said> {
        Box::new(Said {
            app: self.app.to_owned(),
            request: request_line(prepared.method, &prepared.url),
            status: response.status.as_u16(),
            challenge: shown(response.headers.get(WWW_AUTHENTICATE)),
        })
    }

    fn refused(&self, prepared: &Prepared, response: &Response) -> CallError {
        let said = self.said(prepared, response);
        match response.status {
            StatusCode::UNAUTHORIZED => CallError::Unauthorized(said, self.checklist()),
            StatusCode::FORBIDDEN => CallError::Forbidden(said, self.checklist()),
            StatusCode::TOO_MANY_REQUESTS => CallError::Busy(said),
            status if status.is_redirection() => CallError::Redirected(said),
            status if status.is_client_error() => CallError::Rejected(said),
            _ => CallError::Failed(said),
        }
    }
}

fn request_line(method: Method, url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    format!("{} {shown}", method.as_str())
}

/// A header of the answer as a trace may show it.
fn shown(value: Option<&HeaderValue>) -> Option<String> {
    let text = value?.to_str().ok()?;
    Some(text.chars().take(400).collect())
}

/// `Bearer` and the token, marked as sensitive.
fn bearer(token: &AccessToken) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl Host {
    /// Sends the request once.
    pub(crate) async fn call(
        &self,
        prepared: &Prepared,
        calling: &Calling<'_>,
        token: Option<&AccessToken>,
        trace: &Recorder,
    ) -> Result<Called, CallError> {
        let mut step = trace.step("call");
        step.detail("method", prepared.method.as_str()).url("url", &prepared.url);
        if let Some(dial) = &calling.dial {
            step.detail("dialled", dial.to_string());
        }
        step.detail("bearer", token.is_some());
        let header = match token {
            None => None,
            Some(token) => match bearer(token) {
                Some(header) => Some(header),
                None => {
                    let error = EgressError::Protocol { reason: "the token can't stand in a header".to_owned(), sent: false };
                    step.end(StepOutcome::Failed, error.developer());
                    return Err(CallError::egress(calling.app, error));
                }
            },
        };
        let response = match self.guard.send(prepared.outbound(header, calling.dial.clone())).await {
            Ok(response) => response,
            Err(error) => {
                step.detail("sent", error.sent());
                let error = CallError::egress(calling.app, error);
                step.detail("code", error.code());
                step.end(StepOutcome::Failed, error.developer());
                return Err(error);
            }
        };
        step.detail("status", response.status.as_u16())
            .detail("bytes", response.body.len())
            .detail("address", response.address.to_string())
            .detail("reused", response.reused)
            .detail("firstByteMicros", u64::try_from(response.timing.first_byte.as_micros()).unwrap_or(u64::MAX));
        for (key, name) in [("contentType", CONTENT_TYPE), ("challenge", WWW_AUTHENTICATE)] {
            if let Some(text) = shown(response.headers.get(name)) {
                step.detail(key, text);
            }
        }
        if response.status.is_redirection()
            && let Some(to) = shown(response.headers.get(LOCATION)).and_then(|to| prepared.url.join(&to).ok())
        {
            step.url("location", &to);
        }
        if response.status.is_success() {
            step.ok(format!("the API answered {}", response.status.as_u16()));
            return Ok(Called::Answered(response));
        }
        match (token, demand(response.status, &response.headers)) {
            (Some(_), Demand::AnotherToken) => {
                step.end(StepOutcome::Noted, "the API refused the token with invalid_token");
                Ok(Called::AnotherToken(response))
            }
            (Some(_), Demand::Scopes(scopes)) => {
                step.detail("scopes", scopes.clone());
                step.end(StepOutcome::Noted, "the API wants further scopes");
                Ok(Called::Scopes(response, scopes))
            }
            _ => {
                let error = calling.refused(prepared, &response);
                step.detail("code", error.code());
                step.end(StepOutcome::Failed, error.developer());
                Err(error)
            }
        }
    }
}
