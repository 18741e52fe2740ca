//! Tokens that are still to be revoked at their provider (RFC 7009).

use std::time::Duration;

use cloakroom_model::{TenantId, Timestamp};
use cloakroom_vault::Sealed;
use uuid::Uuid;

use crate::db::{Db, all, change_optional, execute};
use crate::row::Of;
use crate::{RegistrationKey, StoreError, statements as sql};

/// A token to be revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Its internal id, and the row of the sealed token's place.
    pub id: Uuid,
    /// The user's tenant, under whom the token is sealed.
    pub tenant: TenantId,
    /// Under which registration it was obtained.
    pub registration: RegistrationKey,
    /// In which version.
    pub registration_version: i64,
    /// `refresh_token` or `access_token` (RFC 7009 §2.1, `token_type_hint`).
    pub token_type: String,
    /// The sealed token. Its place: table `revocations`, column `token`, generation 1.
    pub token: Sealed,
    /// How often it was tried.
    pub attempts: i64,
}

#[derive(sqlx::FromRow)]
struct RevocationRow {
    tenant: String,
    id: Uuid,
    registration_tenant: String,
    registration_id: Uuid,
    registration_version: i64,
    token_type: String,
    token: Vec<u8>,
    attempts: i64,
}

impl TryFrom<RevocationRow> for Revocation {
    type Error = StoreError;
    fn try_from(row: RevocationRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "revocations",
            row: &row.id,
        };
        Ok(Self {
            id: row.id,
            tenant: of.tenant(&row.tenant)?,
            registration: RegistrationKey {
                owner: of.parse("registration_tenant", &row.registration_tenant)?,
                id: row.registration_id,
            },
            registration_version: row.registration_version,
            token_type: row.token_type,
            token: Sealed::from_bytes(row.token),
            attempts: row.attempts,
        })
    }
}

/// Revocations.
#[derive(Debug)]
pub struct Revocations<'a> {
    pub(crate) db: &'a Db,
}

impl Revocations<'_> {
    /// Keeps a token to be revoked.
    pub async fn add(&self, new: &Revocation, now: Timestamp) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::REVOCATION_INSERT,
            new.tenant.as_str(),
            new.id,
            new.registration.owner.as_str(),
            new.registration.id,
            new.registration_version,
            new.token_type.as_str(),
            new.token.as_bytes(),
            now.as_millis(),
        )?;
        Ok(())
    }

    /// What is due, the oldest first, at most 50.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<Revocation>, StoreError> {
        let rows = all!(self.db, RevocationRow, sql::REVOCATION_DUE, now.as_millis())?;
        rows.into_iter().map(Revocation::try_from).collect()
    }

    /// Takes one that is due, so that no other process tries it before `again_after` has passed;
    /// `None` when another was faster.
    pub async fn claim(
        &self,
        tenant: &TenantId,
        id: Uuid,
        now: Timestamp,
        again_after: Duration,
    ) -> Result<Option<Revocation>, StoreError> {
        let row = change_optional!(
            self.db,
            RevocationRow,
            sql::REVOCATION_CLAIM,
            tenant.as_str(),
            id,
            now.as_millis(),
            now.plus(again_after).as_millis(),
        )?;
        row.map(Revocation::try_from).transpose()
    }

    /// Forgets one that is done.
    pub async fn remove(&self, tenant: &TenantId, id: Uuid) -> Result<(), StoreError> {
        execute!(self.db, sql::REVOCATION_DELETE, tenant.as_str(), id)?;
        Ok(())
    }
}
