//! What another version of an app would call otherwise (SEC-PKG-12).

use std::collections::BTreeSet;

use app_package::Authorization;
use serde::Serialize;

use crate::catalog::CompiledApp;

/// A part of an app that an administrator approves before it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChangedPart {
    /// Where its operations are called: scheme, host and port.
    ApiHost,
    /// The way of authentication, and the registration ID that the manifest carries.
    Registration,
    /// The scopes that its operations want.
    Scopes,
}

/// One thing that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// What it is.
    pub what: ChangedPart,
    /// As it is now.
    pub before: Vec<String>,
    /// As it would be.
    pub after: Vec<String>,
}

/// What differs between the version that serves and another one.
pub(crate) fn changes(before: &CompiledApp, after: &CompiledApp) -> Vec<Change> {
    let parts = [
        (ChangedPart::ApiHost, hosts(before), hosts(after)),
        (
            ChangedPart::Registration,
            registration(before),
            registration(after),
        ),
        (ChangedPart::Scopes, scopes(before), scopes(after)),
    ];
    let differ = parts.into_iter().filter_map(|(what, before, after)| {
        (before != after).then(|| Change {
            what,
            before: before.into_iter().collect(),
            after: after.into_iter().collect(),
        })
    });
    differ.collect()
}

fn hosts(app: &CompiledApp) -> BTreeSet<String> {
    let servers = app
        .commands
        .iter()
        .map(|command| &command.command.operation.server);
    servers
        .map(|server| server.origin().ascii_serialization())
        .collect()
}

fn registration(app: &CompiledApp) -> BTreeSet<String> {
    let written = match &app.manifest.auth {
        Authorization::None => return BTreeSet::new(),
        Authorization::ApiKey { registration_id } => format!("API key {registration_id}"),
        Authorization::EntraSso { resource, .. } => {
            format!(
                "Microsoft Entra SSO {}",
                resource.as_deref().unwrap_or_default()
            )
        }
        Authorization::OAuth { configuration_id } => format!("OAuth {configuration_id}"),
    };
    BTreeSet::from([written.trim_end().to_owned()])
}

fn scopes(app: &CompiledApp) -> BTreeSet<String> {
    let commands = app.commands.iter();
    commands
        .flat_map(|command| command.command.operation.security.scopes.iter().cloned())
        .collect()
}
