//! Hostile expressions end with an error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_expressions::{
    Budget, Environment, ErrorKind, Expression, Limit, MAX_DEPTH, ParseErrorKind, Scope,
};
use serde_json::json;

fn limit(text: &str) -> Limit {
    let data = json!({"x": "${stringOrValue(x)}", "l": [1, 2, 3]});
    let budget = Budget {
        steps: 100_000,
        bytes: 1 << 20,
        depth: 100,
    };
    let environment = Environment::default();
    let expression = Expression::parse(text).unwrap();
    let error = expression
        .evaluate(Scope::new(&data), &environment, budget)
        .unwrap_err();
    match error.kind() {
        ErrorKind::Limit(limit) => limit,
        other => panic!("{text}: {other:?}: {error}"),
    }
}

/// Guard: adaptive_expressions::budget::Budget::make
#[test]
fn sec_pkg_07_what_functions_make_is_charged() {
    let a = "'aaaaaaaaaaaaaaaa'";
    let doubled = (0..8).fold(a.to_owned(), |t, _| format!("replace({t}, 'a', {a})"));
    limit(&doubled);
    limit("range(0, 1000000000)");
    limit("join(range(0, 40000), 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')");
    limit("foreach(range(0, 1000), a, foreach(range(0, 1000), b, a * b))");
}

#[test]
fn a_number_format_with_a_billion_digits_is_short() {
    let answer = adaptive_expressions::evaluate("length(formatNumber(1, 1000000000))", &json!({}));
    assert!(answer.unwrap().as_f64().unwrap() < 30.0);
}

#[test]
fn a_text_that_evaluates_itself_ends() {
    assert_eq!(limit("stringOrValue(x)"), Limit::Depth);
}

#[test]
fn nesting_is_allowed_up_to_the_limit_and_not_beyond() {
    let nested = |depth: usize| format!("{}n{}", "!(".repeat(depth), ")".repeat(depth));
    assert!(Expression::parse(&nested(30)).is_ok());
    let error = Expression::parse(&nested(MAX_DEPTH as usize + 1)).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::TooDeep);
    let long = vec!["n"; MAX_DEPTH as usize + 1].join("+");
    assert_eq!(
        Expression::parse(&long).unwrap_err().kind,
        ParseErrorKind::TooDeep
    );
}

/// Guard: adaptive_expressions::functions::pattern::compile
#[cfg(feature = "regex")]
#[test]
fn sec_pkg_13_patterns_run_in_linear_time_and_have_a_size_limit() {
    let data = json!({"s": "a".repeat(5000)});
    assert_eq!(
        adaptive_expressions::evaluate("isMatch(s, '(a+)+b')", &data).unwrap(),
        json!(false)
    );
    let error = Expression::parse("isMatch(s, '((a{1000}){1000}){1000}')").unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::Pattern);
}
