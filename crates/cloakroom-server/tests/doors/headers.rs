//! The headers of every kind of answer, as one snapshot (SEC-WEB-09).

use std::fmt::Write as _;

use http::Request;
use serde_json::json;

use crate::sign_in::{csrf, path};
use crate::support::{Answer, Installation};

fn shown(name: &str, answer: &Answer, port: u16) -> String {
    let mut text = format!("{name} -> {}\n", answer.status.as_u16());
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| {
            !matches!(
                name.as_str(),
                "content-length" | "etag" | "location" | "refresh" | "vary" | "cloakroom-trace"
            )
        })
        .map(|(name, value)| {
            let value = value.to_str().unwrap().replace(&port.to_string(), "PORT");
            let value = if name == "set-cookie" {
                let (_, attributes) = value.split_once(';').unwrap();
                format!("…;{attributes}")
            } else {
                value
            };
            format!("  {name}: {value}")
        })
        .collect();
    headers.sort();
    for header in headers {
        writeln!(text, "{header}").unwrap();
    }
    text
}

/// Guard: `cloakroom_server::headers::apply`
#[tokio::test]
async fn sec_web_08_the_headers_of_all_kinds_of_pages_are_these() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let anonymous = cloakroom.anonymous();
    let port = cloakroom.provider.port;
    let mut all = String::new();
    for (name, answer) in [
        ("GET /", anonymous.get("/").await),
        ("GET /-/sign-in.css", anonymous.get("/-/sign-in.css").await),
        ("GET /healthz", anonymous.get("/healthz").await),
        ("GET /nowhere", anonymous.get("/nowhere").await),
        (
            "GET / under another name",
            anonymous
                .send(Request::get("/").header("host", "127.0.0.1:8787"), "")
                .await,
        ),
        (
            "GET /api/v1/session, anonymous",
            anonymous.get("/api/v1/session").await,
        ),
        ("GET /api/v1/session", alex.get("/api/v1/session").await),
        (
            "POST /api/invoke",
            alex.post("/api/invoke", &json!({"type": "message"})).await,
        ),
    ] {
        all.push_str(&shown(name, &answer, port));
    }
    let first = alex.get(&path(&link.url)).await;
    all.push_str(&shown("GET /sign-in/{ticket}", &first, port));
    let left = alex
        .submit(
            &format!("{}/continue", path(&link.url)),
            &format!("csrf={}", csrf(&first.text)),
        )
        .await;
    all.push_str(&shown("POST /sign-in/{ticket}/continue", &left, port));
    let callback = alex
        .get("/api/platform/v1.0/oAuthRedirect?state=x&code=y")
        .await;
    all.push_str(&shown(
        "GET /api/platform/v1.0/oAuthRedirect",
        &callback,
        port,
    ));
    all.push_str(&shown(
        "GET /signed-in/{id}",
        &alex.get(&format!("/signed-in/{}", link.id)).await,
        port,
    ));
    all.push_str(&shown(
        "GET /signed-in/problem/{code}",
        &alex.get("/signed-in/problem/x").await,
        port,
    ));
    all.push_str(&shown(
        "DELETE /api/v1/session",
        &alex.delete("/api/v1/session").await,
        port,
    ));
    insta::assert_snapshot!(all);
}
