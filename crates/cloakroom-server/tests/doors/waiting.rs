//! The nearest thing here to an event stream is the chat's long poll (SEC-WEB-12): there are no
//! streams and no sockets.

use http::Request;
use serde_json::json;

use crate::api::v1::{ROUTES, filled};
use crate::sign_in::{csrf, path};
use crate::support::Installation;

/// Guard: `cloakroom_server::routes::api::v1::sign_ins::show`
#[tokio::test]
async fn sec_web_12_who_leaves_while_a_poll_is_open_learns_nothing_more() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let caller = cloakroom.caller("contoso", "alex").await;
    let link = cloakroom.link(&caller, &registration).await;
    let poll = format!("/api/v1/sign-ins/{}?wait=20", link.id);
    let alex = std::sync::Arc::new(cloakroom.enter("contoso", "alex").await);
    let first = alex.get(&path(&link.url)).await;
    let waiting = {
        let (alex, poll) = (alex.clone(), poll.clone());
        tokio::spawn(async move { alex.get(&poll).await })
    };
    cloakroom.settle().await;
    assert!(!waiting.is_finished(), "nothing has happened yet");
    assert_eq!(alex.delete("/api/v1/session").await.status, 204);
    let form = format!("csrf={}", csrf(&first.text));
    alex.submit(&format!("{}/cancel", path(&link.url)), &form)
        .await;
    let answer = waiting.await.unwrap();
    assert_eq!(answer.problem(), (401, "not_signed_in".to_owned()));
    // Nor does anybody else ever.
    let dev = cloakroom.enter("contoso", "dev").await;
    let fay = cloakroom.enter("fabrikam", "fay").await;
    for other in [&dev, &fay] {
        assert_eq!(other.get(&poll).await.status, 404);
    }
    assert_eq!(cloakroom.anonymous().get(&poll).await.status, 401);
}

/// Guard: `cloakroom_server::routes::api::unknown`
#[tokio::test]
async fn sec_web_12_no_route_answers_as_a_stream_or_switches_to_a_socket() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let ours = ROUTES
        .iter()
        .filter(|(method, ..)| *method == "GET")
        .map(|(_, path, _)| filled(path, "x"));
    let further = [
        "/",
        "/portal",
        "/api/invoke",
        "/healthz",
        "/ws",
        "/events",
        "/api/v1/events",
    ];
    for path in ours.chain(further.map(str::to_owned)) {
        let request = Request::get(&path)
            .header("origin", "https://evil.example")
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("accept", "text/event-stream");
        let answer = karin.send(request, "").await;
        assert_ne!(answer.status, 101, "{path}");
        let kind = answer.header("content-type");
        assert!(!kind.starts_with("text/event-stream"), "{path}: {kind}");
        assert!(answer.headers.get("upgrade").is_none(), "{path}");
    }
}

/// What is answered beside the operations of the description: the pages, and the doors that
/// browsers and providers come to.
pub(crate) const FURTHER: [(&str, &str); 31] = [
    ("GET", "/"),
    ("GET", "/settings"),
    ("GET", "/inspector"),
    ("GET", "/portal"),
    ("GET", "/portal/apps"),
    ("GET", "/portal/apps/new"),
    ("GET", "/portal/apps/x/message-extension"),
    ("GET", "/portal/registrations"),
    ("GET", "/portal/registrations/new"),
    ("GET", "/portal/registrations/x/test"),
    ("GET", "/portal/api-keys"),
    ("GET", "/portal/grants"),
    ("GET", "/portal/sessions"),
    ("GET", "/portal/roles"),
    ("GET", "/portal/inspector/x"),
    ("GET", "/nowhere.js"),
    ("GET", "/-/sign-in.css"),
    ("GET", "/-/sign-in.js"),
    ("GET", "/-/signed-in.js"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", "/api/invoke"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v2/x"),
    ("GET", "/sign-in/x"),
    ("POST", "/sign-in/x/continue"),
    ("GET", "/signed-in/x"),
    ("GET", "/signed-in/problem/x"),
    ("GET", "/portal-sign-in/corp/callback"),
    ("GET", "/portal-sign-in-problem/x"),
    ("GET", "/api/platform/v1.0/oAuthRedirect"),
];

/// Guard: `cloakroom_server::headers::apply`
#[tokio::test]
async fn sec_web_09_every_route_forbids_framing_and_shares_nothing_with_other_origins() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let ours = ROUTES
        .iter()
        .map(|(method, path, _)| (*method, filled(path, "x")));
    let further = FURTHER.map(|(method, path)| (method, path.to_owned()));
    for (method, path) in ours.chain(further) {
        for method in [method, "OPTIONS"] {
            let request = Request::builder()
                .method(method)
                .uri(&path)
                .header("origin", "https://evil.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "x-csrf-token")
                .header("content-type", "application/json");
            // Without the token of the session nothing is changed by this.
            let answer = karin.send(request, json!({}).to_string()).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'"),
                "{method} {path}: {policy}"
            );
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{method} {path}: {policy}"
            );
            assert_eq!(
                answer.header("x-content-type-options"),
                "nosniff",
                "{method} {path}"
            );
            assert_eq!(
                answer.header("referrer-policy"),
                "no-referrer",
                "{method} {path}"
            );
            let resource = answer.header("cross-origin-resource-policy");
            assert_eq!(resource, "same-origin", "{method} {path}");
            let shared = answer
                .headers
                .keys()
                .filter(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(shared.count(), 0, "{method} {path}");
            let page = answer.header("content-type").starts_with("text/html");
            let opener = answer.header("cross-origin-opener-policy");
            if page {
                let popup = path.starts_with("/sign") || path.starts_with("/portal-sign-in");
                let expected = if popup {
                    "unsafe-none"
                } else {
                    "same-origin-allow-popups"
                };
                assert_eq!(opener, expected, "{method} {path}");
            }
        }
    }
}
