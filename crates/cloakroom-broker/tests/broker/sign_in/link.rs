//! The link and the first page: who may follow it.

use cloakroom_broker::{CredentialError, SignInError, SignInReason};

use crate::support::{World, allow, ticket};

#[tokio::test]
async fn without_a_grant_the_reason_is_said() {
    let world = World::new().await;
    let (karin, _) = world.person("contoso", "karin").await;
    let authorized = world.authorized(&karin).await;
    let error = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
}

/// A link sent to somebody who is signed in here as himself.
///
/// Guard: `cloakroom_broker::sign_in::leave::Broker::proven_session`
#[tokio::test]
async fn sec_signin_01_a_link_opened_by_another_user_is_refused_before_any_token_request() {
    let world = World::new().await;
    let (attacker, _) = world.person("contoso", "mallory").await;
    let (_, victim) = world.person("contoso", "karin").await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&attacker).await, &[])
        .await
        .unwrap();
    let refused = world
        .broker
        .go_on(&ticket(&link.url), Some(&victim))
        .await
        .unwrap_err();
    assert!(matches!(refused, SignInError::OtherUser));
    let (_, stranger) = world.person("fabrikam", "mallory").await;
    let refused = world
        .broker
        .go_on(&ticket(&link.url), Some(&stranger))
        .await
        .unwrap_err();
    assert!(matches!(refused, SignInError::OtherUser));
    assert_eq!(world.exchanges(), 0);
}

/// Guard: `cloakroom_broker::sign_in::leave::Broker::first_page`
#[tokio::test]
async fn sec_signin_11_looking_at_the_first_page_consumes_nothing() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&karin).await, &[])
        .await
        .unwrap();
    for _ in 0..3 {
        world.broker.first_page(&ticket(&link.url)).await.unwrap();
    }
    let to = world
        .broker
        .go_on(&ticket(&link.url), Some(&visitor))
        .await
        .unwrap();
    let answer = allow(&to, "karin").await;
    world.come_back(&to, &answer).await.unwrap();
}
