//! Finds the tests that carry a requirement's ID, and the guards they name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use regex::Regex;

/// A test that plays the attack of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecurityTest {
    /// Such as `SEC-SIGNIN-05`.
    pub(crate) requirement: String,
    /// The crate, or `e2e`.
    pub(crate) package: String,
    /// The function's name, or the title of a test in the browser.
    pub(crate) name: String,
    /// The function that stops the attack, when the test says so.
    pub(crate) guard: Option<String>,
    /// Where it stands, from the root.
    pub(crate) file: String,
}

/// Every test in the repository that carries an ID, sorted by ID and name.
pub(crate) fn tests(root: &Path) -> Result<Vec<SecurityTest>> {
    let mut found = Vec::new();
    for folder in ["crates", "samples", "e2e", "web/src"] {
        visit(&root.join(folder), &mut |path| {
            let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
            let file = path
                .strip_prefix(root)
                .unwrap_or(path)
                .display()
                .to_string();
            found.extend(in_text(&file, &text)?);
            Ok(())
        })?;
    }
    found.sort_by(|a, b| {
        (&a.requirement, &a.package, &a.name).cmp(&(&b.requirement, &b.package, &b.name))
    });
    Ok(found)
}

fn visit(folder: &Path, each: &mut impl FnMut(&Path) -> Result<()>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "node_modules" | "target" | "dist" | "output") {
                visit(&path, each)?;
            }
        } else if [".rs", ".mjs", ".ts", ".tsx"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            each(&path)?;
        }
    }
    Ok(())
}

fn in_text(file: &str, text: &str) -> Result<Vec<SecurityTest>> {
    let in_rust = Regex::new(
        r"(?m)((?:^[ \t]*///.*\n)*)(?:^[ \t]*#\[.*\n)*^[ \t]*(?:pub )?(?:async )?fn (sec_([a-z]+)_(\d\d)(?:_[a-z0-9_]*)?)\(",
    )?;
    let in_script =
        Regex::new(r#"(?:test|it|describe|story)\(\s*["'`]([^"'`]*SEC-[A-Z]+-\d\d[^"'`]*)["'`]"#)?;
    let id = Regex::new(r"SEC-[A-Z]+-\d\d")?;
    let guard = Regex::new(r"Guard:\s*`?([A-Za-z0-9_:<>]+)`?")?;
    let package = package(file);
    if Path::new(file).extension().is_some_and(|end| end == "rs") {
        return Ok(in_rust
            .captures_iter(text)
            .map(|found| SecurityTest {
                requirement: format!("SEC-{}-{}", found[3].to_ascii_uppercase(), &found[4]),
                package: package.clone(),
                name: found[2].to_owned(),
                guard: guard.captures(&found[1]).map(|g| g[1].to_owned()),
                file: file.to_owned(),
            })
            .collect());
    }
    let mut found = Vec::new();
    for title in in_script.captures_iter(text) {
        for requirement in id.find_iter(&title[1]) {
            found.push(SecurityTest {
                requirement: requirement.as_str().to_owned(),
                package: package.clone(),
                name: title[1].to_owned(),
                guard: None,
                file: file.to_owned(),
            });
        }
    }
    Ok(found)
}

fn package(file: &str) -> String {
    let mut parts = file.split('/');
    match (parts.next(), parts.next()) {
        (Some("crates" | "samples"), Some(name)) => name.to_owned(),
        (Some(folder), _) => folder.to_owned(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_found_with_its_id_its_guard_and_its_package() {
        let text = "
    /// A replay.
    ///
    /// Guard: cloakroom_broker::sign_in::consume
    #[tokio::test]
    async fn sec_signin_06_a_replayed_state_is_refused() {}
    fn sec_of_no_requirement() {}
";
        let found = in_text("crates/cloakroom-broker/src/sign_in.rs", text).unwrap();
        assert_eq!(
            found,
            [SecurityTest {
                requirement: "SEC-SIGNIN-06".into(),
                package: "cloakroom-broker".into(),
                name: "sec_signin_06_a_replayed_state_is_refused".into(),
                guard: Some("cloakroom_broker::sign_in::consume".into()),
                file: "crates/cloakroom-broker/src/sign_in.rs".into(),
            }]
        );
    }

    #[test]
    fn a_story_in_the_browser_may_carry_two_ids() {
        let text =
            r#"test("another browser is refused (SEC-SIGNIN-05, SEC-SIGNIN-08)", async () => {})"#;
        let found = in_text("e2e/stories/attack.test.mjs", text).unwrap();
        let ids: Vec<_> = found.iter().map(|t| t.requirement.as_str()).collect();
        assert_eq!(ids, ["SEC-SIGNIN-05", "SEC-SIGNIN-08"]);
        assert_eq!(found[0].package, "e2e");
    }
}
