//! How often what may be done (OPS-06).

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::ConnectInfo;
use cloakroom_server::Rate;
use http::Request;
use serde_json::json;

use crate::support::{Browser, Installation, PUBLIC_URL};

fn search(text: &str) -> serde_json::Value {
    json!({"type": "invoke", "name": "composeExtension/query", "value": {
        "commandId": "listRepairs", "parameters": [{"name": "assignedTo", "value": text}],
    }})
}

#[tokio::test]
async fn one_users_flood_is_answered_with_429_and_no_other_user_is_affected() {
    let cloakroom = Installation::with(|config| {
        config.rate_limits.invokes_of_user = Rate::a_minute(60, 5);
    })
    .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let invoke = async |browser: &Browser| browser.post("/api/invoke", &search("x")).await;
    for _ in 0..5 {
        assert_ne!(invoke(&alex).await.status, 429);
    }
    let refused = invoke(&alex).await;
    assert_eq!(refused.problem(), (429, "too_many_requests".to_owned()));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_ne!(invoke(&karin).await.status, 429);
    cloakroom.clock.advance(Duration::from_secs(1));
    assert_ne!(invoke(&alex).await.status, 429);
}

#[tokio::test]
async fn tries_at_the_six_digits_are_counted_in_both_of_their_ways() {
    let cloakroom = Installation::with(|config| {
        config.rate_limits.code_checks_of_user = Rate::a_minute(60, 3);
    })
    .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let verify = json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": "1"}});
    let mut with_state = search("x");
    with_state["value"]["state"] = json!("123456");
    for activity in [&verify, &with_state, &verify] {
        assert_ne!(alex.post("/api/invoke", activity).await.status, 429);
    }
    for activity in [&verify, &with_state] {
        assert_eq!(alex.post("/api/invoke", activity).await.status, 429);
    }
    assert_ne!(alex.post("/api/invoke", &search("x")).await.status, 429);
}

#[tokio::test]
async fn sign_ins_and_callbacks_are_counted_by_address() {
    let cloakroom = Installation::with(|config| {
        config.rate_limits.sign_ins_of_address = Rate::a_minute(60, 2);
        config.rate_limits.callbacks_of_address = Rate::a_minute(60, 2);
    })
    .await;
    let browser = cloakroom.anonymous();
    let from = |address: &str, request: http::request::Builder| {
        let address: SocketAddr = format!("{address}:1").parse().unwrap();
        request.extension(ConnectInfo(address))
    };
    let callback = || Request::get("/api/platform/v1.0/oAuthRedirect?state=x&code=y");
    let go_on = || {
        Request::post("/sign-in/x/continue")
            .header("content-type", "application/x-www-form-urlencoded")
    };
    for request in [callback as fn() -> http::request::Builder, go_on] {
        for _ in 0..2 {
            let answer = browser.send(from("203.0.113.7", request()), String::new());
            assert_ne!(answer.await.status, 429);
        }
        let answer = browser.send(from("203.0.113.7", request()), String::new());
        let answer = answer.await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("retry-after")),
            (429, "1")
        );
        assert!(answer.text.contains("Not so fast"), "{}", answer.text);
        let other = browser.send(from("203.0.113.8", request()), String::new());
        assert_ne!(other.await.status, 429);
        // The terminal's own calls come from nowhere.
        let own = browser.send(request(), String::new()).await;
        assert_ne!(own.status, 429);
    }
}

#[tokio::test]
async fn packages_are_counted_by_tenant_and_entries_by_address() {
    let cloakroom = Installation::with(|config| {
        config.rate_limits.uploads_of_tenant = Rate::a_minute(60, 1);
        config.rate_limits.entries_of_address = Rate::a_minute(60, 1);
    })
    .await;
    let upload = async || {
        let request = Request::post("/api/v1/apps")
            .header(
                "authorization",
                format!("Bearer {}", cloakroom.administrator),
            )
            .header("cloakroom-tenant", "contoso")
            .header("content-type", "application/zip");
        let answer = cloakroom.anonymous().send(request, String::new()).await;
        answer.status.as_u16()
    };
    assert_eq!((upload().await, upload().await), (400, 429));
    let enter = async || {
        let address: SocketAddr = "203.0.113.7:1".parse().unwrap();
        let request = Request::post("/api/v1/session/enter")
            .header("content-type", "application/json")
            .header("origin", PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .extension(ConnectInfo(address));
        let body = json!({"code": "unknown"}).to_string();
        cloakroom.anonymous().send(request, body).await.problem()
    };
    assert_eq!(enter().await.1, "enter_code");
    assert_eq!(enter().await.1, "too_many_requests");
}
