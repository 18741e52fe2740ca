//! OAuth client registrations: the ID for ever, the settings in versions.

use cloakroom_model::{RegistrationId, TenantId, Timestamp};
use cloakroom_vault::Sealed;
use uuid::Uuid;

use crate::db::{Db, all, execute, optional, transaction};
use crate::row::Of;
use crate::{StoreError, statements as sql};

/// A registration's internal key: its owner and its uuid.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RegistrationKey {
    /// Who made it, and under whom its secret is sealed.
    pub owner: TenantId,
    /// Its internal id.
    pub id: Uuid,
}

/// A registration without its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its internal key.
    pub key: RegistrationKey,
    /// The *OAuth client registration ID*.
    pub public_id: RegistrationId,
    /// The version in force; 0 while it is only reserved.
    pub version: i64,
    /// The path of its redirect URL, chosen when it was reserved and never changed.
    pub redirect_path: String,
    /// Why it cannot be used at present: the provider refused the client itself.
    pub broken: Option<String>,
    /// When it was reserved.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub changed_at: Timestamp,
}

/// One version of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// The settings as JSON; the broker knows their shape.
    pub settings: String,
    /// The sealed client secret, when there is one. Its place: table `registration_versions`,
    /// column `client_secret`, the registration's row, the version as generation.
    pub client_secret: Option<Sealed>,
}

/// A version to be kept and made the one in force.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Of which registration.
    pub key: RegistrationKey,
    /// The name in lower case: unique in the tenant.
    pub name_key: String,
    /// The version that must still be in force.
    pub replaces: i64,
    /// The new one.
    pub version: Version,
}

#[derive(sqlx::FromRow)]
struct RegistrationRow {
    tenant: String,
    id: Uuid,
    public_id: String,
    version: i64,
    redirect_path: String,
    broken: Option<String>,
    created_at: i64,
    changed_at: i64,
}

impl TryFrom<RegistrationRow> for Registration {
    type Error = StoreError;
    fn try_from(row: RegistrationRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "registrations",
            row: &row.public_id,
        };
        if row.version < 0 {
            return Err(of.broken("version"));
        }
        Ok(Self {
            key: RegistrationKey {
                owner: of.tenant(&row.tenant)?,
                id: row.id,
            },
            public_id: of.parse("public_id", &row.public_id)?,
            version: row.version,
            redirect_path: row.redirect_path,
            broken: row.broken,
            created_at: Timestamp::from_millis(row.created_at),
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

/// Registrations.
#[derive(Debug)]
pub struct Registrations<'a> {
    pub(crate) db: &'a Db,
}

impl Registrations<'_> {
    /// Reserves an ID with its redirect path.
    pub async fn reserve(
        &self,
        key: &RegistrationKey,
        public_id: &RegistrationId,
        redirect_path: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::REGISTRATION_RESERVE,
            key.owner.as_str(),
            key.id,
            public_id.as_str(),
            redirect_path,
            now.as_millis(),
        )?;
        Ok(())
    }

    /// Keeps a version and makes it the one in force; `false` when another was faster.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the tenant has another registration of that name.
    pub async fn save(&self, new: NewVersion, now: Timestamp) -> Result<bool, StoreError> {
        transaction!(self.db, |tx| {
            let moved = sqlx::query(sql::REGISTRATION_MOVE)
                .bind(new.key.owner.as_str())
                .bind(new.key.id)
                .bind(new.replaces)
                .bind(new.name_key.as_str())
                .bind(new.version.version)
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if moved == 1 {
                sqlx::query(sql::REGISTRATION_VERSION_INSERT)
                    .bind(new.key.owner.as_str())
                    .bind(new.key.id)
                    .bind(new.version.version)
                    .bind(new.version.settings.as_str())
                    .bind(
                        new.version
                            .client_secret
                            .as_ref()
                            .map(|s| s.as_bytes().to_vec()),
                    )
                    .bind(now.as_millis())
                    .execute(&mut *tx)
                    .await?;
            }
            moved == 1
        })
    }

    /// The registration with that ID, reserved ones included.
    pub async fn find(
        &self,
        public_id: &RegistrationId,
    ) -> Result<Option<Registration>, StoreError> {
        let row = optional!(
            self.db,
            RegistrationRow,
            sql::REGISTRATION_FIND,
            public_id.as_str()
        )?;
        row.map(Registration::try_from).transpose()
    }

    /// The registration with that internal key.
    pub async fn get(&self, key: &RegistrationKey) -> Result<Option<Registration>, StoreError> {
        let row = optional!(
            self.db,
            RegistrationRow,
            sql::REGISTRATION_BY_KEY,
            key.owner.as_str(),
            key.id
        )?;
        row.map(Registration::try_from).transpose()
    }

    /// The saved registrations of a tenant, the oldest first.
    pub async fn list(&self, owner: &TenantId) -> Result<Vec<Registration>, StoreError> {
        let rows = all!(
            self.db,
            RegistrationRow,
            sql::REGISTRATION_LIST,
            owner.as_str()
        )?;
        rows.into_iter().map(Registration::try_from).collect()
    }

    /// One version of the settings.
    pub async fn version(
        &self,
        key: &RegistrationKey,
        version: i64,
    ) -> Result<Option<Version>, StoreError> {
        let row = optional!(
            self.db,
            (i64, String, Option<Vec<u8>>),
            sql::REGISTRATION_VERSION,
            key.owner.as_str(),
            key.id,
            version,
        )?;
        Ok(row.map(|(version, settings, secret)| Version {
            version,
            settings,
            client_secret: secret.map(Sealed::from_bytes),
        }))
    }

    /// Marks a registration whose client the provider refused, or takes the mark away.
    pub async fn mark(
        &self,
        key: &RegistrationKey,
        broken: Option<&str>,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::REGISTRATION_BROKEN,
            key.owner.as_str(),
            key.id,
            broken
        )?;
        Ok(())
    }

    /// Removes a registration with its versions; its grants are the broker's to end first.
    pub async fn remove(&self, key: &RegistrationKey) -> Result<bool, StoreError> {
        Ok(execute!(
            self.db,
            sql::REGISTRATION_DELETE,
            key.owner.as_str(),
            key.id
        )? == 1)
    }
}
