//! Browser sessions, and the codes to enter by.

use std::time::Duration;

use cloakroom_model::{Random, Subject, TenantId, Timestamp, User, UserId};
use cloakroom_vault::TokenHash;
use uuid::Uuid;

use crate::db::{Db, change_optional, execute, optional};
use crate::people::{Person, PersonRow, role};
use crate::row::Of;
use crate::{StoreError, statements as sql};

/// How long a session lives without being used.
const IDLE: Duration = Duration::from_hours(12);

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its internal id.
    pub id: Uuid,
    /// Whose.
    pub person: Person,
    /// When it was last noted as used.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

type SessionRow = (String, Uuid, i64, i64, Uuid, String, String, String, String);

/// Browser sessions.
#[derive(Debug)]
pub struct Sessions<'a> {
    pub(crate) db: &'a Db,
}

impl Sessions<'_> {
    /// Begins a session that ends at `expires_at` whatever happens.
    pub async fn begin(
        &self,
        tenant: &TenantId,
        user: UserId,
        token: &TokenHash,
        now: Timestamp,
        expires_at: Timestamp,
        random: &dyn Random,
    ) -> Result<Uuid, StoreError> {
        let id = now.new_uuid(random);
        execute!(
            self.db,
            sql::SESSION_INSERT,
            tenant.as_str(),
            id,
            user.0,
            token.as_bytes().as_slice(),
            now.as_millis(),
            expires_at.as_millis(),
        )?;
        Ok(id)
    }

    /// The live session with that token.
    pub async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let row = optional!(
            self.db,
            SessionRow,
            sql::SESSION_FIND,
            token.as_bytes().as_slice(),
            now.as_millis(),
            now.minus(IDLE).as_millis(),
        )?;
        let Some((tenant, id, last_seen, expires, user, issuer, subject, display_name, role_text)) =
            row
        else {
            return Ok(None);
        };
        let of = Of {
            table: "sessions",
            row: &id,
        };
        Ok(Some(Session {
            id,
            person: Person {
                tenant: of.tenant(&tenant)?,
                role: role(&role_text, of)?,
                user: User {
                    id: Some(UserId(user)),
                    subject: Subject { issuer, subject },
                    display_name,
                },
            },
            last_seen_at: Timestamp::from_millis(last_seen),
            expires_at: Timestamp::from_millis(expires),
        }))
    }

    /// Whose session that is, if it is still alive.
    pub async fn alive(
        &self,
        tenant: &TenantId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let row = optional!(
            self.db,
            (Uuid,),
            sql::SESSION_ALIVE,
            tenant.as_str(),
            id,
            now.as_millis(),
            now.minus(IDLE).as_millis(),
        )?;
        Ok(row.map(|(user,)| UserId(user)))
    }

    /// Notes that a session was used.
    pub async fn seen(
        &self,
        tenant: &TenantId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::SESSION_SEEN,
            tenant.as_str(),
            id,
            now.as_millis()
        )?;
        Ok(())
    }

    /// Ends a session; `false` when it had ended before.
    pub async fn end(&self, tenant: &TenantId, id: Uuid) -> Result<bool, StoreError> {
        Ok(execute!(self.db, sql::SESSION_DELETE, tenant.as_str(), id)? == 1)
    }

    /// Keeps a code to enter by.
    pub async fn add_code(
        &self,
        tenant: &TenantId,
        user: UserId,
        code: &TokenHash,
        now: Timestamp,
        expires_at: Timestamp,
        random: &dyn Random,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::CODE_INSERT,
            tenant.as_str(),
            now.new_uuid(random),
            user.0,
            code.as_bytes().as_slice(),
            expires_at.as_millis(),
        )?;
        Ok(())
    }

    /// Who would enter by that code; does not use it up.
    pub async fn code_owner(
        &self,
        code: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        let row = optional!(
            self.db,
            PersonRow,
            sql::CODE_FIND,
            code.as_bytes().as_slice(),
            now.as_millis()
        )?;
        row.map(Person::try_from).transpose()
    }

    /// Uses a code up; only the first caller gets the user.
    pub async fn consume_code(
        &self,
        code: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<(TenantId, UserId)>, StoreError> {
        let row = change_optional!(
            self.db,
            (String, Uuid),
            sql::CODE_CONSUME,
            code.as_bytes().as_slice(),
            now.as_millis(),
        )?;
        row.map(|(tenant, user)| {
            let of = Of {
                table: "enter_codes",
                row: &user,
            };
            Ok((of.tenant(&tenant)?, UserId(user)))
        })
        .transpose()
    }

    /// Removes what has ended; gives how many rows.
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StoreError> {
        let sessions = execute!(
            self.db,
            sql::SESSION_PURGE,
            now.as_millis(),
            now.minus(IDLE).as_millis()
        )?;
        let codes = execute!(self.db, sql::CODE_PURGE, now.as_millis())?;
        Ok(sessions + codes)
    }
}
