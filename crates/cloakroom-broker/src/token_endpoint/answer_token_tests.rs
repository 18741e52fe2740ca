//! What is taken out of an answer, and what never leaves it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::json;

use super::tests::{JSON, answered};
use super::*;
use crate::registration::settings_for_tests as settings;

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::take`
#[test]
fn sec_token_21_tokens_up_to_16_kib_are_kept_whole() {
    for (length, fits) in [(12 * 1024, true), (16 * 1024, true), (16 * 1024 + 1, false)] {
        let token = "x".repeat(length);
        let body = json!({"access_token": token, "refresh_token": token}).to_string();
        let answer = answered(200, JSON, body.as_bytes(), &settings());
        assert_eq!(answer.is_ok(), fits, "{length}");
        if let Ok(answer) = answer {
            assert_eq!(answer.access_token.expose(), token);
            assert_eq!(answer.refresh_token.unwrap().expose(), token);
        }
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::lifetime`
#[test]
fn sec_token_20_of_two_tokens_in_one_answer_the_earlier_end_holds_and_each_keeps_its_own() {
    let body = json!({
        "ok": true, "access_token": "bot", "token_type": "bot", "expires_in": 43200,
        "refresh_token": "bot-r",
        "authed_user": {
            "id": "U1", "access_token": "user", "token_type": "user", "expires_in": 600,
            "refresh_token": "user-r",
        },
    })
    .to_string();
    let mut settings = settings();
    for (pointer, access, refresh) in [
        (None, "bot", "bot-r"),
        (Some("/authed_user"), "user", "user-r"),
    ] {
        settings.token_pointer = pointer.map(str::to_owned);
        let answer = answered(200, JSON, body.as_bytes(), &settings).unwrap();
        assert_eq!(answer.access_token.expose(), access);
        assert_eq!(answer.refresh_token.as_ref().unwrap().expose(), refresh);
        assert_eq!(answer.expires_in, Some(Duration::from_mins(10)));
        assert_eq!(answer.pointer("/authed_user/id").as_deref(), Some("U1"));
        assert_eq!(answer.pointer("/authed_user/access_token"), None);
        assert_eq!(answer.pointer("/access_token"), None);
        assert_eq!(answer.pointer("/refresh_token"), None);
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::take`
#[test]
fn sec_token_20_the_bots_refresh_token_is_never_taken_for_the_users() {
    let body = json!({
        "access_token": "bot", "refresh_token": "bot-r", "token_type": "Bearer",
        "authed_user": {"access_token": "user", "token_type": "user"},
    })
    .to_string();
    let mut settings = settings();
    settings.token_pointer = Some("/authed_user".to_owned());
    let answer = answered(200, JSON, body.as_bytes(), &settings).unwrap();
    assert!(answer.refresh_token.is_none());
}

#[test]
fn the_token_pointer_finds_a_nested_token_and_refuses_where_there_is_none() {
    let body = r#"{"data":{"access_token":"a","token_type":"Bearer"},"refresh_token":"r"}"#;
    let mut settings = settings();
    settings.token_pointer = Some("/data".to_owned());
    let answer = answered(200, JSON, body.as_bytes(), &settings).unwrap();
    assert_eq!(answer.access_token.expose(), "a");
    assert_eq!(answer.refresh_token.unwrap().expose(), "r");
    settings.token_pointer = Some("/nowhere".to_owned());
    assert!(matches!(
        answered(200, JSON, body.as_bytes(), &settings).unwrap_err(),
        TokenError::Unreadable { place, .. } if place == "/nowhere"
    ));
}

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::scopes`
#[test]
fn sec_signin_22_granted_scopes_are_read_as_the_provider_writes_them() {
    let scopes = |separator: &str, scope: Value| {
        let mut settings = settings();
        separator.clone_into(&mut settings.scope_separator);
        let body = json!({"access_token": "a", "scope": scope}).to_string();
        answered(200, JSON, body.as_bytes(), &settings)
            .unwrap()
            .scopes
    };
    let list = |items: &[&str]| Some(items.iter().map(|item| (*item).to_owned()).collect());
    for (separator, scope, expected) in [
        (" ", json!("a b"), list(&["a", "b"])),
        (" ", json!("a,b"), list(&["a", "b"])),
        (" ", json!("a,x b"), list(&["a,x", "b"])),
        (",", json!("a,b"), list(&["a", "b"])),
        (",", json!("a b"), list(&["a", "b"])),
        ("+", json!("a+b"), list(&["a", "b"])),
        (" ", json!("a+b"), list(&["a+b"])),
        (" ", json!(["a", "b"]), list(&["a", "b"])),
        (" ", json!(""), None),
        (" ", json!(null), None),
        (" ", json!(7), None),
    ] {
        assert_eq!(
            scopes(separator, scope.clone()),
            expected,
            "{separator:?} {scope}"
        );
    }
}

#[test]
fn ops_01_no_error_and_no_debug_output_repeats_a_secret() {
    let body = json!({
        "access_token": "canary-access", "refresh_token": "canary-refresh",
        "id_token": "canary-id", "other": [{"access_token": "canary-nested"}],
    });
    let answer = answered(200, JSON, body.to_string().as_bytes(), &settings()).unwrap();
    assert!(!format!("{answer:?}").contains("canary"));
    assert!(!answer.rest.to_string().contains("canary"));
    for body in [
        r#"{"access_token":"canary"#,
        r#"{"access_token":"canary\u0001"}"#,
        "canary",
        r#"{"error":"the-code","error_description":"the-code was spent"}"#,
    ] {
        for status in [200, 400] {
            let error = answered(status, JSON, body.as_bytes(), &settings()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                !shown.contains("canary") && !shown.contains("the-code"),
                "{shown}"
            );
        }
    }
}

proptest! {
    #[test]
    fn sec_token_15_no_body_whatsoever_makes_reading_fail_otherwise_than_by_an_error(
        status in 100_u16..600,
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = answered(status, JSON, &body, &settings());
    }

    #[test]
    fn what_is_taken_for_a_success_always_has_a_sendable_token(
        access in any::<Option<String>>(), refresh in any::<Option<String>>(),
        kind in any::<Option<String>>(), lifetime in any::<Option<f64>>(),
    ) {
        let body = json!({
            "access_token": access, "refresh_token": refresh, "token_type": kind,
            "expires_in": lifetime,
        });
        if let Ok(answer) = answered(200, JSON, body.to_string().as_bytes(), &settings()) {
            let token = answer.access_token.expose();
            prop_assert!(!token.is_empty());
            let header = format!("Bearer {token}");
            prop_assert!(http::HeaderValue::from_str(&header).is_ok());
            prop_assert!(answer.refresh_token.is_none_or(|token| !token.expose().is_empty()));
        }
    }
}
