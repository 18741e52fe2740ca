//! `make security-mutants`: cargo-mutants over the functions that the security tests name as
//! guards, each with the tests of its own crate alone, in a copy of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use regex::Regex;

use super::guard::Guard;
use super::{figures, requirement, sources, tree};

/// Where the copy and what came of it lie, from the root.
const FOLDER: &str = "target/mutants";
/// How long the tests of a crate may take with a mutant, in seconds: some mutants loop.
const PATIENCE: &str = "60";
/// The tests that meet a mutant, one set after the other: first those that carry a requirement's
/// ID, which catch nearly all in a fraction of the time; what they let live meets all of the crate.
const PASSES: [&[&str]; 2] = [&["--", "sec_"], &[]];

/// The guards of a crate: all that its tests name, and those of the requirements asked for.
#[derive(Default)]
struct Guards {
    all: BTreeSet<Guard>,
    chosen: BTreeSet<Guard>,
}

/// Runs cargo-mutants over the guards of each crate. What was caught before is not tried again
/// (`--iterate`), so an interrupted run goes on where it stopped. `only` names crates, requirements
/// by how their IDs begin (`SEC-VAULT`, `SEC-PKG-09`), and weights (`A`); of what is not named, all.
/// Writes the figures into `docs/security.md`; fails when a mutant lives without a reason given.
pub(crate) fn run(root: &Path, only: &[String]) -> Result<()> {
    let words = |of: fn(&str) -> bool| only.iter().filter(move |word| of(word.as_str()));
    let requirements: Vec<&String> = words(|word| word.starts_with("SEC-")).collect();
    let weights: Vec<&String> = words(|word| word.len() == 1).collect();
    let crates: Vec<&String> = words(|word| !word.starts_with("SEC-") && word.len() > 1).collect();
    let weight: BTreeMap<String, String> = requirement::all()?
        .into_iter()
        .map(|requirement| (requirement.id, requirement.weight.to_string()))
        .collect();
    let mut guards: BTreeMap<String, Guards> = BTreeMap::new();
    for test in sources::tests(root)? {
        let Some(path) = test.guard else { continue };
        let guard = Guard::parse(&path)?;
        let of_crate = guards.entry(guard.package.clone()).or_default();
        let named = |start: &&String| test.requirement.starts_with(*start);
        let weighs = |word: &&String| weight.get(&test.requirement) == Some(*word);
        if (requirements.is_empty() || requirements.iter().any(named))
            && (weights.is_empty() || weights.iter().any(weighs))
        {
            of_crate.chosen.insert(guard.clone());
        }
        of_crate.all.insert(guard);
    }
    install(root)?;
    let copy = root.join(FOLDER).join("tree");
    fs::create_dir_all(&copy)?;
    for (package, guards) in &guards {
        let asked = crates.is_empty() || crates.contains(&package);
        if !asked || guards.chosen.is_empty() {
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

fn try_package(root: &Path, copy: &Path, package: &str, guards: &Guards) -> Result<()> {
    let output = root.join(FOLDER).join(package);
    fs::create_dir_all(&output)?;
    let names: Vec<&str> = guards.chosen.iter().map(|g| g.function.as_str()).collect();
    println!("mutants: {package}: {}", names.join(", "));
    let mutants = |guards: &BTreeSet<Guard>| {
        let mut command = Command::new(root.join("target/tools/bin/cargo-mutants"));
        command.args(["mutants", "--package", package]);
        for guard in guards {
            let file = guard.file(root).with_context(|| format!("{guard:?}"))?;
            // Without the file, fields left out of any structure of the crate come along, whatever
            // the pattern (cargo-mutants 27.1); those of the same file do, and don't count.
            command.arg("--file").arg(&file);
            command.arg("--re").arg(guard.pattern(&file));
        }
        command.current_dir(copy);
        anyhow::Ok(command)
    };
    let list = |guards: &BTreeSet<Guard>| {
        let patterns = guards.iter().map(|guard| {
            let file = guard.file(root).with_context(|| format!("{guard:?}"))?;
            Ok(Regex::new(&guard.pattern(&file))?)
        });
        let patterns = patterns.collect::<Result<Vec<_>>>()?;
        let listed = mutants(guards)?.arg("--list").output();
        let listed = listed.context("cargo mutants")?.stdout;
        let listed = String::from_utf8_lossy(&listed);
        let names = listed.lines().map(str::to_owned);
        let wanted = names.filter(|name| patterns.iter().any(|pattern| pattern.is_match(name)));
        anyhow::Ok(wanted.collect::<BTreeSet<_>>())
    };
    let existing = list(&guards.all)?;
    if list(&guards.chosen)?.is_empty() {
        // Guards made by macros have none.
        return figures::keep(&output, &existing);
    }
    for tests in PASSES {
        let status = mutants(&guards.chosen)?
            .args(["--test-package", package, "--in-place", "--iterate"])
            .args(["--no-shuffle", "--timeout", PATIENCE, "--output"])
            .arg(&output)
            .args(tests)
            .env("CARGO_TARGET_DIR", copy.join("target"))
            .status()
            .context("cargo mutants")?;
        figures::keep(&output, &existing)?;
        match status.code() {
            Some(0) => break,
            // Some live, some took too long. The figures tell of both.
            Some(2 | 3) => {}
            _ => bail!("cargo-mutants failed on {package}: {status}"),
        }
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
