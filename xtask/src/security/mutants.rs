//! `make security-mutants`: cargo-mutants over the functions that the security tests name as
//! guards, each with the tests of its own crate alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::sources;

/// Runs cargo-mutants once a crate, over the guards in it. What was caught before is not tried
/// again (`--iterate`), so an interrupted run goes on where it stopped. `only` names crates.
pub(crate) fn run(root: &Path, only: &[String]) -> Result<()> {
    let mut guards: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for test in sources::tests(root)? {
        let Some(guard) = test.guard else { continue };
        let Some((library, _)) = guard.split_once("::") else {
            continue;
        };
        let package = library.replace('_', "-");
        let function = guard.rsplit("::").next().unwrap_or_default().to_owned();
        guards.entry(package).or_default().insert(function);
    }
    install(root)?;
    let mut alive = Vec::new();
    for (package, functions) in guards {
        if !only.is_empty() && !only.contains(&package) {
            continue;
        }
        let names = functions.into_iter().collect::<Vec<_>>().join("|");
        println!("mutants: {package}: {names}");
        let status = Command::new(root.join("target/tools/bin/cargo-mutants"))
            .args([
                "mutants",
                "--iterate",
                "--package",
                &package,
                "--test-package",
                &package,
            ])
            .args([
                "--in-place",
                "--no-shuffle",
                "--timeout",
                "120",
                "--output",
                "target/mutants",
            ])
            .args(["--re", &format!(r"\b({names})\b")])
            .current_dir(root)
            .status()
            .context("cargo mutants")?;
        if !status.success() {
            alive.push(package);
        }
    }
    if !alive.is_empty() {
        bail!("mutants live or timed out in {alive:?}: see target/mutants/mutants.out/missed.txt");
    }
    Ok(())
}

fn install(root: &Path) -> Result<()> {
    if root.join("target/tools/bin/cargo-mutants").exists() {
        return Ok(());
    }
    let status = Command::new("cargo")
        .args([
            "install",
            "--locked",
            "--root",
            "target/tools",
            "cargo-mutants@27.1.0",
        ])
        .current_dir(root)
        .status()
        .context("cargo install cargo-mutants")?;
    if !status.success() {
        bail!("cargo-mutants could not be installed");
    }
    Ok(())
}
