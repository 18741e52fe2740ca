//! The inputs that fuzzing kept pass again.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;

/// Runs a target over its folder; the input that fails is named.
fn replay(target: &str) {
    let (_, check) = fuzz::TARGETS
        .into_iter()
        .find(|(name, _)| *name == target)
        .expect("a target of this name");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the corpus is in the repository") {
        let path = entry.unwrap().path();
        let input = std::fs::read(&path).unwrap();
        if let Err(panic) = std::panic::catch_unwind(|| check(&input)) {
            eprintln!("{}: {}", path.display(), String::from_utf8_lossy(&input));
            std::panic::resume_unwind(panic);
        }
        count += 1;
    }
    assert!(count >= 50, "only {count} inputs in {}", folder.display());
}

#[test]
fn the_corpus_of_the_parser_passes() {
    replay("parser");
}

#[test]
fn the_corpus_of_the_evaluator_passes() {
    replay("evaluator");
}

#[test]
fn the_corpus_of_templating_passes() {
    replay("templating");
}

#[test]
fn the_corpus_of_json_path_passes() {
    replay("json_path");
}

#[test]
fn the_corpus_of_archives_passes() {
    replay("archive");
}

#[test]
fn the_corpus_of_openapi_in_json_passes() {
    replay("openapi_json");
}

#[test]
fn the_corpus_of_openapi_in_yaml_passes() {
    replay("openapi_yaml");
}

#[test]
fn the_corpus_of_manifests_passes() {
    replay("manifest");
}

#[test]
fn the_corpus_of_rendering_templates_passes() {
    replay("rendering");
}
