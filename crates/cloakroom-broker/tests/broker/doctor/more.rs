//! What the table does not say: what a test sends, what it keeps, whose it is.

use std::time::Duration;

use cloakroom_broker::doctor::{FindingCode, Verdict};
use cloakroom_broker::{CallbackOutcome, SignInError};
use cloakroom_model::Explain as _;
use serde_json::json;

use super::case::run;
use crate::support::{World, allow, ticket};

/// Guard: `cloakroom_broker::doctor::after::Broker::redeem_for_test`
#[tokio::test]
async fn a_tests_tokens_are_no_grant_and_are_revoked_at_its_end() {
    let world = World::new().await;
    let outcome = run(&world, &[]).await;
    assert_eq!(outcome.view.verdict, Verdict::Healthy);
    let grants = outcome.provider.server.grants();
    assert_eq!(grants.len(), 1);
    assert!(grants[0].ended.is_some(), "revoked at the provider");
    let tenant = crate::support::tenant("contoso");
    let later = world.parts.clock.now().plus(Duration::from_hours(1));
    let left = world.parts.store.revocations().due(later).await.unwrap();
    assert_eq!(left, [], "nothing waits for a revocation any more");
    let row = world.parts.store.registrations();
    let row = row.find(&outcome.registration).await.unwrap().unwrap();
    let kept = world.parts.store.grants().of_registration(&row.key).await;
    assert_eq!(kept.unwrap(), []);
    let listed = outcome
        .broker
        .tests(&tenant, &outcome.registration)
        .await
        .unwrap();
    assert_eq!(listed[0].id, outcome.view.id);
    assert_eq!(outcome.api.received_requests().await.unwrap().len(), 1);
    let counters = outcome.provider.server.log().counters();
    // A made-up code and the real one; one refresh.
    assert_eq!((counters.exchanges, counters.refreshes), (2, 1));
    assert_eq!((counters.code_replays, counters.reuses), (0, 0));
}

/// What the process leaves behind when it dies after the exchange, the background revokes.
#[tokio::test]
async fn tokens_of_a_test_wait_for_their_revocation_from_the_moment_they_came() {
    let world = World::new().await;
    let failing = |case: &mut super::case::Case| {
        case.script = json!({"revocation": {"instead": {"status": {"status": 503}}}});
    };
    let outcome = run(&world, &[&failing]).await;
    assert!(outcome.codes().contains(&FindingCode::RevocationFailed));
    outcome
        .provider
        .server
        .set_script(serde_json::from_value(json!({})).unwrap());
    world.clock.advance(Duration::from_mins(11));
    outcome.broker.tick().await.unwrap();
    let grants = outcome.provider.server.grants();
    assert!(grants[0].ended.is_some(), "revoked later");
}

/// With a wrong secret: each way is tried once, each with a code of its own, and none is real.
#[tokio::test]
async fn sec_token_14_one_way_of_authenticating_at_a_time_and_never_two_with_one_code() {
    let world = World::new().await;
    let wrong = |case: &mut super::case::Case| case.secret = "wrong".to_owned();
    let outcome = run(&world, &[&wrong]).await;
    assert!(outcome.codes().contains(&FindingCode::ClientSecretRefused));
    let log = outcome.provider.server.log();
    let codes: Vec<_> = log
        .entries()
        .iter()
        .filter(|entry| entry.path == "/token")
        .map(|entry| format!("{:?}", entry.parameters.get("code")))
        .collect();
    assert_eq!(codes.len(), 3, "{codes:?}");
    let mut distinct = codes.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 3);
}

/// Guard: `cloakroom_broker::sign_in::leave::Broker::proven_session`
#[tokio::test]
async fn sec_signin_01_a_test_sign_in_is_its_persons_alone() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (alex, of_alex) = world.person("contoso", "alex").await;
    let begun = world
        .broker
        .begin_test(&karin.tenant, &world.registration, karin.user.id, None)
        .await
        .unwrap();
    let view = super::case::settled(&world.broker, &karin, begun).await;
    assert_eq!(view.status, "waiting", "{:?}", view.findings);
    let refused = world.broker.begin_test_sign_in(&alex, &view.id).await;
    assert_eq!(refused.unwrap_err().code(), "test_other_person");
    let link = world
        .broker
        .begin_test_sign_in(&karin, &view.id)
        .await
        .unwrap();
    let link = ticket(&link.url);
    assert!(world.broker.first_page(&link).await.unwrap().test);
    let without = world.broker.go_on(&link, None).await.unwrap_err();
    assert!(matches!(without, SignInError::TestNeedsSession));
    let other = world.broker.go_on(&link, Some(&of_alex)).await.unwrap_err();
    assert!(matches!(other, SignInError::OtherUser));
    assert_eq!(world.exchanges(), 1, "the made-up code");

    // The answer comes to another replica.
    let to = world.broker.go_on(&link, Some(&visitor)).await.unwrap();
    let answer = allow(&to, "karin").await;
    let second = world.restarted("second");
    let callback = crate::support::callback(&answer, &[to.binding.expose()]);
    let outcome = second.callback(callback).await.unwrap();
    assert!(matches!(outcome, CallbackOutcome::Completed { .. }));
    let done = super::case::done(&world.broker, &karin, view).await;
    assert_eq!(done.verdict, Verdict::Warnings, "{:?}", done.findings);
    assert!(world.all_ended());
    let grants = world.parts.store.grants();
    let grants = grants.of_user(&karin.tenant, karin.user.id.unwrap()).await;
    assert_eq!(grants.unwrap(), []);
    let elsewhere = crate::support::tenant("fabrikam");
    let hidden = world
        .broker
        .test(&elsewhere, &done.id, None, Duration::ZERO)
        .await;
    assert_eq!(hidden.unwrap_err().code(), "test_not_found");
}

#[tokio::test]
async fn without_a_person_the_checks_are_all_and_a_run_that_falls_silent_was_interrupted() {
    let world = World::new().await;
    let (karin, _) = world.person("contoso", "karin").await;
    let begun = world
        .broker
        .begin_test(&karin.tenant, &world.registration, None, None)
        .await
        .unwrap();
    let view = super::case::settled(&world.broker, &karin, begun).await;
    assert_eq!((view.status, view.verdict), ("done", Verdict::Warnings));

    let store = world.parts.store.doctor_runs();
    let mut run = store.find(&view.id).await.unwrap().unwrap();
    run.status = cloakroom_store::DoctorStatus::Checking;
    assert!(store.change(&run, world.parts.clock.now()).await.unwrap());
    world.clock.advance(Duration::from_mins(5));
    let view = world
        .broker
        .test(&karin.tenant, &view.id, None, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(view.status, "done");
    let last = view.findings.last().unwrap();
    assert_eq!(last.code, FindingCode::Interrupted);
}

#[tokio::test]
async fn a_refusal_that_names_neither_client_nor_redirect_url_is_told_as_it_came() {
    let world = World::new().await;
    let refusing = |case: &mut super::case::Case| {
        case.script = json!({"authorizationError": {"error": "unauthorized_client", "description": "Not yet."}});
    };
    let outcome = run(&world, &[&refusing]).await;
    let found = &outcome.view.findings[0];
    assert_eq!(found.code, FindingCode::AuthorizationRefused);
    assert!(found.seen.contains("`unauthorized_client` (“Not yet.”)"));
    let grumbling = |case: &mut super::case::Case| {
        case.script =
            json!({"exchange": {"instead": {"error": {"error": "unsupported_grant_type"}}}});
    };
    let outcome = run(&world, &[&grumbling]).await;
    assert_eq!(
        outcome.view.findings[0].code,
        FindingCode::TokenRequestRefused
    );
}
