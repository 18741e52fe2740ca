#![allow(clippy::unwrap_used)]

use http::HeaderValue;
use proptest::prelude::*;

use super::*;

fn headers(fields: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for field in fields {
        headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(field).unwrap());
    }
    headers
}

const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;

fn scopes_of(names: &[&str]) -> Demand {
    Demand::Scopes(names.iter().map(|name| (*name).to_owned()).collect())
}

/// Guard: `cloakroom_host::challenge::demand`
#[test]
fn sec_egress_10_only_the_two_words_of_rfc_6750_are_acted_on() {
    let long = format!(
        "Bearer error=\"invalid_token\", x=\"{}\"",
        "y".repeat(MAX_BYTES)
    );
    let table: &[(StatusCode, &[&str], Demand)] = &[
        (
            UNAUTHORIZED,
            &["Bearer error=\"invalid_token\""],
            Demand::AnotherToken,
        ),
        (
            UNAUTHORIZED,
            &["bearer realm=\"a, b\", error=invalid_token"],
            Demand::AnotherToken,
        ),
        (
            UNAUTHORIZED,
            &["Basic realm=\"x\"", "Bearer error=\"invalid_token\""],
            Demand::AnotherToken,
        ),
        (
            UNAUTHORIZED,
            &["Negotiate, Bearer error=\"invalid_token\""],
            Demand::AnotherToken,
        ),
        (
            UNAUTHORIZED,
            &["Basic YWJj==, Bearer realm=\"r\", error=\"invalid_token\""],
            Demand::AnotherToken,
        ),
        (
            UNAUTHORIZED,
            &["DPoP algs=\"ES256\", Bearer error = \"invalid_token\""],
            Demand::AnotherToken,
        ),
        // Missing, empty, of another scheme, or only quoted.
        (UNAUTHORIZED, &[], Demand::Nothing),
        (UNAUTHORIZED, &[""], Demand::Nothing),
        (UNAUTHORIZED, &["Bearer"], Demand::Nothing),
        (
            UNAUTHORIZED,
            &["Bearer realm=\"error=invalid_token\""],
            Demand::Nothing,
        ),
        (
            UNAUTHORIZED,
            &["Bearer realm=\"x\\\", error=\\\"invalid_token\""],
            Demand::Nothing,
        ),
        (
            UNAUTHORIZED,
            &["Custom error=\"invalid_token\""],
            Demand::Nothing,
        ),
        (
            UNAUTHORIZED,
            &["Bearer error=\"invalid_request\""],
            Demand::Nothing,
        ),
        (
            UNAUTHORIZED,
            &["Bearer realm=\"unclosed, error=invalid_token"],
            Demand::Nothing,
        ),
        (UNAUTHORIZED, &["error=\"invalid_token\""], Demand::Nothing),
        (UNAUTHORIZED, &[&long], Demand::Nothing),
        // The word of the other status.
        (
            UNAUTHORIZED,
            &["Bearer error=\"insufficient_scope\", scope=\"a\""],
            Demand::Nothing,
        ),
        (
            FORBIDDEN,
            &["Bearer error=\"invalid_token\""],
            Demand::Nothing,
        ),
        (
            StatusCode::BAD_REQUEST,
            &["Bearer error=\"invalid_token\""],
            Demand::Nothing,
        ),
        (
            FORBIDDEN,
            &["Bearer error=\"insufficient_scope\", scope=\"a b a\""],
            scopes_of(&["a", "b"]),
        ),
        (
            FORBIDDEN,
            &["Bearer scope=\"a\", error=insufficient_scope"],
            scopes_of(&["a"]),
        ),
        (
            FORBIDDEN,
            &["Bearer error=\"insufficient_scope\""],
            scopes_of(&[]),
        ),
        (
            FORBIDDEN,
            &["Bearer error=\"insufficient_scope\", scope=\"a\\\\ b\""],
            scopes_of(&["b"]),
        ),
    ];
    for (status, fields, expected) in table {
        assert_eq!(
            demand(*status, &headers(fields)),
            *expected,
            "{status} {fields:?}"
        );
    }
}

#[test]
fn scopes_that_no_request_could_carry_are_left_out() {
    let many = (0..50)
        .map(|n| format!("s{n}"))
        .collect::<Vec<_>>()
        .join(" ");
    let header = format!("Bearer error=insufficient_scope, scope=\"{many}\"");
    let Demand::Scopes(scopes) = demand(FORBIDDEN, &headers(&[&header])) else {
        unreachable!("scopes are named")
    };
    assert_eq!(scopes.len(), MAX_SCOPES);
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in "[ -~]{0,80}") {
        let _ = challenges(&headers(&[&text]));
    }

    #[test]
    fn what_is_written_by_the_grammar_is_read_back(
        list in prop::collection::vec(("[A-Za-z]{1,8}", prop::collection::vec(("[a-z]{1,6}", "[ -~]{0,12}"), 1..4)), 1..4),
    ) {
        let quoted = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"");
        let text = list
            .iter()
            .map(|(scheme, parameters)| {
                let parameters: Vec<_> =
                    parameters.iter().map(|(name, value)| format!("{name}=\"{}\"", quoted(value))).collect();
                format!("{scheme} {}", parameters.join(", "))
            })
            .collect::<Vec<_>>()
            .join(", ");
        let expected: Vec<Challenge> = list
            .into_iter()
            .map(|(scheme, parameters)| Challenge { scheme, parameters })
            .collect();
        prop_assert_eq!(challenges(&headers(&[&text])), expected);
    }
}
