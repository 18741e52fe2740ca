//! One fault for each rule, as a change of a package that has none.

use std::path::Path;

use app_package::{Limits, Options, PackageFiles, Registration, read_folder};

/// A change of a package.
#[derive(Clone, Debug)]
pub enum Change {
    /// In a file, the one place of a text becomes another.
    Text(&'static str, &'static str, &'static str),
    /// A file becomes another, or a new one.
    File(&'static str, Vec<u8>),
    /// A file is not there.
    Remove(&'static str),
}

/// A package that one rule refuses.
#[derive(Debug)]
pub struct Fault {
    /// The rule's code.
    pub rule: &'static str,
    /// The folder in `samples/broken`, if it is one of these.
    pub sample: Option<&'static str>,
    /// Whether the package has a declarative agent with a plugin too.
    pub plugin: bool,
    /// What is changed.
    pub changes: Vec<Change>,
    /// What it is judged by.
    pub options: Options,
}

impl Fault {
    /// The broken package.
    pub fn files(&self) -> PackageFiles {
        let base = if self.plugin { base_with_plugin() } else { base() };
        changed(&base, &self.changes)
    }
}

/// A package without a fault.
pub fn base() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    read_folder(&folder, &Limits::default()).unwrap()
}

/// The same with a declarative agent and its plugin.
pub fn base_with_plugin() -> PackageFiles {
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
pub fn changed(files: &PackageFiles, changes: &[Change]) -> PackageFiles {
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
    let list: Vec<(&str, &[u8])> = all.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    PackageFiles::embedded(&list)
}

/// A registration that the package without a fault agrees with.
pub fn registration() -> Registration {
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

fn text(rule: &'static str, sample: &'static str, file: &'static str, old: &'static str, new: &'static str) -> Fault {
    changes(rule, sample, vec![Change::Text(file, old, new)])
}

fn changes(rule: &'static str, sample: &'static str, changes: Vec<Change>) -> Fault {
    Fault {
        rule,
        sample: (!sample.is_empty()).then_some(sample),
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

fn registered(rule: &'static str, store: bool, change: impl FnOnce(&mut Registration)) -> Fault {
    let mut registration = registration();
    change(&mut registration);
    Fault {
        options: Options {
            store,
            registrations: vec![registration],
            ..Options::default()
        },
        ..changes(rule, "", Vec::new())
    }
}

/// A PNG image of one colour.
fn png(side: u32, color: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = std::iter::repeat_n(color, (side * side) as usize).flatten().collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

/// A header that says more pixels than there are.
fn huge_png() -> Vec<u8> {
    let mut bytes = png(1, [0; 4]);
    bytes[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

/// At least one fault for each rule, by code.
pub fn faults() -> Vec<Fault> {
    let mut all = of_files();
    all.extend(of_schemas());
    all.extend(of_manifests());
    all.extend(of_templates());
    all.extend(of_descriptions());
    all.extend(of_packages());
    all.extend(of_icons());
    all.extend(of_plugins());
    all.extend(of_registrations());
    all
}

fn of_files() -> Vec<Fault> {
    vec![
        changes("F001", "manifest-missing", vec![Change::Remove(MANIFEST)]),
        changes("F003", "", vec![Change::File(CARD, b"{ \"version\": \"\xff\" }".to_vec())]),
        text("F004", "malformed-file", CARD, "\"results\",", "\"results\""),
        text("F005", "duplicate-key", CARD, "\"jsonPath\"", "\"version\": \"1.0\",\n  \"jsonPath\""),
        changes("F006", "", vec![Change::File(CARD, [b"[".repeat(101), b"]".repeat(101)].concat())]),
        text("F007", "file-missing", MANIFEST, "adaptiveCards/list.json", "adaptiveCards/List.json"),
        text("F008", "file-name-outside", MANIFEST, "adaptiveCards/list.json", "adaptiveCards\\\\list.json"),
    ]
}

fn of_schemas() -> Vec<Fault> {
    vec![
        text("S001", "unknown-property", MANIFEST, "\"initialRun\"", "\"initialRun\""),
    ]
}
fn of_manifests() -> Vec<Fault> { vec![] }
fn of_templates() -> Vec<Fault> { vec![] }
fn of_descriptions() -> Vec<Fault> { vec![] }
fn of_packages() -> Vec<Fault> { vec![] }
fn of_icons() -> Vec<Fault> { vec![] }
fn of_plugins() -> Vec<Fault> { vec![] }
fn of_registrations() -> Vec<Fault> { vec![] }
