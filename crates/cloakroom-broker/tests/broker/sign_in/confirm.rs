//! The six digits, where the browser has no session of the user.

use std::time::Duration;

use cloakroom_broker::{CallbackOutcome, ConfirmError, CredentialError, SignInReason};
use cloakroom_model::Clock as _;
use cloakroom_store::GrantState;
use cloakroom_vault::{TokenHash, Vault};
use serde_json::json;

use crate::support::{World, allow};

#[tokio::test]
async fn the_six_digits_make_a_hosts_users_grant_and_work_once() {
    let world = World::new().await;
    let guest = world.guest("contoso", "29:alice");
    let (_, to) = world.leave(&guest, None).await;
    let answer = allow(&to, "karin").await;
    let Ok(CallbackOutcome::Pending { code, .. }) = world.come_back(&to, &answer).await else {
        panic!("pending")
    };
    let known = known(&world, &guest).await;
    world.broker.confirm(&known, code.expose()).await.unwrap();
    world
        .broker
        .credential(&world.authorized(&known).await, &world.trace())
        .await
        .unwrap();
    let again = world
        .broker
        .confirm(&known, code.expose())
        .await
        .unwrap_err();
    assert!(matches!(again, ConfirmError::Nothing));
}

/// A link sent to somebody who is not signed in here, whose consent at the provider is automatic.
///
/// Guard: `cloakroom_broker::sign_in::exchange::Broker::keep_grant`
#[tokio::test]
async fn sec_signin_01_a_victim_without_a_session_gives_the_attacker_a_pending_grant_at_most() {
    let world = World::new().await;
    let (attacker, visitor) = world.person("contoso", "mallory").await;
    world.script(json!({"consent": "automatic"}));
    let (_, to) = world.leave(&attacker, None).await;
    let answer = allow(&to, "karin").await;
    let outcome = world.come_back(&to, &answer).await.unwrap();
    assert!(matches!(outcome, CallbackOutcome::Pending { .. }));
    let authorized = world.authorized(&attacker).await;
    let error = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::NoGrant)),
        "not usable"
    );
    assert!(
        world
            .broker
            .grants(
                &attacker,
                &cloakroom_broker::GrantQuery::default(),
                &cloakroom_store::PageRequest::first(100)
            )
            .await
            .unwrap()
            .items
            .is_empty(),
        "not listed"
    );
    world.clock.advance(Duration::from_secs(301));
    world.broker.tick().await.unwrap();
    assert_eq!(
        world.provider.server.log().counters().revocations,
        2,
        "revoked at the provider"
    );
    assert!(world.all_ended());
    drop(visitor);
}

/// Guard: `cloakroom_broker::sign_in::confirm::Broker::confirm`
#[tokio::test]
async fn sec_signin_09_five_wrong_codes_kill_a_pending_grant_and_revoke_it() {
    let world = World::new().await;
    let alice = world.guest("contoso", "29:alice");
    let (_, to) = world.leave(&alice, None).await;
    let answer = allow(&to, "karin").await;
    let Ok(CallbackOutcome::Pending { code, .. }) = world.come_back(&to, &answer).await else {
        panic!("pending")
    };
    let alice = known(&world, &alice).await;
    let (bob, _) = world.person("contoso", "bob").await;
    assert!(
        matches!(
            world.broker.confirm(&bob, code.expose()).await,
            Err(ConfirmError::Nothing)
        ),
        "another user"
    );
    let wrong = if code.expose() == "000000" {
        "000001"
    } else {
        "000000"
    };
    // Two processes guess in parallel: together they get five tries.
    let other = world.restarted("second");
    let guesses = (0..40).map(|i| {
        let (broker, caller) = (
            if i % 2 == 0 {
                world.broker.clone()
            } else {
                other.clone()
            },
            alice.clone(),
        );
        tokio::spawn(async move { broker.confirm(&caller, wrong).await })
    });
    let mut evaluated = 0;
    for guess in guesses.collect::<Vec<_>>() {
        if let Err(ConfirmError::Wrong(_)) = guess.await.unwrap() {
            evaluated += 1;
        }
    }
    assert!(evaluated <= 4, "the fifth is answered as dead: {evaluated}");
    let dead = world
        .broker
        .confirm(&alice, code.expose())
        .await
        .unwrap_err();
    assert!(matches!(dead, ConfirmError::Nothing | ConfirmError::Dead));
    let error = world
        .broker
        .credential(&world.authorized(&alice).await, &world.trace())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
    assert!(world.all_ended(), "revoked");
}

/// Whoever reads the database live knows the grant and the kept tag. Of a plain hash he would find
/// the digits by trying a million; without a key of the vault he can try nothing.
///
/// Guard: `cloakroom_broker::sign_in::confirm::Broker::confirm_hash`
#[tokio::test]
async fn sec_signin_09_the_digits_cannot_be_found_from_the_database() {
    let world = World::new().await;
    let guest = world.guest("contoso", "29:alice");
    let (_, to) = world.leave(&guest, None).await;
    let answer = allow(&to, "karin").await;
    let Ok(CallbackOutcome::Pending { code, .. }) = world.come_back(&to, &answer).await else {
        panic!("pending")
    };
    let known = known(&world, &guest).await;
    let grants = world.parts.store.grants();
    let user = known.user.id.unwrap();
    let pending = grants.pending_of(&known.tenant, user, world.clock.now());
    let grant = pending.await.unwrap().remove(0);
    let GrantState::Pending(kept) = &grant.state else {
        panic!("pending")
    };
    let (digits, id) = (code.expose(), grant.public_id.to_string());
    for guess in [
        digits.to_owned(),
        format!("{id}:{digits}"),
        format!("{id}{digits}"),
        format!("{}:{digits}", grant.id),
    ] {
        assert_ne!(kept.confirm, TokenHash::of(&guess), "{guess}");
    }
    // The same digits under a key of another installation give another tag.
    let other = World::new().await;
    let message = format!("{id}:{digits}");
    let tag = |vault: std::sync::Arc<Vault>| {
        let (tenant, message) = (known.tenant.clone(), message.clone());
        async move {
            let key = vault.mac_key(&tenant, "grants.confirm_hash").await.unwrap();
            key.hash(message.as_bytes())
        }
    };
    assert_eq!(kept.confirm, tag(world.parts.vault.clone()).await);
    assert_ne!(kept.confirm, tag(other.parts.vault.clone()).await);
    // Another process finds the key by the grant.
    let second = world.restarted("second");
    second.confirm(&known, digits).await.unwrap();
}

/// The guest as identity finds him once he has a row.
async fn known(world: &World, guest: &cloakroom_model::Caller) -> cloakroom_model::Caller {
    let found = world
        .parts
        .store
        .people()
        .find(&guest.tenant, &guest.user.subject)
        .await
        .unwrap()
        .unwrap();
    cloakroom_model::Caller {
        user: found.user,
        ..guest.clone()
    }
}
