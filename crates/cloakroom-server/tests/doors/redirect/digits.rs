//! Without a proof there are six digits, or nothing.

use serde_json::json;

use super::{answer_path, grants, started};
use crate::support::Installation;

/// Guard: `cloakroom_broker::sign_in::exchange::Broker::keep_grant`
#[tokio::test]
async fn sec_signin_01_without_a_session_there_is_no_grant_before_the_six_digits() {
    let cloakroom = Installation::start().await;
    let stranger = cloakroom.anonymous();
    let (link, url) = started(&cloakroom, &stranger).await;
    let back = stranger.get(&answer_path(&url, "code=c0de")).await;
    let last = stranger.get(back.location()).await;
    assert!(last.text.contains("One more step"), "{}", last.text);
    assert_eq!(grants(&cloakroom, "alex").await, 0);
    let alex = cloakroom.enter("contoso", "alex").await;
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}", link.id))
        .await
        .json();
    assert_eq!(status["status"], "confirmation", "{status}");
    // The digits are in the window that went to the provider, and in no other.
    let (_, rest) = last.text.split_once("<p class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0.to_owned();
    let elsewhere = cloakroom.anonymous().get(back.location()).await;
    assert!(!elsewhere.text.contains(&digits), "{}", elsewhere.text);
    // Another user cannot use them, the right one can, once.
    let confirm =
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": digits}});
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(karin.post("/api/invoke", &confirm).await.status, 412);
    assert_eq!(alex.post("/api/invoke", &confirm).await.status, 200);
    assert_eq!(grants(&cloakroom, "alex").await, 1);
    assert_eq!(alex.post("/api/invoke", &confirm).await.status, 412);
}

/// Guard: `cloakroom_broker::sign_in::exchange::Broker::session_proves`
#[tokio::test]
async fn sec_web_04_a_session_that_ended_on_the_way_makes_no_grant() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    assert_eq!(alex.delete("/api/v1/session").await.status, 204);
    alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(grants(&cloakroom, "alex").await, 0);
}

/// Guard: `cloakroom_broker::sign_in::confirm::Broker::confirm`
#[tokio::test]
async fn sec_signin_09_five_wrong_codes_end_a_pending_sign_in() {
    let cloakroom = Installation::start().await;
    let stranger = cloakroom.anonymous();
    let (_, url) = started(&cloakroom, &stranger).await;
    let back = stranger.get(&answer_path(&url, "code=c0de")).await;
    let page = stranger.get(back.location()).await.text;
    let (_, rest) = page.split_once("<p class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0;
    let wrong = if digits == "000000" {
        "111111"
    } else {
        "000000"
    };
    let confirm = |state: &str| json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": state}});
    let alex = cloakroom.enter("contoso", "alex").await;
    for _ in 0..5 {
        assert_eq!(alex.post("/api/invoke", &confirm(wrong)).await.status, 412);
    }
    assert_eq!(alex.post("/api/invoke", &confirm(digits)).await.status, 412);
    assert_eq!(grants(&cloakroom, "alex").await, 0);
}
