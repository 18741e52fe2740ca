//! Tasks for developers: `cargo run -p xtask -- security | mutants | generate`.
#![forbid(unsafe_code)]

mod generate;
mod security;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let root = root()?;
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("security") => security::table::run(&root),
        Some("mutants") => security::mutants::run(&root, &arguments.collect::<Vec<_>>()),
        Some("generate") => generate::run(&root, &arguments.collect::<Vec<_>>()),
        other => bail!(
            "expected security, mutants or generate, got {}",
            other.unwrap_or("nothing")
        ),
    }
}

/// The repository's root: the folder above this crate.
fn root() -> Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    Ok(here
        .parent()
        .context("xtask lies in a folder of the repository")?
        .to_owned())
}
