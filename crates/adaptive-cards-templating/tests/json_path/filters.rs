//! Comparisons and patterns that the suite leaves open.

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::json;

use crate::selected;

#[test]
fn integers_are_compared_exactly() {
    let document = json!([
        9_007_199_254_740_992_u64,
        9_007_199_254_740_993_u64,
        u64::MAX,
        -1
    ]);
    for (path, expected) in [
        (
            "$[?@ == 9007199254740993]",
            json!([9_007_199_254_740_993_u64]),
        ),
        ("$[?@ > 9007199254740993]", json!([u64::MAX])),
        ("$[?@ >= 18446744073709551615]", json!([u64::MAX])),
        ("$[?@ < 0]", json!([-1])),
        ("$[?@ <= -1.0]", json!([-1])),
    ] {
        assert_eq!(selected(path, Mode::Rfc9535, &document), expected, "{path}");
    }
}

#[test]
fn objects_are_equal_in_any_order_and_lists_in_one() {
    let document = json!([
        {"x": {"a": 1, "b": [1, 2]}, "y": {"b": [1, 2], "a": 1}},
        {"x": {"a": 1}, "y": {"a": 1, "b": 2}},
        {"x": {"a": 1, "b": 2}, "y": {"a": 1, "c": 2}},
        {"x": [1, 2], "y": [2, 1]},
        {"x": [1], "y": [1, 2]},
        {"x": [], "y": {}},
        {"x": 1, "y": 1.0}
    ]);
    let equal = selected("$[?@.x == @.y]", Mode::Rfc9535, &document);
    assert_eq!(equal, json!([document[0], document[6]]));
    let at_most = selected("$[?@.x <= @.y]", Mode::Rfc9535, &document);
    assert_eq!(at_most, json!([document[0], document[6]]));
}

#[cfg(feature = "regex")]
#[test]
fn what_is_no_i_regexp_matches_nothing() {
    let document = json!(["a1", "A1"]);
    for pattern in ["(?i)a1", r"a\\d", "a1("] {
        let path = format!("$[?match(@, '{pattern}')]");
        assert_eq!(
            selected(&path, Mode::Rfc9535, &document),
            json!([]),
            "{path}"
        );
    }
}

#[cfg(feature = "regex")]
#[test]
fn a_match_is_of_the_whole_text_whatever_its_alternatives() {
    let document = json!(["a", "b", "ab"]);
    assert_eq!(
        selected("$[?match(@, 'a|b')]", Mode::Rfc9535, &document),
        json!(["a", "b"])
    );
    assert_eq!(
        selected("$[?search(@, 'b')]", Mode::Rfc9535, &document),
        json!(["b", "ab"])
    );
}

/// Table 11 of RFC 9535, and what follows from it.
#[test]
fn at_most_and_at_least_hold_where_equal_or_ordered() {
    let document = json!({"obj": {"x": "y"}, "arr": [2, 3]});
    for (comparison, holds) in [
        ("$.absent1 == $.absent2", true),
        ("$.absent1 <= $.absent2", true),
        ("$.absent1 >= $.absent2", true),
        ("$.absent == 'g'", false),
        ("$.absent1 != $.absent2", false),
        ("$.absent != 'g'", true),
        ("$.absent <= 'g'", false),
        ("1 <= 2", true),
        ("1 > 2", false),
        ("13 == '13'", false),
        ("'a' <= 'b'", true),
        ("'a' > 'b'", false),
        ("$.obj == $.arr", false),
        ("$.obj != $.arr", true),
        ("$.obj == $.obj", true),
        ("$.obj != $.obj", false),
        ("$.arr == $.arr", true),
        ("$.obj == 17", false),
        ("$.obj <= $.arr", false),
        ("$.obj < $.arr", false),
        ("$.obj <= $.obj", true),
        ("$.arr >= $.arr", true),
        ("1 <= $.arr", false),
        ("1 >= $.arr", false),
        ("true <= true", true),
        ("true > true", false),
        ("true >= false", false),
        ("null >= null", true),
    ] {
        let found = selected(&format!("$[?{comparison}]"), Mode::Rfc9535, &document);
        assert_eq!(found != json!([]), holds, "{comparison}");
    }
}

/// Found by fuzzing: the literal was read as the float beside it.
#[test]
fn a_literal_beyond_the_integers_is_the_nearest_float() {
    let path = "$[?@ >= 15446744054467440773779551616]";
    let compiled = JsonPath::compile(path, Mode::Rfc9535).unwrap();
    assert_eq!(compiled.to_string(), "$[?@ >= 1.5446744054467441e+28]");
    let printed = JsonPath::compile(&compiled.to_string(), Mode::Rfc9535).unwrap();
    assert_eq!(printed, compiled);
}
