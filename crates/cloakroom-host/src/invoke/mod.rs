//! An invoke, from the activity to its answer: the way of `DESIGN.md`, one step after the other.

mod answer;
mod credential;
mod fault;
mod prompt;
mod show;
mod sign_in;
mod stop;

use std::sync::Arc;

use cloakroom_model::{
    Caller, Door, Explain, Recorder, SignInId, StepOutcome, TraceCode, TraceKind,
};
use http::header::CONTENT_TYPE;
use serde_json::Value;

pub use answer::InvokeAnswer;
use credential::calling;
use fault::Cause;
pub use fault::{FaultKind, InvokeFault};
use stop::Stop;

use crate::activity::{self, Activity, Query};
use crate::authorize::Allowed;
use crate::find::find;
use crate::host::Host;
use crate::request::build;

/// An answered invoke.
#[derive(Debug, Clone)]
pub struct Invoked {
    /// The body of the HTTP answer.
    pub answer: InvokeAnswer,
    /// The code of its trace.
    pub trace_code: TraceCode,
    /// The stable code of the error, when it ended with one.
    pub error: Option<&'static str>,
    /// The sign-in that the answer asks for.
    pub sign_in: Option<SignInId>,
}

impl Host {
    /// Answers an activity of an identified caller. `app` names the app by its manifest id or our
    /// own id, whatever the activity says.
    ///
    /// # Errors
    /// Faults of the caller and of ourselves; everything that a user could be told is an answer.
    pub async fn invoke(
        self: &Arc<Self>,
        caller: &Caller,
        activity: &Value,
        app: Option<&str>,
    ) -> Result<Invoked, InvokeFault> {
        let trace = Recorder::start(TraceKind::Invoke, &self.parts.clock, &*self.parts.random);
        if let Some(user) = caller.user.id {
            trace.user(user.0);
        }
        let ended = self.run(caller, activity, app, &trace).await;
        // Other hosts get Teams' wire shapes and nothing more.
        let ours = matches!(caller.door, Door::Session { .. });
        let shown = |checklist: Vec<String>| if ours { checklist } else { Vec::new() };
        let invoked = match ended {
            Ok(answer) => Ok((answer, None, None)),
            Err(Stop::Say(error, checklist)) => Ok((
                InvokeAnswer::message(&error.user(), &shown(checklist)),
                Some(error.code()),
                None,
            )),
            Err(Stop::SignIn {
                code,
                prompt,
                link,
                checklist,
            }) => Ok((
                InvokeAnswer::auth(
                    prompt.text.as_deref(),
                    &prompt.button,
                    &link.url,
                    &shown(checklist),
                ),
                Some(code),
                Some(link.id),
            )),
            Err(Stop::Fault(cause)) => Err(InvokeFault::new(cause, trace.code().clone())),
        };
        match &invoked {
            Ok((_, Some(code), _)) => trace.error(code),
            Ok((_, None, _)) => {}
            Err(fault) => trace.error(fault.code()),
        }
        self.parts.traces.submit(&caller.tenant, trace.finish());
        invoked.map(|(answer, error, sign_in)| Invoked {
            answer,
            trace_code: trace.code().clone(),
            error,
            sign_in,
        })
    }

    async fn run(
        self: &Arc<Self>,
        caller: &Caller,
        activity: &Value,
        app: Option<&str>,
        trace: &Recorder,
    ) -> Result<InvokeAnswer, Stop> {
        match read(activity, trace)? {
            Activity::VerifyState(digits) => {
                trace.about("signin/verifyState");
                self.confirm(caller, &digits, trace)
                    .await
                    .map_err(|error| Stop::Fault(Cause::Confirm(error)))?;
                Ok(InvokeAnswer::empty())
            }
            Activity::Query(query) => {
                if let Some(digits) = &query.state {
                    self.confirm(caller, digits, trace)
                        .await
                        .map_err(Stop::say)?;
                }
                self.search(caller, &query, app, trace).await
            }
        }
    }

    async fn confirm(
        self: &Arc<Self>,
        caller: &Caller,
        digits: &str,
        trace: &Recorder,
    ) -> Result<(), cloakroom_broker::ConfirmError> {
        let step = trace.step("confirm");
        let confirmed = self.parts.broker.confirm(caller, digits).await;
        match &confirmed {
            Ok(()) => step.ok("the six digits made the pending sign-in a grant"),
            Err(error) => step.end(
                StepOutcome::Refused,
                format!("{}: {}", error.code(), error.developer()),
            ),
        }
        confirmed
    }

    async fn search(
        self: &Arc<Self>,
        caller: &Caller,
        query: &Query,
        app: Option<&str>,
        trace: &Recorder,
    ) -> Result<InvokeAnswer, Stop> {
        let apps = self
            .catalog
            .apps(&caller.tenant)
            .await
            .map_err(|error| Stop::Fault(Cause::Catalog(error)))?;
        let found =
            find(&apps, app, query, trace).map_err(|error| Stop::Fault(Cause::Find(error)))?;
        let command = &found.command().command;
        trace.app(&found.app.installation.manifest_id);
        trace.about(format!(
            "{}: {}",
            found.app.compiled.manifest.name.short, command.id
        ));

        let prepared = build(found.command(), query, trace).map_err(Stop::say)?;
        let authorized = self
            .authorize(caller, &found.app, &prepared.url, trace)
            .await?;
        let response = match &authorized {
            Allowed::Nothing => {
                let calling = calling(&found, &prepared, None);
                self.call_once(&prepared, &calling, None, trace).await?
            }
            Allowed::Key(authorized) => {
                self.call_with_key(&found, &prepared, authorized, trace)
                    .await?
            }
            Allowed::Token(authorized) => {
                self.call_as_user(caller, &found, &prepared, authorized, trace)
                    .await?
            }
        };
        let content_type = response
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let key = match caller.door {
            Door::Session { .. } => Some(self.image_key(caller).await?),
            Door::Host { .. } | Door::Administrator => None,
        };
        self.show(
            &found,
            &prepared,
            (&response.body, content_type),
            query,
            key.as_ref(),
            trace,
        )
    }
}

fn read(activity: &Value, trace: &Recorder) -> Result<Activity, Stop> {
    let step = trace.step("activity");
    match activity::read(activity) {
        Ok(read) => {
            step.ok("read");
            Ok(read)
        }
        Err(error) => {
            step.end(StepOutcome::Refused, error.developer());
            Err(Stop::Fault(Cause::Activity(error)))
        }
    }
}
