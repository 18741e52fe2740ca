//! The end of a registration, in two steps: at once it is gone for everybody; then its grants end,
//! their tokens are revoked at the provider where it can, and its secrets are destroyed.

use cloakroom_model::{RegistrationId, TenantId};
use cloakroom_store::{Registration, RegistrationKey, StoreError};
use serde::Serialize;

use super::RegistrationError;
use crate::broker::Broker;

/// Grants that are ended in one round of background work.
const ROUND: u16 = 200;

/// Who uses a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Uses {
    /// How many people are signed in under it, in all tenants.
    pub users: i64,
    /// How many grants there are.
    pub grants: i64,
    /// Whether its provider can be told to revoke them (RFC 7009).
    pub revocable: bool,
}

impl Broker {
    /// How many grants of how many people there are under a registration of that tenant.
    pub async fn uses(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<Uses, RegistrationError> {
        let row = self.saved_row(owner, id).await?;
        let (grants, users) = self.parts.store.registrations().uses(&row.key).await?;
        let revocable = self
            .registration_of(&row.key)
            .await?
            .is_some_and(|loaded| loaded.settings.revocation_endpoint.is_some());
        Ok(Uses {
            users,
            grants,
            revocable,
        })
    }

    /// Removes a registration of whatever kind: nothing uses it from now on, and its name is free.
    /// Its grants end in the background; some at once.
    ///
    /// # Errors
    /// [`RegistrationError::Changed`] when `version` is given and another is in force.
    pub async fn delete(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
        version: Option<i64>,
    ) -> Result<(), RegistrationError> {
        let store = self.parts.store.registrations();
        let found = store.find(id).await?;
        let row = found
            .filter(|row| &row.key.owner == owner)
            .ok_or(RegistrationError::NotFound)?;
        if version.is_some_and(|version| version != row.version) {
            return Err(RegistrationError::Changed);
        }
        store.retire(&row, self.now()).await?;
        self.forget_registration(id);
        self.wind_up(&row.key).await?;
        Ok(())
    }

    /// A registration of that tenant that has been saved.
    pub(super) async fn saved_row(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<Registration, RegistrationError> {
        let found = self.parts.store.registrations().find(id).await?;
        found
            .filter(|row| &row.key.owner == owner && row.version > 0)
            .ok_or(RegistrationError::NotFound)
    }

    /// One round for a retired registration: ends grants, queues their revocations, and removes it
    /// when nothing is left.
    async fn wind_up(&self, key: &RegistrationKey) -> Result<(), StoreError> {
        let grants = self.parts.store.grants();
        for grant in grants.some_of_registration(key, ROUND).await? {
            self.end_here(&grant).await?;
        }
        self.parts.store.registrations().remove(key).await?;
        Ok(())
    }

    /// Winds retired registrations up, and destroys second secrets whose time is over.
    pub(crate) async fn wind_up_due(&self) -> Result<(), StoreError> {
        let store = self.parts.store.registrations();
        store.purge_second(self.now()).await?;
        for key in store.retired().await? {
            self.wind_up(&key).await?;
        }
        Ok(())
    }
}
