//! Grants that wait for the six digits.

use cloakroom_model::{TenantId, Timestamp, UserId};
use cloakroom_vault::TokenHash;

use super::place::{keep_consents, make_room};
use super::row::{GrantRow, grants};
use super::{Grant, Grants, Placed, Replaced};
use crate::db::{all, change_optional, transaction};
use crate::{StoreError, statements as sql};

/// The confirmation that a pending grant waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingGrant {
    /// The tag of the six digits, by a key that is not in the database.
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
    /// the place of an older grant for the same account together with its consents: the one that
    /// was read by [`Grants::replaced_by`], whose tokens are to be revoked in the same commit.
    pub async fn confirm(
        &self,
        grant: &Grant,
        code: &TokenHash,
        replaced: Option<Replaced>,
        now: Timestamp,
    ) -> Result<Placed, StoreError> {
        let grant = grant.clone();
        let code = *code;
        transaction!(self.db, |tx| {
            let Some(apps) = make_room!(tx, grant, replaced, now) else {
                // Dropping the transaction undoes the rest, here as below.
                return Ok(Placed::Moved);
            };
            let confirmed = sqlx::query(sql::GRANT_CONFIRM)
                .bind(grant.tenant.as_str())
                .bind(grant.id)
                .bind(code.as_bytes().as_slice())
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if confirmed == 0 {
                return Ok(Placed::Refused);
            }
            keep_consents!(tx, grant, apps, now);
            Placed::Done
        })
    }
}
