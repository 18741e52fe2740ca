//! Every rule has a package that it refuses, and one that it lets pass.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod faults;

use std::collections::BTreeSet;
use std::path::Path;

use app_package::{
    Limits, Options, Rule, Sources, fix, read_folder, read_zip, render_text, rules, unreadable,
    validate,
};

/// All rules but two, which have tests of their own: F002's packages can't be read and have no files
/// to change (below), and F009 guards what the others miss (beside `validate`).
fn rules_of_files() -> impl Iterator<Item = &'static Rule> {
    rules()
        .into_iter()
        .filter(|rule| !["F002", "F009"].contains(&rule.code))
}

#[test]
fn packages_without_a_fault_have_no_finding() {
    let repairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
    let repairs = read_folder(&repairs, &Limits::default()).unwrap();
    for files in [faults::base(), faults::base_with_plugin(), repairs] {
        assert_eq!(validate(&files, &Options::default()).diagnostics, []);
    }
    let options = Options {
        store: true,
        registrations: vec![faults::registration()],
        ..Options::default()
    };
    assert_eq!(
        validate(&faults::base_with_plugin(), &options).diagnostics,
        []
    );
}

#[test]
fn every_fault_is_found_by_its_rule_and_by_no_other() {
    let mut wrong = Vec::new();
    for fault in faults::faults() {
        let report = validate(&fault.files(), &fault.options);
        let codes: Vec<String> = report
            .diagnostics
            .iter()
            .filter(|found| Some(found.code) != fault.also)
            .map(|found| format!("{} {} {}", found.code, found.place(), found.message))
            .collect();
        if codes.len() != 1 || !codes[0].starts_with(fault.rule) {
            wrong.push(format!("{}: {codes:#?}", fault.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fault_and_a_code_and_a_name_of_its_own() {
    let faults: BTreeSet<&str> = faults::faults().iter().map(|fault| fault.rule).collect();
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules_of_files() {
        assert!(
            faults.contains(rule.code),
            "{} {} has no fault",
            rule.code,
            rule.name
        );
        assert!(codes.insert(rule.code), "{} twice", rule.code);
        assert!(names.insert(rule.name), "{} twice", rule.name);
        let what = rule.what();
        assert!(
            what.ends_with('.') && rule.mend.ends_with('.'),
            "{}: {what}",
            rule.code
        );
        assert!(
            rule.name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        );
    }
}

/// The near miss of each rule: the broken package, changed by what the rule's mend says and by
/// nothing else, passes.
#[test]
fn every_rule_has_a_package_that_passes_once_its_mend_is_done() {
    let faults = faults::faults();
    let mut wrong = Vec::new();
    for rule in rules_of_files() {
        let code = rule.code;
        let fault = faults.iter().find(|fault| fault.rule == code);
        let (Some(fault), Some((mend, left))) = (fault, faults::mends::mend(code)) else {
            wrong.push(format!("{code} has no broken package, or none that passes"));
            continue;
        };
        let broken = fault.files();
        let mut options = fault.options.clone();
        assert!(validate(&broken, &options).has(code), "{code}");
        let mended = match mend {
            faults::mends::Mend::Fix => fix(&broken, &options).files,
            faults::mends::Mend::By(changes) => faults::changed(&broken, &changes),
            faults::mends::Mend::Registration(change) => {
                change(&mut options.registrations[0]);
                broken.clone()
            }
        };
        let found: Vec<String> = validate(&mended, &options)
            .diagnostics
            .iter()
            .filter(|found| !left.contains(&found.code))
            .map(|found| format!("{} {} {}", found.code, found.place(), found.message))
            .collect();
        if !found.is_empty() {
            wrong.push(format!("{code}: {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_archive_that_can_not_be_read_is_a_finding() {
    let error = read_zip(b"PK\x03\x04 and nothing more", &Limits::default()).unwrap_err();
    let report = unreadable(&error, &Options::default());
    assert_eq!(report.errors, 1);
    assert!(report.has("F002") && report.has("archive-refused"));
    assert!(report.diagnostics[0].message.ends_with('.'));
}

/// F002 and its near miss: the same files, packed again as its mend says.
#[test]
fn an_archive_with_a_byte_too_many_passes_once_it_is_packed_again() {
    let files = faults::base();
    let packed = files.to_zip().unwrap();
    let mut broken = packed.clone();
    broken.push(0);
    let error = read_zip(&broken, &Limits::default()).unwrap_err();
    assert!(unreadable(&error, &Options::default()).has("F002"));
    let read = read_zip(&packed, &Limits::default()).unwrap();
    assert_eq!(validate(&read, &Options::default()).diagnostics, []);
}

/// The packages of `samples/broken` are the faults that name one of them, written out by
/// `cargo run -p app-package --example write_broken_samples`.
#[test]
fn the_broken_samples_are_the_faults_and_look_like_this() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/broken");
    let faults = faults::faults();
    let named: Vec<_> = faults
        .iter()
        .filter(|fault| fault.sample.is_some())
        .collect();
    let there = std::fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(there.count(), named.len());
    assert!(named.len() >= 40, "{}", named.len());
    for fault in named {
        let name = fault.sample.unwrap();
        let files = read_folder(&folder.join(name), &Limits::default()).unwrap();
        assert_eq!(
            files,
            fault.files(),
            "{name} is stale: write the samples again"
        );
        let path = format!("samples/broken/{name}");
        let sources = Sources {
            files: Some(&files),
            path: &path,
            alone: false,
        };
        let text = render_text(sources, &validate(&files, &Options::default()), false);
        // Lines of source are cut by the renderer where they are long, but those of suggestions.
        let source = |line: &&str| {
            !line
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || "|+-".contains(c))
        };
        for line in text.lines().filter(source) {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        insta::assert_snapshot!(name, text);
    }
}
