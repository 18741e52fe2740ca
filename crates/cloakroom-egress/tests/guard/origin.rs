//! Maps from declared origins to others, and guards for one origin.

use cloakroom_egress::{EgressError, Exception, Guard, GuardError, Origin, Policy, Refusal};

use crate::support::{Server, clock, get, ok, refusal};

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
