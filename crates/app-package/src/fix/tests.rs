#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::Document;
use crate::{Limits, PackageFiles};

fn after(text: &str, edits: impl FnOnce(&Document) -> Vec<Edit>) -> String {
    let document = Document::parse("a.json", text.as_bytes(), &Limits::default()).unwrap();
    let mut text = text.to_owned();
    let mut edits = edits(&document);
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
    for edit in edits {
        text.replace_range(edit.start..edit.end, &edit.text);
    }
    // Whatever was edited is JSON still.
    Document::parse("a.json", text.as_bytes(), &Limits::default()).unwrap();
    text
}

#[test]
fn members_are_removed_with_one_comma() {
    let text = "{ \"a\": 1, \"b\": [2],\n  \"c\": 3 }";
    let without =
        |name: &'static str| after(text, |document| remove_member(&document.cursor(), name));
    assert_eq!(without("a"), "{ \"b\": [2],\n  \"c\": 3 }");
    assert_eq!(without("b"), "{ \"a\": 1,\n  \"c\": 3 }");
    assert_eq!(without("c"), "{ \"a\": 1, \"b\": [2] }");
    assert_eq!(without("d"), text);
    assert_eq!(
        after("{ \"a\": 1 }", |d| remove_member(&d.cursor(), "a")),
        "{  }"
    );
}

#[test]
fn items_are_removed_with_one_comma() {
    let without = |index| {
        after("[1, [2], 3]", |document| {
            remove_item(&document.cursor(), index)
        })
    };
    assert_eq!(without(0), "[[2], 3]");
    assert_eq!(without(1), "[1, 3]");
    assert_eq!(without(2), "[1, [2]]");
    assert_eq!(
        after("[ 1 ]", |document| remove_item(&document.cursor(), 0)),
        "[  ]"
    );
}

#[test]
fn members_are_inserted_with_the_space_of_the_first() {
    let with = |text: &str| after(text, |d| insert_member(&d.cursor(), "n", "true"));
    assert_eq!(with("{}"), "{\"n\": true}");
    assert_eq!(with("{\"a\":1}"), "{\"n\": true,\"a\":1}");
    assert_eq!(
        with("{\r\n\t\"a\": 1\r\n}"),
        "{\r\n\t\"n\": true,\r\n\t\"a\": 1\r\n}"
    );
}

#[test]
fn names_and_values_are_replaced_in_place() {
    let text = "{\"é\": {\"old\" :\t1}}";
    let renamed = after(text, |document| {
        rename_key(&document.cursor().get("é").unwrap(), "old", "new \"name\"")
    });
    assert_eq!(renamed, "{\"é\": {\"new \\\"name\\\"\" :\t1}}");
    let replaced = after(text, |d| {
        replace(&d.cursor().get("é").unwrap().get("old").unwrap(), "[2]")
    });
    assert_eq!(replaced, "{\"é\": {\"old\" :\t[2]}}");
}

#[test]
fn yaml_is_only_edited_where_a_scalar_is_replaced() {
    let yaml = b"a: 1\nb:\n  - x\n";
    let document = Document::parse("a.yaml", yaml, &Limits::default()).unwrap();
    let root = document.cursor();
    assert_eq!(insert_member(&root, "n", "1"), []);
    assert_eq!(remove_member(&root, "a"), []);
    assert_eq!(remove_item(&root.get("b").unwrap(), 0), []);
    assert_eq!(replace(&root.get("a").unwrap(), "2").len(), 1);
}

#[test]
fn nothing_to_fix_leaves_the_files_alone() {
    let files = PackageFiles::embedded(&[("manifest.json", b"[]")]);
    let fixed = fix(&files, &crate::Options::default());
    assert_eq!((fixed.fixes, fixed.files), (0, files));
}
