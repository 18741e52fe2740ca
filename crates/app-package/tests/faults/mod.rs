//! One fault for each rule, as a change of a package that has none.

mod descriptions;
mod files;
mod icons;
mod manifests;
pub(crate) mod mends;
mod packages;
mod plugins;
mod registrations;
mod schemas;
mod templates;

use std::path::Path;

use app_package::{Limits, Options, PackageFiles, Registration, read_folder};

/// A change of a package.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// In a file, the one place of a text becomes another.
    Text(&'static str, &'static str, &'static str),
    /// A file becomes another, or a new one.
    File(&'static str, Vec<u8>),
    /// A file is not there.
    Remove(&'static str),
}

/// A package that one rule refuses.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The rule's code.
    pub(crate) rule: &'static str,
    /// The code of a finding that can't be kept from coming with it.
    pub(crate) also: Option<&'static str>,
    /// The folder in `samples/broken`, if it is one of these.
    pub(crate) sample: Option<&'static str>,
    /// Whether the package has a declarative agent with a plugin too.
    pub(crate) plugin: bool,
    /// What is changed.
    pub(crate) changes: Vec<Change>,
    /// What it is judged by.
    pub(crate) options: Options,
}

impl Fault {
    /// The broken package.
    pub(crate) fn files(&self) -> PackageFiles {
        let base = if self.plugin {
            base_with_plugin()
        } else {
            base()
        };
        changed(&base, &self.changes)
    }

    /// A finding that always comes with it.
    fn and(mut self, code: &'static str) -> Self {
        self.also = Some(code);
        self
    }

    fn with(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}

/// A package without a fault.
pub(crate) fn base() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    read_folder(&folder, &Limits::default()).unwrap()
}

/// The same with a declarative agent and its plugin.
pub(crate) fn base_with_plugin() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plugin");
    let read = |name| Change::File(name, std::fs::read(folder.join(name)).unwrap());
    changed(
        &base(),
        &[
            read("agent.json"),
            read("ai-plugin.json"),
            Change::Text(
                "manifest.json",
                "  \"permissions\"",
                "  \"copilotAgents\": {\n    \"declarativeAgents\": [{ \"id\": \"repairs\", \"file\": \"agent.json\" }]\n  },\n  \"permissions\"",
            ),
        ],
    )
}

/// A package with changes.
pub(crate) fn changed(files: &PackageFiles, changes: &[Change]) -> PackageFiles {
    let mut all: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect();
    for change in changes {
        match change {
            Change::Text(file, old, new) => {
                let (_, bytes) = all.iter_mut().find(|(name, _)| name == file).unwrap();
                let text = String::from_utf8(bytes.clone()).unwrap();
                assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
                *bytes = text.replacen(old, new, 1).into_bytes();
            }
            Change::File(file, bytes) => {
                all.retain(|(name, _)| name != file);
                all.push(((*file).to_owned(), bytes.clone()));
            }
            Change::Remove(file) => all.retain(|(name, _)| name != file),
        }
    }
    let list: Vec<(&str, &[u8])> = all
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    PackageFiles::embedded(&list)
}

/// A registration that the package without a fault agrees with.
pub(crate) fn registration() -> Registration {
    Registration {
        id: "reg_repairs".to_owned(),
        base_url: Some("https://repairs.contoso.example/v1".parse().unwrap()),
        authorization_endpoint: Some("https://login.contoso.example/authorize".to_owned()),
        token_endpoint: Some("https://login.contoso.example/token".to_owned()),
        refresh_endpoint: None,
        scopes: vec!["repairs.read".to_owned()],
        any_organization: Some(true),
        existing_app: Some(true),
    }
}

const MANIFEST: &str = "manifest.json";
const API: &str = "apiSpecFiles/openapi.json";
const CARD: &str = "adaptiveCards/list.json";
const PLUGIN: &str = "ai-plugin.json";
/// How the base is signed in to.
const OAUTH: &str = "\"authType\": \"oAuth2.0\",\n        \"oAuthConfiguration\": { \"oAuthConfigurationId\": \"reg_repairs\" }";

/// The packages of `samples/broken`.
const SAMPLES: [&str; 40] = [
    "manifest-missing",
    "malformed-file",
    "duplicate-key",
    "file-missing",
    "file-name-outside",
    "unknown-property",
    "missing-property",
    "wrong-type",
    "unlisted-value",
    "text-too-long",
    "malformed-text",
    "too-many-items",
    "too-few-items",
    "manifest-version-unknown",
    "schema-of-another-version",
    "placeholder-unresolved",
    "nothing-to-serve",
    "blank-text",
    "id-not-a-guid",
    "auth-type-with-blank",
    "auth-type-misspelled",
    "oauth-before-1-26",
    "oauth-configuration-misspelled",
    "oauth-configuration-missing",
    "action-command",
    "command-without-template",
    "choices-without-choiceset",
    "card-without-type",
    "unknown-card-element",
    "expression-malformed",
    "json-path-malformed",
    "action-url-not-https",
    "reference-outside-package",
    "server-not-https",
    "command-without-operation",
    "parameter-not-in-operation",
    "property-not-in-response",
    "auth-type-without-scheme",
    "icon-of-wrong-size",
    "reference-id-missing",
];

fn text(
    rule: &'static str,
    sample: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
) -> Fault {
    changes(rule, sample, vec![Change::Text(file, old, new)])
}

fn changes(rule: &'static str, sample: &'static str, changes: Vec<Change>) -> Fault {
    Fault {
        rule,
        also: None,
        sample: SAMPLES.contains(&sample).then_some(sample),
        plugin: false,
        changes,
        options: Options::default(),
    }
}

fn plugin(rule: &'static str, sample: &'static str, old: &'static str, new: &'static str) -> Fault {
    Fault {
        plugin: true,
        ..text(rule, sample, PLUGIN, old, new)
    }
}

/// At least one fault for each rule, by code.
pub(crate) fn faults() -> Vec<Fault> {
    [
        files::of_files(),
        schemas::of_schemas(),
        manifests::of_manifests(),
        templates::of_templates(),
        descriptions::of_descriptions(),
        descriptions::of_judged_descriptions(),
        packages::of_packages(),
        icons::of_icons(),
        plugins::of_plugins(),
        registrations::of_registrations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
