//! Errors name the column and what was expected.

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError, Mode};

fn error(path: &str, mode: Mode) -> (usize, String) {
    match JsonPath::compile(path, mode) {
        Err(JsonPathError::Syntax { column, reason }) => (column, reason),
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn errors_of_rfc_9535_name_column_and_expectation() {
    for (path, column, part) in [
        ("results", 1, "`$`"),
        ("$.", 3, "a name or `*`"),
        ("$.a b", 4, "white space"),
        ("$a", 2, "`.`, `[` or the end"),
        ("$.é[", 5, "a quoted name, an index"),
        ("$['a'", 6, "`,` or `]`"),
        ("$['a", 3, "a closing `'`"),
        (r"$['\x']", 5, "`b`, `f`"),
        (r"$['\ud800']", 6, "surrogate"),
        (r"$['\u12']", 6, "four hexadecimal"),
        ("$['\u{1}']", 4, "control character"),
        ("$[01]", 3, "leading zero"),
        ("$[-]", 3, "digits"),
        ("$[9007199254740992]", 3, "2^53"),
        ("$[?@.a==]", 9, "a literal"),
        ("$[?@.a==01]", 9, "leading zero"),
        ("$[?1]", 4, "a condition"),
        ("$[?@.*==1]", 4, "a query for one node"),
        ("$[?1==@..a]", 7, "a query for one node"),
        ("$[?foo(@)]", 4, "not `foo`"),
        ("$[?count(1)==1]", 10, "a query"),
        ("$[?length(@.a]", 14, "`)`"),
        ("$[?(@.a]", 8, "`)`"),
        ("$[(@.length-1)]", 3, "scripts are not run"),
    ] {
        let (found, reason) = error(path, Mode::Rfc9535);
        assert_eq!(found, column, "{path}: {reason}");
        assert!(
            reason.starts_with("expected ") && reason.contains(part),
            "{path}: {reason}"
        );
    }
}

#[test]
fn errors_of_newtonsoft_mode_name_column_and_expectation() {
    for (path, column, part) in [
        ("results.", 9, "a name or `*`"),
        ("a b", 3, "`.`, `[` or the end"),
        ("items[(@.length-1)]", 7, "scripts are not run"),
        ("items.count()", 12, "functions and scripts are not run"),
        ("items(0)", 6, "functions and scripts are not run"),
        ("items[0", 8, "`,` or `]`"),
        ("items]", 6, "`.`, `[` or the end"),
        ("items[?(@.a =~ 'x')]", 16, "`/`"),
        ("items[?(@.a =~ /x)]", 20, "`/` at the end"),
    ] {
        let (found, reason) = error(path, Mode::Newtonsoft);
        assert_eq!(found, column, "{path}: {reason}");
        assert!(
            reason.starts_with("expected ") && reason.contains(part),
            "{path}: {reason}"
        );
    }
}

#[cfg(feature = "regex")]
#[test]
fn errors_of_json_net_patterns_stand_at_the_pattern() {
    assert_eq!(error("a[?(@.b =~ /(x/)]", Mode::Newtonsoft).0, 12);
    let (column, reason) = error("a[?(@.b =~ /x/g)]", Mode::Newtonsoft);
    assert!(column == 12 && reason.contains("not `g`"), "{reason}");
}

#[cfg(not(feature = "regex"))]
#[test]
fn patterns_are_refused_without_the_feature() {
    assert_eq!(error("$[?match(@, 'a')]", Mode::Rfc9535).0, 4);
    assert_eq!(error("[?(@ =~ /a/)]", Mode::Newtonsoft).0, 9);
}
