//! Times and sizes, each with its limit.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::{EgressError, Guard, OutboundRequest, Phase};

use crate::support::{Names, Server, Wires, encoded, get, guard_for, ok, wired};

/// Limits small enough that a test does not wait for them.
fn short(url: url::Url) -> OutboundRequest {
    let mut request = get(url);
    request.limits.first_byte = Duration::from_millis(50);
    request.limits.total = Duration::from_millis(120);
    request.limits.body_bytes = 1000;
    request
}

/// Guard: `cloakroom_egress::guard::Guard::exchange`
#[tokio::test]
async fn sec_egress_09_silent_and_dripping_servers_run_into_the_limits() {
    let silent = Server::answering("").await;
    let error = guard_for(&[&silent])
        .send(short(silent.url("/")))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        EgressError::Timeout {
            phase: Phase::FirstByte
        }
    );
    assert!(error.sent());
    let dripping = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx").await;
    let error = guard_for(&[&dripping])
        .send(short(dripping.url("/")))
        .await
        .unwrap_err();
    assert_eq!(error, EgressError::Timeout { phase: Phase::Body });
}

#[tokio::test]
async fn sec_egress_09_an_address_that_never_answers_runs_into_the_connect_limit() {
    let server = Server::hanging_up().await;
    let names = Names::default().with("slow.example", &[&["8.8.8.8"]]);
    let wires = Wires::to(server.address).hanging("8.8.8.8");
    let mut request = get("https://slow.example/".parse().unwrap());
    request.limits.connect = Duration::from_millis(50);
    let error = wired(&names, &wires).send(request).await.unwrap_err();
    assert_eq!(
        error,
        EgressError::Timeout {
            phase: Phase::Connect
        }
    );
    assert!(!error.sent());
}

/// Guard: `cloakroom_egress::body::read`
#[tokio::test]
async fn sec_egress_09_a_body_is_counted_as_it_comes() {
    let mut endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for _ in 0..50 {
        endless.push_str("64\r\n");
        endless.push_str(&"x".repeat(100));
        endless.push_str("\r\n");
    }
    for answer in [endless, ok(&"x".repeat(1001))] {
        let server = Server::answering(answer).await;
        let error = guard_for(&[&server])
            .send(short(server.url("/")))
            .await
            .unwrap_err();
        assert_eq!(error, EgressError::TooLarge { limit: 1000 });
    }
    let server = Server::answering(ok(&"x".repeat(1000))).await;
    assert_eq!(
        guard_for(&[&server])
            .send(short(server.url("/")))
            .await
            .unwrap()
            .body
            .len(),
        1000
    );
}

async fn compress(encoding: &str, text: &[u8]) -> Vec<u8> {
    use async_compression::tokio::bufread::{
        BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder,
    };
    use tokio::io::AsyncReadExt;
    let mut out = Vec::new();
    match encoding {
        "gzip" => GzipEncoder::new(text).read_to_end(&mut out).await,
        "br" => BrotliEncoder::new(text).read_to_end(&mut out).await,
        "deflate" => ZlibEncoder::new(text).read_to_end(&mut out).await,
        _ => DeflateEncoder::new(text).read_to_end(&mut out).await,
    }
    .unwrap();
    out
}

/// Guard: `cloakroom_egress::body::decode`
#[tokio::test]
async fn sec_egress_09_a_body_is_counted_again_after_decompression() {
    for (name, format) in [
        ("gzip", "gzip"),
        ("br", "br"),
        ("deflate", "deflate"),
        ("deflate", "raw"),
    ] {
        let honest = compress(format, &b"hello ".repeat(100)).await;
        let server = Server::answering(encoded(name, &honest)).await;
        assert_eq!(
            guard_for(&[&server])
                .send(short(server.url("/")))
                .await
                .unwrap()
                .body
                .len(),
            600,
            "{format}"
        );

        let bomb = compress(format, &vec![0; 1 << 20]).await;
        let mut request = short(server.url("/"));
        let server = Server::answering(encoded(name, &bomb)).await;
        request.url = server.url("/");
        request.limits.body_bytes = bomb.len().max(1000);
        request.limits.total = Duration::from_secs(5);
        let error = guard_for(&[&server]).send(request).await.unwrap_err();
        assert!(
            matches!(error, EgressError::TooLarge { .. }),
            "{format}: {error}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_encoded_is_read_as_it_is_however_that_is_said() {
    for encoding in ["identity", "", "identity, ", "Identity"] {
        let server = Server::answering(encoded(encoding, b"plain")).await;
        let answer = guard_for(&[&server]).send(short(server.url("/"))).await;
        assert_eq!(&answer.unwrap().body[..], b"plain", "{encoding}");
    }
    let packed = compress("gzip", b"packed").await;
    let server = Server::answering(encoded("identity, gzip", &packed)).await;
    let answer = guard_for(&[&server]).send(short(server.url("/"))).await;
    assert_eq!(&answer.unwrap().body[..], b"packed");
}

#[tokio::test]
async fn a_body_in_several_frames_is_read_whole() {
    let mut answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for part in ["one ", "two ", "three ", "four"] {
        answer.push_str(&format!("{:x}\r\n{part}\r\n", part.len()));
    }
    answer.push_str("0\r\n\r\n");
    let server = Server::answering(answer).await;
    let answer = guard_for(&[&server]).send(short(server.url("/"))).await;
    assert_eq!(&answer.unwrap().body[..], b"one two three four");
}

/// A server that answers nobody keeps its own slots busy; another's requests go on.
///
/// Guard: `cloakroom_egress::slots::Slots::take`
#[tokio::test]
async fn sec_egress_09_five_hundred_requests_to_a_silent_origin_leave_others_their_connections() {
    let (silent, other) = (
        Server::answering("").await,
        Server::answering(ok("x")).await,
    );
    let guard = Arc::new(guard_for(&[&silent, &other]));
    let asking: Vec<_> = (0..500)
        .map(|_| {
            let (guard, mut request) = (guard.clone(), get(silent.url("/")));
            request.limits.connect = Duration::from_millis(1500);
            request.limits.first_byte = Duration::from_secs(3);
            tokio::spawn(async move { guard.send(request).await.unwrap_err() })
        })
        .collect();
    while silent.heads().len() < 64 {
        tokio::task::yield_now().await;
    }
    for _ in 0..20 {
        guard.send(get(other.url("/"))).await.unwrap();
    }
    let (mut sent, mut busy) = (0, 0);
    for asking in asking {
        match asking.await.unwrap() {
            error @ EgressError::Busy { .. } => {
                assert!(!error.sent());
                busy += 1;
            }
            error => {
                assert!(error.sent(), "{error}");
                sent += 1;
            }
        }
    }
    assert_eq!((sent, busy), (64, 436));
    assert_eq!(silent.connections(), 64);
}

#[tokio::test]
async fn sec_egress_09_unknown_stacked_and_broken_encodings_are_refused() {
    for (encoding, body) in [
        ("zstd", &b"x"[..]),
        ("gzip, gzip", b"x"),
        ("gzip", b"not gzip"),
        ("br", b"\xff\xff"),
    ] {
        let server = Server::answering(encoded(encoding, body)).await;
        let error = guard_for(&[&server])
            .send(short(server.url("/")))
            .await
            .unwrap_err();
        assert!(
            matches!(error, EgressError::Encoding { .. }),
            "{encoding}: {error}"
        );
    }
}

#[tokio::test]
async fn sec_egress_09_a_head_beyond_the_limit_is_refused() {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nX-Long: {}\r\nContent-Length: 0\r\n\r\n",
        "x".repeat(Guard::HEADER_BYTES)
    );
    let server = Server::answering(answer).await;
    let mut request = short(server.url("/"));
    request.limits.first_byte = Duration::from_secs(5);
    request.limits.total = Duration::from_secs(5);
    // Just below it, a head is read.
    let long = "x".repeat(Guard::HEADER_BYTES - 200);
    let answer = format!("HTTP/1.1 200 OK\r\nX-Long: {long}\r\nContent-Length: 0\r\n\r\n");
    let honest = Server::answering(answer).await;
    let mut below = request.clone();
    below.url = honest.url("/");
    let answer = guard_for(&[&honest]).send(below).await.unwrap();
    assert_eq!(answer.headers["x-long"].len(), long.len());
    let error = guard_for(&[&server]).send(request).await.unwrap_err();
    assert_eq!(
        error,
        EgressError::HeaderTooLarge {
            limit: Guard::HEADER_BYTES
        }
    );
}
