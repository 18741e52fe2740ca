//! `cloakroom app install | list`.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::api::{Api, query};
use crate::cli::AppVerb;
use crate::output;

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
            Ok(())
        }
        AppVerb::List(target) => {
            let answer = Api::open(&target).await?.get("/api/v1/apps").await?;
            output::list(
                target.output.format(),
                answer.get("apps").unwrap_or(&Value::Null),
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
    }
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
