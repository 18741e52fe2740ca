//! The functions that tests name as what stops an attack: `cloakroom_broker::policy::check`, or
//! with its type `cloakroom_broker::grant::flight::Flights::fly`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A named function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Guard {
    /// Such as `cloakroom-broker`.
    pub(crate) package: String,
    /// Such as `grant/flight`; empty for the root of the crate.
    module: String,
    /// Such as `Flights::fly`.
    pub(crate) function: String,
}

impl Guard {
    /// From the path in a test's comment.
    pub(crate) fn parse(path: &str) -> Result<Self> {
        let mut parts: Vec<&str> = path.split("::").collect();
        let function = parts.pop().context("a guard has a name")?;
        let of_type = parts
            .last()
            .is_some_and(|part| part.starts_with(char::is_uppercase));
        let function = match of_type.then(|| parts.pop()).flatten() {
            Some(owner) => format!("{owner}::{function}"),
            None => function.to_owned(),
        };
        let (library, modules) = parts
            .split_first()
            .with_context(|| format!("{path}: a guard begins with its crate"))?;
        Ok(Self {
            package: library.replace('_', "-"),
            module: modules.join("/"),
            function,
        })
    }

    /// The file in which it would stand, from the root: the first of the places that there is.
    pub(crate) fn file(&self, root: &Path) -> Option<PathBuf> {
        let source = PathBuf::from("crates").join(&self.package).join("src");
        let places = if self.module.is_empty() {
            vec![source.join("lib.rs"), source.join("main.rs")]
        } else {
            let module = source.join(&self.module);
            vec![module.with_extension("rs"), module.join("mod.rs")]
        };
        places.into_iter().find(|place| root.join(place).is_file())
    }

    /// An expression for the names that cargo-mutants gives to the mutants of this function in its
    /// file, such as `…/policy.rs:66:5: replace check -> Result<(), PolicyError> with Ok(())`.
    pub(crate) fn pattern(&self, file: &Path) -> String {
        format!(
            "^{}:.*\\b(?:replace|in) (?:<impl [^>]*> )?{}(?:$|[^\\w:])",
            regex::escape(&file.display().to_string()),
            // `Sessions::consume` stands there as `Sessions<'_>::consume`.
            regex::escape(&self.function).replace("::", "(?:<[^>]*>)?::")
        )
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn a_path_is_taken_apart() {
        let guard = Guard::parse("cloakroom_broker::grant::flight::Flights::fly").unwrap();
        assert_eq!(
            guard,
            Guard {
                package: "cloakroom-broker".into(),
                module: "grant/flight".into(),
                function: "Flights::fly".into(),
            }
        );
        let guard = Guard::parse("cloakroom_vault::seal::open").unwrap();
        assert_eq!((&*guard.module, &*guard.function), ("seal", "open"));
        assert!(Guard::parse("open").is_err());
    }

    #[test]
    fn mutants_of_the_function_match_and_others_do_not() {
        let file = Path::new("crates/cloakroom-vault/src/vault.rs");
        let guard = Guard::parse("cloakroom_vault::vault::Vault::open").unwrap();
        let pattern = Regex::new(&guard.pattern(file)).unwrap();
        for name in [
            "crates/cloakroom-vault/src/vault.rs:143:9: replace Vault::open -> Result<()> with Ok(())",
            "crates/cloakroom-vault/src/vault.rs:145:3: replace < with == in Vault::open",
            "crates/cloakroom-vault/src/vault.rs:145:3: delete ! in Vault::open",
            "crates/cloakroom-vault/src/vault.rs:145:3: delete ! in Vault<'_>::open",
        ] {
            assert!(pattern.is_match(name), "{name}");
        }
        for name in [
            "crates/cloakroom-vault/src/seal.rs:143:9: replace Vault::open -> Result<()> with Ok(())",
            "crates/cloakroom-vault/src/vault.rs:128:9: replace Vault::opened -> u64 with 0",
            "crates/cloakroom-vault/src/vault.rs:128:9: replace open -> u64 with 0",
        ] {
            assert!(!pattern.is_match(name), "{name}");
        }
    }

    /// The comments in the tests are kept true by this.
    #[test]
    fn every_guard_that_a_test_names_is_a_function_and_each_of_weight_a_names_one() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let heavy: Vec<String> = super::super::requirement::all()
            .unwrap()
            .into_iter()
            .filter(|requirement| requirement.weight == 'A')
            .map(|requirement| requirement.id)
            .collect();
        let mut wrong = Vec::new();
        for test in super::super::sources::tests(root).unwrap() {
            // Tests in the browser play what the functions named by others stop.
            if !test.file.starts_with("crates/") {
                continue;
            }
            let Some(path) = &test.guard else {
                if heavy.contains(&test.requirement) {
                    wrong.push(format!("{} names no guard", test.name));
                }
                continue;
            };
            let guard = Guard::parse(path).unwrap();
            let name = guard.function.rsplit("::").next().unwrap();
            let text = guard
                .file(root)
                .map(|file| std::fs::read_to_string(root.join(file)).unwrap());
            let is_there = text.is_some_and(|text| {
                ["fn ", "macro_rules! "].iter().any(|word| {
                    text.match_indices(&format!("{word}{name}"))
                        .any(|(at, found)| {
                            !text[at + found.len()..]
                                .starts_with(|c: char| c.is_alphanumeric() || c == '_')
                        })
                })
            });
            if !is_there {
                wrong.push(format!("{} names {path}, which is not there", test.name));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
