//! The six digits, typed into the conversation (`signin/verifyState`).

use std::sync::Arc;

use cloakroom_model::Caller;
use cloakroom_store::{Ended, Grant, Placed, SignInStatus, StoreError};
use cloakroom_vault::{OpenError, Sealed, TokenHash};

use super::error::ConfirmError;
use crate::broker::Broker;

/// What the vault's key for these tags is for.
const PURPOSE: &str = "grants.confirm_hash";

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
        let digits = self.confirm_hash(&grant, digits).await?;
        let placed = loop {
            let replaced = self.replaced_by(&grant).await?;
            match grants.confirm(&grant, &digits, replaced, now).await? {
                Placed::Moved => {}
                placed => break placed,
            }
        };
        if placed != Placed::Done {
            if tries >= most {
                self.end_pending(&grant).await?;
                return Err(ConfirmError::Dead);
            }
            return Err(ConfirmError::Wrong(most - tries));
        }
        self.forget(&grant);
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

    /// The tag of six digits, bound to the grant. By a key of the vault: against a plain hash,
    /// whoever reads the database could try all million of them. It is the key that sealed the
    /// grant's tokens, so that every replica finds it; a pending grant whose tokens were sealed
    /// anew in its five minutes cannot be confirmed any more.
    pub(super) async fn confirm_hash(
        &self,
        grant: &Grant,
        digits: &str,
    ) -> Result<TokenHash, StoreError> {
        let unusable = |error: OpenError| StoreError::Unavailable(error.to_string());
        let sealed = grant.access_token.as_ref().ok_or(OpenError::Format);
        let id = sealed.and_then(Sealed::key_id).map_err(unusable)?;
        let vault = &self.parts.vault;
        let key = vault.mac_key_of(&grant.tenant, id, PURPOSE).await;
        let message = format!("{}:{digits}", grant.public_id);
        Ok(key.map_err(unusable)?.hash(message.as_bytes()))
    }

    /// A pending grant that nobody confirmed: removed, and revoked at the provider.
    async fn end_pending(&self, grant: &Grant) -> Result<(), StoreError> {
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
    pub(crate) async fn end_pending_due(&self) -> Result<(), StoreError> {
        for grant in self.parts.store.grants().pending_due(self.now()).await? {
            self.end_pending(&grant).await?;
        }
        Ok(())
    }
}
