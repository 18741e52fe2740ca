#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn parse(file: &str, text: &str) -> Result<Document, &'static str> {
    Document::parse(file, text.as_bytes(), &Limits::default()).map_err(|problem| problem.code)
}

fn yaml(text: &str) -> Result<serde_json::Value, &'static str> {
    parse("a.yaml", text).map(|document| document.root.to_value())
}

#[test]
fn positions_are_those_of_the_text() {
    let text = "{\n  \"é\": [1,\n    \"ü\", {\"b\": true}]\n}";
    let document = parse("a.json", text).unwrap();
    let place = document.cursor().follow("/é/2/b").unwrap();
    assert_eq!(&text[place.node.span.start..place.node.span.end], "true");
    assert_eq!(document.line_column(place.node.span.start), (3, 16));
    let text = "a:\n  - é: 1\n    b: [x, yes]\n";
    let document = parse("a.yml", text).unwrap();
    let place = document.cursor().follow("/a/0/b/1").unwrap();
    assert_eq!(&text[place.node.span.start..place.node.span.end], "yes");
    assert_eq!(document.line_column(place.node.span.start), (3, 12));
}

#[test]
fn a_syntax_error_names_its_line() {
    let problem = Document::parse("a.json", b"{\n  \"a\": 1,\n}", &Limits::default()).unwrap_err();
    assert_eq!((problem.code, problem.line), ("json_syntax", 3));
    let problem = Document::parse("a.yaml", b"a: 1\nb: [", &Limits::default()).unwrap_err();
    assert_eq!(problem.code, "yaml_syntax");
    assert!(problem.line >= 2, "{problem}");
}

#[test]
fn json_is_strict() {
    for text in [
        "",
        "{a: 1}",
        "{'a': 1}",
        "[1,]",
        "[1 2]",
        "// c\n1",
        "0x1",
        "+1",
        ".5",
        "NaN",
        "1e400",
        "\"\t\"",
        "1\u{a0}",
        "\"\\ud800\"",
    ] {
        assert_eq!(parse("a.json", text).unwrap_err(), "json_syntax", "{text}");
    }
    assert_eq!(
        parse("a.json", "{\"a\": 1, \"\\u0061\": 2}").unwrap_err(),
        "duplicate_key"
    );
    assert!(
        parse("a.json", "\u{feff}{}").is_ok(),
        "a byte-order mark is read past"
    );
}

#[test]
fn depth_and_nodes_are_limited_at_the_limit_and_not_before() {
    let limit = Limits::default().depth;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for file in ["a.json", "a.yaml"] {
        assert!(parse(file, &nested(limit)).is_ok(), "{file}");
        assert_eq!(
            parse(file, &nested(limit + 2)).unwrap_err(),
            "document_too_deep",
            "{file}"
        );
    }
    let limits = Limits {
        nodes: 4,
        ..Limits::default()
    };
    for file in ["a.json", "a.yaml"] {
        let read = |text: &str| Document::parse(file, text.as_bytes(), &limits);
        assert!(read("[1, 2, 3]").is_ok());
        assert_eq!(read("[1, 2, 3, 4]").unwrap_err().code, "document_too_large");
    }
}

#[test]
fn yaml_is_read_by_the_core_schema() {
    let text = "a: 1\nb: 0x1F\nc: 1.5e3\nd: yes\ne: ~\nf: '1'\ng: !!str 1\nh: 2020-01-01\n200: ok\ni: .inf\nj: True\nk: \"\\u00e9\"\nl: 0o17\n";
    assert_eq!(
        yaml(text),
        Ok(
            json!({"a": 1, "b": 31, "c": 1500.0, "d": "yes", "e": null, "f": "1", "g": "1",
            "h": "2020-01-01", "200": "ok", "i": ".inf", "j": true, "k": "é", "l": 15})
        )
    );
}

#[test]
fn aliases_and_merge_keys_are_expanded() {
    let text = "base: &b {x: 1, y: 2}\none:\n  <<: *b\n  y: 3\ntwo: [*b, *b]\n";
    let expected = json!({"base": {"x": 1, "y": 2}, "one": {"y": 3, "x": 1}, "two": [{"x": 1, "y": 2}, {"x": 1, "y": 2}]});
    assert_eq!(yaml(text), Ok(expected));
}

/// Guard: `app_package::document::yaml::Builder::alias`
#[test]
fn sec_pkg_06_billion_laughs_end_at_the_budget() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    assert_eq!(yaml(&text), Err("document_too_large"));
}

/// Guard: `app_package::document::yaml::Builder::alias`
#[test]
fn sec_pkg_06_a_large_anchor_used_often_ends_at_the_budget() {
    let large = vec!["x"; 1_000].join(", ");
    let uses = vec!["*a"; 900].join(", ");
    assert_eq!(
        yaml(&format!("a: &a [{large}]\nb: [{uses}]")),
        Err("document_too_large")
    );
}

/// Guard: `app_package::document::yaml::Builder::alias`
#[test]
fn sec_pkg_06_an_alias_within_its_own_anchor_is_refused() {
    assert_eq!(yaml("a: &a [*a]"), Err("yaml_alias_in_itself"));
    assert_eq!(yaml("&a {b: {c: *a}}"), Err("yaml_alias_in_itself"));
}

/// Guard: `app_package::document::yaml::Builder::alias`
#[test]
fn sec_pkg_06_alias_use_and_depth_by_aliases_are_limited() {
    let many = format!("a: &a 1\nb: [{}]", vec!["*a"; 1_001].join(", "));
    assert_eq!(yaml(&many), Err("yaml_too_many_aliases"));
    // Each line nests the one before deeper.
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        writeln!(text, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert_eq!(yaml(&text), Err("document_too_deep"));
}

/// Guard: `app_package::document::yaml::parse`
#[test]
fn sec_pkg_06_flow_and_blocks_nested_100000_deep_are_refused() {
    assert_eq!(yaml(&"[".repeat(100_000)), Err("document_too_deep"));
    assert_eq!(yaml(&"{a: ".repeat(100_000)), Err("document_too_deep"));
    let blocks: String = (0..2_000).fold(String::new(), |mut text, depth| {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
        text
    });
    assert_eq!(yaml(&blocks), Err("document_too_deep"));
    assert_eq!(yaml(&"- ".repeat(100_000)), Err("document_too_deep"));
}

/// Guard: `app_package::document::yaml::Builder::done`
#[test]
fn sec_pkg_06_duplicate_keys_are_errors() {
    assert_eq!(yaml("a: 1\nb: 2\na: 3"), Err("duplicate_key"));
    assert_eq!(yaml("{a: 1, \"a\": 2}"), Err("duplicate_key"));
}

/// Guard: `app_package::document::yaml::core_tag`
#[test]
fn sec_pkg_06_custom_tags_are_errors() {
    for text in [
        "a: !ruby/object:Gem {}",
        "!!python/object/apply:os.system [id]",
        "a: !x 1",
        "a: !!binary AAAA",
        "a: !x [1]",
    ] {
        assert_eq!(yaml(text), Err("yaml_custom_tag"), "{text}");
    }
}

#[test]
fn yaml_that_is_no_single_document_of_text_keys_is_refused() {
    assert_eq!(yaml("a: 1\n---\nb: 2"), Err("yaml_several_documents"));
    assert_eq!(yaml("? [a, b]\n: 1"), Err("yaml_key_not_text"));
    assert_eq!(yaml(""), Err("yaml_empty"));
    assert_eq!(yaml("<<: 1"), Err("yaml_merge_not_object"));
    assert_eq!(yaml("a: *b"), Err("yaml_syntax"));
}

#[test]
fn a_file_that_is_not_utf8_is_refused() {
    let problem = Document::parse("a.json", b"\xff\xfe{\0}\0", &Limits::default()).unwrap_err();
    assert_eq!(problem.code, "file_not_utf8");
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics_and_spans_lie_inside(text in "(?s)[-{}\\[\\]:,&*!<>|?'\"#% a0.é\n\t~\\\\]{0,80}") {
        for file in ["a.json", "a.yaml"] {
            match Document::parse(file, text.as_bytes(), &Limits::default()) {
                Ok(document) => check_spans(&document.root, &text)?,
                Err(problem) => prop_assert!(problem.line >= 1),
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for file in ["a.json", "a.yaml"] {
            let _ = Document::parse(file, &bytes, &Limits::default());
        }
    }

    #[test]
    fn json_is_read_as_serde_json_reads_it(numbers in proptest::collection::vec(any::<f64>(), 0..5), text in ".{0,20}") {
        let value = json!({"n": numbers, "t": text, "nested": [{"x": null}, true]});
        let document = parse("a.json", &value.to_string()).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
        prop_assert_eq!(document.root.to_value(), expected);
    }
}

fn check_spans(node: &Node, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(node.span.start <= node.span.end && node.span.end <= text.len());
    prop_assert!(text.is_char_boundary(node.span.start) && text.is_char_boundary(node.span.end));
    match &node.value {
        NodeValue::Array(items) => items.iter().try_for_each(|item| check_spans(item, text)),
        NodeValue::Object(members) => members
            .values()
            .try_for_each(|member| check_spans(&member.value, text)),
        _ => Ok(()),
    }
}
