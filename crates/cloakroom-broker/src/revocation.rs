//! Ending grants: here at once, at the provider with patience (RFC 7009).

use std::time::Duration;

use cloakroom_store::{Grant, Revocation, StoreError};
use cloakroom_vault::{Place, Sealed};
use uuid::Uuid;

use crate::broker::Broker;
use crate::grant::SignedOut;
use crate::token_endpoint;

/// After so many tries, over about three days, it is given up.
const MOST_TRIES: i64 = 18;

impl Broker {
    /// Removes a grant and revokes its tokens: the refresh token first, then the access token.
    pub(crate) async fn end_grant(&self, grant: &Grant) -> Result<SignedOut, StoreError> {
        let tokens = [
            ("refresh_token", grant.refresh_token.as_ref()),
            ("access_token", grant.access_token.as_ref()),
        ];
        let queued = self.queue_revocations(grant, &tokens).await?;
        self.parts
            .store
            .grants()
            .remove(&grant.tenant, grant.id)
            .await?;
        self.forget(grant);
        if queued.is_empty() {
            return Ok(SignedOut::Unsupported);
        }
        let mut outcome = SignedOut::Revoked;
        for id in queued {
            if !self.revoke(&grant.tenant, id).await? {
                outcome = SignedOut::Queued;
            }
        }
        Ok(outcome)
    }

    /// Keeps a grant's tokens for revocation, if its registration knows where.
    pub(crate) async fn queue_revocations(
        &self,
        grant: &Grant,
        tokens: &[(&'static str, Option<&Sealed>)],
    ) -> Result<Vec<Uuid>, StoreError> {
        let endpoint = self
            .registration_of(&grant.registration)
            .await?
            .and_then(|loaded| loaded.settings.revocation_endpoint.clone());
        if endpoint.is_none() {
            return Ok(Vec::new());
        }
        let mut queued = Vec::new();
        for (column, sealed) in tokens
            .iter()
            .filter_map(|(column, sealed)| Some((*column, (*sealed)?)))
        {
            let lies = Place {
                tenant: &grant.tenant,
                table: "grants",
                column,
                row: grant.id,
                generation: grant.generation,
            };
            // What does not open cannot be revoked; it is destroyed with its row.
            let Ok(opened) = self.parts.vault.open(&lies, sealed).await else {
                continue;
            };
            let now = self.now();
            let id = now.new_uuid(&*self.parts.random);
            let place = revocation_place(&grant.tenant, id);
            let token = self
                .parts
                .vault
                .seal(&place, &opened)
                .await
                .map_err(|error| StoreError::Unavailable(error.to_string()))?;
            let new = Revocation {
                id,
                tenant: grant.tenant.clone(),
                registration: grant.registration.clone(),
                registration_version: grant.registration_version,
                token_type: column.to_owned(),
                token,
                attempts: 0,
            };
            self.parts.store.revocations().add(&new, now).await?;
            queued.push(id);
        }
        Ok(queued)
    }

    /// Tries one revocation; `true` when it is done.
    pub(crate) async fn revoke(
        &self,
        tenant: &cloakroom_model::TenantId,
        id: Uuid,
    ) -> Result<bool, StoreError> {
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

fn revocation_place(tenant: &cloakroom_model::TenantId, id: Uuid) -> Place<'_> {
    Place {
        tenant,
        table: "revocations",
        column: "token",
        row: id,
        generation: 1,
    }
}
