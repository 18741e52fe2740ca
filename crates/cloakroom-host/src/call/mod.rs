//! The call: one request with the user's token or the app's key, and what its answer asks for.

mod credential;
mod error;

use app_package::{KeyPlace, Method};
use cloakroom_broker::Authorized;
use cloakroom_egress::{EgressError, Origin, Response};
use cloakroom_model::{Explain, Recorder, StepOutcome};
use http::header::{CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use url::Url;

pub(crate) use credential::Sent;
pub(crate) use error::KeyError;
pub use error::{CallError, Checklist, KeyUsed, Said};

use credential::place_in_words;

use crate::challenge::{Demand, demand};
use crate::host::Host;
use crate::request::Prepared;

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
    /// The name of the API key registration, and where the key stands.
    pub(crate) key: Option<(&'a str, &'a KeyPlace)>,
}

impl Calling<'_> {
    fn checklist(&self) -> Checklist {
        Checklist {
            wanted: self.wanted.to_vec(),
            provider: self.authorized.map(Authorized::provider_host),
            registration: self.authorized.map(|a| a.registration_name().to_owned()),
        }
    }

    /// The error for a demand that could not be met.
    pub(crate) fn unmet(&self, prepared: &Prepared, called: &Called) -> CallError {
        match called {
            Called::Answered(response) | Called::AnotherToken(response) => CallError::Unauthorized(
                Box::new(self.said(prepared, response)),
                Box::new(self.checklist()),
            ),
            Called::Scopes(response, scopes) => CallError::ScopesUseless(
                Box::new(self.said(prepared, response)),
                Box::new(self.checklist()),
                scopes.clone(),
            ),
        }
    }

    fn said(&self, prepared: &Prepared, response: &Response) -> Said {
        Said {
            app: self.app.to_owned(),
            request: request_line(prepared.method, &prepared.url),
            status: response.status.as_u16(),
            challenge: shown(response.headers.get(WWW_AUTHENTICATE)),
        }
    }

    fn refused(&self, prepared: &Prepared, response: &Response) -> CallError {
        let said = Box::new(self.said(prepared, response));
        let denied = matches!(
            response.status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        );
        if let Some((registration, place)) = self.key.filter(|_| denied) {
            let used = KeyUsed {
                registration: registration.to_owned(),
                place: place_in_words(place),
            };
            return CallError::KeyRefused(said, Box::new(used));
        }
        match response.status {
            StatusCode::UNAUTHORIZED => CallError::Unauthorized(said, Box::new(self.checklist())),
            StatusCode::FORBIDDEN => CallError::Forbidden(said, Box::new(self.checklist())),
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

impl Host {
    /// Sends the request once.
    pub(crate) async fn call(
        &self,
        prepared: &Prepared,
        calling: &Calling<'_>,
        credential: Option<Sent<'_>>,
        trace: &Recorder,
    ) -> Result<Called, CallError> {
        let mut step = trace.step("call");
        step.detail("method", prepared.method.as_str())
            .url("url", &prepared.url);
        if let Some(dial) = &calling.dial {
            step.detail("dialled", dial.to_string());
        }
        step.detail(
            "bearer",
            matches!(
                credential,
                Some(Sent::Token(_) | Sent::Key(_, KeyPlace::Bearer))
            ),
        );
        let mut outbound = prepared.outbound(calling.dial.clone());
        if let Some(credential) = &credential {
            step.detail("credential", credential.kind());
            if let Err(reason) = credential.put(&mut outbound) {
                let error = EgressError::Protocol {
                    reason: reason.to_owned(),
                    sent: false,
                };
                step.end(StepOutcome::Failed, error.developer());
                return Err(CallError::egress(calling.app, error));
            }
        }
        let mut response = match self.parts.guard.send(outbound).await {
            Ok(response) => response,
            Err(error) => {
                step.detail("sent", error.sent());
                let error = CallError::egress(calling.app, error);
                step.detail("code", error.code());
                step.end(StepOutcome::Failed, error.developer());
                return Err(error);
            }
        };
        if let Some(credential) = &credential {
            credential.hide_in(&mut response.headers);
        }
        step.detail("status", response.status.as_u16())
            .detail("bytes", response.body.len())
            .detail("address", response.address.to_string())
            .detail("reused", response.reused)
            .detail(
                "firstByteMicros",
                u64::try_from(response.timing.first_byte.as_micros()).unwrap_or(u64::MAX),
            );
        for (key, name) in [
            ("contentType", CONTENT_TYPE),
            ("challenge", WWW_AUTHENTICATE),
        ] {
            if let Some(text) = shown(response.headers.get(name)) {
                step.detail(key, text);
            }
        }
        if response.status.is_redirection()
            && let Some(mut to) =
                shown(response.headers.get(LOCATION)).and_then(|to| prepared.url.join(&to).ok())
        {
            // The API may repeat a key that stood in the query.
            if calling.key.is_some() {
                to.set_query(None);
            }
            step.url("location", &to);
        }
        if response.status.is_success() {
            step.ok(format!("the API answered {}", response.status.as_u16()));
            return Ok(Called::Answered(response));
        }
        match (credential, demand(response.status, &response.headers)) {
            (Some(Sent::Token(_)), Demand::AnotherToken) => {
                step.end(
                    StepOutcome::Noted,
                    "the API refused the token with invalid_token",
                );
                Ok(Called::AnotherToken(response))
            }
            (Some(Sent::Token(_)), Demand::Scopes(scopes)) => {
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
