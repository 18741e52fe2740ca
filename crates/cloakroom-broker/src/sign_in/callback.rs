//! The redirect URL: the provider's answer comes back in the user's browser.

use std::collections::HashSet;
use std::sync::Arc;

use cloakroom_model::{Explain, Recorder, SignInId, StepOutcome, TraceKind};
use cloakroom_store::{Ended, GrantState, SignIn, SignInStatus, StoreError};
use cloakroom_vault::{AuthorizationCode, BindingToken, ConfirmCode, StateToken};

use super::error::CallbackError;
use super::flow::Returned;
use super::leave::check_rules;
use crate::broker::Broker;

/// How much of a provider's text is kept.
const DESCRIPTION: usize = 300;

/// A callback as it came.
#[derive(Debug)]
pub struct CallbackInput {
    /// Its path.
    pub path: String,
    /// Its parameters, of the query or of the form, in their order.
    pub parameters: Vec<(String, String)>,
    /// The values of all binding cookies that the browser sent.
    pub bindings: Vec<BindingToken>,
}

/// How a callback went well.
#[derive(Debug)]
pub enum CallbackOutcome {
    /// There is a grant.
    Completed {
        /// The sign-in.
        id: SignInId,
    },
    /// The tokens wait for these six digits, to be typed into the conversation.
    Pending {
        /// The sign-in.
        id: SignInId,
        /// The digits, to be shown in this window alone.
        code: ConfirmCode,
    },
}

impl CallbackOutcome {
    /// The sign-in.
    pub const fn id(&self) -> &SignInId {
        match self {
            Self::Completed { id } | Self::Pending { id, .. } => id,
        }
    }
}

impl Broker {
    /// Takes a callback. With an error comes the sign-in that it ended, when it did end one: an
    /// answer that belongs to no sign-in, or not to this browser, changes none.
    pub async fn callback(
        self: &Arc<Self>,
        input: CallbackInput,
    ) -> Result<CallbackOutcome, (CallbackError, Option<SignInId>)> {
        let returned = match self.find_returned(&input).await {
            Ok(returned) => returned,
            Err(error) => {
                let id = match &error {
                    CallbackError::Replayed(id)
                    | CallbackError::Late(id)
                    | CallbackError::Cancelled(id) => Some(id.clone()),
                    _ => None,
                };
                return Err((error, id));
            }
        };
        let id = returned.sign_in.public_id.clone();
        // From here on nothing the caller does may cancel the work (SEC-TOKEN-03).
        let broker = self.clone();
        let task = tokio::spawn(async move { broker.take(returned, input).await });
        match task.await {
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(error)) => Err((error, Some(id))),
            Err(_) => Err((CallbackError::OutcomeUnknown, Some(id))),
        }
    }

    async fn find_returned(&self, input: &CallbackInput) -> Result<Returned, CallbackError> {
        if let Some(name) = input.repeated() {
            return Err(CallbackError::Repeated(name));
        }
        let state = input
            .parameter("state")
            .ok_or(CallbackError::StateMissing)?;
        let state = StateToken::new(state).hash();
        let sign_in = self
            .parts
            .store
            .sign_ins()
            .by_state(&state)
            .await?
            .ok_or(CallbackError::StateUnknown)?;
        let bindings: Vec<_> = input.bindings.iter().map(BindingToken::hash).collect();
        Returned::check(sign_in, &input.path, &bindings, self.now())
    }

    /// Consumes the state, and ends the sign-in one way or the other. Writes its trace.
    async fn take(
        self: Arc<Self>,
        returned: Returned,
        input: CallbackInput,
    ) -> Result<CallbackOutcome, CallbackError> {
        let trace = Recorder::start(TraceKind::SignIn, &self.parts.clock, &*self.parts.random);
        let sign_in = returned.sign_in.clone();
        trace.user(sign_in.user.0);
        trace.app(&sign_in.app.1);
        trace.about("Sign-in");
        let taken = self.consume_and_exchange(returned, &input, &trace).await;
        let ended = match &taken {
            Ok((CallbackOutcome::Completed { .. }, account)) => Ended {
                status: SignInStatus::Completed,
                code: None,
                text: sign_in
                    .doctor_run
                    .map(|_| "The provider answered. The test goes on in the portal.".to_owned()),
                account: Some(account.clone()),
                trace: Some(trace.code().clone()),
            },
            Ok((CallbackOutcome::Pending { .. }, account)) => Ended {
                status: SignInStatus::Pending,
                code: None,
                text: Some("Type the six digits from the sign-in window here.".to_owned()),
                account: Some(account.clone()),
                trace: Some(trace.code().clone()),
            },
            Err(error) => {
                if let Some(run) = sign_in.doctor_run {
                    self.test_sign_in_failed(run, &sign_in, error).await;
                }
                trace.error(error.code());
                trace.note(
                    "sign-in",
                    StepOutcome::Failed,
                    crate::grant::explained(error),
                );
                Ended {
                    status: if matches!(error, CallbackError::Denied) {
                        SignInStatus::Denied
                    } else {
                        SignInStatus::Failed
                    },
                    code: Some(error.code().to_owned()),
                    text: Some(error.user()),
                    account: None,
                    trace: Some(trace.code().clone()),
                }
            }
        };
        // A replay has not consumed this record and must not end it for the one that did.
        if !matches!(taken, Err(CallbackError::Replayed(_)))
            && let Err(error) = self
                .parts
                .store
                .sign_ins()
                .end(&sign_in.tenant, sign_in.id, &ended)
                .await
        {
            tracing::error!(%error, "the end of a sign-in was not kept");
        }
        self.parts.traces.submit(&sign_in.tenant, trace.finish());
        self.tell(sign_in.id);
        taken.map(|(outcome, _)| outcome)
    }

    async fn consume_and_exchange(
        self: &Arc<Self>,
        returned: Returned,
        input: &CallbackInput,
        trace: &Recorder,
    ) -> Result<(CallbackOutcome, String), CallbackError> {
        let loaded = self.registration_of(&returned.sign_in.registration).await?;
        let loaded =
            loaded.ok_or_else(|| CallbackError::Store("the registration is gone".to_owned()))?;
        trace.about(format!("Sign-in: {}", loaded.settings.name));
        let mut step = trace.step("callback");
        step.detail("path", input.path.as_str());
        step.detail("redirectUri", self.redirect_uri(&loaded));
        step.detail(
            "tookSeconds",
            self.now().since(returned.sign_in.created_at).as_secs(),
        );
        let me = self.parts.config.process.as_str();
        let id = returned.sign_in.public_id.clone();
        let settings = &loaded.settings;
        let issuer = check_issuer(
            settings.issuer.as_deref(),
            settings.announces_iss,
            input.parameter("iss"),
        );
        if !self
            .parts
            .store
            .sign_ins()
            .consume(&returned.sign_in, me, self.now())
            .await?
        {
            step.end(
                StepOutcome::Refused,
                "the state was consumed by another answer",
            );
            return Err(CallbackError::Replayed(id));
        }
        let consumed = returned.consumed();
        if let Err(error) = issuer {
            step.end(StepOutcome::Refused, error.developer());
            return Err(error);
        }
        if let Err(error) = check_rules(&consumed.sign_in, &loaded) {
            step.end(StepOutcome::Refused, error.developer());
            return Err(error.into());
        }
        if let Some(error) = input.parameter("error") {
            let error = provider_error(error, input.parameter("error_description"));
            step.end(StepOutcome::Failed, error.developer());
            return Err(error);
        }
        let Some(code) = input.parameter("code").filter(|code| !code.is_empty()) else {
            step.end(StepOutcome::Failed, "neither a code nor an error came");
            return Err(CallbackError::CodeMissing);
        };
        step.ok("state, path and browser fit, and the state is consumed");
        let state = StateToken::new(input.parameter("state").unwrap_or_default());
        let with_code = consumed.with_code(AuthorizationCode::new(code), state);
        match with_code.sign_in.doctor_run {
            Some(run) => self.redeem_for_test(run, with_code, &loaded, trace).await,
            None => self.exchange(with_code, &loaded, trace).await,
        }
    }

    /// Exchanges that another process had begun and that are over; a code is never sent twice.
    /// Embedded there is no other process. Otherwise an exchange is over once its lease has run
    /// out (decision 11), which counts from when this process first saw it: clocks of replicas
    /// differ, and a living exchange must not be told to have failed.
    pub(crate) async fn recover_sign_ins(&self) -> Result<usize, StoreError> {
        let me = self.parts.config.process.as_str();
        let interrupted = self.parts.store.sign_ins().interrupted(me).await?;
        let now = self.now();
        let over: Vec<_> = {
            let seen = &mut self.caches().interrupted;
            seen.retain(|id, _| interrupted.iter().any(|sign_in| sign_in.id == *id));
            let over = interrupted.into_iter().filter(|sign_in| {
                let first = *seen.entry(sign_in.id).or_insert(now);
                self.parts.config.embedded || now.since(first) >= self.parts.config.lease
            });
            over.collect()
        };
        for sign_in in &over {
            self.end_interrupted(sign_in).await?;
        }
        Ok(over.len())
    }

    /// The grant bears the sign-in's id and is committed before the sign-in's end is: where it is
    /// there, the sign-in was complete. A pending one is not, because its digits went with the
    /// process; it dies by its time, and its tokens are revoked then.
    async fn end_interrupted(&self, sign_in: &SignIn) -> Result<(), StoreError> {
        let grant = self
            .parts
            .store
            .grants()
            .get(&sign_in.tenant, sign_in.id)
            .await?
            .filter(|grant| grant.state == GrantState::Active);
        let ended = if let Some(grant) = grant {
            Ended {
                status: SignInStatus::Completed,
                code: None,
                text: None,
                account: Some(grant.account),
                trace: None,
            }
        } else {
            let error = CallbackError::OutcomeUnknown;
            Ended {
                status: SignInStatus::Failed,
                code: Some(error.code().to_owned()),
                text: Some(error.user()),
                account: None,
                trace: None,
            }
        };
        self.parts
            .store
            .sign_ins()
            .end(&sign_in.tenant, sign_in.id, &ended)
            .await?;
        self.tell(sign_in.id);
        Ok(())
    }
}

impl CallbackInput {
    /// The first parameter that comes twice (SEC-SIGNIN-21), shortened.
    pub(crate) fn repeated(&self) -> Option<String> {
        let mut seen = HashSet::new();
        let repeated = self
            .parameters
            .iter()
            .find(|(name, _)| !seen.insert(name.as_str()));
        repeated.map(|(name, _)| name.chars().take(40).collect())
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The `iss` rule of RFC 9207 §2.4: compared as it stands, on error answers too, and wanted where
/// the issuer said that it sends it (SEC-SIGNIN-04).
pub(crate) fn check_issuer(
    issuer: Option<&str>,
    announced: bool,
    iss: Option<&str>,
) -> Result<(), CallbackError> {
    match (issuer, iss) {
        (Some(issuer), Some(iss)) if issuer != iss => {
            Err(CallbackError::Issuer("another than the registration's"))
        }
        (Some(_), None) if announced => Err(CallbackError::Issuer(
            "missing, though the issuer announces that it sends it",
        )),
        // Without a configured issuer there is nothing to compare with; the path decides.
        _ => Ok(()),
    }
}

fn provider_error(code: &str, description: Option<&str>) -> CallbackError {
    if code == "access_denied" || code == "consent_required" {
        return CallbackError::Denied;
    }
    let limited = |text: &str| {
        text.chars()
            .filter(|c| !c.is_control())
            .take(DESCRIPTION)
            .collect::<String>()
    };
    CallbackError::Provider {
        code: limited(code),
        description: description.map(limited),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    /// Guard: `cloakroom_broker::sign_in::callback::check_issuer`
    #[test]
    fn sec_signin_04_iss_is_compared_as_it_stands_and_wanted_where_announced() {
        let issuer = Some("https://as.example");
        check_issuer(issuer, true, issuer).unwrap();
        check_issuer(issuer, false, issuer).unwrap();
        check_issuer(issuer, false, None).unwrap();
        check_issuer(None, false, issuer).unwrap();
        for wrong in [
            "https://as.example/",
            "https://AS.example",
            "https%3A%2F%2Fas.example",
            "",
            "https://evil.example",
        ] {
            assert!(check_issuer(issuer, false, Some(wrong)).is_err(), "{wrong}");
            assert!(check_issuer(issuer, true, Some(wrong)).is_err(), "{wrong}");
        }
        assert!(check_issuer(issuer, true, None).is_err());
    }

    #[test]
    fn a_providers_text_is_shortened_and_holds_no_control_characters() {
        let CallbackError::Provider { code, description } =
            provider_error("server_error\r\n", Some(&"<b>\u{7}".repeat(500)))
        else {
            panic!("another error");
        };
        assert_eq!(code, "server_error");
        let description = description.unwrap();
        assert_eq!(description.chars().count(), DESCRIPTION);
        assert!(!description.contains('\u{7}'));
        assert!(matches!(
            provider_error("access_denied", None),
            CallbackError::Denied
        ));
    }
}
