//! `POST /api/invoke`: who may, for whom, and how the answer looks.

use cloakroom_model::Subject;
use http::Request;
use serde_json::{Value, json};

use crate::support::Installation;

fn query(from: Value) -> Value {
    json!({
        "type": "invoke", "name": "composeExtension/query", "from": from,
        "value": {"commandId": "listRepairs", "parameters": []},
    })
}

#[tokio::test]
async fn without_a_credential_there_is_no_answer() {
    let cloakroom = Installation::start().await;
    let anonymous = cloakroom.anonymous();
    let answer = anonymous
        .post("/api/invoke", &query(json!({"id": "u"})))
        .await;
    assert_eq!(answer.problem(), (401, "not_signed_in".to_owned()));
    for credential in ["hst_unknown", "adm_unknown", "whatever"] {
        let answer = anonymous
            .with(
                credential,
                "POST",
                "/api/invoke",
                &query(json!({"id": "u"})),
            )
            .await;
        assert_eq!(
            answer.problem(),
            (401, "credential_unknown".to_owned()),
            "{credential}"
        );
    }
    let token = &cloakroom.administrator;
    let request = Request::post("/api/invoke")
        .header("authorization", format!("Bearer {token}"))
        .header("cloakroom-tenant", "contoso")
        .header("content-type", "application/json");
    let answer = anonymous
        .send(request, query(json!({"id": "u"})).to_string())
        .await;
    assert_eq!(answer.problem(), (403, "wrong_door".to_owned()));
}

#[tokio::test]
async fn a_credential_in_the_query_is_refused_though_it_is_good() {
    let cloakroom = Installation::start().await;
    let (_, credential) = cloakroom.host("contoso", &[]).await;
    let body = query(json!({"id": "u"}));
    for path in [
        format!("/api/invoke?access_token={credential}"),
        format!("/api/invoke?app={credential}"),
    ] {
        let answer = cloakroom
            .anonymous()
            .with(&credential, "POST", &path, &body)
            .await;
        assert_eq!(
            answer.problem(),
            (400, "credential_in_query".to_owned()),
            "{path}"
        );
    }
}

/// Guard: `cloakroom_server::identity::host::check_tenant`
#[tokio::test]
async fn sec_egress_01_a_host_cannot_speak_for_another_tenant() {
    let cloakroom = Installation::start().await;
    let (_, credential) = cloakroom.host("contoso", &["72f9"]).await;
    let bot = cloakroom.anonymous();
    let unsealed = cloakroom.vault.opened();
    for foreign in [
        json!({"conversation": {"tenantId": "fabrikam"}}),
        json!({"channelData": {"tenant": {"id": "fabrikam"}}}),
        json!({"conversation": {"tenantId": "72f9"}, "channelData": {"tenant": {"id": "fabrikam"}}}),
        json!({"conversation": {"tenantId": "contoso"}}),
    ] {
        let mut activity = query(json!({"id": "u"}));
        activity
            .as_object_mut()
            .unwrap()
            .extend(foreign.as_object().unwrap().clone());
        let answer = bot
            .with(&credential, "POST", "/api/invoke", &activity)
            .await;
        assert_eq!(
            answer.problem(),
            (403, "tenant_mismatch".to_owned()),
            "{foreign}"
        );
    }
    assert_eq!(cloakroom.vault.opened(), unsealed);
    // A session's tenant is its own, too.
    let alex = cloakroom.enter("contoso", "alex").await;
    let mut activity = query(json!({"id": "u"}));
    activity["conversation"] = json!({"tenantId": "fabrikam"});
    assert_eq!(
        alex.post("/api/invoke", &activity).await.problem(),
        (403, "tenant_mismatch".to_owned())
    );
}

/// Guard: `cloakroom_server::identity::host::caller`
#[tokio::test]
async fn sec_egress_01_a_hosts_user_never_confirms_or_reaches_a_sign_in_of_ours() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let alex = cloakroom.caller("contoso", "alex").await;
    let id = alex.user.id.unwrap().0.to_string();
    let link = cloakroom.link(&alex, &registration).await;
    let stranger = cloakroom.anonymous();
    let url = crate::sign_in::press_continue(&stranger, &link.url).await;
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let back = stranger
        .get(&format!(
            "/api/platform/v1.0/oAuthRedirect?code=c&state={state}"
        ))
        .await;
    let page = stranger.get(back.location()).await.text;
    let (_, rest) = page.split_once("<p class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0;
    // Hosts of the same and of another tenant that call their user as ours is called.
    for tenant in ["contoso", "fabrikam"] {
        let (host, credential) = cloakroom.host(tenant, &[]).await;
        for from in [
            json!({"id": "alex"}),
            json!({"id": id}),
            json!({"id": "x", "aadObjectId": "alex"}),
            json!({"id": "x", "aadObjectId": id}),
        ] {
            let confirm = json!({"type": "invoke", "name": "signin/verifyState", "from": from, "value": {"state": digits}});
            let answer = cloakroom
                .anonymous()
                .with(&credential, "POST", "/api/invoke", &confirm)
                .await;
            assert_eq!(answer.status, 412, "{from} {}", answer.text);
        }
        let known = cloakroom
            .store
            .people()
            .find(&host.tenant, &Subject::channel(&host.id, "alex"))
            .await
            .unwrap();
        assert_eq!(known.and_then(|person| person.user.id), None);
    }
    let ours = cloakroom.enter("contoso", "alex").await;
    let confirm =
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": digits}});
    assert_eq!(ours.post("/api/invoke", &confirm).await.status, 200);
}

#[tokio::test]
async fn an_activity_without_a_user_or_too_large_is_a_fault_of_the_caller() {
    let cloakroom = Installation::start().await;
    let (_, credential) = cloakroom.host("contoso", &[]).await;
    let bot = cloakroom.anonymous();
    let answer = bot
        .with(&credential, "POST", "/api/invoke", &query(json!({})))
        .await;
    assert_eq!(answer.problem(), (400, "user_required".to_owned()));
    let mut large = query(json!({"id": "u"}));
    large["text"] = json!("x".repeat(300_000));
    let answer = bot.with(&credential, "POST", "/api/invoke", &large).await;
    assert_eq!(answer.problem(), (413, "too_large".to_owned()));
    let request =
        Request::post("/api/invoke").header("authorization", format!("Bearer {credential}"));
    let answer = bot
        .send(request.header("content-type", "text/plain"), "{}")
        .await;
    assert_eq!(answer.problem(), (415, "content_type".to_owned()));
}

/// Guard: `cloakroom_server::identity::host::check_identifiers`
#[tokio::test]
async fn a_control_character_in_an_identifier_is_a_fault_of_the_caller() {
    let cloakroom = Installation::start().await;
    let (_, credential) = cloakroom.host("contoso", &["72f9"]).await;
    let bot = cloakroom.anonymous();
    let alex = cloakroom.enter("contoso", "alex").await;
    for (place, change) in [
        ("/from/id", json!({"from": {"id": "u\0"}})),
        (
            "/from/aadObjectId",
            json!({"from": {"id": "u", "aadObjectId": "u\u{1b}[0m"}}),
        ),
        (
            "/channelData/tenant/id",
            json!({"channelData": {"tenant": {"id": "72f9\0"}}}),
        ),
        (
            "/conversation/tenantId",
            json!({"conversation": {"tenantId": "72f9\r\n"}}),
        ),
    ] {
        let mut activity = query(json!({"id": "u"}));
        activity
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let by_host = bot
            .with(&credential, "POST", "/api/invoke", &activity)
            .await;
        let by_session = alex.post("/api/invoke", &activity).await;
        for answer in [by_host, by_session] {
            assert_eq!(
                answer.problem(),
                (400, "activity_control_character".to_owned()),
                "{place}"
            );
            assert!(answer.text.contains(place), "{}", answer.text);
        }
    }
}

/// Guard: `cloakroom_server::identity::same_origin::require`
#[tokio::test]
async fn sec_web_05_another_site_cannot_invoke_by_a_session() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let request = Request::post("/api/invoke")
        .header("content-type", "text/plain")
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site");
    let answer = alex
        .send(request, query(json!({"id": "u"})).to_string())
        .await;
    assert_eq!(answer.problem(), (403, "cross_site".to_owned()));
}
