//! What the provider answers instead of tokens.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::Explain as _;
use serde_json::json;

use crate::support::World;
use crate::support::signed_in::{HOUR, signed_in};

/// Guard: `cloakroom_broker::grant::refresh::Broker::failed`
#[tokio::test]
async fn sec_token_06_an_invalid_grant_for_a_generation_that_has_passed_ends_nothing() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    // The provider no longer knows the grant, and its refusal is held back.
    case.world.provider.server.withdraw(None);
    case.world.script(json!({"refresh": {"hold": true}}));
    let loser = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    case.refresh_begun().await;
    // Past the lock: another generation is put into the store while the answer is under way.
    let grants = case.world.parts.store.grants();
    let grant = case.stored().await;
    let place = |column| cloakroom_vault::Place {
        tenant: &grant.tenant,
        table: "grants",
        column,
        row: grant.id,
        generation: 2,
    };
    let vault = &case.world.parts.vault;
    let now = cloakroom_model::Clock::now(&case.world.clock);
    let won = cloakroom_store::NewTokens {
        access_token: vault
            .seal(&place("access_token"), b"the winner's")
            .await
            .unwrap(),
        refresh_token: Some(
            vault
                .seal(&place("refresh_token"), b"the winner's too")
                .await
                .unwrap(),
        ),
        scopes: grant.scopes.clone(),
        obtained_at: now,
        expires_at: Some(now.plus(HOUR)),
        registration_version: 1,
    };
    assert!(grants.refreshed(&grant, "first", &won).await.unwrap());
    case.world.script(json!({}));
    assert_eq!(loser.await.unwrap().unwrap(), "the winner's");
}

/// Guard: `cloakroom_broker::grant::refresh::Broker::failed`
#[tokio::test]
async fn sec_token_07_only_a_definite_refusal_ends_a_grant() {
    let error = |error: &str, status: u16| json!({"instead": {"error": {"error": error, "status": status}}});
    let status = |status: u16| json!({"instead": {"status": {"status": status, "html": true}}});
    let table = [
        (error("invalid_grant", 400), "grant_ended"),
        (error("invalid_grant", 401), "grant_ended"),
        (error("invalid_grant", 403), "grant_ended"),
        (error("invalid_client", 401), "registration_refused"),
        (error("unauthorized_client", 400), "registration_refused"),
        (
            error("temporarily_unavailable", 503),
            "provider_unavailable",
        ),
        (status(500), "provider_unavailable"),
        (status(502), "provider_unavailable"),
        (status(429), "provider_unavailable"),
    ];
    for (fault, code) in table {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        case.world.script(json!({"refresh": fault}));
        let error = case.credential().await.unwrap_err();
        assert_eq!(error.code(), code, "{fault}");
        case.world.script(json!({}));
        case.wait();
        let later = case.credential().await;
        assert_eq!(later.is_ok(), code != "grant_ended", "{fault}: {later:?}");
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::read`
#[tokio::test]
async fn sec_token_10_a_redirect_of_the_token_endpoint_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        let there = format!("{}/introspect", case.world.provider.issuer());
        case.world.script(
            json!({"refresh": {"instead": {"redirect": {"status": status, "location": there}}}}),
        );
        case.credential().await.unwrap_err();
        assert_eq!(case.world.refreshes(), 1);
        assert_eq!(
            case.world.provider.server.log().counters().introspections,
            0,
            "{status}"
        );
    }
}

#[tokio::test]
async fn sec_token_14_the_secret_goes_once_in_the_configured_way() {
    for authentication in ["basic", "post"] {
        let world =
            World::with(|input| input["clientAuthentication"] = json!(authentication)).await;
        let (karin, visitor) = world.person("contoso", "karin").await;
        world.sign_in(&karin, &visitor, "karin").await;
        let seen = world.provider.server.log().at_path("/token");
        assert_eq!(seen.len(), 1);
        let expected = format!("client_secret_{authentication}");
        assert_eq!(
            seen[0].client_authentication.as_deref(),
            Some(expected.as_str())
        );
    }
}

#[tokio::test]
async fn sec_token_18_a_thousand_calls_on_a_dead_endpoint_try_at_most_three_times_a_minute() {
    let case = signed_in().await;
    case.world.clock.advance(HOUR);
    case.world
        .script(json!({"refresh": {"instead": {"status": {"status": 503}}}}));
    for _ in 0..1000 {
        case.credential().await.unwrap_err();
        case.world.clock.advance(Duration::from_millis(10));
    }
    assert!(
        (1..=3).contains(&case.world.refreshes()),
        "{}",
        case.world.refreshes()
    );
    let seen = case.state().await;
    assert!(
        seen.retry_at.is_some() && seen.failure.is_some(),
        "{seen:?}"
    );
}
