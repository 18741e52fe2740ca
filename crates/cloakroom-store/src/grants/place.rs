//! The place of a user's current grant, of which there is one for a registration.
//!
//! Macros, because the two databases' transactions are two types.

use uuid::Uuid;

use super::row::GrantRow;
use super::{Grant, Grants};
use crate::db::optional;
use crate::{Revocation, StoreError, statements as sql};

/// A grant whose place another takes, as it was read, and what is then to be revoked of it. Both
/// are committed together (SEC-TOKEN-13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Which grant.
    pub id: Uuid,
    /// In which generation its tokens were read.
    pub generation: i64,
    /// Its tokens, sealed at their new place.
    pub revocations: Vec<Revocation>,
}

/// What became of a grant that was to take its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// It has it.
    Done,
    /// The digits are not right, or the time has run out. Nothing was changed.
    Refused,
    /// Another grant has the place than the one that was read, or that one has moved on: read it
    /// anew. Nothing was changed.
    Moved,
}

impl Grants<'_> {
    /// The grant whose place this one takes: of the same user, registration and account.
    pub async fn replaced_by(&self, grant: &Grant) -> Result<Option<Grant>, StoreError> {
        let row = optional!(
            self.db,
            GrantRow,
            sql::GRANT_OF_ACCOUNT,
            grant.tenant.as_str(),
            grant.user.0,
            grant.registration.id,
            grant.account.as_str(),
            grant.id
        )?;
        row.map(Grant::try_from).transpose()
    }
}

/// In a transaction, makes room for a grant: takes away the one whose place it takes, keeps what is
/// to be revoked of that, and any other is current no longer. Gives the apps for which the user
/// consented with it; `None` when it is not the one that was read.
macro_rules! make_room {
    ($tx:ident, $grant:expr, $replaced:expr, $now:expr) => {{
        let old: Option<$crate::grants::row::GrantRow> =
            sqlx::query_as($crate::statements::GRANT_OF_ACCOUNT)
                .bind($grant.tenant.as_str())
                .bind($grant.user.0)
                .bind($grant.registration.id)
                .bind($grant.account.as_str())
                .bind($grant.id)
                .fetch_optional(&mut *$tx)
                .await?;
        let mut apps: Option<Vec<(String, String)>> = Some(Vec::new());
        match (&old, &$replaced) {
            (None, None) => {}
            (Some(old), Some(read)) if old.id == read.id => {
                apps = Some(
                    sqlx::query_as($crate::statements::GRANT_APPS)
                        .bind($grant.tenant.as_str())
                        .bind(old.id)
                        .fetch_all(&mut *$tx)
                        .await?,
                );
                let gone = sqlx::query($crate::statements::GRANT_DELETE_GENERATION)
                    .bind($grant.tenant.as_str())
                    .bind(old.id)
                    .bind(read.generation)
                    .execute(&mut *$tx)
                    .await?
                    .rows_affected();
                if gone == 0 {
                    apps = None;
                }
                $crate::grants::place::keep_revocations!($tx, read.revocations, $now);
            }
            _ => apps = None,
        }
        sqlx::query($crate::statements::GRANT_NOT_CURRENT)
            .bind($grant.tenant.as_str())
            .bind($grant.user.0)
            .bind($grant.registration.id)
            .execute(&mut *$tx)
            .await?;
        apps
    }};
}

/// In a transaction, keeps the tokens that are to be revoked of a grant which goes in it.
macro_rules! keep_revocations {
    ($tx:ident, $revocations:expr, $now:expr) => {
        for revocation in &$revocations {
            sqlx::query($crate::statements::REVOCATION_INSERT)
                .bind(revocation.tenant.as_str())
                .bind(revocation.id)
                .bind(revocation.registration.owner.as_str())
                .bind(revocation.registration.id)
                .bind(revocation.registration_version)
                .bind(revocation.token_type.as_str())
                .bind(revocation.token.as_bytes())
                .bind($now.as_millis())
                .execute(&mut *$tx)
                .await?;
        }
    };
}

/// In a transaction, keeps for which apps the user consented; what is kept already stays.
macro_rules! keep_consents {
    ($tx:ident, $grant:expr, $apps:expr, $now:expr) => {
        for (owner, manifest_id) in &$apps {
            sqlx::query($crate::statements::GRANT_APP_INSERT)
                .bind($grant.tenant.as_str())
                .bind($grant.id)
                .bind(owner.as_str())
                .bind(manifest_id.as_str())
                .bind($now.as_millis())
                .execute(&mut *$tx)
                .await?;
        }
    };
}

pub(super) use {keep_consents, keep_revocations, make_room};
