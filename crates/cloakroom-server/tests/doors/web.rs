//! The web UI and what is not there.

use http::Request;

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

/// Guard: `cloakroom_server::identity::identify`
#[tokio::test]
async fn sec_web_07_no_spelling_of_a_path_and_no_user_agent_skips_identity() {
    let cloakroom = Installation::start().await;
    let browser = cloakroom.anonymous();
    for path in [
        "/api/v1/grants?path=/healthz",
        "/api/v1/grants?/healthz",
        "/api/v1//grants",
        "/api/v1/grants/",
        "/api/v1/grants;/healthz",
        "/healthz/../api/v1/grants",
        "/healthz/%2e%2e/api/v1/grants",
        "/healthz%2f..%2fapi/v1/grants",
        "/API/V1/grants",
        "/api/v1/%67rants",
        "/assets/../api/v1/grants",
    ] {
        for agent in ["kube-probe/1.30", "ELB-HealthChecker/2.0", "GoogleHC/1.0"] {
            let answer = browser
                .send(Request::get(path).header("user-agent", agent), "")
                .await;
            assert!(
                matches!(answer.status.as_u16(), 401 | 404),
                "{path} {agent}: {}",
                answer.status
            );
            assert!(
                !answer.text.contains("\"grants\""),
                "{path}: {}",
                answer.text
            );
        }
    }
}
