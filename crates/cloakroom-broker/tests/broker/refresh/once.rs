//! One refresh at a time, whoever asks, hangs up or comes late.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::Broker;
use cloakroom_model::Clock;
use serde_json::json;

use crate::support::signed_in::{HOUR, signed_in};

/// Guard: `cloakroom_broker::grant::flight::Flights::fly`
#[tokio::test]
async fn sec_token_01_three_hundred_callers_on_an_expired_grant_cause_one_refresh() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    let callers: Vec<_> = (0..300)
        .map(|_| {
            let case = case.clone();
            tokio::spawn(async move { case.credential().await })
        })
        .collect();
    let mut tokens = std::collections::HashSet::new();
    for caller in callers {
        tokens.insert(caller.await.unwrap().unwrap());
    }
    assert_eq!((tokens.len(), case.world.refreshes()), (1, 1));
}

/// Two processes on one store; the first holds the lease while the provider is slow.
///
/// Guard: `cloakroom_store::grants::refresh::Grants::intend`
#[tokio::test]
async fn sec_token_02_a_second_process_waits_for_the_lease_and_adopts_the_result() {
    let case = Arc::new(signed_in().await);
    let mut parts = case.world.parts.clone();
    parts.config.process = "second".to_owned();
    parts.config.embedded = false;
    let second = Broker::new(parts);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let first = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    case.refresh_begun().await;
    let other = tokio::spawn({
        let (case, second) = (case.clone(), second.clone());
        async move { case.credential_of(&second).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    case.world.script(json!({}));
    assert_eq!(first.await.unwrap().unwrap(), other.await.unwrap().unwrap());
    assert_eq!(case.world.refreshes(), 1);
}

/// What a process remembers is seconds old: what it would refresh has been refreshed by another.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::attempt`
#[tokio::test]
async fn sec_token_02_a_process_that_remembers_an_older_generation_refreshes_nothing() {
    let case = signed_in().await;
    let second = case.world.restarted("second");
    case.world.clock.advance(HOUR - Duration::from_secs(63));
    case.credential_of(&second).await.unwrap();
    assert_eq!(case.world.refreshes(), 0);
    case.world.clock.advance(Duration::from_secs(3));
    let token = case.credential().await.unwrap();
    assert_eq!(case.credential_of(&second).await.unwrap(), token);
    assert_eq!(case.world.refreshes(), 1);
}

/// An intent that was never sent, with a lease that has not run out.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::attempt`
#[tokio::test]
async fn sec_token_02_an_unsent_intent_is_taken_up_at_once_by_its_own_process() {
    let case = signed_in().await;
    let mut parts = case.world.parts.clone();
    parts.config.process = "second".to_owned();
    parts.config.embedded = false;
    let second = Broker::new(parts);
    case.world.clock.advance(HOUR);
    let (grant, now) = (case.stored().await, case.world.clock.now());
    let until = now.plus(Duration::from_secs(90));
    let grants = case.world.parts.store.grants();
    assert!(grants.intend(&grant, "second", until, now).await.unwrap());
    case.credential_of(&second).await.unwrap();
    assert_eq!(case.world.refreshes(), 1);
}

/// Guard: `cloakroom_store::grants::refresh::Grants::refreshed`
#[tokio::test]
async fn sec_token_02_a_late_writer_of_an_old_generation_changes_nothing() {
    let case = signed_in().await;
    let grants = case.world.parts.store.grants();
    let old = case.stored().await;
    case.world.clock.advance(HOUR);
    let token = case.credential().await.unwrap();
    let now = case
        .world
        .broker
        .credential(&case.authorized, &case.world.trace())
        .await
        .unwrap();
    assert_eq!(now.bearer.expose(), token);
    let late = cloakroom_store::NewTokens {
        access_token: old.access_token.clone().unwrap(),
        refresh_token: old.refresh_token.clone(),
        scopes: vec![],
        obtained_at: old.obtained_at,
        expires_at: None,
        registration_version: 1,
    };
    assert!(!grants.refreshed(&old, "first", &late).await.unwrap());
    assert!(!grants.sign_in_again(&old, "grant_ended").await.unwrap());
    assert!(
        !grants
            .failed(&old, "first", old.obtained_at, "x", None)
            .await
            .unwrap()
    );
    case.world.clock.advance(Duration::from_secs(10));
    assert_eq!(case.credential().await.unwrap(), token);
}

/// Guard: `cloakroom_broker::grant::flight::Flights::fly`
#[tokio::test]
async fn sec_token_03_a_caller_who_hangs_up_loses_nothing() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let caller = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    case.refresh_begun().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    case.world.script(json!({}));
    case.credential().await.unwrap();
    assert_eq!(
        case.world.refreshes(),
        1,
        "the refresh that nobody waited for was kept"
    );
    case.world.clock.advance(HOUR);
    case.credential().await.unwrap();
    assert_eq!(case.world.provider.server.log().counters().reuses, 0);
}

/// Guard: `cloakroom_broker::grant::refresh::Broker::keep_answer`
#[tokio::test]
async fn sec_token_04_a_token_is_in_the_store_before_anybody_has_it() {
    let case = signed_in().await;
    case.world.clock.advance(HOUR);
    let token = case.credential().await.unwrap();
    // Another process, with nothing in memory, finds the very token that was handed out.
    assert_eq!(
        case.credential_of(&case.world.restarted("second"))
            .await
            .unwrap(),
        token
    );
    assert_eq!(case.world.refreshes(), 1);
}
