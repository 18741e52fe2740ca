//! Compared with Teams' own parser, whose verdicts were recorded.

use std::path::Path;

use serde_json::Value;

use crate::{Limits, Target, inspect};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Every difference over the files of a folder with its `verdicts.json`.
fn differences(folder: &Path) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(folder.join("verdicts.json")).unwrap();
    let verdicts: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut judged = 0;
    let mut found = Vec::new();
    for verdict in &verdicts {
        let file = verdict["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let inspection = inspect(file, &bytes, &Limits::description());
        let ours = serde_json::to_value(&inspection).unwrap();
        for (target, theirs) in [
            (Target::MessageExtension, &verdict["sme"]),
            (Target::Plugin, &verdict["copilot"]),
        ] {
            let ours = &ours["targets"][target.as_str()];
            let place = format!("{file} for {}", target.as_str());
            let status = theirs["status"].as_str().unwrap().to_lowercase();
            for (name, ours, theirs) in [
                ("status", &ours["status"], &Value::from(status)),
                ("errors", &ours["errors"], &theirs["errors"]),
                ("warnings", &ours["warnings"], &theirs["warnings"]),
            ] {
                if ours != theirs {
                    found.push(format!("{place}: {name} {ours}, parser {theirs}"));
                }
            }
            let apis = theirs["apis"].as_array().unwrap();
            for operation in ours["operations"].as_array().unwrap() {
                judged += 1;
                let name = format!(
                    "{} {}",
                    operation["method"].as_str().unwrap(),
                    operation["path"].as_str().unwrap()
                );
                let api = apis.iter().find(|api| api["api"] == name.as_str());
                let same = match api {
                    Some(api) => {
                        operation["valid"] == api["valid"]
                            && operation["reasons"] == api["reason"]
                            && operation["operationId"] == api["op"]
                    }
                    // What it doesn't list it never offers.
                    None => operation["valid"] == false,
                };
                if !same {
                    found.push(format!("{place}: {name} {operation}, parser {api:?}"));
                }
            }
            for api in apis {
                let listed = ours["operations"].as_array().unwrap().iter().any(|ours| {
                    api["api"]
                        == format!(
                            "{} {}",
                            ours["method"].as_str().unwrap(),
                            ours["path"].as_str().unwrap()
                        )
                        .as_str()
                });
                if !listed {
                    found.push(format!("{place}: {} is not listed", api["api"]));
                }
            }
        }
    }
    (judged, found)
}

#[test]
fn every_verdict_on_descriptions_of_our_own_making_is_the_parsers() {
    let folder = Path::new(ROOT).join("crates/app-package/tests/openapi");
    let (judged, found) = differences(&folder);
    assert!(judged > 50, "{judged}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_verdict_on_real_descriptions_is_the_parsers() {
    let folder = Path::new(ROOT).join("../shared/data/openapi");
    if !folder.exists() {
        eprintln!("skipped: ../shared/data/openapi is not beside this clone");
        return;
    }
    let (judged, found) = differences(&folder);
    assert!(judged > 80, "{judged}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
