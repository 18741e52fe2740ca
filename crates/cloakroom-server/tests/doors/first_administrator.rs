//! Who becomes the first administrator (SEC-WEB-13): whoever reads the token file or the link that
//! the server's own terminal prints, and nobody by coming first.

use cloakroom_model::Role;
use http::Request;
use serde_json::json;

use crate::support::{Browser, Installation, Issuer, PUBLIC_URL, access, sign_in_provider};

/// Guard: `cloakroom_server::identity::identify`
#[tokio::test]
async fn sec_web_13_visitors_who_race_for_a_fresh_installation_become_nothing() {
    let cloakroom = Installation::start().await;
    let tries = [
        (
            "/api/v1/persons",
            json!({"name": "mallory", "role": "admin"}),
        ),
        ("/api/v1/persons/karin/link", json!({})),
        ("/api/v1/tenants", json!({"id": "mine", "name": "Mine"})),
        ("/api/v1/session/enter", json!({"code": "admin"})),
        ("/api/v1/session/switch", json!({"person": "karin"})),
        ("/api/v1/session/tenant", json!({"tenant": "contoso"})),
        ("/api/v1/session/providers/corp", json!({})),
    ];
    let mut tasks = tokio::task::JoinSet::new();
    for visitor in 0..2 {
        for (path, body) in tries.clone() {
            let router = [&cloakroom.router, &cloakroom.replica][visitor].clone();
            tasks.spawn(async move {
                let browser = Browser::new(router);
                let answer = browser.post(path, &body).await;
                (path, answer.status.as_u16(), browser.cookies().len())
            });
        }
    }
    for (path, status, cookies) in tasks.join_all().await {
        assert!(matches!(status, 401 | 403 | 404), "{path}: {status}");
        assert_eq!(cookies, 0, "{path}");
    }
    let known = cloakroom.person("contoso", "karin").await;
    assert_eq!(
        known.role,
        Role::Admin,
        "and the administrator is who he was"
    );
    let subject = cloakroom_model::Subject::local("mallory");
    let people = cloakroom.store.people();
    let tenant = "contoso".parse().unwrap();
    assert_eq!(people.find(&tenant, &subject).await.unwrap(), None);
    assert_eq!(people.tenants().await.unwrap().len(), 2);
}

/// Guard: `cloakroom_store::sessions::Sessions::consume_code`
#[tokio::test]
async fn sec_web_13_of_two_who_race_with_the_one_time_code_one_comes_in() {
    let cloakroom = Installation::start().await;
    let code = cloakroom.enter_code("contoso", "karin").await;
    let mut tasks = tokio::task::JoinSet::new();
    for visitor in 0..10 {
        let router = [&cloakroom.router, &cloakroom.replica][visitor % 2].clone();
        let body = json!({"code": code});
        tasks.spawn(async move {
            let browser = Browser::new(router);
            browser
                .post("/api/v1/session/enter", &body)
                .await
                .status
                .as_u16()
        });
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(
        statuses[1..].iter().all(|status| *status == 403),
        "{statuses:?}"
    );
}

/// Guard: `cloakroom_broker::portal::provider::TenantAccess::role`
#[tokio::test]
async fn sec_web_13_the_first_who_comes_by_a_provider_is_no_administrator() {
    let issuer = Issuer::start().await;
    let mut open = access("contoso");
    open.everyone = Some(Role::Member);
    let provider = sign_in_provider("corp", &issuer, vec![open]);
    let cloakroom = Installation::with_providers(vec![provider], &[&issuer]).await;
    for visitor in ["first", "second"] {
        let browser = cloakroom.anonymous();
        let claims = json!({"sub": visitor, "groups": ["admin", "administrators"]});
        issuer.sign_in(&browser, "corp", claims).await;
        let session = browser.get("/api/v1/session").await.json();
        assert_eq!(session["role"], "member", "{visitor}");
    }
}

/// Guard: `cloakroom_server::host_check::check`
#[tokio::test]
async fn sec_web_06_identity_headers_in_any_spelling_make_nobody_of_anybody() {
    let cloakroom = Installation::start().await;
    for header in [
        "x-forwarded-user",
        "x_forwarded_user",
        "X-Forwarded-User",
        "x-forwarded-email",
        "x-forwarded-preferred-username",
        "x-forwarded-groups",
        "x_forwarded_groups",
        "x-auth-request-user",
        "x-auth-request-email",
        "remote-user",
        "remote_user",
        "x-remote-user",
        "x-user",
        "x-ms-client-principal",
        "x-ms-client-principal-name",
        "x-amzn-oidc-identity",
        "x-goog-authenticated-user-email",
        "cf-access-authenticated-user-email",
        "x-original-url",
        "x-rewrite-url",
        "x-original-uri",
        "x-forwarded-uri",
        "x-forwarded-prefix",
        "x-http-method-override",
        "x-forwarded-for",
        "x_forwarded_for",
        "forwarded",
        "x-real-ip",
        "cloakroom-tenant",
    ] {
        for path in ["/api/v1/session", "/api/v1/persons", "/api/v1/sessions"] {
            let request = Request::get(path)
                .header("host", PUBLIC_URL.trim_start_matches("http://"))
                .header(header, "karin");
            let answer = cloakroom.anonymous().send(request, "").await;
            assert_eq!(
                answer.problem(),
                (401, "not_signed_in".to_owned()),
                "{header} {path}"
            );
        }
    }
}
