//! `/api/v1/registrations`.

use serde_json::json;

use super::matrix::{ROUTES, filled};
use crate::support::Installation;

#[tokio::test]
async fn an_id_is_reserved_and_then_filled_in() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let reserved = dev.post("/api/v1/registrations/reserve", &json!({})).await;
    assert_eq!(reserved.status, 201, "{}", reserved.text);
    let reserved = reserved.json();
    let mut fields = cloakroom.registration_fields();
    fields["id"] = reserved["id"].clone();
    let saved = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    let saved = saved.json();
    assert_eq!(
        (&saved["id"], &saved["redirectUrl"]),
        (&reserved["id"], &reserved["redirectUrl"])
    );
    let path = format!("/api/v1/registrations/{}", saved["id"].as_str().unwrap());
    assert_eq!(dev.get(&path).await.json(), saved);
    assert_eq!(dev.delete(&path).await.status, 204);
    assert_eq!(dev.get(&path).await.status, 404);
}

#[tokio::test]
async fn wrong_fields_are_told_field_by_field() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let mut fields = cloakroom.registration_fields();
    fields["tokenEndpoint"] = json!("javascript:alert(1)");
    fields["baseUrl"] = json!("");
    let refused = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(refused.problem(), (400, "registration_invalid".to_owned()));
    let fields: Vec<String> = refused.json()["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap().to_owned())
        .collect();
    for field in ["tokenEndpoint", "baseUrl"] {
        assert!(fields.iter().any(|other| other == field), "{fields:?}");
    }
    assert!(
        !refused.text.contains("canary-client-secret"),
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn another_tenants_registration_looks_like_none() {
    let cloakroom = Installation::start().await;
    let id = cloakroom.register().await;
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let path = format!("/api/v1/registrations/{id}");
    let foreign = fay.get(&path).await;
    let unknown = fay
        .get("/api/v1/registrations/reg_00000000000000000000000000")
        .await;
    assert_eq!((foreign.status.as_u16(), foreign.text), (404, unknown.text));
    assert_eq!(fay.delete(&path).await.status, 404);
    assert_eq!(
        fay.get("/api/v1/registrations").await.json(),
        json!({"registrations": []})
    );
}

/// Guard: `cloakroom_broker::registration::validate::validate`
#[tokio::test]
async fn sec_signin_13_unsafe_endpoints_and_reserved_parameters_are_refused_at_their_field() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    for endpoint in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a@b.example/",
        "https://as.example/#x",
        "http://as.example/authorize",
        "https://as.example/authorize?state=fixed",
    ] {
        let mut fields = cloakroom.registration_fields();
        fields["authorizationEndpoint"] = json!(endpoint);
        let refused = dev.post("/api/v1/registrations", &fields).await;
        assert_eq!(
            refused.problem(),
            (400, "registration_invalid".to_owned()),
            "{endpoint}"
        );
        assert!(
            refused.json()["fields"]
                .to_string()
                .contains("authorizationEndpoint"),
            "{}",
            refused.text
        );
    }
    for parameter in [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "scope",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ] {
        let mut fields = cloakroom.registration_fields();
        fields["authorizationParameters"] = json!({parameter: "x"});
        let refused = dev.post("/api/v1/registrations", &fields).await;
        assert_eq!(
            refused.problem(),
            (400, "registration_invalid".to_owned()),
            "{parameter}"
        );
    }
    assert_eq!(
        dev.get("/api/v1/registrations").await.json(),
        json!({"registrations": []})
    );
}

/// Whoever asks, in whatever way: owner, administrator of the tenant, and the installation's.
///
/// Guard: `cloakroom_broker::registration::view::RegistrationView::new`
#[tokio::test]
async fn sec_vault_08_no_answer_of_any_door_holds_a_client_secret() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let made = dev
        .post("/api/v1/registrations", &cloakroom.registration_fields())
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["hasSecret"], true);
    // Saved again, with and without mistakes, and under a name that is taken.
    let mut again = cloakroom.registration_fields();
    again["id"] = json!(id);
    let saved = dev.post("/api/v1/registrations", &again).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    again["tokenEndpoint"] = json!("javascript:alert(1)");
    let refused = dev.post("/api/v1/registrations", &again).await;
    let taken = dev
        .post("/api/v1/registrations", &cloakroom.registration_fields())
        .await;
    assert_eq!((refused.status.as_u16(), taken.status.as_u16()), (400, 409));
    let mut answers = vec![made, saved, refused, taken];
    for (method, path, _) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        let path = filled(path, &id);
        for browser in [&dev, &karin] {
            answers.push(browser.get(&path).await);
        }
        let request = http::Request::builder()
            .method(*method)
            .uri(&path)
            .header(
                "authorization",
                format!("Bearer {}", cloakroom.administrator),
            )
            .header("cloakroom-tenant", "contoso");
        answers.push(cloakroom.anonymous().send(request, "").await);
    }
    let shown = answers.iter().filter(|answer| answer.text.contains(&id));
    assert!(shown.count() >= 8, "the registration itself is shown");
    for answer in &answers {
        let everything = format!("{:?} {}", answer.headers, answer.text);
        for secret in ["canary-client-secret", "Y2FuYXJ5LWNsaWVudC1zZWNyZXQ"] {
            assert!(!everything.contains(secret), "{everything}");
        }
    }
}
