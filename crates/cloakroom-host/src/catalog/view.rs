//! Installed apps as the chat and the portal see them.

use std::sync::Arc;

use app_package::{Authorization, CommandContext, InputType, Parameter, Problem};
use cloakroom_model::{
    AppId, Caller, GrantId, ManifestId, Recorder, RegistrationId, TenantId, TraceKind,
};
use cloakroom_store::{Page, PageRequest};
use serde::Serialize;

use super::{CatalogError, CompiledCommand, InstalledApp, NAME, name};
use crate::authorize::{Needed, ResolveError, identity, resolve};
use crate::host::Host;
use crate::images::Picture;
use crate::shown::shown;
use crate::versions::{Change, changes};

/// Characters of full names and sentences of packages: more than Teams lets them have.
const FULL_NAME: usize = 128;
const SENTENCE: usize = 256;

/// An extension in the chat.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionView {
    /// Our id of the app.
    pub app_id: AppId,
    /// The manifest's id, by which invokes name the app.
    pub manifest_id: ManifestId,
    /// The short name.
    pub name: String,
    /// The full name.
    pub full_name: String,
    /// The publisher, by his own word.
    pub publisher: String,
    /// The short description.
    pub description: String,
    /// `#RRGGBB`.
    pub accent_color: Option<String>,
    /// The icon's path on our own origin.
    pub icon_url: String,
    /// What can be searched.
    pub commands: Vec<CommandView>,
    /// How it signs in, and whether the caller is.
    pub auth: AuthView,
}

/// A command in the chat.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CommandView {
    /// Its id.
    pub id: String,
    /// Its label.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// `compose`, `commandBox`.
    pub contexts: Vec<CommandContext>,
    /// Whether it runs once when it is opened.
    pub initial_run: bool,
    /// What the user is asked.
    pub parameters: Vec<ParameterView>,
    /// The operation that it calls: method and path, as the description has them.
    pub operation: String,
    /// The file of its response rendering template.
    pub template: String,
}

/// A parameter in the chat.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParameterView {
    /// Its name in the activity.
    pub name: String,
    /// Its label.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// `text`, `number`, …
    pub input_type: InputType,
    /// For a choice set.
    pub choices: Vec<ChoiceView>,
    /// Whether the search can't be made without.
    pub required: bool,
    /// What stands in the field at first.
    pub value: Option<String>,
}

/// One choice.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ChoiceView {
    /// What the user sees.
    pub title: String,
    /// What the API gets.
    pub value: String,
}

/// How an app signs in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthView {
    /// `none`, `oAuth`, `apiKey`, `entraSso`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The registration it uses here; absent while it is not bound.
    pub registration_id: Option<String>,
    /// Whether the caller is signed in.
    pub signed_in: bool,
    /// With which account.
    pub account: Option<String>,
    /// The host at which he signs in.
    pub provider_host: Option<String>,
}

/// An installed app in the portal.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InstallationView {
    /// Our id.
    pub app_id: AppId,
    /// The manifest's id.
    pub manifest_id: ManifestId,
    /// The short name.
    pub name: String,
    /// The app's own version, as its manifest has it.
    pub app_version: String,
    /// The SHA-256 of the package's content.
    pub version: String,
    /// Who uploaded it.
    pub owner: TenantId,
    /// Ids of its commands.
    pub commands: Vec<String>,
    /// Names of the package's files.
    pub files: Vec<String>,
    /// `none`, `oAuth`, `apiKey`, `entraSso`.
    pub auth_type: &'static str,
    /// The registration ID that the package carries.
    pub configuration_id: Option<String>,
    /// The registration it uses here.
    pub registration_id: Option<String>,
    /// Whether the package's ID still has to be bound.
    pub unbound: bool,
    /// Mapped origins, declared and dialled.
    pub origin_map: Vec<(String, String)>,
    /// Bindings, the package's ID and ours.
    pub bindings: Vec<(String, String)>,
    /// A newer version that serves only once an administrator has approved what it changes.
    pub waiting: Option<WaitingView>,
    /// When it was last changed, in milliseconds. Also its ETag: it grows with each change.
    pub changed_at: i64,
    /// What works here but not as its author means, or not in Teams.
    pub warnings: Vec<Problem>,
}

/// A version that waits to be approved.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    /// The SHA-256 of its content.
    pub version: String,
    /// The app's own version, as its manifest has it.
    pub app_version: String,
    /// What would be called otherwise than now.
    pub changes: Vec<Change>,
}

/// An app as lists name it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppName {
    /// Our id of the app.
    pub app_id: AppId,
    /// The short name.
    pub name: String,
}

/// What the first page of a sign-in shows of an app.
#[derive(Debug, Clone)]
pub struct AppCard {
    /// The short name.
    pub name: String,
    /// The publisher, by his own word.
    pub publisher: String,
    /// The tenant that uploaded the app: what of its origin is known.
    pub owner: TenantId,
    /// The icon.
    pub icon: Option<Picture>,
}

impl Host {
    /// The extensions of the caller's tenant.
    pub async fn extensions(&self, caller: &Caller) -> Result<Vec<ExtensionView>, CatalogError> {
        let apps = self.catalog.apps(&caller.tenant).await?;
        let mut views = Vec::with_capacity(apps.len());
        for app in apps.iter() {
            views.push(self.extension(caller, app).await?);
        }
        Ok(views)
    }

    async fn extension(
        &self,
        caller: &Caller,
        app: &InstalledApp,
    ) -> Result<ExtensionView, CatalogError> {
        let manifest = &app.compiled.manifest;
        let needed = resolve(app).ok();
        let registration = needed.as_ref().and_then(Needed::registration);
        let (account, provider_host) = match &needed {
            Some(Needed::Token(registration)) => (
                self.parts.broker.signed_in(caller, registration).await?,
                self.provider_host(caller, app, registration).await,
            ),
            Some(Needed::Nothing | Needed::Key(_)) | None => (None, None),
        };
        Ok(ExtensionView {
            app_id: app.installation.app_id.clone(),
            manifest_id: app.installation.manifest_id.clone(),
            name: name(&app.compiled),
            full_name: shown(&manifest.name.full, FULL_NAME),
            publisher: shown(&manifest.developer.name, NAME),
            description: shown(&manifest.description.short, SENTENCE),
            accent_color: manifest.accent_color.clone(),
            icon_url: format!("/api/v1/apps/{}/icon", app.installation.app_id),
            commands: app.compiled.commands.iter().map(command).collect(),
            auth: AuthView {
                kind: auth_type(&manifest.auth),
                registration_id: registration.map(ToString::to_string),
                signed_in: account.is_some(),
                account,
                provider_host,
            },
        })
    }

    /// The host at which the caller signs in, if the registration's rules let him use it.
    async fn provider_host(
        &self,
        caller: &Caller,
        app: &InstalledApp,
        registration: &RegistrationId,
    ) -> Option<String> {
        let url = app
            .compiled
            .commands
            .first()?
            .command
            .operation
            .url(|_| Some("x"))
            .ok()?;
        // The steps of this question are nobody's trace.
        let unread = Recorder::start(TraceKind::Invoke, &self.parts.clock, &*self.parts.random);
        let authorized = self
            .parts
            .broker
            .authorize(caller, &identity(app), registration, &url, &unread)
            .await
            .ok()?;
        Some(authorized.provider_host())
    }

    /// A page of what is installed in a tenant, by name; of a search, by what was found. An app
    /// whose package can't be read any more is left out, so that a page may have fewer rows than
    /// asked for before there is no next.
    pub async fn installed_page(
        &self,
        tenant: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<InstallationView>, CatalogError> {
        self.catalog.name(tenant).await?;
        let page = self.parts.store.apps().page(tenant, request).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for row in page.items {
            items.extend(self.catalog.ready(row).await?.map(|app| installation(&app)));
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// One app of a tenant, as it is now.
    pub async fn show_app(
        &self,
        tenant: &TenantId,
        id: &AppId,
    ) -> Result<Option<InstallationView>, CatalogError> {
        let Some(row) = self.parts.store.apps().by_id(tenant, id).await? else {
            return Ok(None);
        };
        let app = self.catalog.ready(row).await?;
        Ok(app.map(|app| installation(&app)))
    }

    /// What is installed in a tenant.
    pub async fn installed(
        &self,
        tenant: &TenantId,
    ) -> Result<Vec<InstallationView>, CatalogError> {
        let apps = self.catalog.apps(tenant).await?;
        Ok(apps.iter().map(|app| installation(app)).collect())
    }

    /// Owner and manifest id of an app that is installed in a tenant.
    pub async fn app_of(
        &self,
        tenant: &TenantId,
        id: &AppId,
    ) -> Result<Option<(TenantId, ManifestId)>, CatalogError> {
        let app = self.catalog.by_id(tenant, id).await?;
        Ok(app.map(|app| {
            let installation = &app.installation;
            (installation.owner.clone(), installation.manifest_id.clone())
        }))
    }

    /// The apps for which a grant of the tenant has consent, as far as they are installed still.
    pub async fn apps_of_grant(
        &self,
        tenant: &TenantId,
        grant: &GrantId,
    ) -> Result<Vec<AppName>, CatalogError> {
        let installed = self.parts.store.apps().of_grant(tenant, grant).await?;
        let named = installed.into_iter().map(|installation| AppName {
            // Those installed before names were kept have none until the list is asked for.
            name: if installation.name.is_empty() {
                installation.manifest_id.to_string()
            } else {
                installation.name
            },
            app_id: installation.app_id,
        });
        Ok(named.collect())
    }

    /// An app's icon: a PNG by its content, or none.
    pub async fn icon(
        &self,
        tenant: &TenantId,
        id: &AppId,
    ) -> Result<Option<Picture>, CatalogError> {
        let app = self.catalog.by_id(tenant, id).await?;
        Ok(app.and_then(|app| app.compiled.icon.clone()))
    }

    /// What a sign-in's first page shows of an app of the tenant.
    pub async fn app_card(
        &self,
        tenant: &TenantId,
        id: &ManifestId,
    ) -> Result<Option<AppCard>, CatalogError> {
        let app = self
            .catalog
            .app(tenant, |installation| installation.manifest_id == *id)
            .await?;
        Ok(app.map(|app: Arc<InstalledApp>| AppCard {
            name: name(&app.compiled),
            publisher: shown(&app.compiled.manifest.developer.name, NAME),
            owner: app.installation.owner.clone(),
            icon: app.compiled.icon.clone(),
        }))
    }
}

/// An installed app for the portal.
pub(crate) fn installation(app: &InstalledApp) -> InstallationView {
    let manifest = &app.compiled.manifest;
    let installation = &app.installation;
    let resolved = resolve(app);
    InstallationView {
        app_id: installation.app_id.clone(),
        manifest_id: installation.manifest_id.clone(),
        name: name(&app.compiled),
        app_version: manifest.version.clone(),
        version: installation.version.clone(),
        owner: installation.owner.clone(),
        commands: app
            .compiled
            .commands
            .iter()
            .map(|c| c.command.id.clone())
            .collect(),
        files: app.compiled.files.clone(),
        auth_type: auth_type(&manifest.auth),
        configuration_id: match &manifest.auth {
            Authorization::OAuth { configuration_id } => Some(configuration_id.clone()),
            Authorization::ApiKey { registration_id } => Some(registration_id.clone()),
            Authorization::None | Authorization::EntraSso { .. } => None,
        },
        unbound: matches!(resolved, Err(ResolveError::Unbound(_))),
        registration_id: resolved
            .ok()
            .and_then(|needed| needed.registration().map(ToString::to_string)),
        origin_map: installation.origin_map.clone(),
        bindings: installation.bindings.clone(),
        waiting: app.waiting.as_ref().zip(installation.waiting.as_ref()).map(
            |(compiled, version)| WaitingView {
                version: version.clone(),
                app_version: compiled.manifest.version.clone(),
                changes: changes(&app.compiled, compiled),
            },
        ),
        changed_at: installation.changed_at.as_millis(),
        warnings: app.compiled.warnings.clone(),
    }
}

fn auth_type(auth: &Authorization) -> &'static str {
    match auth {
        Authorization::None => "none",
        Authorization::ApiKey { .. } => "apiKey",
        Authorization::EntraSso { .. } => "entraSso",
        Authorization::OAuth { .. } => "oAuth",
    }
}

fn command(compiled: &CompiledCommand) -> CommandView {
    let command = &compiled.command;
    CommandView {
        id: command.id.clone(),
        title: command.title.clone(),
        description: command.description.clone(),
        contexts: command.contexts.clone(),
        initial_run: command.initial_run,
        parameters: command.parameters.iter().map(parameter).collect(),
        operation: format!(
            "{} {}",
            command.operation.method.as_str(),
            command.operation.path
        ),
        template: command.rendering.file.clone(),
    }
}

fn parameter(parameter: &Parameter) -> ParameterView {
    ParameterView {
        name: parameter.name.clone(),
        title: parameter.title.clone(),
        description: parameter.description.clone(),
        input_type: parameter.input_type,
        choices: parameter
            .choices
            .iter()
            .map(|choice| ChoiceView {
                title: choice.title.clone(),
                value: choice.value.clone(),
            })
            .collect(),
        required: parameter.required,
        value: parameter.default.clone(),
    }
}
