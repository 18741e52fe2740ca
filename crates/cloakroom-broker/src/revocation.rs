//! Ending grants: here at once, at the provider with patience (RFC 7009).

use std::time::Duration;

use cloakroom_model::TenantId;
use cloakroom_store::{Grant, RegistrationKey, Replaced, Revocation, StoreError};
use cloakroom_vault::{Place, Sealed, Zeroizing};
use uuid::Uuid;

use crate::broker::Broker;
use crate::grant::{SignedOut, token_place};
use crate::token_endpoint;

/// After so many tries, over about three days, it is given up.
const MOST_TRIES: i64 = 18;

impl Broker {
    /// Removes a grant and revokes its tokens: the refresh token first, then the access token.
    pub(crate) async fn end_grant(&self, grant: &Grant) -> Result<SignedOut, StoreError> {
        let Some(revocations) = self.end_here(grant).await? else {
            return Ok(SignedOut::Nothing);
        };
        if revocations.is_empty() {
            return Ok(SignedOut::Unsupported);
        }
        let mut outcome = SignedOut::Revoked;
        for revocation in revocations {
            if !self.revoke(&grant.tenant, revocation.id).await? {
                outcome = SignedOut::Queued;
            }
        }
        Ok(outcome)
    }

    /// Removes a grant. That its tokens are to be revoked is kept in the commit that removes it, so
    /// that no crash in between leaves tokens alive that nobody holds any more. `None` when it was
    /// gone.
    pub(crate) async fn end_here(
        &self,
        grant: &Grant,
    ) -> Result<Option<Vec<Revocation>>, StoreError> {
        let grants = self.parts.store.grants();
        let mut grant = grant.clone();
        loop {
            let tokens = [
                ("refresh_token", grant.refresh_token.as_ref()),
                ("access_token", grant.access_token.as_ref()),
            ];
            let revocations = self.revocations(&grant, &tokens).await?;
            if grants.end(&grant, &revocations, self.now()).await? {
                self.forget(&grant);
                return Ok(Some(revocations));
            }
            // A refresh was faster: the tokens to be revoked are those that it brought.
            match grants.get(&grant.tenant, grant.id).await? {
                Some(moved) => grant = moved,
                None => return Ok(None),
            }
        }
    }

    /// Keeps a grant's tokens for revocation, if its registration knows where.
    pub(crate) async fn queue_revocations(
        &self,
        grant: &Grant,
        tokens: &[(&'static str, Option<&Sealed>)],
    ) -> Result<(), StoreError> {
        for new in self.revocations(grant, tokens).await? {
            self.parts.store.revocations().add(&new, self.now()).await?;
        }
        Ok(())
    }

    /// A grant's tokens, sealed anew for revocation; none if its registration knows no place for it.
    async fn revocations(
        &self,
        grant: &Grant,
        tokens: &[(&'static str, Option<&Sealed>)],
    ) -> Result<Vec<Revocation>, StoreError> {
        let mut revocations = Vec::new();
        if !self.knows_where_to_revoke(grant).await? {
            return Ok(revocations);
        }
        for (column, sealed) in tokens
            .iter()
            .filter_map(|(column, sealed)| Some((*column, (*sealed)?)))
        {
            // What does not open cannot be revoked; it is destroyed with its row.
            if let Some(opened) = self.open_token_of(grant, column, sealed).await {
                revocations.push(self.revocation(grant, column, &opened).await?);
            }
        }
        Ok(revocations)
    }

    /// The grant whose place this one is going to take, with its refresh token ready to be queued
    /// for revocation in the commit that removes it (SEC-TOKEN-13). A provider that gave the same
    /// refresh token once more is not asked to end it (SEC-TOKEN-19).
    pub(crate) async fn replaced_by(&self, grant: &Grant) -> Result<Option<Replaced>, StoreError> {
        const COLUMN: &str = "refresh_token";
        let Some(old) = self.parts.store.grants().replaced_by(grant).await? else {
            return Ok(None);
        };
        let mut replaced = Replaced {
            id: old.id,
            generation: old.generation,
            revocations: Vec::new(),
        };
        if let Some(sealed) = &old.refresh_token
            && self.knows_where_to_revoke(&old).await?
            && let Some(token) = self.open_token_of(&old, COLUMN, sealed).await
        {
            let kept = match &grant.refresh_token {
                Some(sealed) => self.open_token_of(grant, COLUMN, sealed).await,
                None => None,
            };
            if kept.as_ref() != Some(&token) {
                replaced
                    .revocations
                    .push(self.revocation(&old, COLUMN, &token).await?);
            }
        }
        Ok(Some(replaced))
    }

    async fn knows_where_to_revoke(&self, grant: &Grant) -> Result<bool, StoreError> {
        let loaded = self.registration_of(&grant.registration).await?;
        Ok(loaded.is_some_and(|loaded| loaded.settings.revocation_endpoint.is_some()))
    }

    async fn open_token_of(
        &self,
        grant: &Grant,
        column: &'static str,
        sealed: &Sealed,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let lies = token_place(grant, column, grant.generation);
        self.parts.vault.open(&lies, sealed).await.ok()
    }

    async fn revocation(
        &self,
        grant: &Grant,
        token_type: &str,
        token: &[u8],
    ) -> Result<Revocation, StoreError> {
        self.revocation_of(
            &grant.tenant,
            (&grant.registration, grant.registration_version),
            token_type,
            token,
        )
        .await
    }

    /// A token, sealed anew where it waits for its revocation.
    pub(crate) async fn revocation_of(
        &self,
        tenant: &TenantId,
        (registration, version): (&RegistrationKey, i64),
        token_type: &str,
        token: &[u8],
    ) -> Result<Revocation, StoreError> {
        let id = self.now().new_uuid(&*self.parts.random);
        let place = revocation_place(tenant, id);
        let sealed = self.parts.vault.seal(&place, token).await;
        Ok(Revocation {
            id,
            tenant: tenant.clone(),
            registration: registration.clone(),
            registration_version: version,
            token_type: token_type.to_owned(),
            token: sealed.map_err(|error| StoreError::Unavailable(error.to_string()))?,
            attempts: 0,
        })
    }

    /// Tries one revocation; `true` when it is done.
    pub(crate) async fn revoke(&self, tenant: &TenantId, id: Uuid) -> Result<bool, StoreError> {
        let store = self.parts.store.revocations();
        let now = self.now();
        let Some(revocation) = store.claim(tenant, id, now, Duration::from_mins(1)).await? else {
            return Ok(false);
        };
        let Some(loaded) = self.registration_of(&revocation.registration).await? else {
            // Without its registration nobody can tell the provider any more.
            store.remove(tenant, id).await?;
            return Ok(false);
        };
        let place = revocation_place(tenant, id);
        let opened = self.parts.vault.open(&place, &revocation.token).await;
        let secret = self.client_secret(&loaded).await;
        let (Ok(token), Ok(secret)) = (opened, secret) else {
            tracing::error!(%tenant, "a token to be revoked does not open");
            return Ok(false);
        };
        let Ok(token) = std::str::from_utf8(&token) else {
            return Ok(false);
        };
        let done = token_endpoint::revoke(
            &self.parts.guard,
            &loaded.settings,
            secret.as_ref(),
            token,
            &revocation.token_type,
        )
        .await;
        match done {
            Ok(()) => {
                store.remove(tenant, id).await?;
                Ok(true)
            }
            Err(failure) if revocation.attempts >= MOST_TRIES => {
                tracing::warn!(%tenant, code = failure.error.code(), "a revocation is given up");
                store.remove(tenant, id).await?;
                Ok(false)
            }
            Err(failure) => {
                tracing::info!(%tenant, code = failure.error.code(), "a revocation is tried again later");
                Ok(false)
            }
        }
    }

    /// Tries what is due.
    pub(crate) async fn revoke_due(&self) -> Result<(), StoreError> {
        for revocation in self.parts.store.revocations().due(self.now()).await? {
            self.revoke(&revocation.tenant, revocation.id).await?;
        }
        Ok(())
    }
}

fn revocation_place(tenant: &TenantId, id: Uuid) -> Place<'_> {
    Place {
        tenant,
        table: "revocations",
        column: "token",
        row: id,
        generation: 1,
    }
}
