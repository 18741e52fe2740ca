//! An invoke, from the activity to its answer: the way of `DESIGN.md`, one step after the other.

mod answer;
mod fault;
mod prompt;
mod stop;

use std::sync::Arc;

use adaptive_cards_templating::{Cultures, HostValues};
use app_package::KeyPlace;
use bytes::Bytes;
use cloakroom_broker::{
    Authorized, Credential, CredentialError, GrantQuery, KeyAuthorized, SignInReason,
};
use cloakroom_model::{
    Caller, Door, Explain, Recorder, SignInId, StepOutcome, TraceCode, TraceKind,
};
use cloakroom_store::{MOST_ROWS, PageRequest};
use cloakroom_vault::MacKey;
use http::header::CONTENT_TYPE;
use serde_json::Value;

pub use answer::InvokeAnswer;
use fault::Cause;
pub use fault::{FaultKind, InvokeFault};
use prompt::Prompt;
use stop::Stop;

use crate::activity::{self, Activity, Query};
use crate::authorize::Allowed;
use crate::call::{Called, Calling, KeyError, Sent};
use crate::cards::{Drawing, Images, draw};
use crate::find::{Found, find};
use crate::host::Host;
use crate::images::PURPOSE;
use crate::request::{Prepared, build};
use crate::select::{Selecting, parse, select};

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

    /// The key that signs the paths of images, for our own chat.
    async fn image_key(&self, caller: &Caller) -> Result<MacKey, Stop> {
        let key = self.parts.vault.mac_key(&caller.tenant, PURPOSE).await;
        key.map_err(|error| {
            let error = CredentialError::Store(error.to_string());
            Stop::Fault(Cause::Credential(error))
        })
    }

    /// Calls once: nothing that the API could ask for would help.
    async fn call_once(
        &self,
        prepared: &Prepared,
        calling: &Calling<'_>,
        credential: Option<Sent<'_>>,
        trace: &Recorder,
    ) -> Result<cloakroom_egress::Response, Stop> {
        match self
            .call(prepared, calling, credential, trace)
            .await
            .map_err(Stop::call)?
        {
            Called::Answered(response) => Ok(response),
            demanding => Err(Stop::call(calling.unmet(prepared, &demanding))),
        }
    }

    /// Calls with the app's key, where the API's description wants it.
    async fn call_with_key(
        &self,
        found: &Found,
        prepared: &Prepared,
        authorized: &KeyAuthorized,
        trace: &Recorder,
    ) -> Result<cloakroom_egress::Response, Stop> {
        let step = trace.step("credential");
        let key = match self.parts.broker.api_key(authorized).await {
            Ok(key) => key,
            Err(error) => {
                let error = KeyError {
                    registration: authorized.registration_name().to_owned(),
                    error,
                };
                step.end(StepOutcome::Failed, error.developer());
                return Err(Stop::say(error));
            }
        };
        step.ok(format!(
            "the key in use of the registration \"{}\"",
            authorized.registration_name()
        ));
        let place = &found.command().command.operation.security.api_key;
        let place = place.as_ref().unwrap_or(&KeyPlace::Bearer);
        let calling = Calling {
            key: Some((authorized.registration_name(), place)),
            ..calling(found, prepared, None)
        };
        self.call_once(prepared, &calling, Some(Sent::Key(&key, place)), trace)
            .await
    }

    /// Calls with the user's token: once, and once more where the API says that another token
    /// would help.
    async fn call_as_user(
        self: &Arc<Self>,
        caller: &Caller,
        found: &Found,
        prepared: &Prepared,
        authorized: &Authorized,
        trace: &Recorder,
    ) -> Result<cloakroom_egress::Response, Stop> {
        let calling = calling(found, prepared, Some(authorized));
        let first = match self.parts.broker.credential(authorized, trace).await {
            Ok(credential) => credential,
            Err(error) => {
                return Err(self
                    .without_credential(authorized, error, calling.app, trace)
                    .await);
            }
        };
        let called = self
            .call(prepared, &calling, Some(Sent::Token(&first.bearer)), trace)
            .await
            .map_err(Stop::call)?;
        let called = match called {
            Called::AnotherToken(_) => {
                let second = self.another(authorized, &first, calling.app, trace).await?;
                self.call(prepared, &calling, Some(Sent::Token(&second.bearer)), trace)
                    .await
                    .map_err(Stop::call)?
            }
            called => called,
        };
        match called {
            Called::Answered(response) => Ok(response),
            Called::Scopes(_, ref scopes) if self.can_ask_for(caller, authorized, scopes).await => {
                let reason = SignInReason::MoreScopes(scopes.clone());
                Err(self
                    .sign_in(authorized, &reason, scopes, calling.app, trace)
                    .await)
            }
            Called::AnotherToken(_) => {
                // The second in a row: no third call and no second refresh (SEC-TOKEN-17). Another
                // sign-in may help; where it doesn't, the checklist does.
                let error = calling.unmet(prepared, &called);
                trace.note("after-rejection", StepOutcome::Failed, error.developer());
                let mut stop = self
                    .sign_in(
                        authorized,
                        &SignInReason::RejectedAnew,
                        &[],
                        calling.app,
                        trace,
                    )
                    .await;
                if let Stop::SignIn { checklist, .. } = &mut stop {
                    *checklist = error.checklist();
                }
                Err(stop)
            }
            demanding @ Called::Scopes(..) => Err(Stop::call(calling.unmet(prepared, &demanding))),
        }
    }

    async fn another(
        self: &Arc<Self>,
        authorized: &Authorized,
        refused: &Credential,
        app: &str,
        trace: &Recorder,
    ) -> Result<Credential, Stop> {
        match self
            .parts
            .broker
            .after_rejection(authorized, refused, trace)
            .await
        {
            Ok(credential) => {
                trace.note(
                    "after-rejection",
                    StepOutcome::Ok,
                    "another token; the call is made once more",
                );
                Ok(credential)
            }
            Err(error) => {
                trace.note(
                    "after-rejection",
                    StepOutcome::Refused,
                    format!("{}: {}", error.code(), error.developer()),
                );
                Err(self.without_credential(authorized, error, app, trace).await)
            }
        }
    }

    /// Scopes are worth asking for while they are named and not all granted already; otherwise the
    /// user would be asked for the same for ever.
    async fn can_ask_for(
        &self,
        caller: &Caller,
        authorized: &Authorized,
        scopes: &[String],
    ) -> bool {
        let query = GrantQuery {
            registration: Some(authorized.registration_id().clone()),
            ..GrantQuery::default()
        };
        let request = PageRequest::first(MOST_ROWS);
        let granted = self.parts.broker.grants(caller, &query, &request).await;
        let granted = granted.map(|page| page.items).unwrap_or_default();
        let granted = granted.iter().find(|grant| grant.current);
        !scopes.is_empty()
            && !granted.is_some_and(|grant| scopes.iter().all(|scope| grant.scopes.contains(scope)))
    }

    /// What follows from having no credential: a sign-in link, or words.
    async fn without_credential(
        self: &Arc<Self>,
        authorized: &Authorized,
        error: CredentialError,
        app: &str,
        trace: &Recorder,
    ) -> Stop {
        match error {
            CredentialError::SignIn(reason) => {
                self.sign_in(authorized, &reason, &[], app, trace).await
            }
            error @ CredentialError::Store(_) => Stop::Fault(Cause::Credential(error)),
            error => Stop::say(error),
        }
    }

    async fn sign_in(
        self: &Arc<Self>,
        authorized: &Authorized,
        reason: &SignInReason,
        further: &[String],
        app: &str,
        trace: &Recorder,
    ) -> Stop {
        let mut step = trace.step("sign-in");
        step.detail("reason", reason.code())
            .detail("provider", authorized.provider_host());
        if !further.is_empty() {
            step.detail("further", further.to_vec());
        }
        match self.parts.broker.start_sign_in(authorized, further).await {
            Ok(link) => {
                step.detail("signIn", link.id.as_str());
                step.end(
                    StepOutcome::Noted,
                    format!("a sign-in link was made. {}", reason.developer()),
                );
                Stop::SignIn {
                    code: reason.code(),
                    prompt: Prompt::new(app, reason),
                    link: Box::new(link),
                    checklist: Vec::new(),
                }
            }
            Err(error) => {
                step.end(
                    StepOutcome::Failed,
                    format!("{}: {}", error.code(), error.developer()),
                );
                Stop::sign_in_failed(error)
            }
        }
    }

    /// From the answer's bytes to cards.
    fn show(
        &self,
        found: &Found,
        prepared: &Prepared,
        (body, content_type): (&Bytes, Option<&str>),
        query: &Query,
        key: Option<&MacKey>,
        trace: &Recorder,
    ) -> Result<InvokeAnswer, Stop> {
        let app = found.app.compiled.manifest.name.short.as_str();
        let command = found.command();
        let rendering = &command.command.rendering;
        let answer = parse(app, body, content_type).map_err(|error| {
            trace.note("select", StepOutcome::Failed, error.developer());
            Stop::say(error)
        })?;
        let selecting = Selecting {
            app,
            file: &rendering.file,
            path: command.json_path.as_ref(),
            path_text: rendering.json_path.as_deref(),
            page: prepared.page,
        };
        let entries = select(&answer, &selecting, trace).map_err(Stop::say)?;
        let now = self.parts.clock.now();
        let images = match key {
            Some(key) => Images::Signed {
                key,
                app: &found.app.installation.manifest_id,
                now,
            },
            None => Images::Direct,
        };
        let drawing = Drawing {
            app,
            command,
            values: HostValues {
                host: Value::Null,
                now_unix_millis: now.as_millis(),
                seed: u64::from_le_bytes(self.parts.random.bytes()),
                locale: query.locale.clone(),
                cultures: Cultures::All,
            },
            images: &images,
        };
        draw(&entries, &drawing, trace)
            .map(InvokeAnswer::from_json)
            .map_err(Stop::say)
    }
}

fn calling<'a>(
    found: &'a Found,
    prepared: &Prepared,
    authorized: Option<&'a Authorized>,
) -> Calling<'a> {
    Calling {
        app: &found.app.compiled.manifest.name.short,
        dial: found.app.dial(&prepared.url),
        authorized,
        wanted: &found.command().command.operation.security.scopes,
        key: None,
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
