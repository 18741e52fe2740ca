//! From a row to a grant.

use cloakroom_model::{Timestamp, UserId};
use cloakroom_vault::Sealed;
use uuid::Uuid;

use super::{Attempt, Grant, GrantState, PendingGrant};
use crate::row::Of;
use crate::{RegistrationKey, StoreError};

#[derive(sqlx::FromRow)]
pub(super) struct GrantRow {
    pub(super) id: Uuid,
    public_id: String,
    tenant: String,
    user_id: Uuid,
    registration_tenant: String,
    registration_id: Uuid,
    registration_version: i64,
    kind: String,
    account: String,
    current: bool,
    state: String,
    reason: Option<String>,
    generation: i64,
    access_token: Option<Vec<u8>>,
    refresh_token: Option<Vec<u8>>,
    scopes: String,
    obtained_at: i64,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
    last_refresh_at: Option<i64>,
    attempt_owner: Option<String>,
    attempt_until: Option<i64>,
    attempt_sent_at: Option<i64>,
    retried_at: Option<i64>,
    failures: i64,
    retry_at: Option<i64>,
    failure: Option<String>,
    confirm_hash: Option<Vec<u8>>,
    wrong_codes: i64,
    pending_until: Option<i64>,
    created_at: i64,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;
    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "grants",
            row: &row.public_id,
        };
        let state = match (
            row.state.as_str(),
            row.confirm_hash,
            row.pending_until,
            row.reason,
        ) {
            ("active", None, None, _) => {
                if row.access_token.is_none() {
                    return Err(of.broken("access_token"));
                }
                GrantState::Active
            }
            ("pending", Some(confirm), Some(until), None) => GrantState::Pending(PendingGrant {
                confirm: of.hash("confirm_hash", &confirm)?,
                wrong_codes: row.wrong_codes,
                until: Timestamp::from_millis(until),
            }),
            ("sign_in_again", None, None, Some(reason)) => GrantState::SignInAgain(reason),
            _ => return Err(of.broken("state")),
        };
        let attempt = match (row.attempt_owner, row.attempt_until) {
            (None, None) => None,
            (Some(owner), Some(until)) => Some(Attempt {
                owner,
                until: Timestamp::from_millis(until),
                sent_at: row.attempt_sent_at.map(Timestamp::from_millis),
            }),
            _ => return Err(of.broken("attempt_owner")),
        };
        Ok(Self {
            id: row.id,
            public_id: of.parse("public_id", &row.public_id)?,
            tenant: of.tenant(&row.tenant)?,
            user: UserId(row.user_id),
            registration: RegistrationKey {
                owner: of.parse("registration_tenant", &row.registration_tenant)?,
                id: row.registration_id,
            },
            registration_version: row.registration_version,
            scopes: of.texts("scopes", &row.scopes)?,
            kind: row.kind,
            account: row.account,
            current: row.current,
            state,
            generation: row.generation,
            access_token: row.access_token.map(Sealed::from_bytes),
            refresh_token: row.refresh_token.map(Sealed::from_bytes),
            obtained_at: Timestamp::from_millis(row.obtained_at),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            last_used_at: row.last_used_at.map(Timestamp::from_millis),
            last_refresh_at: row.last_refresh_at.map(Timestamp::from_millis),
            attempt,
            retried_at: row.retried_at.map(Timestamp::from_millis),
            failures: row.failures,
            retry_at: row.retry_at.map(Timestamp::from_millis),
            failure: row.failure,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}

/// All or none: one row that contradicts itself is an error.
pub(super) fn grants(rows: Vec<GrantRow>) -> Result<Vec<Grant>, StoreError> {
    rows.into_iter().map(Grant::try_from).collect()
}
