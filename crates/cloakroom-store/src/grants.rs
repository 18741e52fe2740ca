//! Grants: what a user allowed an app's registration, sealed.
//!
//! Every write of a refresh is fenced by the row's generation and by the owner of the attempt, so
//! that a late writer changes nothing (SEC-TOKEN-02).

use cloakroom_model::{GrantId, ManifestId, TenantId, Timestamp, UserId};
use cloakroom_vault::{Sealed, TokenHash};
use uuid::Uuid;

use crate::db::{Db, all, change_optional, execute, optional, transaction};
use crate::row::{Of, texts};
use crate::{RegistrationKey, StoreError, statements as sql};

/// What a grant is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantState {
    /// It works, perhaps after a refresh.
    Active,
    /// Its tokens wait for the six digits. Not usable, not listed.
    Pending(PendingGrant),
    /// The user has to sign in again; the stable reason.
    SignInAgain(String),
}

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

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its internal id.
    pub id: Uuid,
    /// The id in lists.
    pub public_id: GrantId,
    /// The user's tenant.
    pub tenant: TenantId,
    /// The user.
    pub user: UserId,
    /// Under which registration.
    pub registration: RegistrationKey,
    /// In which version of it the tokens were obtained.
    pub registration_version: i64,
    /// The kind of credential (decision 12).
    pub kind: String,
    /// Which account at the provider.
    pub account: String,
    /// Whether this is the account in use.
    pub current: bool,
    /// What it is worth.
    pub state: GrantState,
    /// Counts up with each new pair of tokens, and is part of their place.
    pub generation: i64,
    /// The sealed access token. Its place: table `grants`, column `access_token`.
    pub access_token: Option<Sealed>,
    /// The sealed refresh token. Its place: table `grants`, column `refresh_token`.
    pub refresh_token: Option<Sealed>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// When the tokens were obtained.
    pub obtained_at: Timestamp,
    /// When the access token ends; `None` when the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was last refreshed.
    pub last_refresh_at: Option<Timestamp>,
    /// A refresh under way.
    pub attempt: Option<Attempt>,
    /// When a refresh token of this generation was sent a second time after an unknown outcome.
    pub retried_at: Option<Timestamp>,
    /// How many refreshes failed in a row.
    pub failures: i64,
    /// Not to be refreshed before.
    pub retry_at: Option<Timestamp>,
    /// The stable code of the last failure.
    pub failure: Option<String>,
    /// When the user signed in.
    pub created_at: Timestamp,
}

/// A grant to be made.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// The grant. Its generation is 1.
    pub grant: Grant,
    /// The app for which the user consented: its owner and manifest id.
    pub app: (TenantId, ManifestId),
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

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: Uuid,
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

fn grants(rows: Vec<GrantRow>) -> Result<Vec<Grant>, StoreError> {
    rows.into_iter().map(Grant::try_from).collect()
}

/// Grants.
#[derive(Debug)]
pub struct Grants<'a> {
    pub(crate) db: &'a Db,
}

impl Grants<'_> {
    /// Keeps a new grant. An active one becomes the user's current one, and takes the place of
    /// an older grant for the same account together with its consents; gives that older one, so
    /// that its tokens can be revoked.
    pub async fn add(&self, new: NewGrant) -> Result<Option<Grant>, StoreError> {
        let NewGrant { grant, app } = new;
        let pending = match &grant.state {
            GrantState::Pending(pending) => Some(pending.clone()),
            GrantState::Active | GrantState::SignInAgain(_) => None,
        };
        transaction!(self.db, |tx| {
            let mut replaced = None;
            let mut apps = vec![(app.0.to_string(), app.1.to_string())];
            if pending.is_none() {
                let old: Option<GrantRow> = sqlx::query_as(sql::GRANT_OF_ACCOUNT)
                    .bind(grant.tenant.as_str())
                    .bind(grant.user.0)
                    .bind(grant.registration.id)
                    .bind(grant.account.as_str())
                    .fetch_optional(&mut *tx)
                    .await?;
                if let Some(old) = old {
                    let consents: Vec<(String, String)> = sqlx::query_as(sql::GRANT_APPS)
                        .bind(grant.tenant.as_str())
                        .bind(old.id)
                        .fetch_all(&mut *tx)
                        .await?;
                    apps.extend(consents);
                    sqlx::query(sql::GRANT_DELETE)
                        .bind(grant.tenant.as_str())
                        .bind(old.id)
                        .execute(&mut *tx)
                        .await?;
                    replaced = Some(Grant::try_from(old)?);
                }
                sqlx::query(sql::GRANT_NOT_CURRENT)
                    .bind(grant.tenant.as_str())
                    .bind(grant.user.0)
                    .bind(grant.registration.id)
                    .execute(&mut *tx)
                    .await?;
            }
            sqlx::query(sql::GRANT_INSERT)
                .bind(grant.tenant.as_str())
                .bind(grant.id)
                .bind(grant.public_id.as_str())
                .bind(grant.user.0)
                .bind(grant.registration.owner.as_str())
                .bind(grant.registration.id)
                .bind(grant.registration_version)
                .bind(grant.kind.as_str())
                .bind(grant.account.as_str())
                .bind(pending.is_none())
                .bind(if pending.is_some() {
                    "pending"
                } else {
                    "active"
                })
                .bind(
                    grant
                        .access_token
                        .as_ref()
                        .map(|token| token.as_bytes().to_vec()),
                )
                .bind(
                    grant
                        .refresh_token
                        .as_ref()
                        .map(|token| token.as_bytes().to_vec()),
                )
                .bind(texts(&grant.scopes))
                .bind(grant.obtained_at.as_millis())
                .bind(grant.expires_at.map(Timestamp::as_millis))
                .bind(
                    pending
                        .as_ref()
                        .map(|pending| pending.confirm.as_bytes().to_vec()),
                )
                .bind(pending.as_ref().map(|pending| pending.until.as_millis()))
                .execute(&mut *tx)
                .await?;
            for (owner, manifest_id) in &apps {
                sqlx::query(sql::GRANT_APP_INSERT)
                    .bind(grant.tenant.as_str())
                    .bind(grant.id)
                    .bind(owner.as_str())
                    .bind(manifest_id.as_str())
                    .bind(grant.obtained_at.as_millis())
                    .execute(&mut *tx)
                    .await?;
            }
            replaced
        })
    }

    /// The user's current grant under a registration.
    pub async fn current(
        &self,
        tenant: &TenantId,
        user: UserId,
        registration: &RegistrationKey,
    ) -> Result<Option<Grant>, StoreError> {
        let row = optional!(
            self.db,
            GrantRow,
            sql::GRANT_CURRENT,
            tenant.as_str(),
            user.0,
            registration.id
        )?;
        row.map(Grant::try_from).transpose()
    }

    /// A grant by its internal id.
    pub async fn get(&self, tenant: &TenantId, id: Uuid) -> Result<Option<Grant>, StoreError> {
        let row = optional!(self.db, GrantRow, sql::GRANT_BY_ID, tenant.as_str(), id)?;
        row.map(Grant::try_from).transpose()
    }

    /// A grant by the id in lists.
    pub async fn find(&self, tenant: &TenantId, id: &GrantId) -> Result<Option<Grant>, StoreError> {
        let row = optional!(
            self.db,
            GrantRow,
            sql::GRANT_BY_PUBLIC_ID,
            tenant.as_str(),
            id.as_str()
        )?;
        row.map(Grant::try_from).transpose()
    }

    /// The grants of a user; pending ones are not listed.
    pub async fn of_user(&self, tenant: &TenantId, user: UserId) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_OF_USER,
            tenant.as_str(),
            user.0
        )?)
    }

    /// The grants of a tenant; pending ones are not listed.
    pub async fn of_tenant(&self, tenant: &TenantId) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_OF_TENANT,
            tenant.as_str()
        )?)
    }

    /// The grants under a registration, in all tenants, pending ones too.
    pub async fn of_registration(&self, key: &RegistrationKey) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_OF_REGISTRATION,
            key.owner.as_str(),
            key.id
        )?)
    }

    /// The apps for which the user consented: owner and manifest id.
    pub async fn apps(&self, grant: &Grant) -> Result<Vec<(TenantId, ManifestId)>, StoreError> {
        let rows = all!(
            self.db,
            (String, String),
            sql::GRANT_APPS,
            grant.tenant.as_str(),
            grant.id
        )?;
        let of = Of {
            table: "grant_apps",
            row: &grant.public_id,
        };
        rows.into_iter()
            .map(|(owner, id)| {
                Ok((
                    of.parse("app_tenant", &owner)?,
                    of.parse("manifest_id", &id)?,
                ))
            })
            .collect()
    }

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

    /// Notes that grants were used, in a batch.
    pub async fn used(&self, grants: Vec<(TenantId, Uuid, Timestamp)>) -> Result<(), StoreError> {
        transaction!(self.db, |tx| {
            for (tenant, id, at) in &grants {
                sqlx::query(sql::GRANT_USED)
                    .bind(tenant.as_str())
                    .bind(*id)
                    .bind(at.as_millis())
                    .execute(&mut *tx)
                    .await?;
            }
        })
    }

    /// Notes that the user consented for a further app.
    pub async fn add_app(
        &self,
        grant: &Grant,
        app: (&TenantId, &ManifestId),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::GRANT_APP_INSERT,
            grant.tenant.as_str(),
            grant.id,
            app.0.as_str(),
            app.1.as_str(),
            now.as_millis(),
        )?;
        Ok(())
    }

    /// Removes a grant with its sealed tokens; `false` when it was gone.
    pub async fn remove(&self, tenant: &TenantId, id: Uuid) -> Result<bool, StoreError> {
        Ok(execute!(self.db, sql::GRANT_DELETE, tenant.as_str(), id)? == 1)
    }

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
            let old: Option<GrantRow> = sqlx::query_as(sql::GRANT_OF_ACCOUNT)
                .bind(grant.tenant.as_str())
                .bind(grant.user.0)
                .bind(grant.registration.id)
                .bind(grant.account.as_str())
                .fetch_optional(&mut *tx)
                .await?;
            let mut apps: Vec<(String, String)> = Vec::new();
            if let Some(old) = &old {
                apps = sqlx::query_as(sql::GRANT_APPS)
                    .bind(grant.tenant.as_str())
                    .bind(old.id)
                    .fetch_all(&mut *tx)
                    .await?;
                sqlx::query(sql::GRANT_DELETE)
                    .bind(grant.tenant.as_str())
                    .bind(old.id)
                    .execute(&mut *tx)
                    .await?;
            }
            sqlx::query(sql::GRANT_NOT_CURRENT)
                .bind(grant.tenant.as_str())
                .bind(grant.user.0)
                .bind(grant.registration.id)
                .execute(&mut *tx)
                .await?;
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
            for (owner, manifest_id) in &apps {
                sqlx::query(sql::GRANT_APP_INSERT)
                    .bind(grant.tenant.as_str())
                    .bind(grant.id)
                    .bind(owner.as_str())
                    .bind(manifest_id.as_str())
                    .bind(now.as_millis())
                    .execute(&mut *tx)
                    .await?;
            }
            Some(old.map(Grant::try_from).transpose()?)
        })
    }
}
