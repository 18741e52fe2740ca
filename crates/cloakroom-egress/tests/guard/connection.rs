//! Requests and answers on connections, kept and new.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::{EgressError, Exception, Guard, OutboundRequest, Policy, Purpose};
use cloakroom_model::TestClock;
use http::StatusCode;

use crate::support::{Server, get, guard_for, ok};

#[tokio::test]
async fn an_answer_is_read_whole_and_the_connection_used_again() {
    let server = Server::answering(ok("hello")).await;
    let guard = guard_for(&[&server]);
    let first = guard.send(get(server.url("/a?b=c"))).await.unwrap();
    let second = guard.send(get(server.url("/d"))).await.unwrap();
    assert_eq!(
        (first.status, &first.body[..]),
        (StatusCode::OK, &b"hello"[..])
    );
    assert_eq!((first.reused, second.reused), (false, true));
    assert_eq!(server.connections(), 1);
    let heads = server.heads();
    assert!(
        heads[0].starts_with("GET /a?b=c HTTP/1.1\r\n"),
        "{}",
        heads[0]
    );
    assert!(
        heads[0]
            .to_lowercase()
            .contains(&format!("host: {}", server.address)),
        "{}",
        heads[0]
    );
}

#[tokio::test]
async fn requests_whose_answer_must_not_be_lost_use_a_new_connection() {
    let server = Server::answering(ok("{}")).await;
    let guard = guard_for(&[&server]);
    for _ in 0..2 {
        let request =
            OutboundRequest::post(Purpose::Token, server.url("/token")).body("text/plain", "x");
        assert!(!guard.send(request).await.unwrap().reused);
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_is_replaced() {
    let server = Server::closing_after(ok("x")).await;
    let guard = guard_for(&[&server]);
    for _ in 0..3 {
        assert_eq!(
            guard.send(get(server.url("/"))).await.unwrap().status,
            StatusCode::OK
        );
    }
    assert_eq!(server.heads().len(), 3);
}

#[tokio::test]
async fn headers_of_the_connection_are_the_guards_own() {
    let server = Server::answering(ok("")).await;
    let mut request = get(server.url("/"));
    for name in [
        "host",
        "connection",
        "transfer-encoding",
        "content-length",
        "upgrade",
    ] {
        request.headers.insert(
            http::HeaderName::from_static(name),
            "evil.example".parse().unwrap(),
        );
    }
    guard_for(&[&server]).send(request).await.unwrap();
    assert!(
        !server.heads()[0].contains("evil.example"),
        "{}",
        server.heads()[0]
    );
}

#[tokio::test]
async fn what_is_no_http_is_told_as_such() {
    let server = Server::closing_after("SSH-2.0-OpenSSH\r\n").await;
    let error = guard_for(&[&server])
        .send(get(server.url("/")))
        .await
        .unwrap_err();
    assert!(
        matches!(error, EgressError::Protocol { sent: true, .. }),
        "{error}"
    );
}

/// RFC 9110 §9.2.2: only what can be repeated without harm.
///
/// Guard: `cloakroom_egress::guard::Guard::send`
#[tokio::test]
async fn a_get_whose_kept_connection_broke_is_repeated_once_and_a_post_is_not() {
    let server = Server::answering_once_a_connection(ok("x")).await;
    let guard = guard_for(&[&server]);
    guard.send(get(server.url("/"))).await.unwrap();
    let again = guard.send(get(server.url("/"))).await.unwrap();
    assert!(!again.reused);
    assert_eq!((server.heads().len(), server.connections()), (3, 2));
    // The second connection is kept, and breaks under the POST.
    let post = OutboundRequest::post(Purpose::AppApi, server.url("/")).body("text/plain", "x");
    let error = guard.send(post).await.unwrap_err();
    assert!(
        matches!(error, EgressError::Protocol { sent: true, .. }),
        "{error}"
    );
    let posts = server
        .heads()
        .iter()
        .filter(|head| head.starts_with("POST"))
        .count();
    assert_eq!((posts, server.connections()), (1, 2));
}

#[tokio::test]
async fn a_kept_connection_is_used_for_twenty_seconds() {
    let server = Server::answering(ok("x")).await;
    let clock = TestClock::default();
    let exception = Exception::new("127.0.0.1", server.port()).unwrap();
    let policy = Policy::development([exception]);
    let guard = Guard::new(policy, Arc::new(clock.clone())).unwrap();
    let mut reused = Vec::new();
    for seconds in [0, 20, 21, 40, 0] {
        clock.advance(Duration::from_secs(seconds));
        reused.push(guard.send(get(server.url("/"))).await.unwrap().reused);
    }
    assert_eq!(reused, [false, true, false, false, true]);
}
