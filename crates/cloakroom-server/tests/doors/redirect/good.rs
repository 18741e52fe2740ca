//! Answers that end well, and what they show.

use super::{answer_path, grants, started};
use crate::support::{ACCESS_TOKEN, Installation, REFRESH_TOKEN};

#[tokio::test]
async fn a_good_answer_makes_a_grant_and_leaves_the_url_with_the_code_at_once() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let back = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(
        (back.status.as_u16(), back.location()),
        (303, format!("/signed-in/{}", link.id).as_str())
    );
    assert_eq!(back.header("cross-origin-opener-policy"), "unsafe-none");
    assert!(
        alex.cookies()
            .iter()
            .all(|(name, _)| !name.contains("cloakroom-b-"))
    );
    let last = alex.get(back.location()).await;
    assert!(
        last.text.contains("You are signed in") && last.text.contains("data-close=\"yes\""),
        "{}",
        last.text
    );
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}?wait=20", link.id))
        .await
        .json();
    assert_eq!(status["status"], "completed", "{status}");
    assert_eq!(grants(&cloakroom, "alex").await, 1);
    assert_eq!(grants(&cloakroom, "karin").await, 0);
}

/// Guard: `cloakroom_server::routes::redirect::callback`
#[tokio::test]
async fn sec_web_01_no_answer_of_a_sign_in_holds_a_token_a_code_or_the_client_secret() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let mut answers = vec![alex.get(&answer_path(&url, "code=canary-code")).await];
    for path in ["/api/v1/session", "/api/v1/grants", "/api/v1/traces"] {
        answers.push(alex.get(path).await);
    }
    answers.push(alex.get(&format!("/signed-in/{}", link.id)).await);
    let status = alex.get(&format!("/api/v1/sign-ins/{}", link.id)).await;
    let trace = status.json()["trace"].as_str().unwrap().to_owned();
    answers.push(status);
    answers.push(alex.get(&format!("/api/v1/traces/{trace}")).await);
    let registrations = karin.get("/api/v1/registrations").await;
    let id = registrations.json()["registrations"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    answers.push(registrations);
    answers.push(karin.get(&format!("/api/v1/registrations/{id}")).await);
    for answer in &answers {
        assert!(
            answer.status.is_success() || answer.status == 303,
            "{} {}",
            answer.status,
            answer.text
        );
        let everything = format!("{:?} {}", answer.headers, answer.text);
        for canary in [
            ACCESS_TOKEN,
            REFRESH_TOKEN,
            "canary-client-secret",
            "canary-code",
        ] {
            assert!(!everything.contains(canary), "{everything}");
        }
    }
}

#[tokio::test]
async fn in_the_same_tab_the_browser_returns_to_the_chat() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let path = crate::sign_in::path(&link.url);
    let page = alex.get(&format!("{path}?tab=1")).await;
    let form = format!("csrf={}&tab=1", crate::sign_in::csrf(&page.text));
    let left = alex.submit(&format!("{path}/continue"), &form).await;
    let url = left.leads_to();
    let back = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(back.location(), format!("/#resume={}", link.id));
}
