#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// Codes of problems that another rule speaks of more exactly: the schema's rules (`S…`), M006 and
/// M007, P001.
const SAID_OTHERWISE: [&str; 16] = [
    // Of an edit, not of reading.
    "manifest_not_edited",
    "several_compose_extensions",
    "manifest_property_missing",
    "no_api_based_extension",
    "command_id_missing",
    "command_title_missing",
    "too_many_commands",
    "too_many_parameters",
    "parameter_name_missing",
    "input_type_unknown",
    "template_property_unknown",
    "template_part_missing",
    "preview_title_missing",
    "response_layout_unknown",
    "json_path_not_text",
    "file_too_large",
];

/// Every `.rs` file below a folder but tests.
fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if !["rules", "tests", "inspect"].contains(&name.as_str()) {
                sources(&path, all);
            }
        } else if name != "tests.rs" {
            all.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_problem_of_reading_belongs_to_a_rule() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let pattern =
        r#"(?:Problem::(?:at|file)\(|problem\(|fault\(|code: |Self::\w+ => )\s*"([a-z0-9_]+)""#;
    let pattern = regex::Regex::new(pattern).unwrap();
    let codes: BTreeSet<String> = files
        .iter()
        .flat_map(|text| pattern.captures_iter(text).map(|found| found[1].to_owned()))
        // Those of `ReadError`: the whole archive is one finding, F002.
        .filter(|code| code.contains('_') && !code.starts_with("package_"))
        .collect();
    assert!(codes.len() > 60, "only {} codes were found", codes.len());
    let rules = rules();
    for code in codes {
        let read: Vec<&str> = rules
            .iter()
            .filter(|rule| rule.reads.codes.contains(&code.as_str()))
            .map(|rule| rule.code)
            .collect();
        let otherwise = SAID_OTHERWISE.contains(&code.as_str());
        assert!(
            read.len() == usize::from(!otherwise),
            "{code}: read by {read:?}, said otherwise: {otherwise}"
        );
    }
}

#[test]
fn a_rule_is_found_by_code_or_name_whatever_the_case() {
    let by_code = rule("m013").unwrap();
    let by_name = rule("OAuth-before-1-26").unwrap();
    assert_eq!((by_code.code, by_name.name), ("M013", "oauth-before-1-26"));
    assert!(rule("M000").is_none());
}

#[test]
fn a_page_begins_with_what_is_wrong_and_keeps_its_examples() {
    let rule = rule("M013").unwrap();
    assert_eq!(
        rule.what(),
        "The `authType` is `oAuth2.0` in a manifest version whose schema does not have it."
    );
    let page = rule.page();
    assert!(page.contains("## Why\n\nThe schemas of 1.17"));
    assert!(page.contains("```json\n\"manifestVersion\": \"1.26\","));
}
