//! `cloakroom app install | list | authentication | approve`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::api::{Api, query};
use crate::cli::{AppVerb, AuthenticationKind, Format};
use crate::output;

const PATH: &str = "/api/v1/apps";

pub(crate) async fn run(verb: AppVerb) -> Result<()> {
    match verb {
        AppVerb::Install {
            path,
            map,
            bind,
            target,
        } => {
            let zip = package(&path)?;
            let pairs = map
                .iter()
                .map(|map| ("map", map.as_str()))
                .chain(bind.iter().map(|bind| ("bind", bind.as_str())));
            let path = format!("/api/v1/apps{}", query(pairs));
            let installed = Api::open(&target).await?.post_zip(&path, zip).await?;
            output::one(target.output.format(), &installed);
            if installed
                .get("waiting")
                .is_some_and(|waiting| !waiting.is_null())
            {
                eprintln!(
                    "It waits: `cloakroom app approve {}` shows what it changes.",
                    text(&installed, "appId")
                );
            }
            Ok(())
        }
        AppVerb::List(target) => {
            let apps = Api::open(&target).await?.list(PATH, "apps").await?;
            output::list(
                target.output.format(),
                &apps,
                &[
                    "ID=appId",
                    "Manifest ID=manifestId",
                    "Name=name",
                    "Version=appVersion",
                ],
                "No apps yet. Install one with `cloakroom app install <zip or folder>`.",
            );
            Ok(())
        }
        AppVerb::Authentication {
            app,
            kind,
            registration,
            save,
            target,
        } => {
            let api = Api::open(&target).await?;
            let app = find(&api, &app).await?;
            let kind = match kind {
                AuthenticationKind::None => "none",
                AuthenticationKind::ApiKey => "apiKey",
                AuthenticationKind::EntraSso => "entraSso",
                AuthenticationKind::OAuth => "oAuth",
            };
            let wanted = json!({ "type": kind, "registrationId": registration });
            let path = format!("/api/v1/apps/{}/authentication", text(&app, "appId"));
            let edit = api.post(&format!("{path}/preview"), &wanted).await?;
            if !save {
                match target.output.format() {
                    Format::Json => println!("{edit:#}"),
                    Format::Text => print!(
                        "{}",
                        text(edit.get("difference").unwrap_or(&Value::Null), "unified")
                    ),
                }
                return Ok(());
            }
            let saved = api.put(&path, text(&edit, "over"), &wanted).await?;
            output::one(target.output.format(), &saved);
            Ok(())
        }
        AppVerb::Approve {
            app,
            version,
            target,
        } => {
            let api = Api::open(&target).await?;
            let app = find(&api, &app).await?;
            let Some(waiting) = app.get("waiting").filter(|waiting| !waiting.is_null()) else {
                bail!("No version of {} waits.", text(&app, "name"));
            };
            let id = text(&app, "appId");
            let Some(version) = version else {
                match target.output.format() {
                    Format::Json => println!("{waiting:#}"),
                    Format::Text => print!("{}", changes(id, waiting)),
                }
                return Ok(());
            };
            let path = format!("/api/v1/apps/{id}/versions/{version}/serve");
            let serving = api.post_seen(&path, text(&app, "version")).await?;
            output::one(target.output.format(), &serving);
            Ok(())
        }
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An installed app by our ID or the manifest's.
async fn find(api: &Api, id: &str) -> Result<Value> {
    let apps = api.list(PATH, "apps").await?;
    let found =
        apps.as_array().into_iter().flatten().find(|app| {
            text(app, "appId") == id || text(app, "manifestId").eq_ignore_ascii_case(id)
        });
    found
        .cloned()
        .with_context(|| format!("no app {id} is installed; see `cloakroom app list`"))
}

/// What a waiting version changes, and how to approve it.
fn changes(app: &str, waiting: &Value) -> String {
    let list = |change: &Value, name: &str| {
        let values = change.get(name).and_then(Value::as_array);
        let values: Vec<&str> = values
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if values.is_empty() {
            "nothing".to_owned()
        } else {
            values.join(", ")
        }
    };
    let version = text(waiting, "version");
    let mut lines = format!("Version {} waits:\n", text(waiting, "appVersion"));
    let all = waiting.get("changes").and_then(Value::as_array);
    for change in all.into_iter().flatten() {
        lines.push_str(&format!(
            "  {}: {} -> {}\n",
            text(change, "what"),
            list(change, "before"),
            list(change, "after")
        ));
    }
    lines.push_str(&format!(
        "Let it serve: cloakroom app approve {app} {version}\n"
    ));
    lines
}

/// The package as a zip: as it is, or made from a folder.
fn package(path: &Path) -> Result<Vec<u8>> {
    if path.is_dir() {
        let files = app_package::read_folder(path, &app_package::Limits::default())
            .with_context(|| format!("{}", path.display()))?;
        return files
            .to_zip()
            .with_context(|| format!("{}", path.display()));
    }
    std::fs::read(path).with_context(|| format!("{}", path.display()))
}
