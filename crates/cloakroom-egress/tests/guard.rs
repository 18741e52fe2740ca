//! The guard against servers, names and addresses that mean no good.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::{
    EgressError, Exception, Guard, GuardError, Origin, OutboundRequest, Phase, Policy, Purpose,
    Refusal,
};
use http::StatusCode;
use support::{Names, Server, Wires, clock, encoded, guard_for, ok};

const PURPOSES: [Purpose; 7] = [
    Purpose::AppApi,
    Purpose::Token,
    Purpose::Revocation,
    Purpose::UserInfo,
    Purpose::Metadata,
    Purpose::Jwks,
    Purpose::Image,
];

fn get(url: url::Url) -> OutboundRequest {
    OutboundRequest::get(Purpose::AppApi, url)
}

fn refusal(error: EgressError) -> Refusal {
    match error {
        EgressError::Refused { refusal, .. } => refusal,
        other => unreachable!("{other}"),
    }
}

/// A guard whose names and wires are the test's; TLS is spoken by nobody here, so that requests
/// end with a TLS error once they were connected.
fn wired(names: &Names, wires: &Wires) -> Guard {
    Guard::with_seams(
        Policy::production(),
        Arc::new(names.clone()),
        Arc::new(wires.clone()),
        clock(),
    )
    .unwrap()
}

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

/// Guard: `cloakroom_egress::guard::Guard::send`
#[tokio::test]
async fn sec_egress_03_no_redirect_is_followed() {
    let other = Server::answering(ok("stolen")).await;
    for to in [
        other.url("/").to_string(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "//evil.example/".to_owned(),
        "/elsewhere".to_owned(),
    ] {
        for status in [
            "301 Moved",
            "302 Found",
            "303 See Other",
            "307 Temporary",
            "308 Permanent",
        ] {
            let answer =
                format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
            let server = Server::answering(answer).await;
            let guard = guard_for(&[&server, &other]);
            let mut request = get(server.url("/"));
            request
                .headers
                .insert("authorization", "Bearer canary".parse().unwrap());
            let response = guard.send(request).await.unwrap();
            assert!(response.status.is_redirection());
            assert_eq!(server.heads().len(), 1, "{to}");
        }
    }
    assert_eq!(other.connections(), 0);
}

/// Guard: `cloakroom_egress::connect::Connector::addresses`
#[tokio::test]
async fn sec_egress_04_a_name_with_an_inner_address_is_refused_and_never_dialled() {
    let server = Server::hanging_up().await;
    for answer in [
        &["169.254.169.254"][..],
        &["127.0.0.1"],
        &["::1"],
        &["10.0.0.1"],
        &["8.8.8.8", "169.254.169.254"],
        &["2606:4700::1111", "10.0.0.1"],
        &["64:ff9b::a9fe:a9fe"],
    ] {
        let names = Names::default().with("rebind.example", &[answer]);
        let wires = Wires::to(server.address);
        let error = wired(&names, &wires)
            .send(get("https://rebind.example/".parse().unwrap()))
            .await
            .unwrap_err();
        assert!(!error.sent());
        assert!(
            matches!(
                refusal(error),
                Refusal::Address { .. } | Refusal::Loopback(_)
            ),
            "{answer:?}"
        );
        assert!(wires.dialled().is_empty(), "{answer:?}");
    }
}

/// Guard: `cloakroom_egress::connect::Connector::open`
#[tokio::test]
async fn sec_egress_04_a_name_is_resolved_once_for_a_connection_and_that_address_is_dialled() {
    let server = Server::hanging_up().await;
    let names = Names::default().with("rebind.example", &[&["8.8.8.8"], &["169.254.169.254"]]);
    let wires = Wires::to(server.address);
    let guard = wired(&names, &wires);
    // The second answer, an instant later, is the attack; the first connection never sees it.
    guard
        .send(get("https://rebind.example/".parse().unwrap()))
        .await
        .unwrap_err();
    assert_eq!(names.asked(), ["rebind.example"]);
    assert_eq!(wires.dialled(), ["8.8.8.8:443".parse().unwrap()]);
    // The next connection asks again, and is refused.
    let error = guard
        .send(get("https://rebind.example/".parse().unwrap()))
        .await
        .unwrap_err();
    assert!(matches!(refusal(error), Refusal::Address { .. }));
    assert_eq!(wires.dialled().len(), 1);
}

/// Guard: `cloakroom_egress::pool::Pool::take`
#[tokio::test]
async fn sec_egress_04_a_kept_connection_asks_no_resolver_again() {
    let server = Server::answering(ok("x")).await;
    let names = Names::default().with("app.localhost", &[&["127.0.0.1"], &["169.254.169.254"]]);
    let policy = Policy::development([Exception::new("app.localhost", server.port()).unwrap()]);
    let guard = Guard::with_seams(
        policy,
        Arc::new(names.clone()),
        Arc::new(Wires::to(server.address)),
        clock(),
    )
    .unwrap();
    let url: url::Url = format!("http://app.localhost:{}/", server.port())
        .parse()
        .unwrap();
    guard.send(get(url.clone())).await.unwrap();
    assert!(guard.send(get(url)).await.unwrap().reused);
    assert_eq!(names.asked().len(), 1);
}

/// Guard: `cloakroom_egress::connect::Connector::resolve`
#[tokio::test]
async fn sec_egress_04_a_name_that_does_not_resolve_is_refused() {
    let server = Server::hanging_up().await;
    let names = Names::default().with("empty.example", &[&[]]);
    let wires = Wires::to(server.address);
    for host in ["unknown.example", "empty.example"] {
        let url = format!("https://{host}/").parse().unwrap();
        let error = wired(&names, &wires).send(get(url)).await.unwrap_err();
        assert!(matches!(error, EgressError::Unresolvable { .. }), "{error}");
    }
    assert!(wires.dialled().is_empty());
}

/// Guard: `cloakroom_egress::connect::Connector::race`
#[tokio::test]
async fn sec_egress_04_a_dead_or_silent_address_does_not_hide_a_live_one() {
    let server = Server::hanging_up().await;
    let names = Names::default().with("dual.example", &[&["2606:4700::1111", "8.8.8.8"]]);
    for wires in [
        Wires::to(server.address).dead("2606:4700::1111"),
        Wires::to(server.address).hanging("2606:4700::1111"),
    ] {
        // The server speaks no TLS: getting as far as the handshake is being connected.
        let error = wired(&names, &wires)
            .send(get("https://dual.example/".parse().unwrap()))
            .await
            .unwrap_err();
        assert!(matches!(error, EgressError::Tls { .. }), "{error}");
        assert_eq!(wires.dialled().len(), 2);
    }
    let wires = Wires::to(server.address)
        .dead("2606:4700::1111")
        .dead("8.8.8.8");
    let error = wired(&names, &wires)
        .send(get("https://dual.example/".parse().unwrap()))
        .await
        .unwrap_err();
    assert!(matches!(error, EgressError::Connect { .. }), "{error}");
}

/// Guard: `cloakroom_egress::guard::Guard::judge`
#[tokio::test]
async fn sec_egress_06_every_kind_of_url_is_refused_at_loopback() {
    let server = Server::answering(ok("")).await;
    let production = Guard::new(Policy::production(), clock()).unwrap();
    let other_port = Guard::new(
        Policy::development([Exception::new("127.0.0.1", 1).unwrap()]),
        clock(),
    )
    .unwrap();
    let port = server.port();
    for guard in [&production, &other_port] {
        for purpose in PURPOSES {
            for host in [
                "127.0.0.1",
                "localhost",
                "x.localhost",
                "localhost.",
                "2130706433",
                "[::1]",
                "[::ffff:7f00:1]",
            ] {
                for scheme in ["http", "https"] {
                    let url = format!("{scheme}://{host}:{port}/").parse().unwrap();
                    let error = guard
                        .send(OutboundRequest::get(purpose, url))
                        .await
                        .unwrap_err();
                    assert!(
                        matches!(error, EgressError::Refused { .. }),
                        "{purpose:?} {host}: {error}"
                    );
                }
            }
        }
    }
    assert_eq!(server.connections(), 0);
}

/// Guard: `cloakroom_egress::connect::Connector::judge`
#[tokio::test]
async fn sec_egress_05_addresses_in_urls_are_judged_like_those_of_names() {
    let server = Server::hanging_up().await;
    let wires = Wires::to(server.address);
    let guard = wired(&Names::default(), &wires);
    for host in [
        "169.254.169.254",
        "0xa9fea9fe",
        "10.1",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "0",
    ] {
        let url = format!("https://{host}/").parse().unwrap();
        let error = guard.send(get(url)).await.unwrap_err();
        assert!(
            matches!(error, EgressError::Refused { .. }),
            "{host}: {error}"
        );
    }
    assert!(wires.dialled().is_empty());
    // A public address inside NAT64 is dialled.
    guard
        .send(get("https://[64:ff9b::8.8.8.8]/".parse().unwrap()))
        .await
        .unwrap_err();
    assert_eq!(wires.dialled().len(), 1);
}

#[tokio::test]
async fn http_without_tls_and_credentials_in_urls_are_refused() {
    let guard = Guard::new(Policy::development([]), clock()).unwrap();
    for (url, expected) in [
        ("http://api.example/", Refusal::Cleartext),
        ("http://8.8.8.8/", Refusal::Cleartext),
        ("https://user:word@api.example/", Refusal::Credentials),
        ("file:///etc/passwd", Refusal::Scheme),
    ] {
        assert_eq!(
            refusal(guard.send(get(url.parse().unwrap())).await.unwrap_err()),
            expected,
            "{url}"
        );
    }
}

#[tokio::test]
async fn an_allowed_network_is_reached_with_tls_alone() {
    let server = Server::hanging_up().await;
    let wires = Wires::to(server.address);
    let names = Names::default().with("inside.example", &[&["10.1.2.3"]]);
    let policy = Policy {
        allowed_networks: vec!["10.0.0.0/8".parse().unwrap()],
        ..Policy::production()
    };
    let guard =
        Guard::with_seams(policy, Arc::new(names), Arc::new(wires.clone()), clock()).unwrap();
    guard
        .send(get("https://inside.example/".parse().unwrap()))
        .await
        .unwrap_err();
    assert_eq!(wires.dialled(), ["10.1.2.3:443".parse().unwrap()]);
    let error = guard
        .send(get("http://inside.example/".parse().unwrap()))
        .await
        .unwrap_err();
    assert_eq!(refusal(error), Refusal::Cleartext);
}

#[tokio::test]
async fn a_mapped_origin_is_dialled_and_named_to_the_server() {
    let server = Server::answering(ok("mapped")).await;
    let guard = Guard::new(Policy::development([]), clock()).unwrap();
    let origin: Origin = format!("http://{}", server.address).parse().unwrap();
    let request = get("https://repairs.example/repairs?a=b".parse().unwrap()).dial(Some(origin));
    assert_eq!(&guard.send(request).await.unwrap().body[..], b"mapped");
    assert!(server.heads()[0].starts_with("GET /repairs?a=b "));
    // Without the map the name itself is called, which is none.
    let error = guard
        .send(get("https://repairs.invalid/".parse().unwrap()))
        .await
        .unwrap_err();
    assert!(!error.sent());
}

#[tokio::test]
async fn a_map_leads_nowhere_but_to_loopback_and_the_public_internet() {
    let guard = Guard::new(Policy::development([]), clock()).unwrap();
    for to in [
        "https://169.254.169.254",
        "https://10.0.0.1",
        "http://10.0.0.1",
        "http://8.8.8.8",
    ] {
        let request =
            get("https://repairs.example/".parse().unwrap()).dial(Some(to.parse().unwrap()));
        let error = guard.send(request).await.unwrap_err();
        assert!(
            matches!(error, EgressError::Refused { .. }),
            "{to}: {error}"
        );
    }
}

/// Guard: `cloakroom_egress::policy::Policy::check`
#[tokio::test]
async fn sec_egress_15_production_refuses_loopback_exceptions_and_maps() {
    let policy = Policy {
        production: true,
        ..Policy::development([Exception::new("127.0.0.1", 8788).unwrap()])
    };
    let error = Guard::new(policy, clock()).unwrap_err();
    assert!(matches!(error, GuardError::Policy(_)), "{error}");
    assert!(error.to_string().contains("127.0.0.1:8788"));

    let server = Server::answering(ok("")).await;
    let guard = Guard::new(Policy::production(), clock()).unwrap();
    let origin: Origin = format!("http://{}", server.address).parse().unwrap();
    let request = get("https://repairs.example/".parse().unwrap()).dial(Some(origin));
    assert_eq!(
        refusal(guard.send(request).await.unwrap_err()),
        Refusal::MapInProduction
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_fixed_guard_calls_its_origin_and_no_other() {
    let server = Server::answering(ok("fixed")).await;
    let other = Server::answering(ok("")).await;
    let origin: Origin = format!("http://{}", server.address).parse().unwrap();
    let guard = Guard::fixed(origin, Vec::new(), clock()).unwrap();
    assert_eq!(
        &guard.send(get(server.url("/"))).await.unwrap().body[..],
        b"fixed"
    );
    assert_eq!(
        refusal(guard.send(get(other.url("/"))).await.unwrap_err()),
        Refusal::OtherOrigin
    );
    assert_eq!(other.connections(), 0);
}

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
    let error = guard_for(&[&server]).send(request).await.unwrap_err();
    assert_eq!(
        error,
        EgressError::HeaderTooLarge {
            limit: Guard::HEADER_BYTES
        }
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

/// Guard: `cloakroom_egress::guard::Guard::connect`
///
/// Plays in a process of its own, because the environment belongs to the whole process.
#[tokio::test]
async fn sec_egress_13_proxies_of_the_environment_are_not_used() {
    let proxy = Server::answering(ok("through the proxy")).await;
    let server = Server::answering(ok("direct")).await;
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        "the_child_that_calls_with_proxies_set",
        "--ignored",
        "--nocapture",
    ]);
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        child.env(name, format!("http://{}", proxy.address));
    }
    child.env("CALL_THIS", server.url("/").as_str());
    let done = tokio::task::spawn_blocking(move || child.output())
        .await
        .unwrap()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stdout)
    );
    assert_eq!(proxy.connections(), 0);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
#[ignore = "run by the test above, with an environment of its own"]
async fn the_child_that_calls_with_proxies_set() {
    let url: url::Url = std::env::var("CALL_THIS").unwrap().parse().unwrap();
    let exception = Exception::new("127.0.0.1", url.port().unwrap()).unwrap();
    let guard = Guard::new(Policy::development([exception]), clock()).unwrap();
    assert_eq!(&guard.send(get(url)).await.unwrap().body[..], b"direct");
}
