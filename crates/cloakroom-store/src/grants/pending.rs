//! Grants that wait for the six digits.

use cloakroom_model::{TenantId, Timestamp, UserId};
use cloakroom_vault::TokenHash;

use super::place::{keep_consents, make_room};
use super::row::{GrantRow, grants};
use super::{Grant, Grants};
use crate::db::{all, change_optional, transaction};
use crate::{StoreError, statements as sql};

/// The confirmation that a pending grant waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingGrant {
    /// The hash of the six digits.
    pub confirm: TokenHash,
    /// How many wrong ones were tried.
    pub wrong_codes: i64,
    /// When it dies.
    pub until: Timestamp,
}

impl Grants<'_> {
    /// A user's pending grants that are not dead, the newest first.
    pub async fn pending_of(
        &self,
        tenant: &TenantId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_PENDING_OF_USER,
            tenant.as_str(),
            user.0,
            now.as_millis()
        )?)
    }

    /// Pending grants whose time has run out, in all tenants.
    pub async fn pending_due(&self, now: Timestamp) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_PENDING_DUE,
            now.as_millis()
        )?)
    }

    /// Counts one try at the six digits, before it is looked at, and gives how many there were;
    /// `None` when all `most` are used up or the time has run out (SEC-SIGNIN-09).
    pub async fn count_try(
        &self,
        grant: &Grant,
        most: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let row = change_optional!(
            self.db,
            (i64,),
            sql::GRANT_WRONG_CODE,
            grant.tenant.as_str(),
            grant.id,
            most,
            now.as_millis(),
        )?;
        Ok(row.map(|(tries,)| tries))
    }

    /// Makes a pending grant the user's current one, if the digits are right and in time. It takes
    /// the place of an older grant for the same account together with its consents. Gives `None`
    /// when the digits are not right, else the grant it took the place of, if any.
    pub async fn confirm(
        &self,
        grant: &Grant,
        code: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Option<Grant>>, StoreError> {
        let grant = grant.clone();
        let code = *code;
        transaction!(self.db, |tx| {
            let (old, apps) = make_room!(tx, grant);
            let confirmed = sqlx::query(sql::GRANT_CONFIRM)
                .bind(grant.tenant.as_str())
                .bind(grant.id)
                .bind(code.as_bytes().as_slice())
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if confirmed == 0 {
                // Dropping the transaction undoes the rest.
                return Ok(None);
            }
            keep_consents!(tx, grant, apps, now);
            Some(old.map(Grant::try_from).transpose()?)
        })
    }
}
