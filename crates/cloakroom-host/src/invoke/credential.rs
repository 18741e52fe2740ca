//! The call with what the app has for its API: nothing, a key, or the user's token, which may have to
//! be another one after the first answer.

use std::sync::Arc;

use app_package::KeyPlace;
use cloakroom_broker::{Authorized, Credential, GrantQuery, KeyAuthorized, SignInReason};
use cloakroom_egress::Response;
use cloakroom_model::{Caller, Explain, Recorder, StepOutcome};
use cloakroom_store::{MOST_ROWS, PageRequest};

use super::stop::Stop;
use crate::call::{Called, Calling, KeyError, Sent};
use crate::find::Found;
use crate::host::Host;
use crate::request::Prepared;

impl Host {
    /// Calls once: nothing that the API could ask for would help.
    pub(super) async fn call_once(
        &self,
        prepared: &Prepared,
        calling: &Calling<'_>,
        credential: Option<Sent<'_>>,
        trace: &Recorder,
    ) -> Result<Response, Stop> {
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
    pub(super) async fn call_with_key(
        &self,
        found: &Found,
        prepared: &Prepared,
        authorized: &KeyAuthorized,
        trace: &Recorder,
    ) -> Result<Response, Stop> {
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
    pub(super) async fn call_as_user(
        self: &Arc<Self>,
        caller: &Caller,
        found: &Found,
        prepared: &Prepared,
        authorized: &Authorized,
        trace: &Recorder,
    ) -> Result<Response, Stop> {
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
}

pub(super) fn calling<'a>(
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
