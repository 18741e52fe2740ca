//! Which addresses are dialled: resolved once, judged, and that one called.

use std::sync::Arc;

use cloakroom_egress::{EgressError, Exception, Guard, OutboundRequest, Policy, Purpose, Refusal};

use crate::support::{Names, Server, Wires, clock, get, ok, refusal, wired};

const PURPOSES: [Purpose; 8] = [
    Purpose::AppApi,
    Purpose::Token,
    Purpose::Revocation,
    Purpose::UserInfo,
    Purpose::Metadata,
    Purpose::Jwks,
    Purpose::Authorization,
    Purpose::Image,
];

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

#[tokio::test]
async fn http_without_tls_and_credentials_in_urls_are_refused() {
    let guard = Guard::new(Policy::development([]), clock()).unwrap();
    for (url, expected) in [
        ("http://api.example/", Refusal::Cleartext),
        ("http://8.8.8.8/", Refusal::Cleartext),
        ("https://user:word@api.example/", Refusal::Credentials),
        ("https://user@api.example/", Refusal::Credentials),
        ("https://:word@api.example/", Refusal::Credentials),
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
