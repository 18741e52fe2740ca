//! `make security`: runs the tests that carry an ID, prints the table and writes it down.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use regex::Regex;
use serde_json::Value;

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
    // `scripts/e2e` has installed what the web's tests need.
    let web = Command::new("npm")
        .args(["test", "--silent", "--prefix", "web", "--"])
        .args(["--reporter=json", "--testNamePattern=SEC-"])
        .current_dir(root)
        .output()
        .context("npm test in web/")?;
    results.extend(in_report(&String::from_utf8_lossy(&web.stdout))?);
    Ok(results)
}

/// What vitest's report says, by the title that carries the ID: a test's own, or that of a group,
/// which has passed when all its tests have. Tests that were left out say nothing.
fn in_report(report: &str) -> Result<HashMap<String, bool>> {
    // npm or a test may print before it.
    let start = report.find('{').context("vitest printed no report")?;
    let report: Value = serde_json::from_str(&report[start..]).context("vitest's report")?;
    let mut results = HashMap::new();
    let files = report["testResults"].as_array().into_iter().flatten();
    for test in files.flat_map(|file| file["assertionResults"].as_array().into_iter().flatten()) {
        let passed = match test["status"].as_str() {
            Some("passed") => true,
            Some("failed") => false,
            _ => continue,
        };
        let groups = test["ancestorTitles"].as_array().into_iter().flatten();
        for title in groups.chain([&test["title"]]).filter_map(Value::as_str) {
            if title.contains("SEC-") {
                *results.entry(title.to_owned()).or_insert(true) &= passed;
            }
        }
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
    fn a_group_of_web_tests_has_passed_when_all_of_it_has() {
        let report = r#"> vitest
            {"testResults": [{"assertionResults": [
                {"ancestorTitles": ["cards (SEC-PKG-09)"], "title": "one", "status": "passed"},
                {"ancestorTitles": ["cards (SEC-PKG-09)"], "title": "two", "status": "failed"},
                {"ancestorTitles": [], "title": "text (SEC-PKG-10)", "status": "passed"},
                {"ancestorTitles": [], "title": "other (SEC-PKG-16)", "status": "skipped"},
                {"ancestorTitles": ["else"], "title": "three", "status": "passed"}
            ]}]}"#;
        let results = in_report(report).unwrap();
        let expected = [("cards (SEC-PKG-09)", false), ("text (SEC-PKG-10)", true)];
        assert_eq!(results, expected.map(|(n, p)| (n.to_owned(), p)).into());
        assert!(in_report("").is_err());
    }

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
