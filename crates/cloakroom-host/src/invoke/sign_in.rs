//! What an invoke does where it needs a credential that is not there: a sign-in link, or words.

use std::sync::Arc;

use cloakroom_broker::{Authorized, CredentialError, SignInReason};
use cloakroom_model::{Explain, Recorder, StepOutcome};

use super::fault::Cause;
use super::prompt::Prompt;
use super::stop::Stop;
use crate::host::Host;

impl Host {
    /// What follows from having no credential: a sign-in link, or words.
    pub(super) async fn without_credential(
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

    pub(super) async fn sign_in(
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
}
