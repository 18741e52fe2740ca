//! A provider's answers: to whom they belong, and how often they count.

use http::Request;
use serde_json::json;

use super::{in_groups, let_in, one_provider, turned_away};
use crate::support::{
    Browser, Installation, Issuer, PUBLIC_URL, access, leave, parameter, sign_in_provider,
};

/// What somebody makes of a callback's path.
type Bend = fn(&str) -> String;

const SESSION: &str = "__Host-cloakroom-session";

fn session_of(browser: &Browser) -> Option<String> {
    let cookies = browser.cookies();
    let mut found = cookies.into_iter().filter(|(name, _)| name == SESSION);
    found.next().map(|(_, value)| value)
}

/// Guard: `cloakroom_broker::portal::start::Broker::start_portal_sign_in`
#[tokio::test]
async fn sec_web_03_every_sign_in_has_pkce_state_and_nonce_of_its_own() {
    let (cloakroom, issuer) = one_provider().await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let browser = cloakroom.anonymous();
        let left = leave(&browser, "corp").await;
        assert_eq!(parameter(&left, "code_challenge_method"), "S256");
        assert_eq!(parameter(&left, "scope"), "openid profile");
        let redirect = parameter(&left, "redirect_uri");
        assert_eq!(
            redirect,
            format!("{PUBLIC_URL}/portal-sign-in/corp/callback")
        );
        for name in ["state", "nonce", "code_challenge"] {
            let value = parameter(&left, name);
            assert_eq!(value.len(), 43, "{name}");
            assert!(seen.insert(value), "{name} came twice");
        }
        let answer = issuer
            .answer(&browser, &left, in_groups(&["contoso-staff"]))
            .await;
        let_in(&browser, &answer).await;
        let sent = issuer.token_requests().pop().unwrap();
        let verifier = cloakroom_vault::PkceVerifier::new(sent["code_verifier"].as_str());
        assert_eq!(verifier.challenge(), parameter(&left, "code_challenge"));
        assert_eq!(sent["redirect_uri"], redirect);
        for cookie in browser.cookies() {
            assert!(!cookie.1.contains(&sent["code_verifier"]), "{}", cookie.0);
        }
    }
    assert_eq!(issuer.metadata_reads(), 1, "metadata is kept for a while");
}

/// Guard: `cloakroom_broker::portal::callback::Broker::belongs`
#[tokio::test]
async fn sec_web_03_an_answer_counts_only_in_the_browser_that_left() {
    let (cloakroom, issuer) = one_provider().await;
    let attacker = cloakroom.anonymous();
    let left = leave(&attacker, "corp").await;
    issuer.expect(&left, in_groups(&["contoso-keepers"]));
    let victim = cloakroom.anonymous();
    let answer = victim.get(&issuer.callback(&left)).await;
    assert_eq!(turned_away(&victim, &answer).await, "portal_cookie_missing");
    leave(&victim, "corp").await;
    let answer = victim.get(&issuer.callback(&left)).await;
    assert_eq!(turned_away(&victim, &answer).await, "portal_other_browser");
    assert!(issuer.token_requests().is_empty(), "no code was sent");
    // It is still good where it belongs, once.
    let answer = attacker.get(&issuer.callback(&left)).await;
    let_in(&attacker, &answer).await;
}

/// Guard: `cloakroom_store::portal_sign_ins::PortalSignIns::consume`
#[tokio::test]
async fn sec_web_03_an_answer_sent_many_times_to_two_replicas_counts_once() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let left = leave(&browser, "corp").await;
    issuer.expect(&left, in_groups(&["contoso-staff"]));
    let callback = issuer.callback(&left);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        let router = [&cloakroom.router, &cloakroom.replica][number % 2].clone();
        let (twin, callback) = (Browser::new(router), callback.clone());
        for (name, value) in browser.cookies() {
            twin.set_cookie(&name, &value);
        }
        tasks.spawn(async move {
            let answer = twin.get(&callback).await;
            answer.location() == "/portal"
        });
    }
    let entered = tasks.join_all().await;
    assert_eq!(entered.into_iter().filter(|entered| *entered).count(), 1);
    assert_eq!(issuer.token_requests().len(), 1);
    let late = browser.get(&callback).await;
    assert_eq!(turned_away(&browser, &late).await, "portal_state_unknown");
}

/// Guard: `cloakroom_broker::portal::callback::Broker::portal_callback`
#[tokio::test]
async fn sec_web_03_an_answer_that_is_not_quite_right_sends_no_code() {
    let issuer = Issuer::announcing_iss(true).await;
    let other = Issuer::start().await;
    let provider =
        |id: &str, issuer: &Issuer| sign_in_provider(id, issuer, vec![access("contoso")]);
    let providers = vec![provider("corp", &issuer), provider("other", &other)];
    let cloakroom = Installation::with_providers(providers, &[&issuer, &other]).await;
    let cases: [(&str, Bend); 8] = [
        ("portal_issuer", |path| {
            path.split("&iss=").next().unwrap().to_owned()
        }),
        ("portal_issuer", |path| format!("{path}%2f")),
        ("portal_issuer", |path| {
            format!(
                "{}&error=access_denied",
                path.split("&iss=").next().unwrap()
            )
        }),
        ("portal_parameter_repeated", |path| {
            format!("{path}&code=second")
        }),
        ("portal_wrong_path", |path| {
            path.replace("/corp/", "/other/")
        }),
        ("portal_state_unknown", |path| {
            path.replace("state=", "state=x")
        }),
        ("portal_code_missing", |path| path.replace("code=", "kode=")),
        ("portal_sign_in_refused", |path| {
            format!("{path}&error=access_denied&error_description=%3Cscript%3E")
        }),
    ];
    for (code, bend) in cases {
        let browser = cloakroom.anonymous();
        let left = leave(&browser, "corp").await;
        issuer.expect(&left, in_groups(&["contoso-keepers"]));
        let answer = browser.get(&bend(&issuer.callback(&left))).await;
        assert_eq!(turned_away(&browser, &answer).await, code);
        let page = browser.get(answer.location()).await.text;
        assert!(
            page.contains("You are not signed in") && !page.contains("<script>"),
            "{page}"
        );
    }
    let late = cloakroom.anonymous();
    let left = leave(&late, "corp").await;
    cloakroom.advance(601);
    let answer = issuer
        .answer(&late, &left, in_groups(&["contoso-keepers"]))
        .await;
    assert_eq!(turned_away(&late, &answer).await, "portal_sign_in_late");
    assert!(issuer.token_requests().is_empty() && other.token_requests().is_empty());
}

/// Guard: `cloakroom_server::identity::session::begin`
#[tokio::test]
async fn sec_web_04_a_session_planted_before_the_provider_is_not_taken_over() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let alex = cloakroom.enter("contoso", "alex").await;
    let planted = session_of(&alex).unwrap();
    let left = leave(&browser, "corp").await;
    // Planted while the person is at the provider.
    browser.set_cookie(SESSION, &planted);
    let answer = issuer
        .answer(&browser, &left, in_groups(&["contoso-staff"]))
        .await;
    let session = let_in(&browser, &answer).await;
    assert_eq!(session["user"]["name"], "Mona");
    assert_ne!(session_of(&browser).unwrap(), planted);
    assert_eq!(
        alex.get("/api/v1/session").await.status,
        401,
        "the planted one has ended"
    );
    for set in answer.headers.get_all("set-cookie") {
        let set = set.to_str().unwrap();
        for attribute in ["__Host-", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(attribute), "{set}");
        }
        assert!(!set.contains("Domain"), "{set}");
    }
}

/// Guard: `cloakroom_server::routes::api::v1::session_providers::leave_for`
#[tokio::test]
async fn sec_web_04_beginning_to_sign_in_again_ends_the_session_before() {
    let (cloakroom, _) = one_provider().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let old = session_of(&karin).unwrap();
    leave(&karin, "corp").await;
    assert_eq!(session_of(&karin), None, "the cookie is removed");
    for router in [&cloakroom.router, &cloakroom.replica] {
        let thief = Browser::new(router.clone());
        thief.set_cookie(SESSION, &old);
        assert_eq!(thief.get("/api/v1/session").await.status, 401);
    }
}

/// Guard: `cloakroom_server::routes::api::v1::session::leave`
#[tokio::test]
async fn sec_web_04_a_session_is_dead_on_another_replica_after_leaving() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let answer = issuer
        .sign_in(&browser, "corp", in_groups(&["contoso-staff"]))
        .await;
    let_in(&browser, &answer).await;
    let stolen = session_of(&browser).unwrap();
    let thief = Browser::new(cloakroom.replica.clone());
    thief.set_cookie(SESSION, &stolen);
    assert_eq!(thief.get("/api/v1/session").await.status, 200);
    assert_eq!(browser.delete("/api/v1/session").await.status, 204);
    for path in ["/api/v1/session", "/api/v1/grants", "/api/v1/sessions"] {
        assert_eq!(thief.get(path).await.status, 401, "{path}");
    }
}

/// Guard: `cloakroom_server::routes::api::v1::session::require_own_page`
#[tokio::test]
async fn sec_web_05_another_site_begins_no_sign_in_at_a_provider() {
    let (cloakroom, issuer) = one_provider().await;
    let path = "/api/v1/session/providers/corp";
    let victim = cloakroom.enter("contoso", "alex").await;
    for (method, site, origin, content_type) in [
        (
            "POST",
            "cross-site",
            "https://evil.example",
            "application/json",
        ),
        (
            "POST",
            "cross-site",
            "null",
            "application/x-www-form-urlencoded",
        ),
        (
            "POST",
            "same-site",
            "http://localhost:9999",
            "application/json",
        ),
        ("POST", "same-origin", PUBLIC_URL, "text/plain"),
        (
            "GET",
            "cross-site",
            "https://evil.example",
            "application/json",
        ),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("origin", origin)
            .header("sec-fetch-site", site)
            .header("content-type", content_type);
        let answer = victim.send(request, "{}").await;
        assert!(answer.status.is_client_error(), "{method} {site}");
        assert!(
            answer.headers.get("set-cookie").is_none(),
            "{method} {site}"
        );
    }
    assert_eq!(
        victim.get("/api/v1/session").await.status,
        200,
        "still signed in"
    );
    assert!(issuer.token_requests().is_empty());
}

/// Guard: `cloakroom_server::routes::portal_sign_in::callback`
#[tokio::test]
async fn sec_web_01_no_answer_of_a_portal_sign_in_holds_a_token_a_code_or_a_secret() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let left = leave(&browser, "corp").await;
    let claims = in_groups(&["contoso-keepers", "fabrikam-staff"]);
    let entered = issuer.answer(&browser, &left, claims).await;
    let_in(&browser, &entered).await;
    let mut answers = vec![entered];
    for path in [
        "/api/v1/session",
        "/api/v1/sessions",
        "/api/v1/persons",
        "/api/v1/session/providers",
    ] {
        answers.push(browser.get(path).await);
    }
    let switch = json!({"tenant": "fabrikam"});
    answers.push(browser.post("/api/v1/session/tenant", &switch).await);
    answers.push(browser.get(&issuer.callback(&left)).await);
    answers.push(browser.get("/portal-sign-in-problem/portal_exchange").await);
    for answer in answers {
        let all = format!("{:?} {}", answer.headers, answer.text);
        assert!(!all.contains("canary-portal"), "{all}");
        assert!(!all.contains("eyJ"), "an id_token: {all}");
    }
    let secret = issuer.token_requests();
    assert_eq!(secret.len(), 1, "and the provider got what belongs there");
}
