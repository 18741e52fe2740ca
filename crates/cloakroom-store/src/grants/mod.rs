//! Grants: what a user allowed an app's registration, sealed.

mod pending;
mod place;
mod refresh;
mod row;

use cloakroom_model::{GrantId, ManifestId, TenantId, Timestamp, UserId};
use cloakroom_vault::Sealed;
pub use pending::PendingGrant;
pub use place::{Placed, Replaced};
use place::{keep_consents, keep_revocations, make_room};
pub use refresh::{Attempt, NewTokens};
use row::{GrantRow, grants};
use uuid::Uuid;

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{Cursor, Page, PageRequest};
use crate::row::{Of, texts};
use crate::{RegistrationKey, Revocation, StoreError, statements as sql};

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
    /// Set when the refresh token of this generation may be sent a second time because the outcome
    /// of the first is unknown: when it was first sent, from which the provider's window counts.
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

/// Which grants of a tenant. Of user and registration both are regarded; the app only without them.
#[derive(Debug, Clone, Default)]
pub struct GrantFilter {
    /// Only this user's.
    pub user: Option<UserId>,
    /// Only those under this registration.
    pub registration: Option<RegistrationKey>,
    /// Only those with consent for this app: owner and manifest id.
    pub app: Option<(TenantId, ManifestId)>,
}

/// Grants.
#[derive(Debug)]
pub struct Grants<'a> {
    pub(crate) db: &'a Db,
}

impl Grants<'_> {
    /// Keeps a new grant. An active one becomes the user's current one, and takes the place of
    /// an older grant for the same account together with its consents: the one that was read by
    /// [`Grants::replaced_by`], whose tokens are to be revoked in the same commit.
    pub async fn add(
        &self,
        new: NewGrant,
        replaced: Option<Replaced>,
    ) -> Result<Placed, StoreError> {
        let NewGrant { grant, app } = new;
        let pending = match &grant.state {
            GrantState::Pending(pending) => Some(pending.clone()),
            GrantState::Active | GrantState::SignInAgain(_) => None,
        };
        transaction!(self.db, |tx| {
            let mut apps = vec![(app.0.to_string(), app.1.to_string())];
            if pending.is_none() {
                let Some(consents) = make_room!(tx, grant, replaced, grant.obtained_at) else {
                    // Dropping the transaction undoes the rest.
                    return Ok(Placed::Moved);
                };
                apps.extend(consents);
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
            keep_consents!(tx, grant, apps, grant.obtained_at);
            Placed::Done
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

    /// A page of the grants of a tenant that fit, the newest first; pending ones are not listed.
    pub async fn page(
        &self,
        tenant: &TenantId,
        filter: &GrantFilter,
        request: &PageRequest,
    ) -> Result<Page<Grant>, StoreError> {
        let [after] = request.after();
        // Nothing sorts after the greatest uuid.
        let after = Uuid::try_parse(after).unwrap_or(Uuid::max());
        let registration = filter.registration.as_ref().map(|key| key.id);
        let rows = match (filter.user, registration, &filter.app) {
            (Some(user), None, _) => all!(
                self.db,
                GrantRow,
                sql::GRANT_PAGE_OF_USER,
                tenant.as_str(),
                user.0,
                after,
                request.rows(),
            )?,
            (Some(user), Some(registration), _) => all!(
                self.db,
                GrantRow,
                sql::GRANT_PAGE_OF_USER_AND_REGISTRATION,
                tenant.as_str(),
                user.0,
                registration,
                after,
                request.rows(),
            )?,
            (None, Some(registration), _) => all!(
                self.db,
                GrantRow,
                sql::GRANT_PAGE_OF_REGISTRATION,
                tenant.as_str(),
                registration,
                after,
                request.rows(),
            )?,
            (None, None, Some((owner, manifest_id))) => all!(
                self.db,
                GrantRow,
                sql::GRANT_PAGE_OF_APP,
                tenant.as_str(),
                owner.as_str(),
                manifest_id.as_str(),
                after,
                request.rows(),
            )?,
            (None, None, None) => all!(
                self.db,
                GrantRow,
                sql::GRANT_PAGE,
                tenant.as_str(),
                after,
                request.rows(),
            )?,
        };
        let at = |row: &GrantRow| Cursor::new([&row.id.to_string()]);
        Page::cut(rows, request, at).try_map(Grant::try_from)
    }

    /// Some grants under a registration, in all tenants, pending ones too.
    pub async fn some_of_registration(
        &self,
        key: &RegistrationKey,
        most: u16,
    ) -> Result<Vec<Grant>, StoreError> {
        grants(all!(
            self.db,
            GrantRow,
            sql::GRANT_SOME_OF_REGISTRATION,
            key.owner.as_str(),
            key.id,
            i64::from(most)
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

    /// Removes a grant with its sealed tokens, and keeps what is to be revoked of it, in one commit;
    /// `false` when it is gone or has moved on since it was read. Nothing was changed then.
    pub async fn end(
        &self,
        read: &Grant,
        revocations: &[Revocation],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let read = (read.tenant.clone(), read.id, read.generation);
        let revocations = revocations.to_vec();
        transaction!(self.db, |tx| {
            let (tenant, id, generation) = &read;
            let gone = sqlx::query(sql::GRANT_DELETE_GENERATION)
                .bind(tenant.as_str())
                .bind(*id)
                .bind(*generation)
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if gone == 0 {
                return Ok(false);
            }
            keep_revocations!(tx, revocations, now);
            true
        })
    }
}
