//! *Authentication and authorization*: a new version of the app by an edit of its manifest.

use std::sync::Arc;

use app_package::{
    Authorization, Difference, NewAuthorization, PackageFiles, difference, set_authorization,
};
use cloakroom_model::{AppId, TenantId};
use cloakroom_store::{Installation, NewAppVersion};
use serde::Serialize;

use super::{Change, Findings, changes};
use crate::catalog::{CompiledApp, InstallationView, InstalledApp, compile};
use crate::host::Host;
use crate::install::{InstallError, hex, packed};

/// What the manifest says of authentication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationView {
    /// `none`, `oAuth`, `apiKey`, `entraSso`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The registration ID that the manifest carries.
    pub registration_id: Option<String>,
    /// The version that serves, which an edit is made over.
    pub version: String,
    /// The manifest's own version, by which the names of properties are chosen.
    pub manifest_version: String,
}

/// What an edit would do, and has not done.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationEdit {
    /// The version that it is made over.
    pub over: String,
    /// The version that it gives; the same where nothing changes.
    pub version: String,
    /// The lines of the manifest that change.
    pub difference: Difference,
    /// What an administrator approves by saving.
    pub changes: Vec<Change>,
    /// What the validator says of the package then.
    pub findings: Findings,
}

/// An edited package.
struct Edited {
    files: PackageFiles,
    compiled: CompiledApp,
    version: String,
    difference: Difference,
}

const MANIFEST: &str = "manifest.json";

impl Host {
    /// What the manifest of the version in force says.
    pub async fn authentication(
        &self,
        tenant: &TenantId,
        app: &AppId,
    ) -> Result<AuthenticationView, InstallError> {
        let app = self.app(tenant, app).await?;
        let manifest = &app.compiled.manifest;
        let (kind, registration_id) = match &manifest.auth {
            Authorization::None => ("none", None),
            Authorization::ApiKey { registration_id } => ("apiKey", Some(registration_id)),
            Authorization::EntraSso { .. } => ("entraSso", None),
            Authorization::OAuth { configuration_id } => ("oAuth", Some(configuration_id)),
        };
        Ok(AuthenticationView {
            kind,
            registration_id: registration_id.cloned(),
            version: app.installation.version.clone(),
            manifest_version: manifest.manifest_version.clone(),
        })
    }

    /// Shows what an edit would do. Nothing is kept.
    pub async fn preview_authentication(
        &self,
        tenant: &TenantId,
        app: &AppId,
        wanted: &NewAuthorization,
    ) -> Result<AuthenticationEdit, InstallError> {
        let app = self.app(tenant, app).await?;
        let edited = self.edited(&app, wanted).await?;
        Ok(AuthenticationEdit {
            over: app.installation.version.clone(),
            findings: self.judged(tenant, &app, &edited.files, false).await,
            version: edited.version,
            difference: edited.difference,
            changes: changes(&app.compiled, &edited.compiled),
        })
    }

    /// Saves an edit over the version that was seen. It serves at once where whoever saves may
    /// approve it, and waits otherwise if it changes what has to be approved.
    pub async fn save_authentication(
        &self,
        tenant: &TenantId,
        app: &AppId,
        wanted: &NewAuthorization,
        seen: &str,
        approves: bool,
    ) -> Result<InstallationView, InstallError> {
        let found = self.app(tenant, app).await?;
        let before = &found.installation;
        if before.owner != *tenant {
            return Err(InstallError::OtherOwner(before.manifest_id.clone()));
        }
        if before.version != seen {
            return Err(InstallError::Changed);
        }
        // Saving would pass over what somebody else uploaded, or approve it unseen.
        if before.waiting.is_some() {
            return Err(InstallError::Waiting);
        }
        let edited = self.edited(&found, wanted).await?;
        if edited.version != before.version {
            let waits = !approves && !changes(&found.compiled, &edited.compiled).is_empty();
            let new = NewAppVersion {
                version: edited.version.clone(),
                app_version: edited.compiled.manifest.version.clone(),
                package: packed(&edited.files)?,
            };
            let next = Installation {
                // An edit of the authentication does not rename the app.
                name: crate::catalog::name(&edited.compiled),
                version: if waits {
                    seen.to_owned()
                } else {
                    edited.version.clone()
                },
                waiting: waits.then_some(edited.version.clone()),
                changed_at: self.parts.clock.now(),
                ..before.clone()
            };
            self.catalog
                .keep(&next, &edited.version, Arc::new(edited.compiled));
            let apps = self.parts.store.apps();
            let changed = apps
                .change_version(next, seen.to_owned(), Some(new))
                .await?;
            self.catalog.forget(tenant);
            if !changed {
                return Err(InstallError::Changed);
            }
        }
        self.view(tenant, |installation| installation.app_id == *app)
            .await
    }

    async fn edited(
        &self,
        app: &InstalledApp,
        wanted: &NewAuthorization,
    ) -> Result<Edited, InstallError> {
        let files = self
            .files(&app.installation, &app.installation.version)
            .await?;
        let before = files.get(MANIFEST).unwrap_or_default();
        let after = set_authorization(before, wanted).map_err(InstallError::Edit)?;
        let difference = difference(MANIFEST, before, &after);
        let files = files.with(MANIFEST, after);
        let compiled = compile(files.clone()).map_err(InstallError::Package)?;
        Ok(Edited {
            version: hex(&files.sha256()),
            difference,
            compiled,
            files,
        })
    }
}
