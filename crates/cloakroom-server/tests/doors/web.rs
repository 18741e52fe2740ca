//! The web UI and what is not there.

use http::Request;

use crate::api::v1::{Access, ROUTES, filled};
use crate::support::Installation;

#[tokio::test]
async fn the_index_answers_for_the_routes_of_the_ui_and_for_nothing_else() {
    let cloakroom = Installation::start().await;
    let browser = cloakroom.anonymous();
    for path in [
        "/",
        "/inspector/7K3F-Q2WM",
        "/portal",
        "/portal/registrations/new",
    ] {
        let page = browser.get(path).await;
        assert_eq!(
            (page.status.as_u16(), page.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert_eq!(
            page.header("cross-origin-opener-policy"),
            "same-origin-allow-popups"
        );
    }
    for path in [
        "/chat",
        "/index",
        "/api",
        "/assets/none.js",
        "/sign-in",
        "/signed-in",
    ] {
        assert_eq!(
            browser.get(path).await.problem(),
            (404, "route_unknown".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn another_method_is_told_as_such() {
    let cloakroom = Installation::start().await;
    let answer = cloakroom
        .anonymous()
        .send(Request::put("/api/v1/session"), "")
        .await;
    assert_eq!(answer.problem(), (405, "method_not_allowed".to_owned()));
    assert!(
        answer.header("allow").contains("GET"),
        "{:?}",
        answer.headers
    );
}

/// Other ways to write a path: those that have led around a proxy's patterns (see the sources of
/// SEC-WEB-07), in which `/healthz` and `/assets` stand for what everybody may ask for.
fn spellings(path: &str) -> Vec<String> {
    let (_, name) = path.rsplit_once('/').unwrap();
    let first = name.as_bytes()[0];
    let (head, rest) = path.split_at(path.len() - name.len());
    vec![
        path.to_owned(),
        format!("{path}?path=/healthz"),
        format!("{path}?/healthz"),
        format!("{path}#/healthz"),
        format!("{path}%23/healthz"),
        format!("{path}%3f/healthz"),
        format!("{path}/"),
        format!("{path}/."),
        format!("{path}/x/.."),
        format!("{path};/healthz"),
        format!("{path};jsessionid=1"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}.json"),
        format!("/{path}"),
        format!("//localhost:8787{path}"),
        format!("http://localhost:8787{path}"),
        format!("/healthz/..{path}"),
        format!("/healthz/%2e%2e{path}"),
        format!("/healthz%2f..{}", path.replace('/', "%2f")),
        format!("/healthz/..;{path}"),
        format!("/healthz/%5c..{path}"),
        format!("/assets/..{path}"),
        format!("/./{}", &path[1..]),
        path.replacen('/', "%2f", 2),
        path.replace("/v1/", "/v1//"),
        path.replace("/v1/", "/v1/./"),
        path.to_uppercase(),
        format!("{head}%{first:02x}{}", &rest[1..]),
        format!("{head}%25{first:02x}{}", &rest[1..]),
    ]
}

/// Headers by which proxies pass on a path or a method of their own.
const TOLD: [(&str, &str); 5] = [
    ("user-agent", "kube-probe/1.30"),
    ("user-agent", "ELB-HealthChecker/2.0"),
    ("user-agent", "GoogleHC/1.0"),
    ("x-original-url", "/healthz"),
    ("x-http-method-override", "OPTIONS"),
];

/// Guard: `cloakroom_server::identity::identify`
#[tokio::test]
async fn sec_web_07_no_spelling_of_a_path_no_method_and_no_header_skips_identity() {
    let cloakroom = Installation::start().await;
    let anonymous = cloakroom.anonymous();
    let alex = cloakroom.enter("contoso", "alex").await;
    let invoke = ("POST", "/api/invoke".to_owned(), Access::Members);
    let rows = ROUTES
        .iter()
        .map(|(method, path, access)| (*method, filled(path, "x"), *access));
    for (method, path, access) in rows.chain([invoke]) {
        if access == Access::Open {
            continue;
        }
        // Whoever is not let in is not let in by another spelling: nobody, and a member where
        // more is wanted.
        let above = access.lets_in()[1].then_some(&alex);
        let mut kept_out = vec![("anonymous", &anonymous)];
        if above.is_none() {
            kept_out.push(("a member", &alex));
        }
        for spelling in spellings(&path) {
            let Ok(uri) = spelling.parse::<http::Uri>() else {
                // Not even a request line: no server gets it.
                continue;
            };
            for (who, browser) in &kept_out {
                for (name, value) in TOLD {
                    let request = Request::builder()
                        .method(method)
                        .uri(&uri)
                        .header(name, value)
                        .header("content-type", "application/json");
                    let answer = browser.send(request, "{}").await;
                    assert!(
                        matches!(answer.status.as_u16(), 401 | 403 | 404 | 405),
                        "{who} {method} {spelling} {name}: {} {}",
                        answer.status,
                        answer.text
                    );
                }
            }
        }
        for other in ["HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "get"] {
            let request = Request::builder().method(other).uri(&path);
            let answer = anonymous.send(request, "").await;
            assert!(
                matches!(answer.status.as_u16(), 401 | 403 | 404 | 405),
                "{other} {path}: {}",
                answer.status
            );
        }
    }
}
