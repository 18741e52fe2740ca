//! The forms of Json.NET, as in the table of the module's documentation.

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::{Value, json};

use crate::selected;

fn document() -> Value {
    json!({
        "results": [
            {"id": 1, "title": "Oil change", "tags": ["red", "small"], "status": "open"},
            {"id": 2, "title": "Refill oil", "tags": [], "status": "done"},
            {"id": 3, "title": "Wheel"}
        ],
        "data": {"items": [10, 20, 30]},
        "odd key": 1,
        "odata-next": 2,
        "@type": 3,
        "$type": 4,
        "2nd": 5,
        "it's": 6
    })
}

#[test]
fn the_forms_of_json_net_are_taken() {
    let document = document();
    for (path, expected) in [
        ("", json!([document])),
        ("  ", json!([document])),
        ("$", json!([document])),
        (" $ ", json!([document])),
        ("data", json!([{"items": [10, 20, 30]}])),
        (".data", json!([{"items": [10, 20, 30]}])),
        (" data ", json!([{"items": [10, 20, 30]}])),
        ("$.data.items", json!([[10, 20, 30]])),
        ("data.items", json!([[10, 20, 30]])),
        ("data.items[1]", json!([20])),
        ("data.items.[1]", json!([20])),
        ("data.items[-1]", json!([30])),
        ("data.items[-1:]", json!([30])),
        ("data.items[0,2]", json!([10, 30])),
        ("data.items[0:2]", json!([10, 20])),
        ("data.items[*]", json!([10, 20, 30])),
        ("data.*", json!([[10, 20, 30]])),
        ("['odd key']", json!([1])),
        ("['odata-next','@type']", json!([2, 3])),
        ("$['odd key']", json!([1])),
        (r"['it\'s']", json!([6])),
        (r#"["it\'s"]"#, json!([6])),
        ("it's", json!([6])),
        ("odata-next", json!([2])),
        ("@type", json!([3])),
        ("$.@type", json!([3])),
        ("$type", json!([4])),
        ("2nd", json!([5])),
        ("..id", json!([1, 2, 3])),
        ("$..id", json!([1, 2, 3])),
        ("data..[0]", json!([10])),
        ("results[*].id", json!([1, 2, 3])),
        ("missing", json!([])),
        ("missing[0].id", json!([])),
        ("data.items.x", json!([])),
    ] {
        assert_eq!(
            selected(path, Mode::Newtonsoft, &document),
            expected,
            "{path}"
        );
    }
    assert_eq!(
        selected("[0]", Mode::Newtonsoft, &json!([7, 8])),
        json!([7])
    );
    assert_eq!(
        selected("[*].id", Mode::Newtonsoft, &json!([{"id": 7}])),
        json!([7])
    );
    assert_eq!(
        selected("*", Mode::Newtonsoft, &json!({"a": 7})),
        json!([7])
    );
}

#[test]
fn the_filters_of_json_net_compare_as_there() {
    let document = document();
    for (path, ids) in [
        ("results[?(@.id > 1)].id", json!([2, 3])),
        ("results[?(@.status == 'open')].id", json!([1])),
        ("results[?(@.status)].id", json!([1, 2])),
        ("$.results[?(@.status=='open'||@.id==3)].id", json!([1, 3])),
        ("results[?(@.status === 'open')].id", json!([1])),
        ("results[?(@.status !== 'open')].id", json!([2])),
        ("results[?(@.status <> 'open')].id", json!([2])),
        ("results[?(@.tags[*] == 'red')].id", json!([1])),
        ("results[?('red' == @.tags[*])].id", json!([1])),
        ("results[?(@.tags[*] != 'red')].id", json!([1])),
        // Absent: no comparison holds.
        ("results[?(@.status != 'open')].id", json!([2])),
        ("results[?(@.status == @.missing)].id", json!([])),
        ("results[?(@.missing == $.missing)].id", json!([])),
        ("results[?(!(@.status == 'open'))].id", json!([2, 3])),
        ("results[?(@.odd-name != 1)].id", json!([])),
        ("results[?@.id == $.odata-next].id", json!([2])),
        ("results[?length(@.tags) == 2].id", json!([1])),
    ] {
        assert_eq!(selected(path, Mode::Newtonsoft, &document), ids, "{path}");
    }
    let absent = "$.results[?@.status != 'open'].id";
    assert_eq!(
        selected(absent, Mode::Rfc9535, &document),
        json!([2, 3]),
        "RFC 9535 differs"
    );
}

#[cfg(feature = "regex")]
#[test]
fn the_patterns_of_json_net_are_taken() {
    let document = document();
    for (path, ids) in [
        ("results[?(@.title =~ /oil/)].id", json!([2])),
        ("results[?(@.title =~ /oil/i)].id", json!([1, 2])),
        ("results[?(@.title=~/^oil/i)].id", json!([1])),
        (r"results[?(@.title =~ /^Oil\/?\s/)].id", json!([1])),
        ("results[?(@.id =~ /1/)].id", json!([])),
        ("results[?(@.missing =~ /./)].id", json!([])),
    ] {
        assert_eq!(selected(path, Mode::Newtonsoft, &document), ids, "{path}");
    }
}

#[test]
fn the_forms_of_json_net_are_refused_in_rfc_9535_mode() {
    for path in [
        "",
        "results",
        ".a",
        "[0]",
        " $",
        "$ ",
        "$.odata-next",
        "$.@type",
        "$.a.[0]",
        "$[?@.a === 1]",
        "$[?@.a <> 1]",
        "$[?@.a =~ /a/]",
        "$[?@.* == 1]",
        r#"$["it\'s"]"#,
    ] {
        assert!(JsonPath::compile(path, Mode::Rfc9535).is_err(), "{path}");
    }
}
