//! Refreshes: the lease before anything is sent, and what became of it.
//!
//! Every write here is fenced by the row's generation and by the owner of the attempt, so that a
//! late writer changes nothing (SEC-TOKEN-02).

use cloakroom_model::Timestamp;
use cloakroom_vault::Sealed;

use super::row::{GrantRow, grants};
use super::{Grant, Grants};
use crate::db::{all, execute};
use crate::row::texts;
use crate::{StoreError, statements as sql};

/// A refresh under way, or begun by a process that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which process.
    pub owner: String,
    /// Until when it may go on.
    pub until: Timestamp,
    /// When the refresh token was sent, if it was.
    pub sent_at: Option<Timestamp>,
}

/// What a refresh brought.
#[derive(Debug, Clone)]
pub struct NewTokens {
    /// Sealed for the next generation.
    pub access_token: Sealed,
    /// Sealed for the next generation: the new one, or the old one kept.
    pub refresh_token: Option<Sealed>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// From when its lifetime counts.
    pub obtained_at: Timestamp,
    /// When the access token ends.
    pub expires_at: Option<Timestamp>,
    /// Under which version of the registration.
    pub registration_version: i64,
}

impl Grants<'_> {
    /// Begins a refresh: takes the lease on this generation, before anything is sent. `false`
    /// when another process has it, or the grant has moved on.
    pub async fn intend(
        &self,
        grant: &Grant,
        owner: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_INTENT,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            owner,
            until.as_millis(),
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Notes that the refresh token is about to be sent; `false` when the lease is lost.
    pub async fn sent(
        &self,
        grant: &Grant,
        owner: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_SENT,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            owner,
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Lengthens the lease while the provider is still working; `false` when it is lost.
    pub async fn renew(
        &self,
        grant: &Grant,
        owner: &str,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_RENEW,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            owner,
            until.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Keeps what a refresh brought and goes to the next generation; `false` when the grant has
    /// ended or moved on, and then nothing was kept.
    pub async fn refreshed(
        &self,
        grant: &Grant,
        owner: &str,
        new: &NewTokens,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_REFRESHED,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            owner,
            new.access_token.as_bytes(),
            new.refresh_token
                .as_ref()
                .map(|token| token.as_bytes().to_vec()),
            texts(&new.scopes),
            new.obtained_at.as_millis(),
            new.expires_at.map(Timestamp::as_millis),
            new.registration_version,
        )?;
        Ok(changed == 1)
    }

    /// Notes a refresh that failed for now, gives the lease back and says when to try again.
    pub async fn failed(
        &self,
        grant: &Grant,
        owner: &str,
        retry_at: Timestamp,
        failure: &str,
        retried_at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_FAILED,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            owner,
            retry_at.as_millis(),
            failure,
            retried_at.map(Timestamp::as_millis),
        )?;
        Ok(changed == 1)
    }

    /// Says that the user has to sign in again, and destroys the tokens; `false` when the grant
    /// has moved on.
    pub async fn sign_in_again(&self, grant: &Grant, reason: &str) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::GRANT_SIGN_IN_AGAIN,
            grant.tenant.as_str(),
            grant.id,
            grant.generation,
            reason,
        )?;
        Ok(changed == 1)
    }

    /// Grants whose refresh was begun by a process that is not `owner`, with the lease run out.
    pub async fn interrupted(&self, owner: &str, now: Timestamp) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_INTERRUPTED,
            owner,
            now.as_millis()
        )?)
    }
}
