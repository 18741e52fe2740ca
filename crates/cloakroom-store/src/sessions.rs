//! Browser sessions, and the codes to enter by.

use std::time::Duration;

use cloakroom_model::{Random, SessionId, Subject, TenantId, Timestamp, User, UserId};
use cloakroom_vault::TokenHash;
use uuid::Uuid;

use crate::db::{Db, all, change_optional, execute, optional};
use crate::page::{Cursor, Page, PageRequest};
use crate::people::{Person, PersonRow, role};
use crate::row::Of;
use crate::{StoreError, statements as sql};

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

/// A session that is about to begin.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// In which tenant.
    pub tenant: &'a TenantId,
    /// Whose.
    pub user: UserId,
    /// The hash of its token.
    pub token: &'a TokenHash,
    /// How he entered: `link`, or the name of a provider in the configuration.
    pub entered_by: &'a str,
    /// What the browser calls itself, so that its owner can tell sessions apart.
    pub agent: &'a str,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// A session as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// Its internal id.
    pub id: Uuid,
    /// The id by which it is ended.
    pub public_id: SessionId,
    /// Whose.
    pub person: Person,
    /// How he entered.
    pub entered_by: String,
    /// What the browser called itself.
    pub agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last noted as used.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    public_id: String,
    entered_by: String,
    agent: String,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    tenant: String,
    user_id: Uuid,
    issuer: String,
    subject: String,
    display_name: String,
    role: String,
}

impl TryFrom<ListedRow> for ListedSession {
    type Error = StoreError;
    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "sessions",
            row: &row.id,
        };
        Ok(Self {
            id: row.id,
            public_id: of.parse("public_id", &row.public_id)?,
            person: Person {
                tenant: of.tenant(&row.tenant)?,
                role: role(&row.role, of)?,
                user: User {
                    id: Some(UserId(row.user_id)),
                    subject: Subject {
                        issuer: row.issuer,
                        subject: row.subject,
                    },
                    display_name: row.display_name,
                },
            },
            entered_by: row.entered_by,
            agent: row.agent,
            created_at: Timestamp::from_millis(row.created_at),
            last_seen_at: Timestamp::from_millis(row.last_seen_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

type SessionRow = (String, Uuid, i64, i64, Uuid, String, String, String, String);

/// Browser sessions.
#[derive(Debug)]
pub struct Sessions<'a> {
    pub(crate) db: &'a Db,
    /// How long a session lives without being used.
    pub(crate) idle: Duration,
}

impl Sessions<'_> {
    /// Begins a session that ends at its time whatever happens.
    pub async fn begin(
        &self,
        new: &NewSession<'_>,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<Uuid, StoreError> {
        let id = now.new_uuid(random);
        execute!(
            self.db,
            sql::SESSION_INSERT,
            new.tenant.as_str(),
            id,
            new.user.0,
            new.token.as_bytes().as_slice(),
            now.as_millis(),
            new.expires_at.as_millis(),
            SessionId::generate(random).as_str(),
            new.entered_by,
            new.agent,
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
            now.minus(self.idle).as_millis(),
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
            now.minus(self.idle).as_millis(),
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

    /// Ends a session by the id that lists show; of that user alone, where one is named. Gives
    /// which it was.
    pub async fn end_listed(
        &self,
        tenant: &TenantId,
        id: &SessionId,
        of: Option<UserId>,
    ) -> Result<Option<Uuid>, StoreError> {
        let (tenant, id) = (tenant.as_str(), id.as_str());
        let ended = match of {
            Some(user) => change_optional!(
                self.db,
                (Uuid, Uuid),
                sql::SESSION_DELETE_PUBLIC_OF_USER,
                tenant,
                id,
                user.0
            ),
            None => change_optional!(
                self.db,
                (Uuid, Uuid),
                sql::SESSION_DELETE_PUBLIC,
                tenant,
                id
            ),
        }?;
        Ok(ended.map(|(id, _)| id))
    }

    /// Ends all sessions of a user but one; gives how many.
    pub async fn end_others(
        &self,
        tenant: &TenantId,
        user: UserId,
        but: Uuid,
    ) -> Result<u64, StoreError> {
        execute!(
            self.db,
            sql::SESSION_DELETE_OTHERS,
            tenant.as_str(),
            user.0,
            but
        )
    }

    /// The live sessions of a tenant, or of one user of it; the newest first.
    pub async fn page(
        &self,
        tenant: &TenantId,
        of: Option<UserId>,
        now: Timestamp,
        request: &PageRequest,
    ) -> Result<Page<ListedSession>, StoreError> {
        let [before] = request.after();
        let before = before.parse().unwrap_or(Uuid::max());
        let (alive, seen) = (now.as_millis(), now.minus(self.idle).as_millis());
        let rows = match of {
            None => all!(
                self.db,
                ListedRow,
                sql::SESSION_PAGE,
                tenant.as_str(),
                before,
                alive,
                seen,
                request.rows()
            ),
            Some(user) => all!(
                self.db,
                ListedRow,
                sql::SESSION_PAGE_OF_USER,
                tenant.as_str(),
                before,
                alive,
                seen,
                request.rows(),
                user.0
            ),
        }?;
        let at = |row: &ListedRow| Cursor::new([row.id.to_string().as_str()]);
        Page::cut(rows, request, at).try_map(ListedSession::try_from)
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
            now.minus(self.idle).as_millis()
        )?;
        let codes = execute!(self.db, sql::CODE_PURGE, now.as_millis())?;
        Ok(sessions + codes)
    }
}
