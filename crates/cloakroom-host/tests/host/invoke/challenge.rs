//! Where the API answers 401 or 403.

use serde_json::json;
use wiremock::matchers::header;
use wiremock::{Mock, ResponseTemplate};

use crate::support::api::{answering, refreshing, results, unauthorized};
use crate::support::{World, kind, step, text};

/// Guard: `cloakroom_host::invoke::credential::Host::call_as_user`
#[tokio::test]
async fn sec_egress_10_a_401_with_invalid_token_leads_to_one_refresh_and_one_more_call() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    refreshing(&world, 1).await;
    Mock::given(header("authorization", "Bearer access-1"))
        .respond_with(unauthorized(
            "Basic realm=\"x\", Bearer error=\"invalid_token\"",
        ))
        .expect(1)
        .mount(&world.api)
        .await;
    Mock::given(header("authorization", "Bearer access-2"))
        .respond_with(results(&["Oil"]))
        .expect(1)
        .mount(&world.api)
        .await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!((kind(&invoked).as_str(), invoked.error), ("result", None));
    let trace = world.trace(&invoked).await;
    let calls: Vec<_> = trace
        .steps
        .iter()
        .filter(|step| step.name == "call")
        .collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (&calls[0].details["status"], &calls[1].details["status"]),
        (&json!(401), &json!(200))
    );
}

/// Guard: `cloakroom_host::invoke::credential::Host::call_as_user`
#[tokio::test]
async fn sec_token_17_an_api_that_always_refuses_is_called_twice_after_one_refresh_and_then_asks_for_a_sign_in()
 {
    let world = World::new().await;
    let karin = world.signed_in().await;
    refreshing(&world, 1).await;
    answering(&world, unauthorized("Bearer error=\"invalid_token\"")).await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("api_unauthorized"))
    );
    assert!(invoked.sign_in.is_some());
    assert_eq!(world.asked().await.len(), 2);
    let extension = &invoked.answer.to_value()["composeExtension"];
    assert!(
        text(&invoked).starts_with("Repairs didn't accept your sign-in. Sign in again"),
        "{extension}"
    );
    let button = &extension["suggestedActions"]["actions"][0]["title"];
    assert_eq!(button, "Sign in again");
    let trace = world.trace(&invoked).await;
    assert_eq!(trace.error.as_deref(), Some("api_unauthorized"));
    let decision = trace.steps.iter().map(|step| step.decision.as_str());
    let decisions = decision.collect::<Vec<_>>().join("\n");
    let checklist = extension["checklist"].to_string();
    for point in CHECKLIST {
        assert!(decisions.contains(point), "{decisions}");
        assert!(checklist.contains(point), "{checklist}");
    }
}

const CHECKLIST: [&str; 3] = [
    "scopes asked for",
    "endpoints entered correctly",
    "redirect URL",
];

#[tokio::test]
async fn sec_egress_10_any_other_401_leads_to_words_and_no_refresh() {
    for answer in [
        ResponseTemplate::new(401),
        unauthorized("Negotiate"),
        unauthorized("Bearer"),
        unauthorized("Bearer error=\"invalid_request\", error_uri=\"https://evil.example/\""),
    ] {
        let world = World::new().await;
        let karin = world.signed_in().await;
        refreshing(&world, 0).await;
        answering(&world, answer).await;
        let invoked = world.search(&karin).await.unwrap();
        assert_eq!(
            (kind(&invoked).as_str(), invoked.error),
            ("message", Some("api_unauthorized"))
        );
        assert_eq!(world.asked().await.len(), 1);
        let decision = step(&world.trace(&invoked).await, "call").decision.clone();
        let checklist = invoked.answer.to_value()["composeExtension"]["checklist"].to_string();
        for point in CHECKLIST {
            assert!(decision.contains(point), "{decision}");
            assert!(checklist.contains(point), "{checklist}");
        }
    }
}

/// Guard: `cloakroom_host::invoke::credential::Host::can_ask_for`
#[tokio::test]
async fn sec_egress_10_a_403_with_insufficient_scope_asks_for_the_scopes_that_are_missing() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"repairs.read repairs.write\"";
    answering(
        &world,
        ResponseTemplate::new(403).insert_header("WWW-Authenticate", challenge),
    )
    .await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("insufficient_scope"))
    );
    assert!(invoked.sign_in.is_some());
    let trace = world.trace(&invoked).await;
    assert_eq!(
        step(&trace, "sign-in").details["further"],
        json!(["repairs.read", "repairs.write"])
    );
}

#[tokio::test]
async fn sec_egress_10_a_403_for_scopes_that_are_granted_or_not_named_asks_nobody() {
    for (challenge, expected) in [
        (
            Some("Bearer error=\"insufficient_scope\", scope=\"repairs.read\""),
            "api_scope_refused",
        ),
        (
            Some("Bearer error=\"insufficient_scope\""),
            "api_scope_refused",
        ),
        (Some("Bearer error=\"invalid_token\""), "api_forbidden"),
        (None, "api_forbidden"),
    ] {
        let world = World::new().await;
        let karin = world.signed_in().await;
        let mut answer = ResponseTemplate::new(403);
        if let Some(challenge) = challenge {
            answer = answer.insert_header("WWW-Authenticate", challenge);
        }
        answering(&world, answer).await;
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
    }
}
