//! Where a sign-in stands, for whoever waits for it.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::{Caller, SignInId};
use cloakroom_store::{Ended, SignIn, SignInStatus};
use cloakroom_vault::TicketToken;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::error::SignInError;
use crate::broker::Broker;

/// A sign-in as the chat sees it. No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// Its id.
    pub id: SignInId,
    /// `waiting`, `continued`, `confirmation`, `completed`, `denied`, `failed`, `cancelled` or
    /// `expired`.
    pub status: &'static str,
    /// The user's sentence.
    pub message: String,
    /// The stable code of an error.
    pub error: Option<String>,
    /// The account that signed in.
    pub account: Option<String>,
    /// The code of the trace that tells how.
    pub trace: Option<String>,
    /// The host at which the user signs in.
    pub provider_host: String,
    /// Whether it is a test sign-in of the doctor.
    #[serde(skip)]
    pub test: bool,
}

impl Broker {
    /// Tells everybody in this process who waits for a sign-in that it has changed.
    pub(crate) fn tell(&self, id: Uuid) {
        // An error means that nobody waits.
        let _ = self.changed.send(id);
    }

    /// Where a sign-in of the caller stands; with `patience`, waits so long for it to end.
    pub async fn sign_in_status(
        self: &Arc<Self>,
        caller: &Caller,
        id: &SignInId,
        patience: Duration,
    ) -> Result<SignInView, SignInError> {
        let deadline = tokio::time::Instant::now() + patience;
        let mut changes = self.changed.subscribe();
        let first = self.own_sign_in(caller, id).await?;
        let begun = self.status_at_present(&first);
        let mut sign_in = first;
        // Another replica's change is seen at the next look, a second later at the most.
        while self.status_at_present(&sign_in) == begun && !begun.is_final() {
            let look = (tokio::time::Instant::now() + Duration::from_secs(1)).min(deadline);
            match tokio::time::timeout_at(look, changes.recv()).await {
                Ok(Ok(changed)) if changed != sign_in.id => continue,
                Ok(Err(RecvError::Closed)) => break,
                Err(_) if tokio::time::Instant::now() >= deadline => break,
                Ok(Ok(_) | Err(RecvError::Lagged(_))) | Err(_) => {}
            }
            sign_in = self.own_sign_in(caller, id).await?;
        }
        self.sign_in_view(&sign_in).await
    }

    async fn own_sign_in(&self, caller: &Caller, id: &SignInId) -> Result<SignIn, SignInError> {
        let sign_in = self
            .parts
            .store
            .sign_ins()
            .find(id)
            .await?
            .ok_or(SignInError::NotFound)?;
        let mut own = sign_in.tenant == caller.tenant && Some(sign_in.user) == caller.user.id;
        if !own && caller.user.id.is_none() && sign_in.tenant == caller.tenant {
            // A host's user whose row was made with this very sign-in.
            let person = self
                .parts
                .store
                .people()
                .get(&sign_in.tenant, sign_in.user)
                .await?;
            own = person.is_some_and(|person| person.user.subject == caller.user.subject);
        }
        // Unknown and somebody else's look the same.
        if own {
            Ok(sign_in)
        } else {
            Err(SignInError::NotFound)
        }
    }

    fn status_at_present(&self, sign_in: &SignIn) -> SignInStatus {
        let open = matches!(
            sign_in.status,
            SignInStatus::Started | SignInStatus::Continued
        );
        if open && self.now() >= sign_in.expires_at {
            SignInStatus::Expired
        } else {
            sign_in.status
        }
    }

    async fn sign_in_view(&self, sign_in: &SignIn) -> Result<SignInView, SignInError> {
        let provider_host = self
            .registration_of(&sign_in.registration)
            .await?
            .map(|l| l.provider_host())
            .unwrap_or_default();
        let status = self.status_at_present(sign_in);
        let (name, words) = match status {
            SignInStatus::Started => ("waiting", "Continue in the window that has opened."),
            SignInStatus::Continued | SignInStatus::Returned => (
                "continued",
                "Sign in at the provider in the window that has opened.",
            ),
            SignInStatus::Pending => (
                "confirmation",
                "Type the six digits from the sign-in window here.",
            ),
            SignInStatus::Completed => ("completed", "You are signed in."),
            SignInStatus::Denied => (
                "denied",
                "You didn't allow Cloakroom to use your account there.",
            ),
            SignInStatus::Failed => ("failed", "The sign-in failed."),
            SignInStatus::Cancelled => ("cancelled", "You cancelled the sign-in."),
            SignInStatus::Expired => ("expired", "That took longer than ten minutes."),
        };
        Ok(SignInView {
            id: sign_in.public_id.clone(),
            status: name,
            message: sign_in
                .outcome_text
                .clone()
                .unwrap_or_else(|| words.to_owned()),
            error: sign_in.outcome_code.clone(),
            account: sign_in.account.clone(),
            trace: sign_in.trace.as_ref().map(ToString::to_string),
            provider_host,
            test: sign_in.doctor_run.is_some(),
        })
    }

    /// The caller gives a sign-in up.
    pub async fn cancel_sign_in(
        self: &Arc<Self>,
        caller: &Caller,
        id: &SignInId,
    ) -> Result<(), SignInError> {
        let sign_in = self.own_sign_in(caller, id).await?;
        self.end_cancelled(&sign_in).await
    }

    /// Whoever holds the link gives it up, on our first page.
    pub async fn cancel_by_link(
        self: &Arc<Self>,
        ticket: &TicketToken,
    ) -> Result<SignInId, SignInError> {
        let (sign_in, _) = self.open_sign_in(ticket).await?;
        self.end_cancelled(&sign_in).await?;
        Ok(sign_in.public_id)
    }

    async fn end_cancelled(&self, sign_in: &SignIn) -> Result<(), SignInError> {
        // Past the callback there is nothing to cancel any more; the exchange goes to its end.
        if matches!(
            sign_in.status,
            SignInStatus::Started | SignInStatus::Continued
        ) {
            let ended = Ended {
                status: SignInStatus::Cancelled,
                code: Some("sign_in_cancelled".to_owned()),
                text: Some("You cancelled the sign-in.".to_owned()),
                account: None,
                trace: None,
            };
            self.parts
                .store
                .sign_ins()
                .end(&sign_in.tenant, sign_in.id, &ended)
                .await?;
            self.tell(sign_in.id);
        }
        Ok(())
    }

    /// How a sign-in ended, for our last page: shown to whoever comes with its id, so it tells
    /// nothing but the words.
    pub async fn sign_in_words(
        &self,
        id: &SignInId,
    ) -> Result<
        (
            SignInView,
            (cloakroom_model::TenantId, cloakroom_model::ManifestId),
        ),
        SignInError,
    > {
        let sign_in = self
            .parts
            .store
            .sign_ins()
            .find(id)
            .await?
            .ok_or(SignInError::NotFound)?;
        let app = sign_in.app.clone();
        let view = self.sign_in_view(&sign_in).await?;
        Ok((
            SignInView {
                account: None,
                ..view
            },
            app,
        ))
    }
}
