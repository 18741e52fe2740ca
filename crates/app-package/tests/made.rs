//! Packages that are made here: the same bytes each time, nothing for the validator to refuse, and
//! cards from the answers that the description gives as examples.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use adaptive_cards_templating::{HostValues, Options as TemplateOptions, Template};
use app_package::{
    Choices, Command, GeneratedPackage, Limits, NodeValue, Options, Reason, Severity, Target,
    generate, inspect, load, read_folder, validate,
};
use serde_json::Value;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn choices() -> Choices {
    Choices {
        id: "0b6f0d0e-2f5c-4d0a-9a8d-3f0e7c6b5a41".to_owned(),
        ..Choices::default()
    }
}

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(here(folder))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_folder_packed_twice_gives_the_same_bytes() {
    let packed = || {
        let files = read_folder(&here("../../samples/repairs"), &Limits::default()).unwrap();
        files.to_zip().unwrap()
    };
    assert!(packed() == packed());
}

/// Descriptions of what generators of descriptions write; each offers something.
#[test]
fn packages_of_all_kinds_of_descriptions_validate_load_and_draw_cards() {
    let mut files = files("tests/made");
    let repairs = here("../../samples/repairs/apiSpecFiles/repairs-openapi.json");
    assert!(files.len() >= 15, "{}", files.len());
    for (name, bytes) in &files {
        let package = made(name, bytes, &choices());
        let loaded = load(package.files.clone()).unwrap();
        let mut cards = 0;
        for command in &loaded.commands {
            cards += drawn(name, command, &package);
        }
        assert!(cards >= loaded.commands.len(), "{name}: {cards} cards");
    }
    files.push(("repairs".to_owned(), std::fs::read(repairs).unwrap()));
    let (name, bytes) = files.last().unwrap();
    assert!(!made(name, bytes, &choices()).commands.is_empty());
}

/// Generates twice, and judges.
fn made(name: &str, bytes: &[u8], choices: &Choices) -> GeneratedPackage {
    let again = || generate(name, bytes, choices, &Limits::description());
    let package = again().unwrap_or_else(|error| panic!("{name}: {error}"));
    judge(name, &package);
    let zip = package.files.to_zip().unwrap();
    assert!(again().unwrap().files.to_zip().unwrap() == zip, "{name}");
    package
}

fn judge(name: &str, package: &GeneratedPackage) {
    let report = validate(&package.files, &Options::default());
    let errors: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

/// Draws the cards of the example that stands beside the schema of the answer.
fn drawn(name: &str, command: &Command, package: &GeneratedPackage) -> usize {
    let operation = &command.operation;
    let url = operation.url(|_| Some("1")).unwrap();
    assert_eq!(url.scheme(), "https", "{name}");
    let offer = package
        .commands
        .iter()
        .find(|offer| {
            offer.operation_id == command.id || command.id.starts_with(&offer.operation_id)
        })
        .unwrap_or_else(|| panic!("{name}: {} is no offer", command.id));
    let answer = example(package, &offer.path, &offer.method)
        .unwrap_or_else(|| panic!("{name}: {} has no example", command.id));
    let rendering = &command.rendering;
    let path = rendering.json_path.as_deref().unwrap_or_default();
    let path = JsonPath::compile(path, Mode::Newtonsoft).unwrap();
    let selected = path.select(&answer, 100_000).unwrap();
    let entries: Vec<&Value> = selected
        .into_iter()
        .flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            other => vec![other],
        })
        .collect();
    for entry in &entries {
        for part in [&rendering.card, &rendering.preview] {
            let template = Template::compile(part, &TemplateOptions::default()).unwrap();
            let card = template.expand(entry, &HostValues::default()).unwrap();
            let text = card.to_string();
            assert!(!text.contains("${"), "{name}: {text}");
        }
    }
    entries.len()
}

/// The first example of an answer.
fn example(package: &GeneratedPackage, path: &str, method: &str) -> Option<Value> {
    let (name, bytes) = package
        .files
        .iter()
        .find(|(name, _)| name.starts_with("apiSpecificationFile/"))?;
    let document = app_package::Document::parse(name, bytes, &Limits::default()).unwrap();
    let escaped = path.replace('~', "~0").replace('/', "~1");
    let operation = format!("/paths/{escaped}/{}", method.to_lowercase());
    let responses = document.find(&format!("{operation}/responses"))?;
    let NodeValue::Object(members) = &responses.value else {
        return None;
    };
    let mut response = &members.values().next()?.value;
    if let Some(reference) = response.get("$ref") {
        response = document.find(reference.as_str()?.strip_prefix('#')?)?;
    }
    let media = response.get("content")?.get("application/json")?;
    let example = media.get("example").or_else(|| {
        // What Swagger 2.0 becomes.
        let NodeValue::Object(examples) = &media.get("examples")?.value else {
            return None;
        };
        examples.values().next()?.value.get("value")
    });
    example.map(app_package::Node::to_value)
}

/// Descriptions at random and with faults: most offer nothing, and none may break what is made.
#[test]
fn packages_of_random_descriptions_validate_or_are_refused_with_a_reason() {
    // Some of the descriptions name no server, or none that can be called.
    let choices = Choices {
        server: Some("https://api.example".parse().unwrap()),
        ..choices()
    };
    let (mut made, mut malformed) = (0, 0);
    for (name, bytes) in files("tests/openapi") {
        if !name.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        let inspection = inspect(&name, &bytes, &Limits::description());
        let errors = &inspection.target(Target::MessageExtension).errors;
        let not_valid = errors
            .iter()
            .any(|error| error.what == Reason::SpecNotValid);
        match generate(&name, &bytes, &choices, &Limits::description()) {
            Ok(package) => {
                assert!(!not_valid, "{name}");
                made += 1;
                judge(&name, &package);
            }
            Err(error) => {
                assert_ne!(error.code(), "package_not_installable", "{name}: {error}");
                let refused = ["description_malformed", "description_unreadable"];
                assert_eq!(
                    refused.contains(&error.code()),
                    not_valid,
                    "{name}: {error}"
                );
                malformed += usize::from(error.code() == "description_malformed");
            }
        }
    }
    assert!(made >= 1 && malformed >= 40, "{made} {malformed}");
}
