//! The answer to a refresh was lost: nobody knows whether the old token is spent.

use std::time::Duration;

use cloakroom_broker::{CredentialError, SignInReason};
use serde_json::json;

use crate::support::signed_in::{HOUR, signed_in, signed_in_with};

/// The provider rotates and the answer is lost, in three ways of treating the old token.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::outcome_unknown`
#[tokio::test]
async fn sec_token_05_after_a_lost_answer_the_old_token_is_not_sent_again() {
    for rotation in [
        json!("strict"),
        json!({"reuseWindow": 10}),
        json!("untilSuccessorUsed"),
    ] {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        case.world.script(
            json!({"rotation": rotation, "refresh": {"times": 1, "after": "cutConnection"}}),
        );
        let error = case.credential().await.unwrap_err();
        assert!(
            matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
            "{rotation}: {error}"
        );
        for _ in 0..3 {
            case.wait();
            let error = case.credential().await.unwrap_err();
            assert!(
                matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
                "{error}"
            );
        }
        assert_eq!(case.world.refreshes(), 1, "{rotation}");
    }
}

/// Guard: `cloakroom_broker::grant::refresh::Broker::outcome_unknown`
#[tokio::test]
async fn sec_token_05_a_declared_reuse_window_allows_one_repeat_and_no_second() {
    let case = signed_in_with(|input| input["reuseWindowSeconds"] = json!(10)).await;
    case.world.clock.advance(HOUR);
    case.world.script(
        json!({"rotation": {"reuseWindow": 10}, "refresh": {"times": 1, "after": "cutConnection"}}),
    );
    case.credential().await.unwrap_err();
    case.credential().await.unwrap();
    assert_eq!(case.world.refreshes(), 2);
    // Lost twice in a row: no third.
    let case = signed_in_with(|input| input["reuseWindowSeconds"] = json!(10)).await;
    case.world.clock.advance(HOUR);
    case.world.script(
        json!({"rotation": {"reuseWindow": 10}, "refresh": {"times": 2, "after": "cutConnection"}}),
    );
    case.credential().await.unwrap_err();
    case.credential().await.unwrap_err();
    let error = case.credential().await.unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
        "{error}"
    );
    assert_eq!(case.world.refreshes(), 2);
}

/// The repeat was allowed within the window, and nobody asked until the window had gone by.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::attempt`
#[tokio::test]
async fn sec_token_05_a_repeat_that_was_allowed_is_not_sent_after_the_window() {
    for (seconds, refreshes) in [(9, 2), (10, 1)] {
        let case = signed_in_with(|input| input["reuseWindowSeconds"] = json!(10)).await;
        case.world.clock.advance(HOUR);
        case.world.script(json!({
            "rotation": {"reuseWindow": 10}, "refresh": {"times": 1, "after": "cutConnection"},
        }));
        case.credential().await.unwrap_err();
        case.world.clock.advance(Duration::from_secs(seconds));
        let unknown = matches!(
            case.credential().await,
            Err(CredentialError::SignIn(SignInReason::OutcomeUnknown))
        );
        assert_eq!(
            (unknown, case.world.refreshes()),
            (refreshes == 1, refreshes)
        );
    }
}

/// A process died between sending and committing.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::recover_refreshes`
#[tokio::test]
async fn sec_token_05_an_attempt_found_at_start_is_judged_as_unknown() {
    let case = signed_in().await;
    let store = case.world.parts.store.grants();
    let grant = case.stored().await;
    let now = cloakroom_model::Clock::now(&case.world.clock);
    assert!(
        store
            .intend(&grant, "dead", now.plus(HOUR), now)
            .await
            .unwrap()
    );
    assert!(store.sent(&grant, "dead", now).await.unwrap());
    let second = case.world.restarted("second");
    second.recover().await.unwrap();
    let error = case.credential_of(&second).await.unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
        "{error}"
    );
    // One that died before sending costs nothing.
    let case = signed_in().await;
    let store = case.world.parts.store.grants();
    let grant = case.stored().await;
    assert!(
        store
            .intend(&grant, "dead", now.plus(HOUR), now)
            .await
            .unwrap()
    );
    case.world.clock.advance(HOUR);
    let second = case.world.restarted("second");
    second.recover().await.unwrap();
    case.credential_of(&second).await.unwrap();
    assert_eq!(case.world.refreshes(), 1);
}
