//! The verbs that speak to the portal API or the invoke door.

pub(crate) mod api_key;
pub(crate) mod app;
pub(crate) mod doctor;
pub(crate) mod grant;
pub(crate) mod host;
pub(crate) mod invoke;
pub(crate) mod person;
pub(crate) mod registration;

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};

/// A secret from a file, or from standard input for `-`.
fn secret_from(path: &Path) -> Result<String> {
    let text = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?
    };
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
