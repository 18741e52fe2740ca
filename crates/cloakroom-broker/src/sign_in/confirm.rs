//! The six digits, typed into the conversation (`signin/verifyState`).

use std::sync::Arc;

use cloakroom_model::Caller;
use cloakroom_store::{Ended, Grant, SignInStatus};

use super::error::ConfirmError;
use super::exchange::confirm_hash;
use crate::broker::Broker;

impl Broker {
    /// Makes the caller's newest pending grant a grant, if the digits are right. Each try is
    /// counted in the store before it is looked at, so that no number of replicas allows more
    /// than five (SEC-SIGNIN-09).
    pub async fn confirm(
        self: &Arc<Self>,
        caller: &Caller,
        digits: &str,
    ) -> Result<(), ConfirmError> {
        let Some(user) = caller.user.id else {
            return Err(ConfirmError::Nothing);
        };
        let grants = self.parts.store.grants();
        let now = self.now();
        let pending = grants.pending_of(&caller.tenant, user, now).await?;
        let Some(grant) = pending.into_iter().next() else {
            return Err(ConfirmError::Nothing);
        };
        let most = self.parts.config.confirm_tries;
        let Some(tries) = grants.count_try(&grant, most, now).await? else {
            self.end_pending(&grant).await?;
            return Err(ConfirmError::Dead);
        };
        let Some(replaced) = grants
            .confirm(&grant, &confirm_hash(&grant, digits), now)
            .await?
        else {
            if tries >= most {
                self.end_pending(&grant).await?;
                return Err(ConfirmError::Dead);
            }
            return Err(ConfirmError::Wrong(most - tries));
        };
        self.forget(&grant);
        if let Some(old) = replaced {
            self.queue_revocations(&old, &[("refresh_token", old.refresh_token.as_ref())])
                .await?;
        }
        let ended = Ended {
            status: SignInStatus::Completed,
            code: None,
            text: None,
            account: Some(grant.account.clone()),
            trace: None,
        };
        self.parts
            .store
            .sign_ins()
            .end(&grant.tenant, grant.id, &ended)
            .await?;
        self.tell(grant.id);
        Ok(())
    }

    /// A pending grant that nobody confirmed: removed, and revoked at the provider.
    async fn end_pending(&self, grant: &Grant) -> Result<(), cloakroom_store::StoreError> {
        self.end_grant(grant).await?;
        let ended = Ended {
            status: SignInStatus::Expired,
            code: Some("confirmation_dead".to_owned()),
            text: Some("The sign-in was not confirmed in time. Sign in again.".to_owned()),
            account: None,
            trace: None,
        };
        self.parts
            .store
            .sign_ins()
            .end(&grant.tenant, grant.id, &ended)
            .await?;
        self.tell(grant.id);
        Ok(())
    }

    /// Ends the pending grants whose time has run out.
    pub(crate) async fn end_pending_due(&self) -> Result<(), cloakroom_store::StoreError> {
        for grant in self.parts.store.grants().pending_due(self.now()).await? {
            self.end_pending(&grant).await?;
        }
        Ok(())
    }
}
