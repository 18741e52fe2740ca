//! The table of the module's documentation, row by row.

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::{Value, json};

use crate::selected;

/// What a path of a row does.
enum Does {
    /// Selects the same as a path of RFC 9535.
    Same(&'static str),
    /// Selects the repairs with these ids.
    Ids(&'static [u64]),
    /// Does not compile.
    Refused,
}

use Does::{Ids, Refused, Same};

/// The first column of each row, and paths of it.
const ROWS: &[(&str, &[(&str, Does)])] = &[
    (
        "empty, `$`, white space around the path",
        &[
            ("", Same("$")),
            ("$", Same("$")),
            (" \t$.data ", Same("$.data")),
        ],
    ),
    (
        "`results`, `.results`, `data.items`",
        &[
            ("results", Same("$.results")),
            (".results", Same("$.results")),
            ("data.items", Same("$.data.items")),
        ],
    ),
    (
        "`[0]`, `items[0]`, `['odd key']`, `*`",
        &[
            ("[0]", Same("$[0]")),
            ("data.items[0]", Same("$.data.items[0]")),
            ("['odd key']", Same("$['odd key']")),
            ("*", Same("$.*")),
        ],
    ),
    ("`..id`", &[("..id", Same("$..id"))]),
    (
        "`items.[0]`",
        &[("data.items.[0]", Same("$.data.items[0]"))],
    ),
    (
        "`odata-next`, `@type`, `2nd`",
        &[
            ("odata-next", Same("$['odata-next']")),
            ("@type", Same("$['@type']")),
            ("2nd", Same("$['2nd']")),
            ("it's", Same("$[\"it's\"]")),
            ("a(b", Refused),
            ("a b", Refused),
        ],
    ),
    (
        "`$type`",
        &[("$type", Same("$['$type']")), ("$.data", Same("$['data']"))],
    ),
    (
        "`[?(@.status == 'open')]`",
        &[
            ("results[?(@.status == 'open')]", Ids(&[1])),
            ("results[?(@.status)]", Ids(&[1, 2])),
            ("results[?(@.id > 1 && @.status)]", Ids(&[2])),
        ],
    ),
    (
        "`===`, `!==`, `<>`",
        &[
            ("results[?(@.id === 1)]", Ids(&[1])),
            ("results[?(@.status !== 'open')]", Ids(&[2])),
            ("results[?(@.id <> 2)]", Ids(&[1, 3])),
        ],
    ),
    (
        "`[?(@.title =~ /^oil/i)]`",
        &[
            ("results[?(@.title =~ /^oil/i)]", Ids(&[1])),
            ("results[?(@.title =~ /OIL/i)]", Ids(&[1, 2])),
            ("results[?(@.title =~ /oil/)]", Ids(&[2])),
        ],
    ),
    (
        "the option `m`",
        &[
            ("results[?(@.text =~ /^two$/)]", Ids(&[])),
            ("results[?(@.text =~ /^two$/m)]", Ids(&[1])),
        ],
    ),
    (
        "the option `s`",
        &[
            ("results[?(@.text =~ /one.two/)]", Ids(&[])),
            ("results[?(@.text =~ /one.two/s)]", Ids(&[1])),
            ("results[?(@.text =~ /ONE.^two/ism)]", Ids(&[1])),
        ],
    ),
    (
        "the option `x`",
        &[
            ("results[?(@.title =~ /(Oil) change/x)]", Ids(&[1])),
            ("results[?(@.title =~ /Oil change # all/x)]", Ids(&[])),
        ],
    ),
    (
        "any other option",
        &[("results[?(@.title =~ /oil/g)]", Refused)],
    ),
    (
        "`[?(@.tags[*] == 'red')]`",
        &[
            ("results[?(@.tags[*] == 'red')]", Ids(&[1])),
            ("results[?(@.tags[*] != 'red')]", Ids(&[1])),
        ],
    ),
    (
        "`[?(@.status != 'open')]`",
        &[
            ("results[?(@.status != 'open')]", Ids(&[2])),
            ("results[?(@.missing == @.other)]", Ids(&[])),
        ],
    ),
    (
        "`items[(@.length-1)]`",
        &[
            ("data.items[(@.length-1)]", Refused),
            ("$.data.items[(@.length-1)]", Refused),
            ("data.items[-1]", Same("$.data.items[2]")),
        ],
    ),
];

fn document() -> Value {
    json!({
        "results": [
            {"id": 1, "title": "Oil change", "tags": ["red", "small"], "status": "open",
                "text": "one\ntwo"},
            {"id": 2, "title": "Refill oil", "tags": [], "status": "done"},
            {"id": 3, "title": "Wheel"}
        ],
        "data": {"items": [10, 20, 30]},
        "odd key": 1, "odata-next": 2, "@type": 3, "$type": 4, "2nd": 5, "it's": 6, "a": 7
    })
}

#[test]
fn each_row_of_the_table_is_tested_and_no_other() {
    let text = include_str!("../../src/json_path/mod.rs");
    let documented: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "))
        .skip_while(|row| !row.starts_with("---"))
        .skip(1)
        .map(|row| row.split(" | ").next().unwrap_or_default())
        .collect();
    let tested: Vec<&str> = ROWS.iter().map(|(form, _)| *form).collect();
    assert_eq!(documented, tested);
}

#[test]
fn the_paths_of_each_row_do_what_it_says() {
    let document = document();
    for (form, paths) in ROWS {
        for (path, does) in *paths {
            if path.contains("=~") && !cfg!(feature = "regex") {
                continue;
            }
            match does {
                Refused => {
                    let compiled = JsonPath::compile(path, Mode::Newtonsoft);
                    assert!(compiled.is_err(), "{form}: {path}");
                }
                Same(other) => assert_eq!(
                    selected(path, Mode::Newtonsoft, &document),
                    selected(other, Mode::Rfc9535, &document),
                    "{form}: {path}"
                ),
                Ids(ids) => assert_eq!(
                    selected(&format!("{path}.id"), Mode::Newtonsoft, &document),
                    json!(ids),
                    "{form}: {path}"
                ),
            }
        }
    }
    // Two of the paths are for a list.
    let list = json!([7, 8]);
    assert_eq!(selected("[0]", Mode::Newtonsoft, &list), json!([7]));
}
