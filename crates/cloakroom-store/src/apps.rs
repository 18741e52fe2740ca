//! Apps, their versions, and where they are installed.

use cloakroom_model::{AppId, GrantId, ManifestId, TenantId, Timestamp};

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{self, Cursor, Page, PageRequest};
use crate::row::{Of, pairs};
use crate::{StoreError, statements as sql};

/// An app installed in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Where it is installed.
    pub tenant: TenantId,
    /// Who uploaded the app.
    pub owner: TenantId,
    /// What its manifest calls it.
    pub manifest_id: ManifestId,
    /// What we call it.
    pub app_id: AppId,
    /// What the version that serves is called, as lists sort and search it. Empty for what was
    /// installed before names were kept, until [`Apps::name`] is told.
    pub name: String,
    /// The SHA-256 of the package that serves, in hex.
    pub version: String,
    /// A version that serves only after an administrator has approved it (SEC-PKG-12).
    pub waiting: Option<String>,
    /// In development: declared origin to dialled origin (decision 14).
    pub origin_map: Vec<(String, String)>,
    /// IDs in the package that are not ours, to registrations of ours (decision 13).
    pub bindings: Vec<(String, String)>,
    /// When it was last changed. Also the installation's own version: it grows with each change.
    pub changed_at: Timestamp,
}

impl Installation {
    /// What it is sorted by: never empty, so that it is told from one that has no name yet.
    fn name_key(&self) -> String {
        let key = page::normal(&self.name);
        if key.is_empty() {
            page::normal(self.manifest_id.as_str())
        } else {
            key
        }
    }

    fn terms(&self) -> Vec<String> {
        page::terms_with_id(&self.name, self.manifest_id.as_str())
    }
}

/// The kind of their terms.
const KIND: &str = "app";

/// A version of an app, to be kept.
#[derive(Debug, Clone)]
pub struct NewAppVersion {
    /// The SHA-256 of the package, in hex.
    pub version: String,
    /// What the manifest calls it.
    pub app_version: String,
    /// The package, as a zip.
    pub package: Vec<u8>,
}

/// An app to be kept and installed.
#[derive(Debug, Clone)]
pub struct NewInstallation {
    /// Where and how; names the new version, or lets it wait.
    pub installation: Installation,
    /// What is uploaded.
    pub version: NewAppVersion,
}

/// A version that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppVersion {
    /// The SHA-256 of the package, in hex.
    pub version: String,
    /// What the manifest calls it; empty for those kept before it was noted.
    pub app_version: String,
    /// Since when it is kept.
    pub created_at: Timestamp,
}

/// The most versions that a list shows.
const MOST_VERSIONS: i64 = 100;

#[derive(sqlx::FromRow)]
struct InstallationRow {
    sort_key: String,
    tenant: String,
    owner_tenant: String,
    manifest_id: String,
    public_id: String,
    name: String,
    version: String,
    origin_map: String,
    bindings: String,
    changed_at: i64,
    waiting_version: Option<String>,
}

impl TryFrom<InstallationRow> for Installation {
    type Error = StoreError;
    fn try_from(row: InstallationRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "installations",
            row: &row.manifest_id,
        };
        Ok(Self {
            tenant: of.tenant(&row.tenant)?,
            owner: of.parse("owner_tenant", &row.owner_tenant)?,
            manifest_id: of.parse("manifest_id", &row.manifest_id)?,
            app_id: of.parse("public_id", &row.public_id)?,
            origin_map: of.pairs("origin_map", &row.origin_map)?,
            bindings: of.pairs("bindings", &row.bindings)?,
            name: row.name,
            version: row.version,
            waiting: row.waiting_version,
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

/// Apps and installations.
#[derive(Debug)]
pub struct Apps<'a> {
    pub(crate) db: &'a Db,
}

impl Apps<'_> {
    /// Keeps app, version and installation, all or nothing. An app that is there keeps its id.
    pub async fn install(&self, new: NewInstallation) -> Result<(), StoreError> {
        let NewInstallation {
            installation: i,
            version,
        } = new;
        let (map, bindings) = (pairs(&i.origin_map), pairs(&i.bindings));
        let (name_key, terms) = (i.name_key(), i.terms());
        let now = i.changed_at.as_millis();
        transaction!(self.db, |tx| {
            sqlx::query(sql::APP_INSERT)
                .bind(i.owner.as_str())
                .bind(i.manifest_id.as_str())
                .bind(i.app_id.as_str())
                .bind(now)
                .execute(&mut *tx)
                .await?;
            sqlx::query(sql::APP_VERSION_INSERT)
                .bind(i.owner.as_str())
                .bind(i.manifest_id.as_str())
                .bind(version.version.as_str())
                .bind(version.package.as_slice())
                .bind(now)
                .bind(version.app_version.as_str())
                .execute(&mut *tx)
                .await?;
            sqlx::query(sql::INSTALLATION_PUT)
                .bind(i.tenant.as_str())
                .bind(i.owner.as_str())
                .bind(i.manifest_id.as_str())
                .bind(i.version.as_str())
                .bind(map.as_str())
                .bind(bindings.as_str())
                .bind(now)
                .bind(i.waiting.as_deref())
                .bind(i.name.as_str())
                .bind(name_key.as_str())
                .execute(&mut *tx)
                .await?;
            page::replace_terms!(tx, i.tenant.as_str(), KIND, i.manifest_id.as_str(), terms);
        })
    }

    /// Lets another version serve, or wait, where `seen` serves still; `false` where it does not.
    /// The version is kept first. The installation has the name of the version that is to serve.
    pub async fn change_version(
        &self,
        installation: Installation,
        seen: String,
        new: Option<NewAppVersion>,
    ) -> Result<bool, StoreError> {
        let i = installation;
        let now = i.changed_at.as_millis();
        let (name_key, terms) = (i.name_key(), i.terms());
        transaction!(self.db, |tx| {
            if let Some(new) = &new {
                sqlx::query(sql::APP_VERSION_INSERT)
                    .bind(i.owner.as_str())
                    .bind(i.manifest_id.as_str())
                    .bind(new.version.as_str())
                    .bind(new.package.as_slice())
                    .bind(now)
                    .bind(new.app_version.as_str())
                    .execute(&mut *tx)
                    .await?;
            }
            let changed = sqlx::query(sql::INSTALLATION_VERSION)
                .bind(i.tenant.as_str())
                .bind(i.manifest_id.as_str())
                .bind(seen.as_str())
                .bind(i.version.as_str())
                .bind(i.waiting.as_deref())
                .bind(now)
                .bind(i.name.as_str())
                .bind(name_key.as_str())
                .execute(&mut *tx)
                .await?;
            if changed.rows_affected() == 1 {
                page::replace_terms!(tx, i.tenant.as_str(), KIND, i.manifest_id.as_str(), terms);
            }
            changed.rows_affected() == 1
        })
    }

    /// The newest versions of an app, the newest first.
    pub async fn versions(
        &self,
        owner: &TenantId,
        manifest_id: &ManifestId,
    ) -> Result<Vec<AppVersion>, StoreError> {
        let rows = all!(
            self.db,
            (String, String, i64),
            sql::APP_VERSION_LIST,
            owner.as_str(),
            manifest_id.as_str(),
            MOST_VERSIONS
        )?;
        let kept = rows
            .into_iter()
            .map(|(version, app_version, created_at)| AppVersion {
                version,
                app_version,
                created_at: Timestamp::from_millis(created_at),
            });
        Ok(kept.collect())
    }

    /// Forgets a version that serves nowhere, one that waits as well; `false` where it serves or
    /// is not kept.
    pub async fn forget_version(
        &self,
        owner: &TenantId,
        manifest_id: &ManifestId,
        version: &str,
    ) -> Result<bool, StoreError> {
        let (owner, manifest_id) = (owner.clone(), manifest_id.clone());
        let version = version.to_owned();
        transaction!(self.db, |tx| {
            let forgotten = sqlx::query(sql::APP_VERSION_DELETE)
                .bind(owner.as_str())
                .bind(manifest_id.as_str())
                .bind(version.as_str())
                .execute(&mut *tx)
                .await?;
            if forgotten.rows_affected() == 1 {
                sqlx::query(sql::INSTALLATION_UNWAIT)
                    .bind(owner.as_str())
                    .bind(manifest_id.as_str())
                    .bind(version.as_str())
                    .execute(&mut *tx)
                    .await?;
            }
            forgotten.rows_affected() == 1
        })
    }

    /// Replaces the bindings of an installation as it was seen; `false` when it has changed since.
    pub async fn bind(
        &self,
        seen: &Installation,
        bindings: &[(String, String)],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::INSTALLATION_BIND,
            seen.tenant.as_str(),
            seen.manifest_id.as_str(),
            pairs(bindings),
            seen.changed_at.as_millis(),
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// What is installed in a tenant, by manifest id.
    pub async fn installed(&self, tenant: &TenantId) -> Result<Vec<Installation>, StoreError> {
        let rows = all!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_LIST,
            tenant.as_str()
        )?;
        rows.into_iter().map(Installation::try_from).collect()
    }

    /// When each app of a tenant was last changed: what to read anew after [`Apps::installed`].
    pub async fn states(
        &self,
        tenant: &TenantId,
    ) -> Result<Vec<(ManifestId, Timestamp)>, StoreError> {
        let rows = all!(
            self.db,
            (String, i64),
            sql::INSTALLATION_STATES,
            tenant.as_str()
        )?;
        let state = |(id, at): (String, i64)| {
            let of = Of {
                table: "installations",
                row: &id,
            };
            Ok((of.parse("manifest_id", &id)?, Timestamp::from_millis(at)))
        };
        rows.into_iter().map(state).collect()
    }

    /// One app of a tenant.
    pub async fn get(
        &self,
        tenant: &TenantId,
        id: &ManifestId,
    ) -> Result<Option<Installation>, StoreError> {
        let row = optional!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_GET,
            tenant.as_str(),
            id.as_str()
        )?;
        row.map(Installation::try_from).transpose()
    }

    /// One app of a tenant, by our id.
    pub async fn by_id(
        &self,
        tenant: &TenantId,
        id: &AppId,
    ) -> Result<Option<Installation>, StoreError> {
        let row = optional!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_BY_ID,
            tenant.as_str(),
            id.as_str()
        )?;
        row.map(Installation::try_from).transpose()
    }

    /// A page of what is installed in a tenant, by name; of a search, by what was found.
    pub async fn page(
        &self,
        tenant: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<Installation>, StoreError> {
        let at = |row: &InstallationRow| Cursor::new([&row.sort_key, &row.manifest_id]);
        let Some(search) = request.search() else {
            let [name, id] = request.after();
            let rows = all!(
                self.db,
                InstallationRow,
                sql::INSTALLATION_PAGE,
                tenant.as_str(),
                name,
                id,
                request.rows(),
            )?;
            return Page::cut(rows, request, at).try_map(Installation::try_from);
        };
        let (term, id) = search.after(request);
        let rows = all!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_SEARCH,
            tenant.as_str(),
            KIND,
            term,
            id,
            search.to.as_str(),
            search.from.as_str(),
            request.rows(),
        )?;
        Page::cut(rows, request, at).try_map(Installation::try_from)
    }

    /// Some of the apps that were installed before names were kept; none when all have one.
    pub async fn unnamed(&self, tenant: &TenantId) -> Result<Vec<Installation>, StoreError> {
        let rows = all!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_PAGE_OF_UNNAMED,
            tenant.as_str()
        )?;
        rows.into_iter().map(Installation::try_from).collect()
    }

    /// Of the apps for which a grant of the tenant has consent, those that are installed there
    /// still, by manifest id.
    pub async fn of_grant(
        &self,
        tenant: &TenantId,
        grant: &GrantId,
    ) -> Result<Vec<Installation>, StoreError> {
        let rows = all!(
            self.db,
            InstallationRow,
            sql::INSTALLATION_OF_GRANT,
            tenant.as_str(),
            grant.as_str()
        )?;
        rows.into_iter().map(Installation::try_from).collect()
    }

    /// Keeps the name of an app that has none.
    pub async fn name(&self, named: Installation) -> Result<(), StoreError> {
        let (name_key, terms) = (named.name_key(), named.terms());
        transaction!(self.db, |tx| {
            let (tenant, id) = (named.tenant.as_str(), named.manifest_id.as_str());
            let changed = sqlx::query(sql::INSTALLATION_NAME)
                .bind(tenant)
                .bind(id)
                .bind(named.name.as_str())
                .bind(name_key.as_str())
                .execute(&mut *tx)
                .await?;
            if changed.rows_affected() == 1 {
                page::replace_terms!(tx, tenant, KIND, id, terms);
            }
        })
    }

    /// The package of a version, as a zip.
    pub async fn package(
        &self,
        owner: &TenantId,
        manifest_id: &ManifestId,
        version: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = optional!(
            self.db,
            (Vec<u8>,),
            sql::APP_PACKAGE,
            owner.as_str(),
            manifest_id.as_str(),
            version
        )?;
        Ok(row.map(|(package,)| package))
    }

    /// Removes an app from its tenant, as it was seen; `false` when it has changed since.
    pub async fn uninstall(&self, seen: &Installation) -> Result<bool, StoreError> {
        let seen = seen.clone();
        transaction!(self.db, |tx| {
            let (tenant, id) = (seen.tenant.as_str(), seen.manifest_id.as_str());
            let removed = sqlx::query(sql::INSTALLATION_DELETE)
                .bind(tenant)
                .bind(id)
                .bind(seen.changed_at.as_millis())
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if removed == 1 {
                let none: [String; 0] = [];
                page::replace_terms!(tx, tenant, KIND, id, none);
            }
            removed == 1
        })
    }
}
