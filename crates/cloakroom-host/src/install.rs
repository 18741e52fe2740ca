//! Installing an app in a tenant.

use std::sync::Arc;

use app_package::{EditError, Limits, LoadErrors, PackageFiles, Problem, Severity, read_zip};
use cloakroom_egress::{Origin, base_url_covers};
use cloakroom_model::{AppId, Explain, ManifestId, RegistrationId, TenantId, Timestamp};
use cloakroom_store::{Installation, NewAppVersion, NewInstallation, StoreError};

use crate::authorize::{Needed, resolve};
use crate::catalog::{CatalogError, CompiledApp, InstallationView, InstalledApp, compile};
use crate::host::Host;
use crate::versions::changes;

/// What an installation adds to its package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstallOptions {
    /// In development: declared origins, and those that are dialled in their place (decision 14).
    pub map: Vec<(String, String)>,
    /// IDs in the package, and the registrations of ours that they mean here (decision 13).
    pub bindings: Vec<(String, String)>,
}

/// Why an app was not installed or changed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The package is not valid.
    #[error("the package can't be installed: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Package(LoadErrors),
    /// The package's id is none that can be kept.
    #[error("the manifest's id {0:?} can't be used")]
    ManifestId(String),
    /// Another tenant's upload has this app id here.
    #[error("the app {0} is installed from another owner")]
    OtherOwner(ManifestId),
    /// Origin maps are for development.
    #[error("origins are not mapped in production")]
    MapInProduction,
    /// One half of a map is no origin.
    #[error("{text:?} is not an origin: {reason}")]
    Map {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A binding does not name a registration of this installation.
    #[error("{0:?} is not a registration ID of this installation")]
    Binding(String),
    /// No such app in the tenant.
    #[error("the app is not installed")]
    NotInstalled,
    /// The manifest could not be edited.
    #[error(transparent)]
    Edit(EditError),
    /// The app, or the version that serves, is not as it was seen.
    #[error("the app has changed by now")]
    Changed,
    /// A version waits to be approved.
    #[error("a version waits to be approved")]
    Waiting,
    /// No such version of the app.
    #[error("the version is not kept")]
    UnknownVersion,
    /// The version is in use.
    #[error("the version serves")]
    Serving,
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CatalogError> for InstallError {
    fn from(error: CatalogError) -> Self {
        Self::Store(error.into_inner())
    }
}

impl InstallError {
    /// What is wrong with the package, errors first.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Package(errors) => &errors.problems,
            _ => &[],
        }
    }
}

impl Explain for InstallError {
    fn code(&self) -> &'static str {
        match self {
            Self::Package(errors) => errors
                .first()
                .map_or("package_invalid", |problem| problem.code),
            Self::ManifestId(_) => "manifest_id_invalid",
            Self::OtherOwner(_) => "app_other_owner",
            Self::MapInProduction => "map_in_production",
            Self::Map { .. } => "map_invalid",
            Self::Binding(_) => "binding_invalid",
            Self::NotInstalled => "app_unknown",
            Self::Edit(error) => error.code(),
            Self::Changed => "changed",
            Self::Waiting => "version_waiting",
            Self::UnknownVersion => "version_unknown",
            Self::Serving => "version_serving",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Store(_) => "Nothing was installed. Try again in a moment.".to_owned(),
            Self::NotInstalled => "This app is not installed here.".to_owned(),
            Self::Edit(_) => "The manifest was not changed.".to_owned(),
            Self::Changed => {
                "Somebody else changed this app in the meantime. Load it again.".to_owned()
            }
            Self::Waiting => {
                "Another version of this app waits to be approved. Approve or remove it first."
                    .to_owned()
            }
            Self::UnknownVersion => "This version of the app is not kept.".to_owned(),
            Self::Serving => {
                "This version is in use. Let another one serve before you remove it.".to_owned()
            }
            _ => "The app was not installed; something in it needs mending.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Package(errors) => errors.to_string(),
            Self::ManifestId(id) => format!("The manifest's id {id:?} has to be a GUID."),
            Self::OtherOwner(id) => format!(
                "An app with the manifest id {id} was uploaded by another tenant. Updates come from its owner; give your app an id of its own."
            ),
            Self::MapInProduction => {
                "Origin maps are for development; a production package is called where it says."
                    .to_owned()
            }
            Self::Map { text, reason } => {
                format!(
                    "{text:?} is not an origin: {reason}. Write --map https://declared.example=http://127.0.0.1:8789."
                )
            }
            Self::Binding(text) => format!(
                "{text:?} is not an OAuth client registration ID of this installation (reg_…)."
            ),
            Self::NotInstalled => "No app with this id is installed in the tenant.".to_owned(),
            Self::Edit(error) => format!("{error}."),
            Self::Changed => "The app, or the version that serves, is not the one that was seen; GET has its ETag.".to_owned(),
            Self::Waiting => "A version that changes API host, registration or scopes waits for an administrator: POST …/versions/{version}/serve approves it, DELETE refuses it.".to_owned(),
            Self::UnknownVersion => "The app has no version with this SHA-256; GET …/versions lists them.".to_owned(),
            Self::Serving => "The version that serves can't be forgotten.".to_owned(),
            Self::Store(error) => error.to_string(),
        }
    }

    fn place(&self) -> Option<String> {
        match self {
            Self::Package(errors) => errors.first().map(Problem::place),
            _ => None,
        }
    }
}

impl Host {
    /// Installs a package, or a new version of it, in the tenant that uploads it.
    ///
    /// # Errors
    /// Everything that is wrong with the package at once; nothing is stored then.
    pub async fn install(
        &self,
        tenant: &TenantId,
        package: &[u8],
        options: InstallOptions,
    ) -> Result<InstallationView, InstallError> {
        if self.parts.config.production && !options.map.is_empty() {
            return Err(InstallError::MapInProduction);
        }
        for text in options.map.iter().flat_map(|(from, to)| [from, to]) {
            text.parse::<Origin>().map_err(|error| InstallError::Map {
                text: text.clone(),
                reason: error.to_string(),
            })?;
        }
        for (_, registration) in &options.bindings {
            self.admitted_registration(tenant, registration).await?;
        }
        let files = read_zip(package, &Limits::default()).map_err(|error| {
            InstallError::Package(LoadErrors {
                problems: vec![unreadable(error.code(), error.to_string(), error.fix())],
            })
        })?;
        let version = hex(&files.sha256());
        let zip = packed(&files)?;
        let compiled = Arc::new(compile(files).map_err(InstallError::Package)?);
        let id = &compiled.manifest.id;
        let manifest_id: ManifestId = id
            .parse()
            .map_err(|_| InstallError::ManifestId(id.clone()))?;
        let before = self.parts.store.apps().get(tenant, &manifest_id).await?;
        if before
            .as_ref()
            .is_some_and(|before| before.owner != *tenant)
        {
            return Err(InstallError::OtherOwner(manifest_id));
        }
        let app_id = before.as_ref().map_or_else(
            || AppId::generate(&*self.parts.random),
            |before| before.app_id.clone(),
        );
        let serving = self
            .kept_serving(tenant, before.as_ref(), &compiled)
            .await?;
        let before_name = before.as_ref().map(|before| before.name.clone());
        let (kept, map) = match before {
            // What serves on is called as before; the new map is for the new version.
            Some(before) if serving.is_some() => {
                (before.bindings, merged(before.origin_map, options.map))
            }
            Some(before) => (before.bindings, options.map),
            None => (Vec::new(), options.map),
        };
        // That of the version that serves, which may be another.
        let name = match &before_name {
            Some(name) if serving.is_some() => name.clone(),
            _ => crate::catalog::name(&compiled),
        };
        let new = NewAppVersion {
            version: version.clone(),
            app_version: compiled.manifest.version.clone(),
            package: zip,
        };
        let installation = Installation {
            tenant: tenant.clone(),
            owner: tenant.clone(),
            manifest_id: manifest_id.clone(),
            app_id,
            name,
            waiting: serving.is_some().then_some(version.clone()),
            version: serving.unwrap_or_else(|| version.clone()),
            origin_map: map,
            bindings: merged(kept, options.bindings),
            changed_at: self.parts.clock.now(),
        };
        self.catalog.keep(&installation, &version, compiled);
        self.parts
            .store
            .apps()
            .install(NewInstallation {
                installation,
                version: new,
            })
            .await?;
        self.catalog.forget(tenant);
        self.view(tenant, |installation| {
            installation.manifest_id == manifest_id
        })
        .await
    }

    /// The version that serves on because the new one changes what an administrator has to approve
    /// (SEC-PKG-12); `None` where the new one serves at once.
    async fn kept_serving(
        &self,
        tenant: &TenantId,
        before: Option<&Installation>,
        new: &CompiledApp,
    ) -> Result<Option<String>, InstallError> {
        let Some(before) = before else {
            return Ok(None);
        };
        let app = self
            .catalog
            .app(tenant, |installation| {
                installation.manifest_id == before.manifest_id
            })
            .await?;
        // What can't be read any more serves nobody.
        let serves_on = app.is_some_and(|app| !changes(&app.compiled, new).is_empty());
        Ok(serves_on.then(|| before.version.clone()))
    }

    /// Binds an ID of an installed package to a registration of ours. `seen` is when the app that
    /// is shown was last changed.
    pub async fn bind(
        &self,
        tenant: &TenantId,
        app: &AppId,
        seen: Timestamp,
        foreign: &str,
        registration: &RegistrationId,
    ) -> Result<InstallationView, InstallError> {
        self.admitted_registration(tenant, registration.as_str())
            .await?;
        let found = self.as_seen(tenant, app, seen).await?;
        let wanted = vec![(foreign.to_owned(), registration.to_string())];
        let bindings = merged(found.bindings.clone(), wanted);
        let now = self.parts.clock.now();
        let bound = self.parts.store.apps().bind(&found, &bindings, now).await?;
        self.catalog.forget(tenant);
        if !bound {
            return Err(InstallError::Changed);
        }
        self.view(tenant, |installation| installation.app_id == *app)
            .await
    }

    /// Removes an app from a tenant. `seen` is when the app that is shown was last changed.
    pub async fn uninstall(
        &self,
        tenant: &TenantId,
        app: &AppId,
        seen: Timestamp,
    ) -> Result<(), InstallError> {
        let found = self.as_seen(tenant, app, seen).await?;
        let removed = self.parts.store.apps().uninstall(&found).await?;
        self.catalog.forget(tenant);
        removed.then_some(()).ok_or(InstallError::Changed)
    }

    /// An installation that has not changed since it was seen.
    async fn as_seen(
        &self,
        tenant: &TenantId,
        app: &AppId,
        seen: Timestamp,
    ) -> Result<Installation, InstallError> {
        let found = self.parts.store.apps().by_id(tenant, app).await?;
        let found = found.ok_or(InstallError::NotInstalled)?;
        if found.changed_at == seen {
            Ok(found)
        } else {
            Err(InstallError::Changed)
        }
    }

    pub(crate) async fn view(
        &self,
        tenant: &TenantId,
        is_it: impl Fn(&Installation) -> bool,
    ) -> Result<InstallationView, InstallError> {
        let app = self
            .catalog
            .app(tenant, is_it)
            .await?
            .ok_or(InstallError::NotInstalled)?;
        let mut view = crate::catalog::installation(&app);
        view.warnings
            .extend(self.compare_base_url(tenant, &app).await);
        Ok(view)
    }

    /// A binding is made to what the tenant owns; a registration of another owner is used by its
    /// own ID in the package.
    async fn admitted_registration(
        &self,
        tenant: &TenantId,
        text: &str,
    ) -> Result<(), InstallError> {
        let wrong = || InstallError::Binding(text.chars().take(128).collect());
        let id: RegistrationId = text.parse().map_err(|_| wrong())?;
        if self.parts.broker.admits_tenant(tenant, &id).await? {
            return Ok(());
        }
        Err(wrong())
    }

    /// Compares the registration's base URL with what the commands call, already now: an invoke
    /// would be refused, and whoever installs can mend it.
    async fn compare_base_url(&self, tenant: &TenantId, app: &InstalledApp) -> Vec<Problem> {
        // A registration of another owner is compared at the invoke.
        let broker = &self.parts.broker;
        let base = match resolve(app) {
            Ok(Needed::Token(id)) => broker
                .show(tenant, &id)
                .await
                .map(|it| it.settings.base_url),
            Ok(Needed::Key(id)) => {
                let shown = broker.show_api_key(tenant, &id).await;
                shown.map(|it| it.settings.base_url)
            }
            Ok(Needed::Nothing) | Err(_) => return Vec::new(),
        };
        let Ok(base) = base else {
            return Vec::new();
        };
        let mut problems = Vec::new();
        for command in &app.compiled.commands {
            let operation = &command.command.operation;
            let Ok(url) = operation.url(|_| Some("x")) else {
                continue;
            };
            if let Err(why) = base_url_covers(&base, &url) {
                let mut problem = unreadable(
                    "base_url_mismatch",
                    format!(
                        "The command {} calls {}{}, outside the registration's base URL {base}: {why}.",
                        command.command.id, operation.server, operation.path
                    ),
                    "Correct the base URL of the registration or the server of the API description; until then the command is refused.",
                );
                problem.severity = Severity::Warning;
                problems.push(problem);
            }
        }
        problems
    }
}

fn merged(mut kept: Vec<(String, String)>, new: Vec<(String, String)>) -> Vec<(String, String)> {
    kept.retain(|(foreign, _)| !new.iter().any(|(other, _)| other == foreign));
    kept.extend(new);
    kept
}

/// The zip that is kept: the same bytes for the same files.
pub(crate) fn packed(files: &PackageFiles) -> Result<Vec<u8>, InstallError> {
    files.to_zip().map_err(|error| {
        InstallError::Package(LoadErrors {
            problems: vec![unreadable(
                error.code(),
                error.to_string(),
                "Make the package smaller.",
            )],
        })
    })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn unreadable(code: &'static str, sentence: String, fix: &str) -> Problem {
    Problem {
        code,
        severity: Severity::Error,
        file: "the package".to_owned(),
        pointer: String::new(),
        span: (0, 0),
        line: 0,
        column: 0,
        sentence,
        fix: fix.to_owned(),
    }
}
