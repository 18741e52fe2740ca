//! What came of the mutants: kept beside each crate's run, and written into `docs/security.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::table::{KEPT, PAGE};

/// Mutants that may live, each with the reason: `file: what is changed | why`, without the line.
const ALIVE: &str = include_str!("alive.txt");
const TITLE: &str = "## Mutation of the guards";
/// The outcomes of a crate's mutants over all runs.
const TRIED: &str = "tried.txt";

/// Takes what the last run in this folder brought into the list of all. Mutants that there are no
/// longer are dropped.
pub(crate) fn keep(folder: &Path, existing: &BTreeSet<String>) -> Result<()> {
    let mut tried = read(folder)?;
    for outcome in ["caught", "missed", "timeout", "unviable"] {
        let list = folder.join("mutants.out").join(format!("{outcome}.txt"));
        for name in fs::read_to_string(list).unwrap_or_default().lines() {
            tried.insert(name.to_owned(), outcome.to_owned());
        }
    }
    tried.retain(|name, _| existing.contains(name));
    let mut text = String::new();
    for (name, outcome) in &tried {
        let _ = writeln!(text, "{outcome}\t{name}");
    }
    fs::write(folder.join(TRIED), text).context("the list of mutants tried")
}

fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(folder.join(TRIED)).unwrap_or_default();
    text.lines()
        .map(|line| {
            let (outcome, name) = line.split_once('\t').context("an outcome and a name")?;
            Ok((name.to_owned(), outcome.to_owned()))
        })
        .collect()
}

/// Writes the figures of all crates into the page; gives the mutants that live without a reason.
pub(crate) fn write(root: &Path, runs: &Path) -> Result<Vec<String>> {
    let mut crates = BTreeMap::new();
    for entry in fs::read_dir(runs)? {
        let entry = entry?;
        if entry.path().join(TRIED).is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            crates.insert(name, read(&entry.path())?);
        }
    }
    let (section, alive) = section(&crates, ALIVE);
    let path = root.join(PAGE);
    let page = fs::read_to_string(&path).unwrap_or_default();
    let (made, kept) = page.split_once(KEPT).unwrap_or((&page, ""));
    let others = kept.split_once(TITLE).map_or(kept, |(before, _)| before);
    fs::write(
        &path,
        format!("{made}{KEPT}\n{}\n{section}", others.trim_end()),
    )?;
    Ok(alive)
}

fn section(
    crates: &BTreeMap<String, BTreeMap<String, String>>,
    reasons: &str,
) -> (String, Vec<String>) {
    let reasons: BTreeMap<&str, &str> = reasons
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .filter_map(|line| line.split_once(" | "))
        .collect();
    let mut section = format!(
        "{TITLE}\n\nMade by `make security-mutants`: each function that stops an attack is changed in \
         many small ways, and the tests of its own crate have to fail.\n\n\
         | crate | tried | caught | of these by running too long | do not compile | alive |\n\
         | --- | --- | --- | --- | --- | --- |\n"
    );
    let mut living = String::new();
    let mut unexplained = Vec::new();
    for (package, tried) in crates {
        let count = |outcome: &str| tried.values().filter(|other| *other == outcome).count();
        let (late, missed) = (count("timeout"), count("missed"));
        let _ = writeln!(
            section,
            "| {package} | {} | {} | {late} | {} | {missed} |",
            tried.len(),
            count("caught") + late,
            count("unviable"),
        );
        for (name, _) in tried.iter().filter(|(_, outcome)| *outcome == "missed") {
            let name = without_line(name);
            if let Some(reason) = reasons.get(name.as_str()) {
                let _ = writeln!(living, "- `{name}`: {reason}");
            } else {
                let _ = writeln!(living, "- `{name}`: no reason yet");
                unexplained.push(name);
            }
        }
    }
    if !living.is_empty() {
        let _ = write!(section, "\nAlive:\n\n{living}");
    }
    (section, unexplained)
}

/// `file:line:column: what` without line and column, which every edit moves.
fn without_line(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    match (parts.next(), parts.nth(2)) {
        (Some(file), Some(what)) => format!("{file}:{what}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_need_a_reason() {
        let name = |line: u8| format!("crates/x/src/a.rs:{line}:9: replace f with ()");
        let tried = BTreeMap::from([
            (name(1), "missed".to_owned()),
            (name(2).replace('f', "g"), "missed".to_owned()),
            (name(3), "caught".to_owned()),
            (name(4), "timeout".to_owned()),
        ]);
        let reasons = "# why\ncrates/x/src/a.rs: replace f with () | It changes nothing.\n";
        let (section, alive) = section(&BTreeMap::from([("x".to_owned(), tried)]), reasons);
        assert!(section.contains("| x | 4 | 2 | 1 | 0 | 2 |"), "{section}");
        assert!(
            section.contains("`crates/x/src/a.rs: replace f with ()`: It changes nothing."),
            "{section}"
        );
        assert_eq!(alive.len(), 1, "{alive:?}");
    }
}
