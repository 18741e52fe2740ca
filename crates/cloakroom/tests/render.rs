//! `cloakroom render`, as it is called.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Done {
    success: bool,
    out: String,
    err: String,
}

/// Runs the verb in a folder with `template.json` and `data.json`.
fn render_texts(template: &str, data: &str, options: &[&str]) -> (Done, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("template.json"), template).unwrap();
    std::fs::write(folder.path().join("data.json"), data).unwrap();
    let mut arguments = vec!["template.json", "data.json"];
    arguments.extend(options);
    (run(folder.path(), &arguments, None), folder)
}

fn run(folder: &Path, arguments: &[&str], input: Option<&str>) -> Done {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cloakroom"))
        .arg("render")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(input.unwrap_or_default().as_bytes())
        .unwrap();
    drop(stdin);
    let done = child.wait_with_output().unwrap();
    Done {
        success: done.status.success(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn render(template: &Value, data: &Value, options: &[&str]) -> Done {
    render_texts(&format!("{template:#}"), &format!("{data:#}"), options).0
}

fn json_of(done: &Done) -> Value {
    assert!(done.success, "{}", done.err);
    serde_json::from_str(&done.out).expect(&done.out)
}

fn response() -> Value {
    json!({
        "version": "1.0",
        "jsonPath": "results",
        "responseLayout": "list",
        "responseCardTemplate": {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "${title}"}]},
        "previewCardTemplate": {"title": "${title}", "subtitle": "${toUpper(title)}"}
    })
}

#[test]
fn a_card_template_gives_its_card() {
    let template =
        json!({"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "${a} and ${b}"}]});
    let card = json_of(&render(&template, &json!({"a": 1, "b": null}), &[]));
    assert_eq!(card["body"][0]["text"], "1 and ");
}

#[test]
fn a_response_rendering_template_gives_card_and_preview_of_each_entry() {
    let answer = json!({"results": [{"title": "Oil"}, null, {"title": "Wheel"}]});
    let done = render(&response(), &answer, &["--json"]);
    let cards = json_of(&done);
    assert_eq!(cards.as_array().unwrap().len(), 2);
    assert_eq!(cards[1]["card"]["body"][0]["text"], "Wheel");
    assert_eq!(cards[0]["preview"]["title"], "Oil");
}

#[test]
fn a_function_that_does_not_exist_is_told() {
    let done = render(&json!({"t": "a ${upper(b)}"}), &json!({"b": 1}), &[]);
    assert_eq!(json_of(&done), json!({"t": "a ${upper(b)}"}));
    let warning = "warning: there is no function `upper`";
    assert!(done.err.contains(warning), "{}", done.err);
}

#[test]
fn the_data_may_come_from_standard_input() {
    let (_, folder) = render_texts(r#"{"t": "${a}"}"#, "{}", &[]);
    let done = run(folder.path(), &["template.json", "-"], Some("{\"a\": [1]}"));
    assert_eq!(json_of(&done), json!({"t": [1]}));
    let done = run(
        folder.path(),
        &["template.json", "-"],
        Some("{\"a\": \n ]}"),
    );
    assert!(!done.success);
    assert!(
        done.err.contains("standard input:2:2: not JSON"),
        "{}",
        done.err
    );
}

#[test]
fn explain_lists_each_expression_with_place_and_value_or_error() {
    let template = r#"{
  "type": "AdaptiveCard",
  "body": [
    {
      "type": "TextBlock",
      "$data": "${rows}",
      "$when": "${$index < 1}",
      "text": "${name}: ${json(broken)}"
    }
  ]
}"#;
    let data = json!({"rows": [{"name": "a", "broken": "{"}, {"name": "b"}]}).to_string();
    let (done, _folder) = render_texts(template, &data, &["--explain", "--format", "json"]);
    let rows = json_of(&done);
    let row = |i: usize| {
        (
            rows[i]["line"].as_u64().unwrap(),
            rows[i]["pointer"].as_str().unwrap(),
        )
    };
    assert_eq!(row(0), (6, "/body/0/$data"));
    assert_eq!(rows[0]["value"][1]["name"], "b");
    assert_eq!(row(1), (7, "/body/0/$when"));
    assert_eq!(rows[1]["expression"], "($index < 1)");
    assert_eq!(rows[1]["value"], true);
    assert_eq!(row(2), (8, "/body/0/text"));
    assert_eq!(rows[2]["value"], "a");
    assert_eq!(rows[3]["expression"], "json(broken)");
    assert!(
        rows[3]["value"].is_null() && rows[3]["error"].is_string(),
        "{rows:#}"
    );
    assert_eq!(rows[4]["value"], false, "the second item's $when");
    assert_eq!(rows.as_array().unwrap().len(), 5);

    let (text, _folder) = render_texts(template, &data, &["--explain"]);
    let header: Vec<_> = text
        .out
        .lines()
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(header, ["Line", "Place", "Expression", "Value", "Error"]);
}

#[test]
fn explain_says_which_entry_and_which_template() {
    let answer = json!({"results": [{"title": "Oil"}, {"title": "Wheel"}]});
    let rows = json_of(&render(&response(), &answer, &["--explain", "--json"]));
    assert_eq!(rows[0]["pointer"], "/responseCardTemplate/body/0/text");
    assert_eq!(rows[1]["pointer"], "/previewCardTemplate/title");
    assert_eq!(
        (&rows[0]["entry"], &rows[3]["entry"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(rows[3]["value"], "Wheel");
}

#[track_caller]
fn refused(template: &str, data: &str, place: &str, what: &str) {
    let (done, _folder) = render_texts(template, data, &[]);
    assert!(!done.success, "{}", done.out);
    let line = done.err.lines().last().unwrap_or_default();
    assert!(line.starts_with(&format!("cloakroom: {place}: ")), "{line}");
    assert!(line.contains(what), "{line}");
}

#[test]
fn what_is_wrong_is_told_with_file_line_and_column() {
    refused("{\n \"a\": }", "{}", "template.json:2:7", "");
    refused("[1]", "{}", "template.json:1:1", "an array");
    refused("{}", "{\n\"a\" 1}", "data.json:2:5", "not JSON");
    refused(
        "{\n  \"a\": \"x ${1 +} y\"\n}",
        "{}",
        "template.json:2:16",
        "expected",
    );
    refused(
        "{\n  \"a\": \"\\n${1 +}\"\n}",
        "{}",
        "template.json:2:8",
        "expected",
    );
    let response = r#"{"responseCardTemplate": {}, "previewCardTemplate": {"title": "x"},
 "jsonPath": "a["}"#;
    refused(response, "{}", "template.json:2:17", "expected");
    let missing = r#"{"responseCardTemplate": {}}"#;
    refused(missing, "{}", "template.json:1:1", "no previewCardTemplate");
}

#[test]
fn a_card_that_a_host_would_refuse_is_an_error_with_its_place() {
    let template =
        "{\"type\": \"AdaptiveCard\",\n \"body\": [{\"type\": \"Image\",\n \"url\": \"${u}\"}]}";
    refused(
        template,
        r#"{"u": "javascript:alert(1)"}"#,
        "template.json:3:9",
        "",
    );
    let template = format!("{:#}", response());
    let bad = r#"{"results": [{"title": "Oil"}]}"#;
    let broken = template.replace("${title}", "${formatNumber(title, 2)}");
    refused(&broken, bad, "template.json:10:17", "entry 1: ");
}
