//! `/api/v1/registrations/{id}/tests` and `/api/v1/tests`.

use serde_json::{Value, json};

use crate::support::{Browser, Installation};

/// Until the test stands so.
async fn until(dev: &Browser, test: &Value, status: &str) -> Value {
    let mut test = test.clone();
    while test["status"] != status {
        let path = format!(
            "/api/v1/tests/{}?wait=5&seen={}",
            test["id"].as_str().unwrap(),
            test["revision"]
        );
        test = dev.get(&path).await.json();
    }
    test
}

#[tokio::test]
async fn a_test_is_begun_watched_and_listed_by_developers_of_its_tenant() {
    let cloakroom = Installation::start().await;
    let id = cloakroom.register().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let path = format!("/api/v1/registrations/{id}/tests");
    let begun = dev.post(&path, &json!({"signIn": false})).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let begun = begun.json();
    let done = until(&dev, &begun, "done").await;
    assert_eq!(done["registration"], json!(id));
    assert_ne!(done["verdict"], "open");
    let steps = done["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["words"] != ""), "{steps:?}");
    let urls = done["redirectUrls"].as_array().unwrap();
    assert_eq!(
        (&urls[0]["of"], &urls[1]["of"]),
        (&json!("Cloakroom"), &json!("Microsoft Teams"))
    );
    let listed = dev.get(&path).await.json();
    assert_eq!(listed["tests"][0], done);
    assert!(!listed.to_string().contains("canary-client-secret"));

    let fay = cloakroom.enter("fabrikam", "fay").await;
    let foreign = fay
        .get(&format!("/api/v1/tests/{}", done["id"].as_str().unwrap()))
        .await;
    assert_eq!(foreign.status, 404);
    assert_eq!(fay.get(&path).await.status, 404);
    let over = dev
        .post(
            &format!("/api/v1/tests/{}/sign-in", done["id"].as_str().unwrap()),
            &json!({}),
        )
        .await;
    assert_eq!(over.problem(), (409, "test_not_waiting".to_owned()));
}

#[tokio::test]
async fn what_is_to_be_called_and_who_signs_in_is_checked_before_a_test_begins() {
    let cloakroom = Installation::start().await;
    let id = cloakroom.register().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let path = format!("/api/v1/registrations/{id}/tests");
    let unknown = dev
        .post(&path, &json!({"app": "app_00000000000000000000000000"}))
        .await;
    assert_eq!(unknown.problem(), (400, "app_unknown".to_owned()));
    let other = dev.post(&path, &json!({"person": "karin"})).await;
    assert_eq!(other.problem(), (400, "person_not_yours".to_owned()));
    let misspelt = dev.post(&path, &json!({"signin": false})).await;
    assert_eq!(misspelt.status, 400);
    let none = dev
        .post(
            "/api/v1/registrations/reg_00000000000000000000000000/tests",
            &json!({}),
        )
        .await;
    assert_eq!(none.problem(), (404, "registration_not_found".to_owned()));
}
