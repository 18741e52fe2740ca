//! Decision 26: under which names the doors answer.

use http::Request;
use serde_json::json;

use crate::support::{Installation, PUBLIC_URL};

#[tokio::test]
async fn a_page_asked_for_under_another_name_is_redirected_to_the_public_url() {
    let cloakroom = Installation::start().await;
    let browser = cloakroom.anonymous();
    for host in [
        "127.0.0.1:8787",
        "evil.example",
        "localhost",
        "localhost:8787.evil.example",
    ] {
        let answer = browser
            .send(
                Request::get("/inspector/7K3F-Q2WM?x=1").header("host", host),
                "",
            )
            .await;
        assert_eq!(answer.status, 307, "{host}");
        assert_eq!(
            answer.location(),
            format!("{PUBLIC_URL}/inspector/7K3F-Q2WM?x=1")
        );
    }
}

#[tokio::test]
async fn a_change_sent_to_another_name_is_misdirected() {
    let cloakroom = Installation::start().await;
    let request = Request::post("/api/v1/session/enter").header("host", "rebound.example");
    let answer = cloakroom.anonymous().send(request, "{}").await;
    assert_eq!(answer.problem(), (421, "misdirected".to_owned()));
}

#[tokio::test]
async fn an_internal_name_is_good_for_a_credential_and_for_nothing_else() {
    let cloakroom = Installation::with(|config| {
        config.internal_hosts = vec!["Cloakroom.internal:80".to_owned()];
    })
    .await;
    let bearer = format!("Bearer {}", cloakroom.administrator);
    let tenants = |host| Request::get("/api/v1/tenants").header("host", host);
    let browser = cloakroom.anonymous();
    let answer = browser
        .send(
            tenants("cloakroom.internal:80").header("authorization", &bearer),
            "",
        )
        .await;
    assert_eq!(answer.status, 200);
    let answer = browser
        .send(
            tenants("other.internal").header("authorization", &bearer),
            "",
        )
        .await;
    assert_eq!(answer.status, 421);
    let answer = browser.send(tenants("cloakroom.internal:80"), "").await;
    assert_eq!(answer.status, 307);
}

/// Guard: `cloakroom_server::host_check::check`
#[tokio::test]
async fn sec_web_06_forwarding_headers_change_nothing() {
    let cloakroom = Installation::start().await;
    let browser = cloakroom.anonymous();
    for header in [
        "forwarded",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x_forwarded_host",
        "x-real-ip",
        "x-original-url",
    ] {
        let request =
            Request::get("/api/v1/session").header(header, "host=evil.example;proto=https");
        assert_eq!(
            browser.send(request, "").await.problem(),
            (401, "not_signed_in".to_owned()),
            "{header}"
        );
    }
    let request = Request::post("/api/v1/persons/karin/link")
        .header(
            "authorization",
            format!("Bearer {}", cloakroom.administrator),
        )
        .header("cloakroom-tenant", "contoso")
        .header("content-type", "application/json")
        .header("x-forwarded-host", "evil.example");
    let link = browser.send(request, json!({}).to_string()).await.json();
    assert!(
        link["url"].as_str().unwrap().starts_with(PUBLIC_URL),
        "{link}"
    );
}

#[tokio::test]
async fn whoever_watches_the_process_may_use_any_name() {
    let cloakroom = Installation::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = cloakroom
            .anonymous()
            .send(Request::get(path).header("host", "10.0.0.7"), "")
            .await;
        assert_eq!(answer.status, 200, "{path}");
    }
}
