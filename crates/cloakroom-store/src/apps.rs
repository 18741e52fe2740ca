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
    /// The SHA-256 of the package, in hex.
    pub version: String,
    /// In development: declared origin to dialled origin (decision 14).
    pub origin_map: Vec<(String, String)>,
    /// IDs in the package that are not ours, to registrations of ours (decision 13).
    pub bindings: Vec<(String, String)>,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// An app to be kept and installed.
#[derive(Debug, Clone)]
pub struct NewInstallation {
    /// Where and how.
    pub installation: Installation,
    /// The package, as a zip.
    pub package: Vec<u8>,
}

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
            package,
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
                .bind(i.version.as_str())
                .bind(package.as_slice())
                .bind(now)
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
                .execute(&mut *tx)
                .await?;
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
