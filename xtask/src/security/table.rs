//! `make security`: runs the tests that carry an ID, prints the table and writes it down.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use regex::Regex;

use super::requirement::{self, Requirement};
use super::sources::{self, SecurityTest};

pub(crate) const PAGE: &str = "docs/security.md";
/// What follows this line on the page is written by hand or by `make security-mutants` and kept.
pub(crate) const KEPT: &str = "<!-- below: kept -->";

/// Runs the tests, prints the table, writes `docs/security.md`; fails when a test failed.
pub(crate) fn run(root: &Path) -> Result<()> {
    let requirements = requirement::all()?;
    let tests = sources::tests(root)?;
    let results = results(root)?;
    let page = page(&requirements, &tests, &results);
    println!("{page}");
    let path = root.join(PAGE);
    let kept = fs::read_to_string(&path)
        .ok()
        .and_then(|old| old.split_once(KEPT).map(|(_, kept)| kept.to_owned()))
        .unwrap_or_default();
    fs::create_dir_all(path.parent().context("docs/ lies in the root")?)?;
    fs::write(&path, format!("{page}\n{KEPT}{kept}"))?;
    let failed: Vec<_> = results
        .iter()
        .filter(|(_, passed)| !**passed)
        .map(|(n, _)| n)
        .collect();
    if !failed.is_empty() {
        bail!("failed: {failed:?}");
    }
    Ok(())
}

/// The tests by name with whether they passed, of Rust and of the browser.
fn results(root: &Path) -> Result<HashMap<String, bool>> {
    let mut results = HashMap::new();
    let rust = Command::new("cargo")
        .args(["test", "--workspace", "--no-fail-fast", "--", "sec_"])
        .current_dir(root)
        .output()
        .context("cargo test")?;
    let line = Regex::new(r"(?m)^test (?:.*::)?(sec_\w+)(?: - should panic)? \.\.\. (ok|FAILED)")?;
    for found in line.captures_iter(&String::from_utf8_lossy(&rust.stdout)) {
        let entry = results.entry(found[1].to_owned()).or_insert(true);
        *entry &= &found[2] == "ok";
    }
    let browser = Command::new("scripts/e2e")
        .env("CLOAKROOM_STORIES", "SEC-")
        .current_dir(root)
        .output()
        .context("scripts/e2e")?;
    let line = Regex::new(r"(?m)^\s*(✔|✖) (.*SEC-.*?)(?: \([\d.]+ms\))?$")?;
    for found in line.captures_iter(&String::from_utf8_lossy(&browser.stdout)) {
        results.insert(found[2].to_owned(), &found[1] == "✔");
    }
    Ok(results)
}

fn page(
    requirements: &[Requirement],
    tests: &[SecurityTest],
    results: &HashMap<String, bool>,
) -> String {
    let mut page = String::from(
        "# Security requirements and the tests that play their attacks\n\n\
         Made by `make security`. Weight A: a release without it is unsafe or loses grants.\n\n\
         | requirement | test | stopped by | result |\n| --- | --- | --- | --- |\n",
    );
    let mut uncovered = String::new();
    for Requirement { id, weight, text } in requirements {
        let mut of_it = tests
            .iter()
            .filter(|test| &test.requirement == id)
            .peekable();
        if of_it.peek().is_none() {
            let _ = writeln!(uncovered, "- **{id} [{weight}]** {text}");
            continue;
        }
        let _ = writeln!(page, "| **{id} [{weight}]** {text} | | | |");
        for test in of_it {
            let result = match results.get(&test.name) {
                Some(true) => "passes",
                Some(false) => "FAILS",
                None => "not run",
            };
            let guard = test
                .guard
                .as_deref()
                .map(|g| format!("`{g}`"))
                .unwrap_or_default();
            let _ = writeln!(
                page,
                "| | {}: `{}` | {guard} | {result} |",
                test.package, test.name
            );
        }
    }
    let _ = write!(page, "\n## Not covered yet\n\n{uncovered}");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_what_failed_and_what_is_not_covered() {
        let requirement = |id: &str| Requirement {
            id: id.into(),
            weight: 'A',
            text: "Holds.".into(),
        };
        let test = SecurityTest {
            requirement: "SEC-A-01".into(),
            package: "crate".into(),
            name: "sec_a_01_bites".into(),
            guard: Some("crate::guard".into()),
            file: String::new(),
        };
        let results = HashMap::from([("sec_a_01_bites".to_owned(), false)]);
        let page = page(
            &[requirement("SEC-A-01"), requirement("SEC-A-02")],
            &[test],
            &results,
        );
        assert!(
            page.contains("| | crate: `sec_a_01_bites` | `crate::guard` | FAILS |"),
            "{page}"
        );
        assert!(page.contains("- **SEC-A-02 [A]** Holds."), "{page}");
    }
}
