//! Packages that are made here: the same bytes each time, and nothing for the validator to refuse.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};

use app_package::{
    Choices, Limits, Options, Severity, Target, generate, inspect, read_folder, validate,
};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn choices() -> Choices {
    Choices {
        id: "0b6f0d0e-2f5c-4d0a-9a8d-3f0e7c6b5a41".to_owned(),
        // Some of the descriptions name no server, or none that can be called.
        server: Some("https://api.example".parse().unwrap()),
        ..Choices::default()
    }
}

#[test]
fn a_folder_packed_twice_gives_the_same_bytes() {
    let packed = || {
        let files = read_folder(&here("../../samples/repairs"), &Limits::default()).unwrap();
        files.to_zip().unwrap()
    };
    assert!(packed() == packed());
}

#[test]
fn packages_of_valid_descriptions_validate_and_are_made_the_same_again() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(here("tests/openapi"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_stem().unwrap().to_string_lossy();
            name.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect();
    files.push(here(
        "../../samples/repairs/apiSpecFiles/repairs-openapi.json",
    ));
    let mut made = 0;
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        // A description of wrong structure is copied as it is, and the validator says so.
        let inspection = inspect(&name, &bytes, &Limits::description());
        let errors = &inspection.target(Target::MessageExtension).errors;
        if errors
            .iter()
            .any(|error| error.what.code() == "spec-not-valid")
        {
            continue;
        }
        let again = || generate(&name, &bytes, &choices(), &Limits::description());
        let package = match again() {
            Ok(package) => package,
            Err(error) => {
                assert_ne!(error.code(), "package_not_installable", "{name}: {error}");
                assert!(!name.starts_with("repairs"), "{error}");
                continue;
            }
        };
        made += 1;
        let report = validate(&package.files, &Options::default());
        let errors: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let zip = package.files.to_zip().unwrap();
        assert!(again().unwrap().files.to_zip().unwrap() == zip, "{name}");
    }
    assert!(made >= 2, "{made}");
}
