//! The code flow over real connections: page, login, consent, code, tokens.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::HashMap;

use sample_authorization_server::{Client, Config, Running, Script, spawn};
use support::{Answer, form, post, send};
use url::Url;

const REDIRECT: &str = "http://localhost:9/callback";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

async fn server(script: &str) -> Running {
    spawn(Config {
        clients: vec![Client::confidential(
            "cloakroom",
            "Cloakroom",
            "s3cret",
            REDIRECT,
        )],
        script: serde_json::from_str::<Script>(script).unwrap(),
        ..Config::default()
    })
    .await
    .unwrap()
}

fn request() -> Vec<(&'static str, &'static str)> {
    vec![
        ("client_id", "cloakroom"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "repairs.read openid"),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

fn changed(name: &str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    let mut request = request();
    request.retain(|(key, _)| *key != name);
    request.extend(value.map(|value| (Box::leak(name.to_owned().into_boxed_str()) as &str, value)));
    request
}

async fn authorize(running: &Running, request: &[(&str, &str)], cookie: &str) -> Answer {
    let target = format!("/authorize?{}", form(request));
    send(running.addr, "GET", &target, &[("cookie", cookie)], "")
        .await
        .unwrap()
}

fn cookie(answer: &Answer) -> String {
    answer
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

fn waiting(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"request\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Signs karin in and stops at the consent page: the cookie and the request's id.
async fn signed_in(running: &Running) -> (String, String) {
    let page = authorize(running, &request(), "").await;
    assert_eq!(page.status, 200);
    let id = waiting(&page);
    let fields = [
        ("request", id.as_str()),
        ("username", "karin"),
        ("password", "repairs"),
    ];
    let answer = post(
        running.addr,
        "/login",
        &[("cookie", &cookie(&page))],
        &fields,
    )
    .await
    .unwrap();
    assert_eq!(
        answer.header("location"),
        Some(format!("/consent?request={id}").as_str())
    );
    (cookie(&answer), id)
}

async fn decide(running: &Running, decision: &str) -> HashMap<String, String> {
    let (cookie, id) = signed_in(running).await;
    let page = send(
        running.addr,
        "GET",
        &format!("/consent?request={id}"),
        &[("cookie", &cookie)],
        "",
    )
    .await
    .unwrap();
    assert!(page.body.contains("See your repairs"), "{}", page.body);
    let fields = [("request", id.as_str()), ("decision", decision)];
    let answer = post(running.addr, "/consent", &[("cookie", &cookie)], &fields)
        .await
        .unwrap();
    answered(&answer)
}

fn answered(answer: &Answer) -> HashMap<String, String> {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let location = Url::parse(answer.header("location").unwrap()).unwrap();
    assert!(location.as_str().starts_with(REDIRECT));
    location.query_pairs().into_owned().collect()
}

async fn exchange(running: &Running, code: &str) -> Option<Answer> {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("client_id", "cloakroom"),
        ("client_secret", "s3cret"),
    ];
    post(running.addr, "/token", &[], &fields).await
}

async fn refresh(running: &Running, token: &str) -> Option<Answer> {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", "cloakroom"),
        ("client_secret", "s3cret"),
    ];
    post(running.addr, "/token", &[], &fields).await
}

#[tokio::test]
async fn a_user_signs_in_allows_and_the_code_gives_tokens() {
    let running = server("{}").await;
    let answer = decide(&running, "allow").await;
    assert_eq!(answer["state"], "the state");
    assert_eq!(answer["iss"], running.issuer());
    let tokens = exchange(&running, &answer["code"]).await.unwrap().json();
    assert_eq!(tokens["scope"], "repairs.read openid");
    assert_eq!(tokens["expires_in"], 3600);
    assert!(tokens["id_token"].is_string());
    let refreshed = refresh(&running, tokens["refresh_token"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(refreshed.status, 200);
    let counters = running.server.log().counters();
    assert_eq!(
        (counters.exchanges_granted, counters.refreshes_granted),
        (1, 1)
    );
}

#[tokio::test]
async fn a_user_who_denies_sends_back_access_denied_and_no_code() {
    let running = server("{}").await;
    let answer = decide(&running, "deny").await;
    assert_eq!(answer["error"], "access_denied");
    assert_eq!(answer["state"], "the state");
    assert!(!answer.contains_key("code"));
}

#[tokio::test]
async fn a_wrong_password_is_told_in_plain_words_and_can_be_tried_again() {
    let running = server("{}").await;
    let page = authorize(&running, &request(), "").await;
    let id = waiting(&page);
    let fields = [
        ("request", id.as_str()),
        ("username", "karin"),
        ("password", "wrong"),
    ];
    let answer = post(
        running.addr,
        "/login",
        &[("cookie", &cookie(&page))],
        &fields,
    )
    .await
    .unwrap();
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("don&#39;t go together"));
    assert_eq!(waiting(&answer), id);
}

#[tokio::test]
async fn a_consent_page_cannot_be_answered_from_another_browser() {
    let running = server("{}").await;
    let (_, id) = signed_in(&running).await;
    let fields = [("request", id.as_str()), ("decision", "allow")];
    let answer = post(running.addr, "/consent", &[], &fields).await.unwrap();
    assert_eq!(answer.status, 400);
    assert!(running.server.grants().is_empty());
}

#[tokio::test]
async fn a_request_with_a_foreign_redirect_uri_or_client_goes_nowhere() {
    let running = server("{}").await;
    for wrong in [
        changed("redirect_uri", Some("http://localhost:9/callback/")),
        changed("redirect_uri", Some("http://localhost:9/CALLBACK")),
        changed("redirect_uri", None),
        changed("client_id", Some("other")),
        [request(), vec![("state", "twice")]].concat(),
    ] {
        let answer = authorize(&running, &wrong, "").await;
        assert_eq!((answer.status, answer.header("location")), (400, None));
    }
}

#[tokio::test]
async fn without_pkce_there_is_no_code_unless_the_script_says_so() {
    let running = server("{}").await;
    let answer = answered(&authorize(&running, &changed("code_challenge", None), "").await);
    assert_eq!(answer["error"], "invalid_request");
    running
        .server
        .set_script(serde_json::from_str(r#"{"pkce":"refused"}"#).unwrap());
    let answer = answered(&authorize(&running, &request(), "").await);
    assert_eq!(answer["error"], "invalid_request");
    assert_eq!(
        authorize(&running, &changed("code_challenge", None), "")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn who_is_signed_in_is_asked_for_consent_only_and_not_even_that_when_it_is_automatic() {
    let running = server("{}").await;
    let (cookie, _) = signed_in(&running).await;
    let answer = authorize(&running, &request(), &cookie).await;
    assert!(answer.header("location").unwrap().starts_with("/consent?"));
    running
        .server
        .set_script(serde_json::from_str(r#"{"consent":"automatic"}"#).unwrap());
    assert!(answered(&authorize(&running, &request(), &cookie).await).contains_key("code"));
}

#[tokio::test]
async fn the_answer_can_be_posted_as_a_form() {
    let running =
        server(r#"{"authorizationError":{"error":"access_denied","description":"<b>"}}"#).await;
    let page = authorize(&running, &changed("response_mode", Some("form_post")), "").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("action=\"{REDIRECT}\"")));
    assert!(
        page.body
            .contains("name=\"error_description\" value=\"&lt;b&gt;\"")
    );
}

#[tokio::test]
async fn a_wrong_iss_is_sent_when_the_script_wants_one() {
    for (script, expected) in [("missing", 0), ("doubled", 2), ("wrong", 1)] {
        let script =
            format!(r#"{{"iss":"{script}","authorizationError":{{"error":"access_denied"}}}}"#);
        let running = server(&script).await;
        let answer = authorize(&running, &request(), "").await;
        let location = Url::parse(answer.header("location").unwrap()).unwrap();
        let values: Vec<_> = location
            .query_pairs()
            .filter(|(name, _)| name == "iss")
            .collect();
        assert_eq!(values.len(), expected);
        assert!(expected != 1 || values[0].1 != running.issuer());
    }
}

#[tokio::test]
async fn a_dropped_answer_has_been_processed() {
    let running = server(r#"{"refresh":{"times":1,"after":"cutConnection"}}"#).await;
    let (_, token) = running
        .server
        .issue("cloakroom", "karin", &["repairs.read"])
        .unwrap();
    let token = token.unwrap();
    assert!(refresh(&running, &token).await.is_none());
    let entry = &running.server.log().at_path("/token")[0];
    assert_eq!((entry.processed, entry.status), (true, None));
    assert!(entry.issued.contains_key("refresh_token"));
    // Strict rotation: trying the old one again ends the grant.
    let again = refresh(&running, &token).await.unwrap();
    assert_eq!(again.json()["error"], "invalid_grant");
    let counters = running.server.log().counters();
    assert_eq!((counters.cut, counters.reuses), (1, 1));
}

#[tokio::test]
async fn half_a_body_arrives_when_the_script_cuts_it() {
    let running = server(r#"{"refresh":{"after":"cutBody"}}"#).await;
    let (_, token) = running.server.issue("cloakroom", "karin", &[]).unwrap();
    let answer = refresh(&running, &token.unwrap()).await.unwrap();
    let promised: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.len(), promised / 2);
}

#[tokio::test]
async fn a_held_answer_goes_out_when_the_script_is_changed() {
    let running = server(r#"{"refresh":{"hold":true}}"#).await;
    let (_, token) = running.server.issue("cloakroom", "karin", &[]).unwrap();
    let token = token.unwrap();
    let held = refresh(&running, &token);
    let release = async {
        while running.server.log().counters().refreshes_granted == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(running.server.log().at_path("/token")[0].status, None);
        running.server.set_script(Script::default());
    };
    let (answer, ()) = tokio::join!(held, release);
    assert_eq!(answer.unwrap().status, 200);
}

#[tokio::test]
async fn answers_without_processing_are_as_the_script_says() {
    for (instead, status, error) in [
        (
            r#"{"error":{"error":"invalid_client"}}"#,
            401,
            Some("invalid_client"),
        ),
        (
            r#"{"error":{"error":"invalid_grant","status":403}}"#,
            403,
            Some("invalid_grant"),
        ),
        (r#"{"status":{"status":429,"retryAfter":"3"}}"#, 429, None),
        (
            r#"{"redirect":{"status":307,"location":"http://localhost:9/"}}"#,
            307,
            None,
        ),
        (
            r#"{"errorIn200":"gitHub"}"#,
            200,
            Some("bad_verification_code"),
        ),
    ] {
        let running = server(&format!(
            r#"{{"refresh":{{"times":1,"instead":{instead}}}}}"#
        ))
        .await;
        let (_, token) = running.server.issue("cloakroom", "karin", &[]).unwrap();
        let token = token.unwrap();
        let answer = refresh(&running, &token).await.unwrap();
        assert_eq!(answer.status, status);
        if let Some(error) = error {
            assert_eq!(answer.json()["error"], error);
        }
        // The token was not spent.
        assert_eq!(refresh(&running, &token).await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn revocation_and_introspection_want_a_client_and_tell_nothing_else() {
    let running = server("{}").await;
    running
        .server
        .put_client(Client::resource_server("api", "api-secret"));
    running.server.put_client(Client::confidential(
        "other",
        "Other",
        "other-secret",
        REDIRECT,
    ));
    let (access, _) = running
        .server
        .issue("cloakroom", "karin", &["repairs.read"])
        .unwrap();
    let asked = async |id: &str, secret: &str| {
        let fields = [
            ("token", access.as_str()),
            ("client_id", id),
            ("client_secret", secret),
        ];
        post(running.addr, "/introspect", &[], &fields)
            .await
            .unwrap()
    };
    assert_eq!(asked("api", "wrong").await.status, 401);
    assert_eq!(asked("other", "other-secret").await.json()["active"], false);
    assert_eq!(asked("api", "api-secret").await.json()["sub"], "karin");
    let fields = [
        ("token", access.as_str()),
        ("client_id", "cloakroom"),
        ("client_secret", "s3cret"),
    ];
    assert_eq!(
        post(running.addr, "/revoke", &[], &fields)
            .await
            .unwrap()
            .status,
        200
    );
    assert_eq!(asked("api", "api-secret").await.json()["active"], false);
    assert_eq!(
        post(running.addr, "/revoke", &[], &fields)
            .await
            .unwrap()
            .status,
        200
    );
}

#[tokio::test]
async fn tokens_age_when_the_clock_is_moved() {
    let running = server("{}").await;
    let (access, _) = running
        .server
        .issue("cloakroom", "karin", &["openid"])
        .unwrap();
    let bearer = format!("Bearer {access}");
    let userinfo = async || {
        send(
            running.addr,
            "GET",
            "/userinfo",
            &[("authorization", &bearer)],
            "",
        )
        .await
        .unwrap()
    };
    assert_eq!(userinfo().await.json()["name"], "Karin Blair");
    let json = [("content-type", "application/json"), ("x-dial", "1")];
    let moved = send(
        running.addr,
        "POST",
        "/dial/clock",
        &json,
        r#"{"seconds":3600}"#,
    )
    .await
    .unwrap();
    assert_eq!(moved.status, 200);
    let answer = userinfo().await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("www-authenticate"),
        Some("Bearer error=\"invalid_token\"")
    );
}

#[tokio::test]
async fn the_dial_is_turned_only_with_its_header_and_under_its_own_name() {
    let running = server("{}").await;
    let json = ("content-type", "application/json");
    let off = r#"{"rotation":"off"}"#;
    let put = async |headers: &[(&str, &str)]| {
        send(running.addr, "PUT", "/dial/script", headers, off)
            .await
            .unwrap()
            .status
    };
    assert_eq!(put(&[json]).await, 403);
    assert_eq!(running.server.script(), Script::default());
    assert_eq!(put(&[json, ("x-dial", "1")]).await, 200);
    assert_ne!(running.server.script(), Script::default());
}

#[tokio::test]
async fn pages_carry_coop_when_the_script_wants_it() {
    let running = server("{}").await;
    let header = "cross-origin-opener-policy";
    assert_eq!(
        authorize(&running, &request(), "").await.header(header),
        None
    );
    running
        .server
        .set_script(serde_json::from_str(r#"{"coop":true}"#).unwrap());
    assert_eq!(
        authorize(&running, &request(), "").await.header(header),
        Some("same-origin")
    );
}

#[tokio::test]
async fn the_metadata_name_every_endpoint_under_the_issuer() {
    let running = server("{}").await;
    for path in [
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
    ] {
        let document = send(running.addr, "GET", path, &[], "")
            .await
            .unwrap()
            .json();
        assert_eq!(document["issuer"], running.issuer());
        assert_eq!(
            document["authorization_response_iss_parameter_supported"],
            true
        );
        for (name, value) in document.as_object().unwrap() {
            if name.ends_with("_endpoint") || name == "jwks_uri" {
                assert!(
                    value.as_str().unwrap().starts_with(running.issuer()),
                    "{name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn no_token_or_code_stands_in_the_log() {
    let running = server("{}").await;
    let code = decide(&running, "allow").await.remove("code").unwrap();
    let tokens = exchange(&running, &code).await.unwrap().json();
    let log = serde_json::to_string(&running.server.log().entries()).unwrap();
    let secrets = [
        code.as_str(),
        tokens["access_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
        VERIFIER,
        "s3cret",
    ];
    assert!(log.contains("cloakroom"));
    for secret in secrets {
        assert!(!log.contains(secret));
    }
}
