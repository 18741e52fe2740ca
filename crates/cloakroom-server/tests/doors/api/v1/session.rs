//! `/api/v1/session`: entering, leaving, switching.

use http::Request;
use serde_json::json;

use crate::support::{Browser, Installation, PUBLIC_URL};

const COOKIE: &str = "__Host-cloakroom-session";

fn token_of(browser: &Browser) -> String {
    browser
        .cookies()
        .into_iter()
        .find(|(name, _)| name == COOKIE)
        .unwrap()
        .1
}

#[tokio::test]
async fn nobody_has_no_session() {
    let cloakroom = Installation::start().await;
    let answer = cloakroom.anonymous().get("/api/v1/session").await;
    assert_eq!(answer.problem(), (401, "not_signed_in".to_owned()));
}

#[tokio::test]
async fn a_code_is_previewed_without_being_used_and_then_enters_once() {
    let cloakroom = Installation::start().await;
    let code = cloakroom.enter_code("contoso", "karin").await;
    let browser = cloakroom.anonymous();
    for _ in 0..3 {
        let seen = browser
            .post("/api/v1/session/preview", &json!({"code": code}))
            .await;
        assert_eq!(seen.json(), json!({"displayName": "karin"}));
    }
    let entered = browser
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(
        (entered.status.as_u16(), &entered.json()["role"]),
        (200, &json!("admin"))
    );
    assert_eq!(
        browser.get("/api/v1/session").await.json()["user"]["name"],
        "karin"
    );
    let again = cloakroom
        .anonymous()
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(again.problem(), (403, "enter_code".to_owned()));
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    let cloakroom = Installation::start().await;
    let code = cloakroom.enter_code("contoso", "karin").await;
    cloakroom.advance(601);
    let late = cloakroom
        .anonymous()
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(late.problem(), (403, "enter_code".to_owned()));
}

#[tokio::test]
async fn a_link_never_replaces_a_live_session() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let code = cloakroom.enter_code("contoso", "karin").await;
    let refused = alex
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(refused.problem(), (409, "session_live".to_owned()));
    assert_eq!(
        alex.get("/api/v1/session").await.json()["user"]["name"],
        "alex"
    );
    // The code is still good where nobody is signed in.
    let entered = cloakroom
        .anonymous()
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(entered.status, 200);
}

/// Guard: `cloakroom_server::identity::session::begin`
#[tokio::test]
async fn sec_web_04_a_planted_session_id_is_never_taken_over() {
    let cloakroom = Installation::start().await;
    let browser = cloakroom.anonymous();
    browser.set_cookie(COOKIE, "planted-by-an-attacker");
    let code = cloakroom.enter_code("contoso", "karin").await;
    let entered = browser
        .post("/api/v1/session/enter", &json!({"code": code}))
        .await;
    assert_eq!(entered.status, 200);
    assert_ne!(token_of(&browser), "planted-by-an-attacker");
    assert_eq!(token_of(&browser).len(), 43);
    let attacker = cloakroom.anonymous();
    attacker.set_cookie(COOKIE, "planted-by-an-attacker");
    assert_eq!(attacker.get("/api/v1/session").await.status, 401);
    let set = entered.header("set-cookie");
    for attribute in ["__Host-", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
}

/// Guard: `cloakroom_server::routes::api::v1::session::leave`
#[tokio::test]
async fn sec_web_04_a_session_is_dead_on_the_server_after_leaving() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let stolen = token_of(&karin);
    assert_eq!(karin.delete("/api/v1/session").await.status, 204);
    assert!(karin.cookies().iter().all(|(name, _)| name != COOKIE));
    let thief = cloakroom.anonymous();
    thief.set_cookie(COOKIE, &stolen);
    assert_eq!(thief.get("/api/v1/session").await.status, 401);
}

/// Guard: `cloakroom_server::identity::session::of`
#[tokio::test]
async fn sec_web_04_a_session_ends_when_idle_and_in_any_case_after_a_week() {
    let cloakroom = Installation::start().await;
    let idle = cloakroom.enter("contoso", "alex").await;
    let busy = cloakroom.enter("contoso", "karin").await;
    let hour = 3600;
    for _ in 0..13 {
        cloakroom.advance(hour);
        assert_eq!(busy.get("/api/v1/session").await.status, 200);
        cloakroom.settle().await;
    }
    assert_eq!(idle.get("/api/v1/session").await.status, 401);
    for _ in 13..(7 * 24) {
        assert_eq!(busy.get("/api/v1/session").await.status, 200);
        cloakroom.settle().await;
        cloakroom.advance(hour);
    }
    assert_eq!(busy.get("/api/v1/session").await.status, 401);
}

#[tokio::test]
async fn two_session_cookies_are_none() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let request = Request::get("/api/v1/session")
        .header("host", "localhost:8787")
        .header(
            "cookie",
            format!("{COOKIE}={}; {COOKIE}=other", token_of(&karin)),
        );
    assert_eq!(cloakroom.anonymous().send(request, "").await.status, 401);
}

/// Guard: `cloakroom_server::identity::same_origin::require`
#[tokio::test]
async fn sec_web_05_a_change_needs_origin_token_and_content_type() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let token = karin.get("/api/v1/session").await.json()["csrfToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let complete = [
        ("origin", PUBLIC_URL),
        ("sec-fetch-site", "same-origin"),
        ("x-csrf-token", token.as_str()),
        ("content-type", "application/json"),
    ];
    let cases = [
        ("origin", "https://evil.example", (403, "cross_site")),
        ("sec-fetch-site", "cross-site", (403, "cross_site")),
        ("sec-fetch-site", "same-site", (403, "cross_site")),
        ("x-csrf-token", "another", (403, "csrf_token")),
        ("content-type", "text/plain", (415, "content_type")),
        (
            "content-type",
            "application/x-www-form-urlencoded",
            (415, "content_type"),
        ),
    ];
    for (header, value, (status, code)) in cases {
        let mut request = Request::post("/api/v1/persons");
        for (name, good) in complete {
            request = request.header(name, if name == header { value } else { good });
        }
        let answer = karin.send(request, r#"{"name": "mallory"}"#).await;
        assert_eq!(
            answer.problem(),
            (status, code.to_owned()),
            "{header}: {value}"
        );
    }
    let persons = karin.get("/api/v1/persons").await.text;
    assert!(!persons.contains("mallory"), "{persons}");
    let made = karin
        .post("/api/v1/persons", &json!({"name": "mallory"}))
        .await;
    assert_eq!(made.status, 201);
}

/// Guard: `cloakroom_server::routes::api::v1::session::require_own_page`
#[tokio::test]
async fn sec_web_05_another_site_signs_nobody_in_or_out() {
    let cloakroom = Installation::start().await;
    let code = cloakroom.enter_code("contoso", "karin").await;
    let body = json!({"code": code}).to_string();
    let victim = cloakroom.anonymous();
    for (site, origin, content_type) in [
        ("cross-site", "https://evil.example", "application/json"),
        ("cross-site", "null", "text/plain"),
        ("same-origin", PUBLIC_URL, "text/plain"),
    ] {
        let request = Request::post("/api/v1/session/enter")
            .header("origin", origin)
            .header("sec-fetch-site", site)
            .header("content-type", content_type);
        assert!(
            victim
                .send(request, body.clone())
                .await
                .status
                .is_client_error()
        );
        assert_eq!(victim.get("/api/v1/session").await.status, 401);
    }
    let alex = cloakroom.enter("contoso", "alex").await;
    let request = Request::delete("/api/v1/session").header("sec-fetch-site", "cross-site");
    assert_eq!(
        alex.send(request, "").await.problem(),
        (403, "cross_site".to_owned())
    );
    assert_eq!(alex.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn persons_are_switched_in_the_demo_only() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(
        karin.get("/api/v1/session").await.json()["demo"],
        json!(null)
    );
    let refused = karin
        .post("/api/v1/session/switch", &json!({"person": "alex"}))
        .await;
    assert_eq!(refused.problem(), (404, "demo_only".to_owned()));

    let demo = Installation::with(|config| config.demo = true).await;
    let karin = demo.enter("contoso", "karin").await;
    let old = token_of(&karin);
    let switched = karin
        .post("/api/v1/session/switch", &json!({"person": "alex"}))
        .await;
    assert_eq!(switched.json()["user"]["name"], "alex");
    let persons = switched.json()["demo"]["persons"].clone();
    assert!(
        persons
            .as_array()
            .unwrap()
            .iter()
            .any(|p| p["name"] == "alex" && p["current"] == true),
        "{persons}"
    );
    assert_ne!(token_of(&karin), old);
    let thief = demo.anonymous();
    thief.set_cookie(COOKIE, &old);
    assert_eq!(thief.get("/api/v1/session").await.status, 401);
    karin.take_token(&switched.json());
    let foreign = karin
        .post("/api/v1/session/switch", &json!({"person": "fay"}))
        .await;
    assert_eq!(foreign.problem(), (404, "person_unknown".to_owned()));
}
