//! What `--format sarif` prints is a log of SARIF 2.1.0 by the published schema.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[allow(dead_code)]
mod faults;

use app_package::{Limits, Options, Sources, read_zip, render_sarif, unreadable, validate};
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Validator {
    // A bracket too many that only lenient readers of patterns let pass.
    let schema = include_str!("sarif/sarif-schema-2.1.0.json");
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn check(schema: &Validator, log: &Value, what: &str) {
    let errors: Vec<String> = schema
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn the_log_of_every_fault_keeps_the_schema() {
    let schema = schema();
    let mut results = 0;
    for fault in faults::faults() {
        let files = fault.files();
        let report = validate(&files, &fault.options);
        // A path with all that a URI has to escape.
        let path = "a folder/ö [1] #%?.zip";
        let sources = Sources {
            files: Some(&files),
            path,
            alone: false,
        };
        let log = render_sarif(sources, &report);
        results += log["runs"][0]["results"].as_array().unwrap().len();
        check(&schema, &log, fault.rule);
    }
    assert!(results >= 150, "{results}");
}

#[test]
fn the_logs_of_no_finding_and_of_an_unreadable_archive_keep_the_schema() {
    let schema = schema();
    let files = faults::base();
    let sources = Sources {
        files: Some(&files),
        path: "/packages/base",
        alone: false,
    };
    let report = validate(&files, &Options::default());
    check(&schema, &render_sarif(sources, &report), "no finding");
    let error = read_zip(b"PK\x03\x04 and nothing more", &Limits::default()).unwrap_err();
    let report = unreadable(&error, &Options::default());
    let sources = Sources {
        files: None,
        path: "broken.zip",
        alone: false,
    };
    check(&schema, &render_sarif(sources, &report), "unreadable");
}

/// The schema is one that refuses: a log with a fault of each kind does not pass.
#[test]
fn the_schema_refuses_what_is_no_log() {
    let schema = schema();
    let files = faults::base();
    let sources = Sources {
        files: Some(&files),
        path: "base",
        alone: false,
    };
    let log = render_sarif(sources, &validate(&files, &Options::default()));
    for (pointer, value) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/tool/driver/name", json!(1)),
        ("/runs/0/columnKind", json!("bytes")),
        ("/runs/0/results", json!([{"ruleId": "F001"}])),
        (
            "/runs/0/results",
            json!([{"message": {"text": "a"}, "level": "fatal"}]),
        ),
        ("/$schema", json!("not a URI")),
    ] {
        let mut log = log.clone();
        *log.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&log), "{pointer}");
    }
}
