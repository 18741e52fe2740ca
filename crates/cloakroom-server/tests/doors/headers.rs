//! The headers of every kind of answer, as one snapshot (SEC-WEB-09).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use http::Request;
use serde_json::json;

use crate::api::v1::{ROUTES, filled};
use crate::sign_in::{csrf, path};
use crate::support::{Answer, Installation};
use crate::waiting::FURTHER;

fn shown(name: &str, answer: &Answer, port: u16) -> String {
    format!(
        "{name} -> {}\n{}",
        answer.status.as_u16(),
        headers(answer, port)
    )
}

/// The headers that are the same whenever it is answered.
fn headers(answer: &Answer, port: u16) -> String {
    let mut text = String::new();
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

/// Guard: `cloakroom_server::headers::apply`
#[tokio::test]
async fn sec_web_09_the_headers_of_every_route_and_every_page_are_these() {
    let cloakroom = Installation::start().await;
    let operations = ROUTES
        .iter()
        .map(|(method, path, _)| (*method, filled(path, "x")));
    let further = FURTHER.map(|(method, path)| (method, path.to_owned()));
    // What has the same headers stands together, in the order of the table.
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for (method, path) in operations.chain(further) {
        // One of the routes ends the session, so each has its own.
        let karin = cloakroom.enter("contoso", "karin").await;
        let answer = karin.send_own(method, &path, &json!({})).await;
        let alike = kinds
            .entry(headers(&answer, cloakroom.provider.port))
            .or_default();
        writeln!(alike, "{method} {path} -> {}", answer.status.as_u16()).unwrap();
    }
    let all: Vec<String> = kinds
        .into_iter()
        .map(|(headers, routes)| format!("{routes}{headers}"))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}
