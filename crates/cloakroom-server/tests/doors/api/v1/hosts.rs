//! `/api/v1/hosts`.

use serde_json::json;

use crate::support::Installation;

#[tokio::test]
async fn a_credential_is_shown_once_and_dies_with_its_host() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let made = karin
        .post(
            "/api/v1/hosts",
            &json!({"name": "Teams", "tenantIds": ["72f9"]}),
        )
        .await;
    assert_eq!(made.status, 201);
    let made = made.json();
    let credential = made["credential"].as_str().unwrap();
    assert!(credential.starts_with("hst_"));
    let listed = karin.get("/api/v1/hosts").await;
    assert!(!listed.text.contains(credential));
    assert_eq!(listed.json()["hosts"][0]["tenantIds"], json!(["72f9"]));

    let activity = json!({"type": "invoke", "name": "signin/verifyState", "from": {"id": "u"}, "value": {"state": "000000"}});
    let bot = cloakroom.anonymous();
    assert_eq!(
        bot.with(credential, "POST", "/api/invoke", &activity)
            .await
            .status,
        412
    );
    let path = format!("/api/v1/hosts/{}", made["id"].as_str().unwrap());
    assert_eq!(karin.delete(&path).await.status, 204);
    let dead = bot.with(credential, "POST", "/api/invoke", &activity).await;
    assert_eq!(dead.problem(), (401, "credential_unknown".to_owned()));
    assert_eq!(
        karin.delete(&path).await.problem(),
        (404, "host_unknown".to_owned())
    );
}

#[tokio::test]
async fn another_tenants_host_cannot_be_removed() {
    let cloakroom = Installation::start().await;
    let (host, credential) = cloakroom.host("contoso", &[]).await;
    let fay = cloakroom.enter("fabrikam", "fay").await;
    assert_eq!(
        fay.delete(&format!("/api/v1/hosts/{}", host.id))
            .await
            .status,
        404
    );
    let activity = json!({"type": "invoke", "name": "signin/verifyState", "from": {"id": "u"}, "value": {"state": "000000"}});
    assert_eq!(
        cloakroom
            .anonymous()
            .with(&credential, "POST", "/api/invoke", &activity)
            .await
            .status,
        412
    );
}
