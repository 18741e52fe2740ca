//! The versions of an app: what is kept, what serves, what waits, and new ones made by an edit of
//! the manifest.

mod authentication;
mod change;
mod findings;

use app_package::{Limits, PackageFiles, read_zip};
use cloakroom_model::{AppId, TenantId};
use cloakroom_store::Installation;
use serde::Serialize;
use std::sync::Arc;

pub use authentication::{AuthenticationEdit, AuthenticationView};
pub(crate) use change::changes;
pub use change::{Change, ChangedPart};
pub use findings::{FindingView, Findings, SourceView};

use crate::catalog::{InstallationView, InstalledApp};
use crate::host::Host;
use crate::install::InstallError;

/// A version that is kept.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// The SHA-256 of the package's content.
    pub version: String,
    /// The app's own version, as its manifest has it.
    pub app_version: String,
    /// Whether invokes run by it.
    pub serving: bool,
    /// Whether it waits to be approved.
    pub waiting: bool,
    /// Since when it is kept, in milliseconds.
    pub created_at: i64,
    /// What would be called otherwise than now, if this version served; `null` for a package that
    /// can't be read any more.
    pub changes: Option<Vec<Change>>,
}

impl Host {
    /// The newest versions of an app, at most a hundred.
    pub async fn versions(
        &self,
        tenant: &TenantId,
        app: &AppId,
    ) -> Result<Vec<VersionView>, InstallError> {
        let app = self.app(tenant, app).await?;
        let installation = &app.installation;
        let apps = self.parts.store.apps();
        let kept = apps
            .versions(&installation.owner, &installation.manifest_id)
            .await?;
        let mut views = Vec::with_capacity(kept.len());
        for kept in kept {
            let compiled = self.catalog.version(installation, &kept.version).await?;
            views.push(VersionView {
                serving: kept.version == installation.version,
                waiting: installation.waiting.as_ref() == Some(&kept.version),
                changes: compiled.map(|compiled| changes(&app.compiled, &compiled)),
                version: kept.version,
                app_version: kept.app_version,
                created_at: kept.created_at.as_millis(),
            });
        }
        Ok(views)
    }

    /// The package of a version as a zip, the one that serves where none is named. The same
    /// content gives the same bytes.
    pub async fn package(
        &self,
        tenant: &TenantId,
        app: &AppId,
        version: Option<&str>,
    ) -> Result<Vec<u8>, InstallError> {
        let app = self.app(tenant, app).await?;
        let version = version.unwrap_or(&app.installation.version);
        self.zip(&app.installation, version).await
    }

    /// Lets a kept version serve: approves the one that waits, or goes back to an older one. Who
    /// asks for it has seen what changes, and over which version.
    pub async fn serve_version(
        &self,
        tenant: &TenantId,
        app: &AppId,
        seen: &str,
        version: &str,
    ) -> Result<InstallationView, InstallError> {
        let found = self.app(tenant, app).await?;
        let installation = &found.installation;
        // Only what can be read serves.
        self.zip(installation, version).await?;
        let compiled = self.catalog.version(installation, version).await?;
        let compiled = compiled.ok_or(InstallError::UnknownVersion)?;
        let next = Installation {
            name: crate::catalog::name(&compiled),
            version: version.to_owned(),
            waiting: None,
            changed_at: self.parts.clock.now(),
            ..installation.clone()
        };
        let changed = self
            .parts
            .store
            .apps()
            .change_version(next, seen.to_owned(), None)
            .await?;
        self.catalog.forget(tenant);
        if !changed {
            return Err(InstallError::Changed);
        }
        self.view(tenant, |installation| installation.app_id == *app)
            .await
    }

    /// Forgets a version that does not serve; one that waits is thereby refused.
    pub async fn forget_version(
        &self,
        tenant: &TenantId,
        app: &AppId,
        version: &str,
    ) -> Result<(), InstallError> {
        let found = self.app(tenant, app).await?;
        let installation = &found.installation;
        if installation.owner != *tenant {
            return Err(InstallError::OtherOwner(installation.manifest_id.clone()));
        }
        if installation.version == version {
            return Err(InstallError::Serving);
        }
        let forgotten = self
            .parts
            .store
            .apps()
            .forget_version(&installation.owner, &installation.manifest_id, version)
            .await?;
        self.catalog.forget(tenant);
        forgotten.then_some(()).ok_or(InstallError::UnknownVersion)
    }

    /// An installed app, with its version in force.
    pub(crate) async fn app(
        &self,
        tenant: &TenantId,
        app: &AppId,
    ) -> Result<Arc<InstalledApp>, InstallError> {
        let found = self.catalog.by_id(tenant, app).await?;
        found.ok_or(InstallError::NotInstalled)
    }

    async fn zip(
        &self,
        installation: &Installation,
        version: &str,
    ) -> Result<Vec<u8>, InstallError> {
        let apps = self.parts.store.apps();
        let zip = apps
            .package(&installation.owner, &installation.manifest_id, version)
            .await?;
        zip.ok_or(InstallError::UnknownVersion)
    }

    async fn files(
        &self,
        installation: &Installation,
        version: &str,
    ) -> Result<PackageFiles, InstallError> {
        let zip = self.zip(installation, version).await?;
        // It was read before it was kept; limits may have become narrower since.
        read_zip(&zip, &Limits::default()).map_err(|_| InstallError::UnknownVersion)
    }
}
