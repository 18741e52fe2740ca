//! A registration as the portal API shows it, as far as the rules ask.

use std::path::Path;

use anyhow::{Context, Result};
use app_package::Registration;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct View {
    #[serde(default)]
    id: String,
    base_url: Option<url::Url>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    refresh_endpoint: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
    restrict_by_org: Option<String>,
    restrict_by_app: Option<String>,
}

/// Reads a file with the JSON of `cloakroom registration show --json`.
pub(super) fn read(path: &Path) -> Result<Registration> {
    let at = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(at)?;
    let view: View = serde_json::from_str(&text).with_context(at)?;
    Ok(Registration {
        id: view.id,
        base_url: view.base_url,
        authorization_endpoint: view.authorization_endpoint,
        token_endpoint: view.token_endpoint,
        refresh_endpoint: view.refresh_endpoint,
        scopes: view.scopes,
        any_organization: view
            .restrict_by_org
            .map(|choice| choice == "AnyOrganization"),
        existing_app: view.restrict_by_app.map(|choice| choice == "ExistingApp"),
    })
}
