//! OAuth client registrations: the ID for ever, the settings in versions.

use cloakroom_model::{RegistrationId, TenantId, Timestamp};
use cloakroom_vault::Sealed;
use uuid::Uuid;

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{self, Cursor, Page, PageRequest};
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

/// What a registration keeps (decision 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationKind {
    /// An OAuth client.
    OAuth,
    /// An API key.
    ApiKey,
}

impl RegistrationKind {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::OAuth => "oAuth",
            Self::ApiKey => "apiKey",
        }
    }

    fn of(text: &str, of: Of<'_>) -> Result<Self, StoreError> {
        [Self::OAuth, Self::ApiKey]
            .into_iter()
            .find(|kind| kind.text() == text)
            .ok_or_else(|| of.broken("kind"))
    }
}

/// A registration without its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its internal key.
    pub key: RegistrationKey,
    /// The *OAuth client registration ID*.
    pub public_id: RegistrationId,
    /// What it keeps.
    pub kind: RegistrationKind,
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
    /// Since when it is being wound up: its grants end, then it goes.
    pub retired_at: Option<Timestamp>,
}

/// A registration in a list, with the settings of the version in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRegistration {
    /// The registration.
    pub registration: Registration,
    /// Its settings as JSON.
    pub settings: String,
    /// Which secrets are kept.
    pub held: SecretsHeld,
}

/// Which secrets of a version are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SecretsHeld {
    /// Whether there is one.
    pub first: bool,
    /// Whether there is a second one.
    pub second: bool,
    /// When the second one is destroyed; `None`: not by time.
    pub second_until: Option<Timestamp>,
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
    /// A second secret: the one before, or the second of two keys.
    pub second: Option<SecondSecret>,
}

impl Version {
    /// Which secrets are kept.
    pub fn held(&self) -> SecretsHeld {
        SecretsHeld {
            first: self.client_secret.is_some(),
            second: self.second.is_some(),
            second_until: self.second.as_ref().and_then(|second| second.until),
        }
    }
}

/// A secret beside the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondSecret {
    /// Sealed. Its place: as the first one's, column `second_secret`.
    pub secret: Sealed,
    /// When it is destroyed; `None`: not by time.
    pub until: Option<Timestamp>,
}

/// A version to be kept and made the one in force.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Of which registration.
    pub key: RegistrationKey,
    /// Its ID.
    pub public_id: RegistrationId,
    /// What it keeps.
    pub kind: RegistrationKind,
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
    kind: String,
    version: i64,
    redirect_path: String,
    broken: Option<String>,
    created_at: i64,
    changed_at: i64,
    #[sqlx(default)]
    retired_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    sort_key: String,
    #[sqlx(flatten)]
    registration: RegistrationRow,
    settings: String,
    has_secret: bool,
    has_second: bool,
    second_until: Option<i64>,
}

impl TryFrom<ListedRow> for ListedRegistration {
    type Error = StoreError;
    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        Ok(Self {
            registration: row.registration.try_into()?,
            settings: row.settings,
            held: SecretsHeld {
                first: row.has_secret,
                second: row.has_second,
                second_until: row.second_until.map(Timestamp::from_millis),
            },
        })
    }
}

type VersionRow = (i64, String, Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>);

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
            kind: RegistrationKind::of(&row.kind, of)?,
            version: row.version,
            redirect_path: row.redirect_path,
            broken: row.broken,
            created_at: Timestamp::from_millis(row.created_at),
            changed_at: Timestamp::from_millis(row.changed_at),
            retired_at: row.retired_at.map(Timestamp::from_millis),
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
        kind: RegistrationKind,
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
            kind.text(),
        )?;
        Ok(())
    }

    /// Keeps a version and makes it the one in force; `false` when another was faster.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the tenant has another registration of that name.
    pub async fn save(&self, new: NewVersion, now: Timestamp) -> Result<bool, StoreError> {
        let terms = page::terms(&new.name_key);
        let second = new.version.second.clone();
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
                    .bind(
                        second
                            .as_ref()
                            .map(|second| second.secret.as_bytes().to_vec()),
                    )
                    .bind(
                        second
                            .and_then(|second| second.until)
                            .map(Timestamp::as_millis),
                    )
                    .execute(&mut *tx)
                    .await?;
                sqlx::query(sql::REGISTRATION_VERSION_SPENT)
                    .bind(new.key.owner.as_str())
                    .bind(new.key.id)
                    .bind(new.version.version)
                    .execute(&mut *tx)
                    .await?;
                page::replace_terms!(
                    tx,
                    new.key.owner.as_str(),
                    new.kind.text(),
                    new.public_id.as_str(),
                    terms
                );
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

    /// A page of the saved registrations of a kind, by name; of a search, by what was found.
    pub async fn page(
        &self,
        owner: &TenantId,
        kind: RegistrationKind,
        request: &PageRequest,
    ) -> Result<Page<ListedRegistration>, StoreError> {
        let Some(search) = request.search() else {
            let [after] = request.after();
            let rows = all!(
                self.db,
                ListedRow,
                sql::REGISTRATION_PAGE,
                owner.as_str(),
                kind.text(),
                after,
                request.rows(),
            )?;
            let at = |row: &ListedRow| Cursor::new([&row.sort_key]);
            return Page::cut(rows, request, at).try_map(ListedRegistration::try_from);
        };
        let (term, id) = search.after(request);
        let rows = all!(
            self.db,
            ListedRow,
            sql::REGISTRATION_SEARCH,
            owner.as_str(),
            kind.text(),
            term,
            id,
            search.to.as_str(),
            search.from.as_str(),
            request.rows(),
        )?;
        let at = |row: &ListedRow| Cursor::new([&row.sort_key, &row.registration.public_id]);
        Page::cut(rows, request, at).try_map(ListedRegistration::try_from)
    }

    /// One version of the settings.
    pub async fn version(
        &self,
        key: &RegistrationKey,
        version: i64,
    ) -> Result<Option<Version>, StoreError> {
        let row = optional!(
            self.db,
            VersionRow,
            sql::REGISTRATION_VERSION,
            key.owner.as_str(),
            key.id,
            version,
        )?;
        Ok(
            row.map(|(version, settings, secret, second, until)| Version {
                version,
                settings,
                client_secret: secret.map(Sealed::from_bytes),
                second: second.map(|second| SecondSecret {
                    secret: Sealed::from_bytes(second),
                    until: until.map(Timestamp::from_millis),
                }),
            }),
        )
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

    /// Begins to wind a registration up: from now on it is found by its key alone, and its name is
    /// free. `false` when that had begun before.
    pub async fn retire(
        &self,
        registration: &Registration,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Registration {
            key,
            public_id,
            kind,
            ..
        } = registration.clone();
        transaction!(self.db, |tx| {
            sqlx::query(sql::TERM_DELETE)
                .bind(key.owner.as_str())
                .bind(kind.text())
                .bind(public_id.as_str())
                .execute(&mut *tx)
                .await?;
            sqlx::query(sql::REGISTRATION_RETIRE)
                .bind(key.owner.as_str())
                .bind(key.id)
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?
                .rows_affected()
                == 1
        })
    }

    /// Registrations that are being wound up, the oldest first, at most 50.
    pub async fn retired(&self) -> Result<Vec<RegistrationKey>, StoreError> {
        let rows = all!(self.db, (String, Uuid), sql::REGISTRATION_RETIRED)?;
        rows.into_iter()
            .map(|(owner, id)| {
                let of = Of {
                    table: "registrations",
                    row: &id,
                };
                Ok(RegistrationKey {
                    owner: of.tenant(&owner)?,
                    id,
                })
            })
            .collect()
    }

    /// Removes a retired registration with its secrets once nothing of it is left to be revoked.
    pub async fn remove(&self, key: &RegistrationKey) -> Result<bool, StoreError> {
        Ok(execute!(self.db, sql::REGISTRATION_PURGE, key.owner.as_str(), key.id)? == 1)
    }

    /// How many grants there are under a registration, and of how many users.
    pub async fn uses(&self, key: &RegistrationKey) -> Result<(i64, i64), StoreError> {
        let row = optional!(
            self.db,
            (i64, i64),
            sql::REGISTRATION_USERS,
            key.owner.as_str(),
            key.id
        )?;
        Ok(row.unwrap_or_default())
    }

    /// Destroys second secrets whose time is over; gives how many.
    pub async fn purge_second(&self, now: Timestamp) -> Result<u64, StoreError> {
        execute!(self.db, sql::REGISTRATION_SECOND_PURGE, now.as_millis())
    }
}
