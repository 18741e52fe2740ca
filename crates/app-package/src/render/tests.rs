#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::{Options, validate};

fn broken() -> PackageFiles {
    PackageFiles::embedded(&[(
        "manifest.json",
        "{ \"manifestVersion\": \"1.26\", \"name\": { \"short\": \"修理 \u{1f527}\", \"Full\": 1 } }".as_bytes(),
    )])
}

fn sources(files: &PackageFiles) -> Sources<'_> {
    Sources {
        files: Some(files),
        path: "my app",
        alone: false,
    }
}

#[test]
fn wide_characters_before_a_place_move_it_by_what_they_take() {
    let files = broken();
    let text = render_text(
        sources(&files),
        &validate(&files, &Options::default()),
        false,
    );
    insta::assert_snapshot!(text);
}

#[test]
fn colour_is_only_added_around_the_same_words() {
    let files = broken();
    let report = validate(&files, &Options::default());
    let colored = render_text(sources(&files), &report, true);
    assert!(colored.contains("\u{1b}["));
    let plain = regex::Regex::new("\u{1b}\\[[0-9;]*m")
        .unwrap()
        .replace_all(&colored, "")
        .into_owned();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        words(&plain),
        words(&render_text(sources(&files), &report, false))
    );
}

#[test]
fn workflow_commands_escape_what_would_end_them() {
    let files = PackageFiles::embedded(&[("manifest.json", b"{\n \"a,b:c%\\n\": 1 }")]);
    let report = validate(&files, &Options::default());
    let text = render_github(sources(&files), &report);
    let line = text
        .lines()
        .find(|line| line.contains("unknown-property"))
        .unwrap();
    assert!(line.starts_with("::error file=my app/manifest.json,line=2,endLine=2,col=2,endColumn=12,title=S001 unknown-property::"), "{line}");
    assert!(!line[2..].contains('\n') && line.contains("%25"), "{line}");
    assert_eq!(text.lines().count(), report.diagnostics.len());
}

/// The properties that the standard requires, section by section, and those that GitHub asks for.
#[test]
fn sarif_has_what_the_standard_and_code_scanning_require() {
    let files = broken();
    let report = validate(&files, &Options::default());
    let log = render_sarif(sources(&files), &report);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "cloakroom");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), report.diagnostics.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20app/manifest.json");
        let region = &place["region"];
        for name in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[name].as_u64().unwrap() >= 1, "{name}");
        }
    }
    let unknown = results
        .iter()
        .find(|result| result["ruleId"] == "S001")
        .unwrap();
    let expected = json!({"startLine": 1, "startColumn": 57, "endLine": 1, "endColumn": 63});
    assert_eq!(
        unknown["locations"][0]["physicalLocation"]["region"],
        expected
    );
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_place_past_the_end_or_inside_a_character_ends_nothing() {
    let files = PackageFiles::embedded(&[("manifest.json", "{ \"ä\": 1 }".as_bytes())]);
    let mut report = validate(&files, &Options::default());
    for (start, end) in [(0, 500), (500, 600), (4, 4), (4, 3), (9, 11)] {
        for found in &mut report.diagnostics {
            if let Some(range) = &mut found.range {
                (range.start, range.end) = (start, end);
            }
        }
        assert!(!render_text(sources(&files), &report, false).is_empty());
    }
    let empty: Value = render_sarif(
        Sources {
            files: None,
            ..sources(&files)
        },
        &report,
    );
    assert!(empty["runs"].is_array());
}
