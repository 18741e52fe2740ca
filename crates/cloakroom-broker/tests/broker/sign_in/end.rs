//! How sign-ins end: with a grant at once, or in one of the ways without.

use std::time::Duration;

use cloakroom_broker::{Broker, CallbackError};
use cloakroom_model::Clock as _;
use serde_json::json;

use crate::support::{Browser, World, allow};

#[tokio::test]
async fn a_user_in_the_same_browser_gets_a_grant_at_once() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let authorized = world.authorized(&karin).await;
    let credential = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap();
    assert!(!credential.bearer.expose().is_empty());
    assert_eq!(world.exchanges(), 1);
}

#[tokio::test]
async fn refusing_and_failing_at_the_provider_have_their_own_ends() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .decide(&to.authorization_url, "karin", "deny")
        .await;
    let (error, ended) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Denied));
    assert_eq!(ended.unwrap(), id);
    let status = world
        .broker
        .sign_in_status(&karin, &id, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(status.status, "denied");
    world.script(json!({"authorizationError": {"error": "temporarily_unavailable", "description": "<b>later</b>"}}));
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Provider { .. }));
    let status = world
        .broker
        .sign_in_status(&karin, &id, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(
        (status.status, status.error.as_deref()),
        ("failed", Some("provider_refused"))
    );
    assert_eq!(world.exchanges(), 0);
}

#[tokio::test]
async fn a_cancelled_sign_in_is_not_completed_by_a_late_callback() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    world.broker.cancel_sign_in(&karin, &id).await.unwrap();
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Cancelled(_)));
    assert_eq!(world.exchanges(), 0);
}

#[tokio::test]
async fn a_session_that_ended_on_the_way_makes_no_grant() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    world
        .parts
        .store
        .sessions()
        .end(&visitor.tenant, visitor.session)
        .await
        .unwrap();
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::SessionEnded));
    assert!(
        world
            .broker
            .grants(
                &karin,
                &cloakroom_broker::GrantQuery::default(),
                &cloakroom_store::PageRequest::first(100)
            )
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

/// Signing in again takes the place of the grant, and what it held is revoked: queued with the
/// commit, so that no crash between the two leaves a living token that nobody knows of.
///
/// Guard: `cloakroom_broker::revocation::Broker::replaced_by`
#[tokio::test]
async fn sec_token_13_signing_in_again_revokes_what_the_replaced_grant_held() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let revocations = world.parts.store.revocations();
    let due = revocations.due(world.clock.now()).await.unwrap();
    assert_eq!(due.len(), 1);
    world.broker.tick().await.unwrap();
    let grants = world.provider.server.grants();
    let ended: Vec<_> = grants.iter().map(|grant| grant.ended.is_some()).collect();
    assert_eq!(ended, [true, false], "the first is ended, the second lives");
}

/// Guard: `cloakroom_broker::revocation::Broker::replaced_by`
#[tokio::test]
async fn sec_token_19_a_refresh_token_that_came_once_more_is_not_revoked() {
    let world = World::new().await;
    world.script(json!({"tokenAnswer": {"extra": {"refresh_token": "one-for-ever"}}}));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let revocations = world.parts.store.revocations();
    let due = revocations.due(world.clock.now()).await.unwrap();
    assert_eq!(due, []);
}

/// Another replica died between the callback and the end of its exchange. Whoever waits is told
/// so once the lease has run out, and not only when the sign-in's ten minutes have.
///
/// Guard: `cloakroom_broker::sign_in::callback::Broker::recover_sign_ins`
#[tokio::test]
async fn rel_02_an_exchange_whose_replica_died_ends_when_its_lease_has_run_out() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (id, _) = world.leave(&karin, Some(&visitor)).await;
    let mut parts = world.parts.clone();
    parts.config.embedded = false;
    parts.config.process = "second".to_owned();
    let second = Broker::new(parts);
    let sign_ins = world.parts.store.sign_ins();
    let row = sign_ins.find(&id).await.unwrap().unwrap();
    let now = world.clock.now();
    assert!(sign_ins.consume(&row, "the dead one", now).await.unwrap());
    assert!(sign_ins.sent(&row, now).await.unwrap());
    let status = async || {
        let view = second.sign_in_status(&karin, &id, Duration::ZERO).await;
        let view = view.unwrap();
        (view.status, view.error)
    };
    for seconds in [0, 89] {
        world.clock.advance(Duration::from_secs(seconds));
        second.tick().await.unwrap();
        assert_eq!(status().await, ("continued", None));
    }
    world.clock.advance(Duration::from_secs(1));
    second.tick().await.unwrap();
    let unknown = Some("code_exchange_unknown".to_owned());
    assert_eq!(status().await, ("failed", unknown));
}
