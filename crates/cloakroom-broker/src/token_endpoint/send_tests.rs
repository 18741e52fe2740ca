//! Token requests against a listening server on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use cloakroom_egress::{Exception, Policy};
use cloakroom_model::{SharedClock, TestClock};
use cloakroom_vault::RefreshToken;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::registration::settings_for_tests;

fn guard(port: u16) -> Guard {
    let clock: SharedClock = Arc::new(TestClock::default());
    let exception = Exception::new("127.0.0.1", port).unwrap();
    Guard::new(Policy::development([exception]), clock).unwrap()
}

fn settings(port: u16) -> Settings {
    let mut settings = settings_for_tests();
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:{port}/{path}")).unwrap();
    settings.token_endpoint = url("token");
    settings.revocation_endpoint = Some(url("revoke"));
    settings
}

async fn refresh(port: u16) -> Result<TokenAnswer, Failure> {
    let secret = ClientSecret::new("secret");
    let token = RefreshToken::new("old");
    let request = TokenRequest::Refresh { token: &token };
    send(&guard(port), &settings(port), Some(&secret), request).await
}

#[tokio::test]
async fn a_refresh_sends_what_the_registration_says_and_reads_the_answer() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/token"))
        .and(header(
            "authorization",
            "Basic cmVwYWlycy1jbGllbnQ6c2VjcmV0",
        ))
        .and(header("accept", "application/json"))
        .and(body_string("grant_type=refresh_token&refresh_token=old"))
        .respond_with(ResponseTemplate::new(200).set_body_json(serde_json::json!({
            "access_token": "new", "token_type": "Bearer", "expires_in": 60,
        })))
        .expect(1)
        .mount(&server)
        .await;
    let answer = refresh(server.address().port()).await.unwrap();
    assert_eq!(answer.access_token.expose(), "new");
    assert!(answer.refresh_token.is_none() && answer.leniencies.is_empty());
}

/// Guard: `cloakroom_broker::token_endpoint::send::send`, by `cloakroom_egress::Guard::send`
#[tokio::test]
async fn sec_token_10_a_redirect_is_not_followed_and_nothing_reaches_its_target() {
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        let target = format!("{}/elsewhere", server.uri());
        Mock::given(path("/token"))
            .respond_with(ResponseTemplate::new(status).insert_header("location", target.as_str()))
            .mount(&server)
            .await;
        let failure = refresh(server.address().port()).await.unwrap_err();
        assert_eq!(failure.error, TokenError::Redirected { status });
        assert!(!failure.sent, "the outcome is known: nothing was given");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }
}

/// Guard: `cloakroom_broker::token_endpoint::send::send`
#[tokio::test]
async fn sec_token_14_a_refused_client_is_not_tried_again_in_another_way() {
    let server = MockServer::start().await;
    let refusal = serde_json::json!({"error": "invalid_client"});
    Mock::given(path("/token"))
        .respond_with(ResponseTemplate::new(401).set_body_json(refusal))
        .mount(&server)
        .await;
    let failure = refresh(server.address().port()).await.unwrap_err();
    assert!(matches!(failure.error, TokenError::Client { .. }));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

/// Guard: `cloakroom_broker::token_endpoint::error::TokenError::leaves_outcome_unknown`
#[tokio::test]
async fn sec_token_05_a_lost_answer_leaves_the_outcome_unknown() {
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"access_token\":",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n{\"a",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            read
        });
        let failure = refresh(port).await.unwrap_err();
        assert!(failure.sent, "{answer:?}: {failure}");
        assert!(server.await.unwrap() > 0);
    }
}

/// Guard: `cloakroom_broker::token_endpoint::error::TokenError::leaves_outcome_unknown`
#[tokio::test]
async fn sec_token_05_a_request_that_never_left_has_a_known_outcome() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let failure = refresh(port).await.unwrap_err();
    assert!(!failure.sent, "{failure}");
    let settings = settings(port);
    let token = RefreshToken::new("old");
    let request = TokenRequest::Refresh { token: &token };
    let failure = send(&guard(port), &settings, None, request)
        .await
        .unwrap_err();
    assert!(matches!(failure.error, TokenError::Build(_)) && !failure.sent);
}

/// Guard: `cloakroom_broker::token_endpoint::send::revoke`
#[tokio::test]
async fn sec_token_19_a_revocation_is_authenticated_and_any_2xx_is_success() {
    for (status, done) in [
        (200, true),
        (204, true),
        (400, false),
        (503, false),
        (302, false),
    ] {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path("/revoke"))
            .and(header(
                "authorization",
                "Basic cmVwYWlycy1jbGllbnQ6c2VjcmV0",
            ))
            .and(body_string("token=t&token_type_hint=refresh_token"))
            .respond_with(ResponseTemplate::new(status))
            .expect(1)
            .mount(&server)
            .await;
        let port = server.address().port();
        let secret = ClientSecret::new("secret");
        let result = revoke(
            &guard(port),
            &settings(port),
            Some(&secret),
            "t",
            "refresh_token",
        )
        .await;
        assert_eq!(result.is_ok(), done, "{status}");
    }
}

#[tokio::test]
async fn without_a_revocation_endpoint_nothing_is_sent() {
    let mut settings = settings(9);
    settings.revocation_endpoint = None;
    let failure = revoke(&guard(9), &settings, None, "t", "access_token")
        .await
        .unwrap_err();
    assert_eq!(failure.error, TokenError::NoRevocationEndpoint);
}
