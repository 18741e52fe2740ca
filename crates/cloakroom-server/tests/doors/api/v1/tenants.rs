//! `/api/v1/tenants`.

use serde_json::json;

use crate::support::Installation;

#[tokio::test]
async fn the_administrator_makes_and_lists_tenants() {
    let cloakroom = Installation::start().await;
    let terminal = cloakroom.anonymous();
    let token = &cloakroom.administrator;
    let made = terminal
        .with(
            token,
            "POST",
            "/api/v1/tenants",
            &json!({"id": "tailwind", "name": "Tailwind"}),
        )
        .await;
    assert_eq!(made.json(), json!({"id": "tailwind", "name": "Tailwind"}));
    let listed = terminal
        .with(token, "GET", "/api/v1/tenants", &json!(null))
        .await
        .json();
    assert_eq!(listed["tenants"].as_array().unwrap().len(), 3);
    let bad = terminal
        .with(token, "POST", "/api/v1/tenants", &json!({"id": "a b"}))
        .await;
    assert_eq!(bad.problem(), (400, "tenant_id_malformed".to_owned()));
}

#[tokio::test]
async fn an_admin_of_a_tenant_is_not_the_administrator() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(
        karin.get("/api/v1/tenants").await.problem(),
        (403, "wrong_door".to_owned())
    );
}

#[tokio::test]
async fn the_administrator_names_a_tenant_where_there_are_several() {
    let cloakroom = Installation::start().await;
    let terminal = cloakroom.anonymous();
    let bearer = format!("Bearer {}", cloakroom.administrator);
    let hosts = || http::Request::get("/api/v1/hosts").header("authorization", &bearer);
    assert_eq!(
        terminal.send(hosts(), "").await.problem(),
        (400, "tenant_required".to_owned())
    );
    let named = hosts().header("cloakroom-tenant", "contoso");
    assert_eq!(terminal.send(named, "").await.status, 200);
    for wrong in ["nowhere", "a b", ""] {
        let answer = terminal
            .send(hosts().header("cloakroom-tenant", wrong), "")
            .await;
        assert_eq!(
            answer.problem(),
            (400, "tenant_unknown".to_owned()),
            "{wrong}"
        );
    }
}
