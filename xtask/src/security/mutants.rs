//! `make security-mutants`: cargo-mutants over the functions that the security tests name as
//! guards, each with the tests of its own crate alone, in a copy of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::guard::Guard;
use super::{figures, sources, tree};

/// Where the copy and what came of it lie, from the root.
const FOLDER: &str = "target/mutants";
/// How long the tests of a crate may take with a mutant, in seconds: some mutants loop.
const PATIENCE: &str = "120";

/// Runs cargo-mutants once a crate, over the guards in it. What was caught before is not tried
/// again (`--iterate`), so an interrupted run goes on where it stopped. `only` names crates.
/// Writes the figures into `docs/security.md`; fails when a mutant lives without a reason given.
pub(crate) fn run(root: &Path, only: &[String]) -> Result<()> {
    let mut guards: BTreeMap<String, BTreeSet<Guard>> = BTreeMap::new();
    for test in sources::tests(root)? {
        let Some(path) = test.guard else { continue };
        let guard = Guard::parse(&path)?;
        guards
            .entry(guard.package.clone())
            .or_default()
            .insert(guard);
    }
    install(root)?;
    let copy = root.join(FOLDER).join("tree");
    fs::create_dir_all(&copy)?;
    for (package, guards) in &guards {
        if !only.is_empty() && !only.contains(package) {
            continue;
        }
        // Again for each crate: an interrupted run leaves its last mutant in the copy.
        tree::update(root, &copy)?;
        try_package(root, &copy, package, guards)?;
    }
    let alive = figures::write(root, &root.join(FOLDER))?;
    if !alive.is_empty() {
        bail!("alive, without a reason in xtask/src/security/alive.txt: {alive:#?}");
    }
    Ok(())
}

fn try_package(root: &Path, copy: &Path, package: &str, guards: &BTreeSet<Guard>) -> Result<()> {
    let output = root.join(FOLDER).join(package);
    fs::create_dir_all(&output)?;
    let mut chosen = vec!["--package".to_owned(), package.to_owned()];
    let mut names = Vec::new();
    for guard in guards {
        let Some(file) = guard.file(root) else {
            bail!("{guard:?} is not there");
        };
        chosen.extend(["--re".to_owned(), guard.pattern(&file)]);
        names.push(guard.function.as_str());
    }
    println!("mutants: {package}: {}", names.join(", "));
    let mutants = || {
        let mut command = Command::new(root.join("target/tools/bin/cargo-mutants"));
        command.arg("mutants").args(&chosen).current_dir(copy);
        command
    };
    let listed = mutants().arg("--list").output().context("cargo mutants")?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let listed: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    if listed.is_empty() {
        // Guards made by macros have none.
        return figures::keep(&output, &listed);
    }
    let status = mutants()
        .args(["--test-package", package, "--in-place", "--iterate"])
        .args(["--no-shuffle", "--timeout", PATIENCE, "--output"])
        .arg(&output)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .status()
        .context("cargo mutants")?;
    figures::keep(&output, &listed)?;
    // 2: some live, 3: some took too long. The figures tell of both.
    match status.code() {
        Some(0 | 2 | 3) => Ok(()),
        _ => bail!("cargo-mutants failed on {package}: {status}"),
    }
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
