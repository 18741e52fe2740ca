#![allow(clippy::unwrap_used, clippy::expect_used)]

mod build;
mod mutants;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::*;
use crate::{Document, Limits, Member, Node, NodeValue, Span};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/schemas");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/data/schemas is not beside the repository");
        return None;
    }
    Some(folder)
}

/// The published schema of a version.
fn published(folder: &Path, kind: Kind, version: &str) -> Value {
    let teams = |name: &str| {
        let version = if version == "devPreview" {
            "DevPreview"
        } else {
            version
        };
        format!("teams/v{version}/MicrosoftTeams.{name}.json")
    };
    let file = match kind {
        Kind::Manifest => teams("schema"),
        Kind::Template => teams("ResponseRenderingTemplate.schema"),
        Kind::Plugin => format!("api-plugin/{version}.json"),
    };
    serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

/// A value as a document has it, without places.
fn node(value: &Value) -> Node {
    let value = match value {
        Value::Null => NodeValue::Null,
        Value::Bool(value) => NodeValue::Bool(*value),
        Value::Number(number) => NodeValue::Number(number.clone()),
        Value::String(text) => NodeValue::String(text.clone()),
        Value::Array(items) => NodeValue::Array(items.iter().map(node).collect()),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let key = Span::default();
                (
                    name.clone(),
                    Member {
                        key,
                        value: node(value),
                    },
                )
            };
            NodeValue::Object(members.iter().map(member).collect())
        }
    };
    Node {
        value,
        span: Span::default(),
    }
}

fn violations(id: Id, value: &Value) -> Vec<String> {
    // Parsing is not what is tested here; half a million texts would be parsed.
    let mut document = Document::parse("x.json", b"{}", &Limits::default()).unwrap();
    document.root = node(value);
    check(id, &document.cursor())
        .into_iter()
        .map(|violation| format!("{} {:?}", violation.place.pointer, violation.kind))
        .collect()
}

/// Whatever stands at a place of a schema is changed (at the limit, one below, one above, of
/// another type, missing, unknown), in every version, and judged by the published schema too.
#[test]
fn the_table_and_the_published_schemas_judge_every_mutation_alike() {
    let Some(folder) = shared() else {
        return;
    };
    // By place, so that a place is in one share with all of its versions.
    let folder = &folder;
    let share_of = |path: &[String]| path.concat().bytes().fold(0, |sum, byte| sum ^ byte) & 1;
    let shares = std::thread::scope(|scope| {
        [0, 1]
            .map(|share| {
                scope.spawn(move || judge_mutations(folder, |path| share_of(path) == share))
            })
            .map(|share| share.join().unwrap())
    });
    let count = |of: fn(&Judged) -> usize| shares.iter().map(of).sum::<usize>();
    let (mutants, covered, all) = (count(|s| s.mutants), count(|s| s.covered), count(|s| s.all));
    let mut uncovered: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, count) in shares.iter().flat_map(|share| &share.uncovered) {
        *uncovered.entry(what).or_default() += count;
    }
    println!(
        "{mutants} mutants;  {covered} of {all} (path, keyword) refused at least one; without: {uncovered:?}"
    );
    assert!(
        covered * 100 >= all * 95,
        "{covered} of {all}: {uncovered:?}"
    );
}

/// What came of a share of the mutations.
#[derive(Default)]
struct Judged {
    mutants: usize,
    covered: usize,
    all: usize,
    uncovered: BTreeMap<String, usize>,
}

fn judge_mutations(folder: &Path, chosen: impl Fn(&[String]) -> bool) -> Judged {
    let mut of = Judged::default();
    // A place that an earlier version has with the same constraints is only probed: once refused
    // is enough. What is new is played through whole.
    let mut seen = HashSet::new();
    for kind in [Kind::Plugin, Kind::Template, Kind::Manifest] {
        for (version, root) in kind.versions() {
            let schema = published(folder, kind, version);
            // The schemas use keywords of draft 7 under the name of draft 4 (see the module).
            let oracle = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft7)
                .should_validate_formats(true)
                .build(&schema)
                .unwrap();
            let declared = jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .unwrap();
            for place in build::places(*root)
                .into_iter()
                .filter(|place| chosen(&place.path))
            {
                let Some(base) = build::value(*root, &place.path) else {
                    panic!("{kind:?} {version}: no value has {:?}", place.path);
                };
                let known = (place.path.clone(), place.id);
                let probe = seen.contains(&known);
                let complaints = if probe {
                    Vec::new()
                } else {
                    violations(*root, &base)
                };
                let whose =
                    || format!("{kind:?} {version} {:?}: {complaints:?} {base}", place.path);
                assert!(
                    probe || complaints.is_empty() == oracle.is_valid(&base),
                    "{}",
                    whose()
                );
                if !complaints.is_empty() {
                    // Forms that exclude each other and differ in nothing that is required: the
                    // smallest value fits both. Counted as not covered.
                    of.all += keywords(place.id).len();
                    *of.uncovered.entry(whose()).or_default() += keywords(place.id).len();
                    continue;
                }
                seen.insert(known);
                for keyword in keywords(place.id) {
                    let mut refused = false;
                    let mut changed = mutants::of(&base, &place, *keyword);
                    if probe {
                        // Those that are refused come last.
                        changed.reverse();
                    }
                    for mutant in changed {
                        of.mutants += 1;
                        let ours = violations(*root, &mutant);
                        let theirs = oracle.is_valid(&mutant);
                        assert_eq!(
                            ours.is_empty(),
                            theirs,
                            "{kind:?} {version} {:?} {keyword:?}: {ours:?} {mutant}",
                            place.path
                        );
                        // Nothing that the schema refuses as it calls itself is accepted.
                        assert!(
                            !ours.is_empty() || declared.is_valid(&mutant),
                            "{version} {mutant}"
                        );
                        refused |= !theirs;
                        if probe && refused {
                            break;
                        }
                    }
                    of.all += 1;
                    of.covered += usize::from(refused);
                    if !refused {
                        let name = format!("{keyword:?}");
                        let name = name.split('(').next().unwrap().to_owned();
                        *of.uncovered.entry(name).or_default() += 1;
                    }
                }
            }
        }
    }
    of
}

#[test]
fn the_table_has_every_published_version() {
    let Some(folder) = shared() else {
        return;
    };
    let teams = std::fs::read_dir(folder.join("teams")).unwrap().count();
    assert_eq!(Kind::Manifest.versions().len(), teams);
    assert_eq!(Kind::Template.versions().len(), teams);
    let plugins = std::fs::read_dir(folder.join("api-plugin"))
        .unwrap()
        .count();
    assert_eq!(Kind::Plugin.versions().len(), plugins);
}

#[test]
fn limits_and_names_are_found_by_their_place() {
    let commands = "/composeExtensions/*/commands";
    assert_eq!(limit(Kind::Manifest, commands), Some(10));
    assert_eq!(limit(Kind::Manifest, &format!("{commands}/*/id")), Some(64));
    assert_eq!(limit(Kind::Manifest, "/nothing"), None);
    let old = at(
        Kind::Manifest.root("1.28").unwrap(),
        "/composeExtensions/0/commands/3",
    )
    .unwrap();
    let new = at(
        Kind::Manifest.root("1.29").unwrap(),
        "/composeExtensions/0/commands/3",
    )
    .unwrap();
    assert!(names(new).any(|name| name == "triggers"));
    assert!(!names(old).any(|name| name == "triggers"));
    assert_eq!(Kind::Manifest.newest().0, "1.30");
    assert_eq!(Kind::Plugin.newest().0, "v2.4");
}

#[test]
fn an_object_that_fits_no_form_is_told_what_the_nearest_lacks() {
    let root = Kind::Plugin.root("v2.4").unwrap();
    let plugin = |spec: Value| {
        json!({"schema_version": "v2.4", "name_for_human": "a", "namespace": "a",
            "description_for_human": "a",
            "runtimes": [{"type": "OpenApi", "auth": {"type": "None"}, "spec": spec}]})
    };
    assert_eq!(
        violations(root, &plugin(json!({"url": "a.json"}))),
        Vec::<String>::new()
    );
    assert_eq!(
        violations(
            root,
            &plugin(json!({"local_endpoint": "Microsoft.Office.Addins"}))
        ),
        [r#"/runtimes/0/spec/local_endpoint Enum([Text("Microsoft.Office.Addin")])"#]
    );
}
