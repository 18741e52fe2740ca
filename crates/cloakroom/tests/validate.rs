//! `cloakroom validate` and `explain` as a program: exit codes, formats, fixes, watching.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_cloakroom");

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// Runs in the folder of the samples.
fn cloakroom(arguments: &[&str]) -> Output {
    Command::new(BINARY)
        .args(arguments)
        .current_dir(samples())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A copy of a sample that may be changed.
fn copy_of(sample: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples().join(sample), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_exit_code_says_valid_not_valid_or_not_judged() {
    let valid = cloakroom(&["validate", "repairs"]);
    assert_eq!(text(&valid.stdout), "Valid: no errors, no warnings.\n");
    assert_eq!(valid.status.code(), Some(0));
    assert_eq!(
        cloakroom(&["validate", "broken/wrong-type"]).status.code(),
        Some(1)
    );
    let warned = ["validate", "broken/property-not-in-response"];
    assert_eq!(cloakroom(&warned).status.code(), Some(0));
    let denied = [&warned[..], &["--deny", "warnings"]].concat();
    assert_eq!(cloakroom(&denied).status.code(), Some(1));
    let allowed = [&denied[..], &["--allow", "property-not-in-response"]].concat();
    assert_eq!(cloakroom(&allowed).status.code(), Some(0));
    for arguments in [
        &["validate", "nothing-here"][..],
        &["validate", "repairs", "--allow", "no-such-rule"],
        &["validate", "repairs", "--format", "xml"],
        &["validate", "repairs/color.png"],
    ] {
        assert_eq!(cloakroom(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn json_sarif_and_workflow_commands_hold_the_same_finding() {
    let path = "broken/oauth-before-1-26";
    let json = cloakroom(&["validate", path, "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["errors"], &json["fixable"]), (&1.into(), &1.into()));
    assert_eq!(json["path"], path);
    let found = &json["diagnostics"][0];
    assert_eq!(found["code"], "M013");
    assert_eq!(found["appliesTo"], "message-extension");
    assert_eq!(found["range"]["line"], 24);
    let sarif = cloakroom(&["validate", path, "--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "M013");
    let github = text(&cloakroom(&["validate", path, "--format", "github"]).stdout);
    let start = "::error file=broken/oauth-before-1-26/manifest.json,line=24,";
    assert!(github.starts_with(start), "{github}");
}

#[test]
fn a_folder_is_fixed_in_place_and_a_zip_only_beside_itself() {
    let folder = copy_of("broken/oauth-before-1-26");
    let path = folder.path().to_str().unwrap();
    let package = app_package::read_folder(folder.path(), &app_package::Limits::default()).unwrap();
    let zip = folder.path().join("broken.zip");
    std::fs::write(&zip, package.to_zip().unwrap()).unwrap();
    let zip = zip.to_str().unwrap();
    let before = std::fs::read(zip).unwrap();
    let refused = cloakroom(&["validate", zip, "--fix"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--output"));
    let fixed = folder.path().join("fixed.zip");
    let written = cloakroom(&[
        "validate",
        zip,
        "--fix",
        "--output",
        fixed.to_str().unwrap(),
    ]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    assert_eq!(std::fs::read(zip).unwrap(), before);
    assert_eq!(
        cloakroom(&["validate", fixed.to_str().unwrap()])
            .status
            .code(),
        Some(0)
    );

    let mended = cloakroom(&["validate", path, "--fix"]);
    assert_eq!(mended.status.code(), Some(0), "{}", text(&mended.stdout));
    assert!(text(&mended.stdout).ends_with("2 findings fixed in manifest.json.\n"));
    assert!(text(&cloakroom(&["validate", path, "--fix"]).stdout).ends_with("Nothing to fix.\n"));
}

#[test]
fn a_registration_is_compared_where_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registration.json");
    let view = r#"{"id": "reg_x", "baseUrl": "https://other.example/", "restrictByOrg": "MyOrganization",
        "restrictByApp": "AnyApp", "scopes": ["repairs.read", "repairs.write"],
        "authorizationEndpoint": "https://login.example/a", "tokenEndpoint": "https://login.example/t"}"#;
    std::fs::write(&file, view).unwrap();
    let file = file.to_str().unwrap();
    let report = cloakroom(&[
        "validate",
        "repairs",
        "--registration",
        file,
        "--for",
        "store",
        "--json",
    ]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let codes: std::collections::BTreeSet<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
        ["R001", "R002", "R003", "R005", "R006"]
    );
}

#[test]
fn watching_judges_again_when_a_file_has_changed_and_ends_when_it_is_told_to() {
    let folder = copy_of("broken/wrong-type");
    let mut child = Command::new(BINARY)
        .args(["validate", "--watch"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("Not valid: 1 error")));
    let manifest = folder.path().join("manifest.json");
    let mended = std::fs::read_to_string(&manifest)
        .unwrap()
        .replace("\"true\"", "true");
    std::fs::write(&manifest, mended).unwrap();
    assert!(lines.any(|line| line == "Valid: no errors, no warnings."));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_rule_is_explained_by_code_and_by_name() {
    let by_code = cloakroom(&["explain", "m013"]);
    let by_name = cloakroom(&["explain", "oauth-before-1-26"]);
    assert_eq!(by_code.stdout, by_name.stdout);
    assert!(text(&by_code.stdout).starts_with("M013 oauth-before-1-26\n\nThe `authType`"));
    let all = text(&cloakroom(&["explain"]).stdout);
    assert_eq!(all.lines().count(), app_package::rules().len());
    assert_eq!(cloakroom(&["explain", "M000"]).status.code(), Some(1));
}
