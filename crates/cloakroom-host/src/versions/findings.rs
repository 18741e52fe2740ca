//! What the validator says of an installed package, beside its source.

use app_package::{Diagnostic, Options, PackageFiles, Registration, Severity, validate};
use cloakroom_broker::{RestrictByApp, RestrictByOrg};
use cloakroom_model::{AppId, RegistrationId, TenantId};
use serde::Serialize;

use crate::authorize::{Needed, resolve};
use crate::catalog::InstalledApp;
use crate::host::Host;
use crate::install::InstallError;

/// Bytes of all sources together that are shown; who needs more downloads the package.
const SOURCE_BYTES: usize = 1 << 20;

/// The validator's report.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Findings {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// By file, and by place in it; the manifest first.
    pub findings: Vec<FindingView>,
    /// The files that findings are about, as far as they are text.
    pub sources: Vec<SourceView>,
}

/// One finding.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// The rule's code, such as `M013`.
    pub code: &'static str,
    /// The rule's name, such as `oauth-before-1-26`.
    pub name: &'static str,
    /// Whether Teams refuses the package for it.
    pub severity: Severity,
    /// The file's name in the package.
    pub file: String,
    /// JSON pointer (RFC 6901) to the value; empty is the whole file.
    pub pointer: String,
    /// From 1; `null` where the file has no text.
    pub line: Option<u32>,
    /// In characters, from 1.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub fix: String,
    /// Whether `cloakroom validate --fix` mends it.
    pub fixable: bool,
}

/// The text of a file.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SourceView {
    /// The file's name in the package.
    pub file: String,
    /// Its text, without a byte-order mark.
    pub text: String,
}

impl From<&Diagnostic> for FindingView {
    fn from(found: &Diagnostic) -> Self {
        Self {
            code: found.code,
            name: found.name,
            severity: found.severity,
            file: found.file.clone(),
            pointer: found.pointer.clone(),
            line: found.range.map(|range| range.line),
            column: found.range.map(|range| range.column),
            message: found.message.clone(),
            fix: found.fix.clone(),
            fixable: !found.edits.is_empty(),
        }
    }
}

impl Host {
    /// The validator's report over a version, the one that serves where none is named; with
    /// `store` also what the store wants.
    pub async fn findings(
        &self,
        tenant: &TenantId,
        app: &AppId,
        version: Option<&str>,
        store: bool,
    ) -> Result<Findings, InstallError> {
        let app = self.app(tenant, app).await?;
        let version = version.unwrap_or(&app.installation.version);
        let files = self.files(&app.installation, version).await?;
        Ok(self.judged(tenant, &app, &files, store).await)
    }

    /// Judges files by all rules, and by the registration that the app uses here as far as the
    /// tenant may see it.
    pub(super) async fn judged(
        &self,
        tenant: &TenantId,
        app: &InstalledApp,
        files: &PackageFiles,
        store: bool,
    ) -> Findings {
        let registration = match resolve(app) {
            Ok(Needed::Token(id)) => self.registration(tenant, app, &id).await,
            _ => None,
        };
        let options = Options {
            store,
            registrations: registration.into_iter().collect(),
            ..Options::default()
        };
        let report = validate(files, &options);
        let mut left = SOURCE_BYTES;
        let sources = files.iter().filter_map(|(name, bytes)| {
            let named = report.diagnostics.iter().any(|found| found.file == name);
            let text = std::str::from_utf8(bytes).ok().filter(|_| named)?;
            left = left.checked_sub(bytes.len())?;
            Some(SourceView {
                file: name.to_owned(),
                text: text.trim_start_matches('\u{feff}').to_owned(),
            })
        });
        let sources = sources.collect();
        Findings {
            errors: report.errors,
            warnings: report.warnings,
            findings: report.diagnostics.iter().map(FindingView::from).collect(),
            sources,
        }
    }

    async fn registration(
        &self,
        tenant: &TenantId,
        app: &InstalledApp,
        id: &RegistrationId,
    ) -> Option<Registration> {
        let settings = self.parts.broker.show(tenant, id).await.ok()?.settings;
        let carried = match &app.compiled.manifest.auth {
            app_package::Authorization::OAuth { configuration_id } => configuration_id.clone(),
            _ => id.to_string(),
        };
        Some(Registration {
            id: carried,
            base_url: Some(settings.base_url),
            authorization_endpoint: Some(settings.authorization_endpoint.to_string()),
            token_endpoint: Some(settings.token_endpoint.to_string()),
            refresh_endpoint: settings.refresh_endpoint.map(|url| url.to_string()),
            scopes: settings.scopes,
            any_organization: Some(settings.restrict_by_org == RestrictByOrg::AnyOrganization),
            existing_app: Some(settings.restrict_by_app == RestrictByApp::ExistingApp),
        })
    }
}
