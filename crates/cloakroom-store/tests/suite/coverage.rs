//! Every public method of the store is called by the suite.

use std::fs;
use std::path::Path;

fn texts(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(self::texts(path.to_str().unwrap()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
    texts
}

#[test]
fn every_public_method_is_called() {
    let suite = texts("tests/suite").concat();
    let mut methods = Vec::new();
    for text in texts("src") {
        for line in text.lines() {
            let line = line.trim_start();
            let Some(rest) = line
                .strip_prefix("pub async fn ")
                .or(line.strip_prefix("pub fn "))
            else {
                continue;
            };
            let name = rest.split(['(', '<']).next().unwrap();
            // The accessors are made by a macro, under names that are not text.
            if !name.starts_with('$') {
                methods.push(name.to_owned());
            }
        }
    }
    assert!(methods.len() > 60, "{methods:?}");
    let missing: Vec<_> = methods
        .iter()
        .filter(|name| {
            ![format!(".{name}("), format!("::{name}(")]
                .iter()
                .any(|call| suite.contains(call))
        })
        .collect();
    assert!(missing.is_empty(), "no test calls {missing:?}");
}
