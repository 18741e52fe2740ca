//! `/api/v1/sign-ins/{id}`.

use serde_json::json;

use crate::support::Installation;

#[tokio::test]
async fn only_the_user_it_was_started_for_sees_a_sign_in() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let path = format!("/api/v1/sign-ins/{}", link.id);
    let alex = cloakroom.enter("contoso", "alex").await;
    let status = alex.get(&path).await.json();
    assert_eq!(status["status"], "waiting", "{status}");
    assert_eq!(
        status["providerHost"],
        format!("127.0.0.1:{}", cloakroom.provider.port)
    );
    for (tenant, name) in [("contoso", "karin"), ("fabrikam", "fay")] {
        let other = cloakroom.enter(tenant, name).await;
        assert_eq!(
            other.get(&path).await.problem(),
            (404, "sign_in_unknown".to_owned()),
            "{name}"
        );
        assert_eq!(
            other
                .post(&format!("{path}/cancel"), &json!({}))
                .await
                .status,
            404,
            "{name}"
        );
    }
    assert_eq!(alex.get("/api/v1/sign-ins/nonsense").await.status, 404);
    assert_eq!(
        alex.post(&format!("{path}/cancel"), &json!({}))
            .await
            .status,
        204
    );
    assert_eq!(alex.get(&path).await.json()["status"], "cancelled");
}
