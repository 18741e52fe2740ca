//! The OpenAPI description of the portal API, and the web client's types made from it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{Generated, Sources};

const DESCRIPTION: &str = "docs/openapi.json";

/// `docs/openapi.json`, as the routes describe themselves.
pub(super) fn generate(sources: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let text = run(
        Command::new(cargo).args([
            "run",
            "--quiet",
            "-p",
            "cloakroom-server",
            "--example",
            "openapi",
        ]),
        sources.root,
    )?;
    Ok(Some(vec![Generated {
        path: DESCRIPTION,
        text,
    }]))
}

/// `web/src/api/schema.ts`, from the description as it lies there. Skipped without the web
/// client's packages.
pub(super) fn client(sources: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let web = sources.root.join("web");
    let tool = web.join("node_modules/.bin/openapi-typescript");
    if !tool.exists() {
        return Ok(None);
    }
    // As in web/package.json: a field with a default need not be sent.
    let arguments = ["../docs/openapi.json", "--default-non-nullable", "false"];
    let text = run(Command::new(tool).args(arguments), &web)?;
    Ok(Some(vec![Generated {
        path: "web/src/api/schema.ts",
        text,
    }]))
}

fn run(command: &mut Command, folder: &Path) -> Result<String> {
    let output = command
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{command:?} does not start"))?;
    if !output.status.success() {
        bail!("{command:?} failed");
    }
    Ok(String::from_utf8(output.stdout)?)
}
