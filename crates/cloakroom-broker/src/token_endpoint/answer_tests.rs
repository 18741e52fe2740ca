//! Bodies of token answers as providers really send them, and as attackers could.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use http::header;

use super::*;
use crate::registration::settings_for_tests as settings;

pub(super) const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn answered(
    status: u16,
    content_type: &str,
    body: &[u8],
    settings: &Settings,
) -> Result<TokenAnswer, TokenError> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
    headers.insert(
        header::DATE,
        "Thu, 01 Jan 2026 00:00:00 GMT".parse().unwrap(),
    );
    let status = StatusCode::from_u16(status).unwrap();
    read(status, &headers, body, settings, &["the-code"])
}

/// One line on what became of a body: tokens, lifetime and number of leniencies, or the error.
fn told(status: u16, content_type: &str, body: &str) -> String {
    match answered(status, content_type, body.as_bytes(), &settings()) {
        Ok(answer) => format!(
            "{} {} {} {}",
            answer.access_token.expose(),
            answer
                .refresh_token
                .as_ref()
                .map_or("-", RefreshToken::expose),
            answer
                .expires_in
                .map_or("-".to_owned(), |it| it.as_secs().to_string()),
            answer.leniencies.len(),
        ),
        Err(TokenError::Unreadable { place, .. }) => format!("unreadable {place}"),
        Err(TokenError::Refused { error, .. }) => format!("refused {error}"),
        Err(TokenError::Client { error, .. }) => format!("client {error}"),
        Err(TokenError::Rejected { error, .. }) => format!("rejected {error}"),
        Err(error) => error.code().to_owned(),
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::read`
#[test]
fn sec_token_15_successes_are_read_strictly_first_and_leniently_then() {
    for (status, content_type, body, expected) in [
        // By the letter of RFC 6749 §5.1: no leniency.
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#,
            "a r 3600 0",
        ),
        (
            200,
            "application/json; charset=UTF-8",
            r#"{"access_token":"a","token_type":"bearer","expires_in":3600}"#,
            "a - 3600 0",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"BEARER"}"#,
            "a - - 0",
        ),
        (
            200,
            "application/vnd.x+json",
            r#" {"access_token":"a","token_type":"Bearer"}"#,
            "a - - 0",
        ),
        // One leniency each.
        (
            201,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer"}"#,
            "a - - 1",
        ),
        (
            200,
            "text/html",
            r#"{"access_token":"a","token_type":"Bearer"}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            "\u{feff}{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
            "a - - 1",
        ),
        (200, JSON, r#"{"access_token":"a"}"#, "a - - 1"),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":null}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"bot"}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","tokenType":"Bearer","expires_in":1}"#,
            "a - 1 0",
        ),
        (
            200,
            JSON,
            r#"{"accessToken":"a","token_type":"Bearer"}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":" a\n","token_type":"Bearer"}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":"3600"}"#,
            "a - 3600 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":3600.7}"#,
            "a - 3600 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":0}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":1e300}"#,
            "a - 315360000 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_at":1767226200}"#,
            "a - 600 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_at":1767226200000}"#,
            "a - 600 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","expires_at":"2026-01-01T00:10:00Z"}"#,
            "a - 600 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","refresh_token":""}"#,
            "a - - 1",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"Bearer","refresh_token":null}"#,
            "a - - 0",
        ),
        // Sentry: other names, 201, an end instead of a lifetime.
        (
            201,
            JSON,
            r#"{"token":"a","refreshToken":"r","expiresAt":"2026-01-01T08:00:00.000000Z"}"#,
            "a r 28800 5",
        ),
        // GitHub and Facebook before they were asked for JSON.
        (
            200,
            FORM,
            "access_token=a&scope=repo%2Cgist&token_type=bearer",
            "a - - 2",
        ),
        (
            200,
            "text/plain",
            "access_token=a&expires=5183814",
            "a - - 2",
        ),
        (
            200,
            JSON,
            r#"{"ok":true,"access_token":"a","token_type":"bot","error":null}"#,
            "a - - 1",
        ),
    ] {
        assert_eq!(told(status, content_type, body), expected, "{body}");
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::read`
#[test]
fn sec_token_09_an_answer_with_a_sign_of_failure_or_without_a_token_is_none() {
    for (status, content_type, body, expected) in [
        // GitHub.
        (
            200,
            JSON,
            r#"{"error":"bad_verification_code","error_description":"x"}"#,
            "refused bad_verification_code",
        ),
        (
            200,
            FORM,
            "error=incorrect_client_credentials&error_description=x",
            "client incorrect_client_credentials",
        ),
        // Slack.
        (
            200,
            JSON,
            r#"{"ok":false,"error":"invalid_refresh_token"}"#,
            "refused invalid_refresh_token",
        ),
        (
            200,
            JSON,
            r#"{"ok":false,"error":"ratelimited"}"#,
            "provider_unavailable",
        ),
        (
            200,
            JSON,
            r#"{"ok":false,"access_token":"a"}"#,
            "rejected not_ok",
        ),
        // COROS.
        (
            200,
            JSON,
            r#"{"result":"5009","message":"x","access_token":"a"}"#,
            "rejected result_5009",
        ),
        // TikTok, and its API for businesses.
        (
            200,
            JSON,
            r#"{"data":{"error_code":10007,"description":"x"},"message":"error"}"#,
            "rejected error_code_10007",
        ),
        (
            200,
            JSON,
            r#"{"code":40002,"message":"x","data":{}}"#,
            "rejected code_40002",
        ),
        (
            200,
            JSON,
            r#"{"error":"invalid_grant","access_token":"a"}"#,
            "refused invalid_grant",
        ),
        (
            200,
            JSON,
            r#"{"error":{"message":"m","type":"OAuthException","code":190}}"#,
            "rejected OAuthException",
        ),
        // Nothing of use.
        (200, JSON, "{}", "unreadable /access_token"),
        (
            200,
            JSON,
            r#"{"access_token":""}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"   "}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":null}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":7}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":["a"]}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a\r\nX-Evil: 1"}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"é"}"#,
            "unreadable /access_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","refresh_token":{"x":1}}"#,
            "unreadable /refresh_token",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a""#,
            "unreadable line 1 column 19",
        ),
        (200, JSON, r#"["a"]"#, "unreadable body"),
        (200, JSON, r#""a""#, "unreadable body"),
        (200, JSON, "", "unreadable body"),
        (
            200,
            FORM,
            "access_token=a&access_token=b",
            "unreadable body",
        ),
        (200, FORM, "hello=world", "unreadable body"),
        (200, "text/plain", "access_token = a", "unreadable body"),
        // A page with status 200: a portal, not the token endpoint.
        (
            200,
            "text/html",
            "<html><body>Sign in</body></html>",
            "provider_unavailable",
        ),
        // Types that are not bearer.
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"DPoP"}"#,
            "token_type_unsupported",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":"mac"}"#,
            "token_type_unsupported",
        ),
        (
            200,
            JSON,
            r#"{"access_token":"a","token_type":7}"#,
            "unreadable /token_type",
        ),
    ] {
        assert_eq!(told(status, content_type, body), expected, "{body}");
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::refusal`
#[test]
fn sec_token_07_only_a_definite_refusal_of_the_grant_ends_it() {
    const GRANT: &str = r#"{"error":"invalid_grant"}"#;
    const CLIENT: &str = r#"{"error":"invalid_client"}"#;
    const PAGE: &str = "<html></html>";
    for (status, body, expected) in [
        (400, GRANT, "refused invalid_grant"),
        (401, GRANT, "refused invalid_grant"),
        (403, GRANT, "refused invalid_grant"),
        (404, GRANT, "rejected invalid_grant"),
        (429, GRANT, "provider_unavailable"),
        (500, GRANT, "provider_unavailable"),
        (503, GRANT, "provider_unavailable"),
        (400, CLIENT, "client invalid_client"),
        (401, CLIENT, "client invalid_client"),
        (
            400,
            r#"{"error":"unauthorized_client"}"#,
            "client unauthorized_client",
        ),
        (500, CLIENT, "provider_unavailable"),
        (
            400,
            r#"{"error":"invalid_request"}"#,
            "rejected invalid_request",
        ),
        (
            400,
            r#"{"error":"invalid_scope"}"#,
            "rejected invalid_scope",
        ),
        (
            400,
            r#"{"error":"temporarily_unavailable"}"#,
            "provider_unavailable",
        ),
        // What GitHub says with status 200 is not trusted with another one.
        (
            400,
            r#"{"error":"bad_refresh_token"}"#,
            "rejected bad_refresh_token",
        ),
        (400, PAGE, "unreadable body"),
        (401, PAGE, "unreadable body"),
        (401, "", "unreadable body"),
        (400, "{}", "unreadable /error"),
        (404, PAGE, "unreadable body"),
        (502, PAGE, "provider_unavailable"),
        (500, "", "provider_unavailable"),
        (408, "", "provider_unavailable"),
    ] {
        assert_eq!(told(status, JSON, body), expected, "{status} {body}");
        if status != 400 && status != 401 && status != 403 {
            assert!(!expected.starts_with("refused"), "{status}");
        }
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::read`
#[test]
fn sec_token_10_a_redirect_is_an_error_of_its_own_whatever_it_carries() {
    for status in [301, 302, 303, 307, 308] {
        let body = r#"{"access_token":"a","token_type":"Bearer"}"#;
        assert_eq!(told(status, JSON, body), "token_endpoint_redirected");
    }
}

#[test]
fn rel_09_a_busy_provider_says_how_long_to_wait() {
    let mut headers = HeaderMap::new();
    headers.insert(header::RETRY_AFTER, "17".parse().unwrap());
    let error = read(
        StatusCode::TOO_MANY_REQUESTS,
        &headers,
        b"",
        &settings(),
        &[],
    )
    .unwrap_err();
    assert_eq!(
        error,
        TokenError::Transient {
            status: 429,
            retry_after: Some(Duration::from_secs(17)),
            error: None,
        }
    );
}
