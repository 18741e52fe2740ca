//! Grants that end: by signing out, during a refresh too.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::{CredentialError, SignInReason, SignedOut};
use serde_json::json;

use crate::support::signed_in::{HOUR, signed_in};

/// The grant is ended while the provider holds the refresh.
///
/// Guard: `cloakroom_broker::grant::refresh::Broker::keep_answer`
#[tokio::test]
async fn sec_token_13_what_comes_for_a_grant_that_has_ended_is_not_kept_and_is_revoked() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let caller = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    case.refresh_begun().await;
    let out = case.sign_out().await;
    assert_eq!(out, SignedOut::Revoked);
    case.world.script(json!({}));
    let error = caller.await.unwrap().unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::NoGrant)),
        "{error}"
    );
    case.world.broker.tick().await.unwrap();
    assert!(
        case.world
            .broker
            .grants(
                &case.karin,
                &cloakroom_broker::GrantQuery::default(),
                &cloakroom_store::PageRequest::first(100)
            )
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(case.world.all_ended());
}

#[tokio::test]
async fn sec_token_19_signing_out_works_here_at_once_and_is_revoked_when_the_provider_is_back() {
    let case = signed_in().await;
    case.world
        .script(json!({"revocation": {"instead": {"status": {"status": 503}}}}));
    let out = case.sign_out().await;
    assert_eq!(out, SignedOut::Queued);
    let error = case.credential().await.unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
    case.world.script(json!({}));
    case.world.clock.advance(Duration::from_mins(10));
    case.world.broker.tick().await.unwrap();
    assert!(case.world.all_ended());
}
