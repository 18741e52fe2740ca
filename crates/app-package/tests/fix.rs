//! Mechanical fixes mend the fault and touch nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[allow(dead_code)]
mod faults;

use app_package::{Options, PackageFiles, Severity, fix, fix_file, validate, validate_file};
use serde_json::Value;

/// Rules whose fault must be gone after `--fix`, without another in its place.
const MENDED: [&str; 26] = [
    "F008", "S002", "S003", "S004", "S005", "S012", "M004", "M008", "M011", "M012", "M013", "M014",
    "M019", "M021", "M025", "M030", "M032", "M034", "M035", "T001", "T002", "T003", "T004", "T005",
    "T006", "O020",
];

#[test]
fn what_can_be_fixed_is_fixed_and_then_there_is_no_finding_left() {
    let mut mended = Vec::new();
    for fault in faults::faults() {
        let before = validate(&fault.files(), &fault.options);
        if before.fixable == 0 {
            continue;
        }
        let fixed = fix(&fault.files(), &fault.options);
        let left: Vec<&str> = fixed
            .report
            .diagnostics
            .iter()
            .map(|found| found.code)
            .collect();
        assert_eq!(
            left,
            Vec::<&str>::new(),
            "{}: {:?}",
            fault.rule,
            fixed.changed
        );
        assert!(fixed.fixes >= 1 && !fixed.changed.is_empty());
        // A second run has nothing to do.
        let again = fix(&fixed.files, &fault.options);
        assert_eq!(
            (again.fixes, &again.files),
            (0, &fixed.files),
            "{}",
            fault.rule
        );
        mended.push(fault.rule);
    }
    for rule in MENDED {
        assert!(
            mended.contains(&rule),
            "{rule} was not mended; {mended:?} were"
        );
    }
}

/// Every difference is on a line that a fix names: order, spacing and all other lines stay.
#[test]
fn a_fix_changes_no_line_but_those_it_names() {
    for fault in faults::faults() {
        let before = fault.files();
        let report = validate(&before, &fault.options);
        if report.fixable == 0 {
            continue;
        }
        let fixed = fix(&before, &fault.options);
        for (name, bytes) in before.iter() {
            let after = fixed.files.get(name).unwrap();
            if !fixed.changed.iter().any(|changed| changed == name) {
                assert_eq!(bytes, after, "{}: {name}", fault.rule);
                continue;
            }
            let (old, new) = (text(bytes), text(after));
            let changed = lines_without(old, new).max(lines_without(new, old));
            assert!(
                changed <= 4,
                "{}: {name}: {changed} lines differ",
                fault.rule
            );
        }
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// How many lines of one text the other does not have.
fn lines_without(from: &str, other: &str) -> usize {
    let other: Vec<&str> = other.lines().collect();
    from.lines().filter(|line| !other.contains(line)).count()
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_wide_characters_stay() {
    let base = faults::base();
    let manifest = text(base.get("manifest.json").unwrap())
        .replace("Find repairs.", "Réparations \u{1f527} 修理.")
        .replace("\"oAuth2.0\"", "\"oAuth2.0 \"")
        .replace('\n', "\r\n");
    let marked = [b"\xef\xbb\xbf".as_slice(), manifest.as_bytes()].concat();
    let files = faults::changed(
        &base,
        &[faults::Change::File("manifest.json", marked.clone())],
    );
    let fixed = fix(&files, &Options::default());
    assert_eq!((fixed.fixes, fixed.report.diagnostics.len()), (1, 0));
    let expected = text(&marked).replace("\"oAuth2.0 \"", "\"oAuth2.0\"");
    assert_eq!(text(fixed.files.get("manifest.json").unwrap()), expected);
}

#[test]
fn several_faults_are_fixed_together_round_by_round() {
    let base = faults::base();
    let change = |old, new| faults::Change::Text("manifest.json", old, new);
    let files = faults::changed(
        &base,
        &[
            change(
                "\"manifestVersion\": \"1.26\"",
                "\"manifestVersion\": \"1.20\"",
            ),
            change("\"oAuth2.0\"", "\" oauth\""),
            change("\"oAuthConfiguration\"", "\"oauthConfiguration\""),
            change("\"oAuthConfigurationId\"", "\"oauthConfigurationId\""),
            change(
                "[\"compose\", \"commandBox\"]",
                "[\"message\", \"compose\", \"commandBox\"]",
            ),
            change("\"isRequired\": true", "\"isRequired\": \"TRUE\""),
        ],
    );
    let fixed = fix(&files, &Options::default());
    assert_eq!(fixed.report.diagnostics, []);
    assert_eq!(value(&fixed.files), value(&base));
}

fn value(files: &PackageFiles) -> Value {
    serde_json::from_slice(files.get("manifest.json").unwrap()).unwrap()
}

#[test]
fn one_file_alone_is_judged_and_fixed_without_the_others() {
    let base = faults::base();
    for name in [
        "manifest.json",
        "adaptiveCards/list.json",
        "apiSpecFiles/openapi.json",
    ] {
        let report = validate_file(name, base.get(name).unwrap(), &Options::default()).unwrap();
        assert_eq!(report.diagnostics, [], "{name}");
    }
    let broken = text(base.get("manifest.json").unwrap()).replace("\"oAuth2.0\"", "\"oAuth\"");
    let report = validate_file("my.json", broken.as_bytes(), &Options::default()).unwrap();
    assert_eq!(report.diagnostics[0].place(), "my.json:24:21");
    let fixed = fix_file("my.json", broken.as_bytes(), &Options::default()).unwrap();
    assert_eq!(fixed.changed, ["my.json"]);
    assert_eq!(fixed.files.get("my.json"), base.get("manifest.json"));
    assert!(validate_file("a.json", b"{\"a\": 1}", &Options::default()).is_none());
}

#[test]
fn what_is_allowed_is_not_reported_and_what_is_denied_is_an_error() {
    let fault = faults::faults()
        .into_iter()
        .find(|fault| fault.rule == "X006")
        .unwrap();
    let judge = |options: Options| validate(&fault.files(), &options);
    let with = |allow: &[&str], deny: &[&str]| Options {
        allow: allow.iter().map(|name| (*name).to_owned()).collect(),
        deny: deny.iter().map(|name| (*name).to_owned()).collect(),
        ..Options::default()
    };
    assert_eq!(judge(with(&[], &[])).warnings, 1);
    for name in ["x006", "property-not-in-response"] {
        assert_eq!(judge(with(&[name], &[])).diagnostics, []);
        assert_eq!(
            judge(with(&[], &[name])).diagnostics[0].severity,
            Severity::Error
        );
    }
    assert_eq!(judge(with(&[], &["warnings"])).errors, 1);
}

/// What validates can be installed; the reverse need not hold.
#[test]
fn a_package_without_errors_can_be_loaded() {
    for fault in faults::faults() {
        let report = validate(&fault.files(), &fault.options);
        let agents_only = report.has("without-message-extension");
        if report.is_valid() && !agents_only {
            assert!(app_package::load(fault.files()).is_ok(), "{}", fault.rule);
        }
    }
}
