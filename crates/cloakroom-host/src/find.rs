//! From the activity to an app and its command.

use std::sync::Arc;

use app_package::CommandContext;
use cloakroom_model::{Explain, Recorder, StepOutcome};

use crate::activity::Query;
use crate::catalog::{CompiledCommand, InstalledApp};

/// An app and one of its commands.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) app: Arc<InstalledApp>,
    index: usize,
}

impl Found {
    pub(crate) fn command(&self) -> &CompiledCommand {
        // Made below only, with an index of this very list.
        &self.app.compiled.commands[self.index]
    }
}

/// Why no command was found. All are faults of the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No app of that id is installed in the tenant.
    #[error("no app {0:?} is installed")]
    AppUnknown(String),
    /// Several installed apps could be meant.
    #[error("the activity does not say which app is meant")]
    AppRequired,
    /// Nothing is installed, or nothing that has the command.
    #[error("no installed app has the command {0:?}")]
    CommandUnknown(String),
    /// The command is not offered in that context.
    #[error("the command {command} is not offered in {context:?}")]
    NotInContext {
        /// The command.
        command: String,
        /// `value.commandContext`.
        context: String,
    },
}

impl Explain for FindError {
    fn code(&self) -> &'static str {
        match self {
            Self::AppUnknown(_) => "app_unknown",
            Self::AppRequired => "app_required",
            Self::CommandUnknown(_) => "command_unknown",
            Self::NotInContext { .. } => "command_not_in_context",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::AppUnknown(_) => "This extension is not installed here.".to_owned(),
            Self::AppRequired => "Choose an extension first.".to_owned(),
            Self::CommandUnknown(_) => "This extension has no such search.".to_owned(),
            Self::NotInContext { .. } => "This search is not offered here.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::AppUnknown(id) => format!(
                "No app with the manifest id or app id {id:?} is installed in the caller's tenant. Install it, or correct `?app=`."
            ),
            Self::AppRequired => {
                "More than one installed app could be meant: name it by `recipient.id` (the manifest's id) or `?app=`."
                    .to_owned()
            }
            Self::CommandUnknown(id) => {
                format!("No command has the id {id:?}; ids are those of the manifest, letter by letter.")
            }
            Self::NotInContext { command, context } => format!(
                "The manifest does not offer the command {command} in the context {context:?}; add it to the command's `context`."
            ),
        }
    }
}

/// Finds the command: the app by `named` (from `?app=`), else by the recipient, else the only app
/// that has the command. Clients that name no command mean the app's first.
pub(crate) fn find(
    apps: &[Arc<InstalledApp>],
    named: Option<&str>,
    query: &Query,
    trace: &Recorder,
) -> Result<Found, FindError> {
    let mut step = trace.step("find-command");
    if let Some(command) = &query.command {
        step.detail("commandId", command.as_str());
    }
    match search(apps, named, query) {
        Ok((found, by)) => {
            let installation = &found.app.installation;
            step.detail("app", installation.manifest_id.as_str());
            step.detail("version", installation.version.as_str());
            let command = &found.command().command;
            step.detail("operation", command.operation.operation_id.as_str());
            let name = &found.app.compiled.manifest.name.short;
            let how = if query.command.is_some() {
                ""
            } else {
                ", its first, because none was named"
            };
            step.ok(format!("{name} by {by}; command {}{how}", command.id));
            Ok(found)
        }
        Err(error) => {
            step.detail("code", error.code());
            step.end(StepOutcome::Refused, error.developer());
            Err(error)
        }
    }
}

fn search(
    apps: &[Arc<InstalledApp>],
    named: Option<&str>,
    query: &Query,
) -> Result<(Found, &'static str), FindError> {
    let by_id = |id: &str| {
        // A bot's channel id begins with the channel's number.
        let id = id.strip_prefix("28:").unwrap_or(id);
        apps.iter().find(|app| {
            let installation = &app.installation;
            installation.manifest_id.as_str().eq_ignore_ascii_case(id)
                || installation.app_id.as_str() == id
        })
    };
    let wanted = query.command.as_deref();
    let (app, by) = if let Some(id) = named {
        (
            by_id(id).ok_or_else(|| FindError::AppUnknown(id.chars().take(128).collect()))?,
            "its id",
        )
    } else if let Some(app) = query.recipient.as_deref().and_then(by_id) {
        (app, "the recipient")
    } else {
        let mut having = apps.iter().filter(|app| match wanted {
            Some(command) => app.compiled.command(command).is_some(),
            None => !app.compiled.commands.is_empty(),
        });
        match (having.next(), having.next()) {
            (Some(app), None) => (app, "being the only one"),
            (Some(_), Some(_)) => return Err(FindError::AppRequired),
            (None, _) => return Err(unknown(wanted)),
        }
    };
    let index = match wanted {
        Some(command) => app.compiled.command(command),
        None => (!app.compiled.commands.is_empty()).then_some(0),
    };
    let found = Found {
        app: Arc::clone(app),
        index: index.ok_or_else(|| unknown(wanted))?,
    };
    in_context(&found, query)?;
    Ok((found, by))
}

fn unknown(wanted: Option<&str>) -> FindError {
    FindError::CommandUnknown(wanted.unwrap_or_default().chars().take(128).collect())
}

fn in_context(found: &Found, query: &Query) -> Result<(), FindError> {
    let command = &found.command().command;
    let offered = match query.context.as_deref() {
        None => true,
        Some("compose") => command.contexts.contains(&CommandContext::Compose),
        Some("commandBox") => command.contexts.contains(&CommandContext::CommandBox),
        Some(_) => false,
    };
    if offered {
        return Ok(());
    }
    Err(FindError::NotInContext {
        command: command.id.clone(),
        context: query
            .context
            .as_deref()
            .unwrap_or_default()
            .chars()
            .take(32)
            .collect(),
    })
}
