//! Apps, their versions, and where they are installed.

use cloakroom_model::{AppId, ManifestId, TenantId, Timestamp};

use crate::db::{Db, all, execute, optional, transaction};
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
    /// The SHA-256 of the package that serves, in hex.
    pub version: String,
    /// A version that serves only after an administrator has approved it (SEC-PKG-12).
    pub waiting: Option<String>,
    /// In development: declared origin to dialled origin (decision 14).
    pub origin_map: Vec<(String, String)>,
    /// IDs in the package that are not ours, to registrations of ours (decision 13).
    pub bindings: Vec<(String, String)>,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

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
    tenant: String,
    owner_tenant: String,
    manifest_id: String,
    public_id: String,
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
                .execute(&mut *tx)
                .await?;
        })
    }

    /// Lets another version serve, or wait, where `seen` serves still; `false` where it does not.
    /// The version is kept first.
    pub async fn change_version(
        &self,
        installation: Installation,
        seen: String,
        new: Option<NewAppVersion>,
    ) -> Result<bool, StoreError> {
        let i = installation;
        let now = i.changed_at.as_millis();
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
                .execute(&mut *tx)
                .await?;
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

    /// Replaces the bindings of an installation; `false` when there is none.
    pub async fn bind(
        &self,
        tenant: &TenantId,
        manifest_id: &ManifestId,
        bindings: &[(String, String)],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::INSTALLATION_BIND,
            tenant.as_str(),
            manifest_id.as_str(),
            pairs(bindings),
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

    /// Removes an app from a tenant; `false` when it was not installed.
    pub async fn uninstall(
        &self,
        tenant: &TenantId,
        manifest_id: &ManifestId,
    ) -> Result<bool, StoreError> {
        Ok(execute!(
            self.db,
            sql::INSTALLATION_DELETE,
            tenant.as_str(),
            manifest_id.as_str()
        )? == 1)
    }
}
