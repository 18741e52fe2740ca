//! Providers that are named by issuer.

use cloakroom_broker::CallbackError;
use serde_json::json;

use crate::support::{Browser, World, with_issuer};

#[tokio::test]
async fn with_an_issuer_the_account_is_the_subject_of_the_validated_id_token() {
    let world = World::with(with_issuer).await;
    // The provider's clock is the machine's.
    world.clock.set(cloakroom_model::Clock::now(
        &cloakroom_model::SystemClock::default(),
    ));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let grants = world
        .broker
        .grants(
            &karin,
            &cloakroom_broker::GrantQuery::default(),
            &cloakroom_store::PageRequest::first(100),
        )
        .await
        .unwrap()
        .items;
    assert_eq!(grants[0].account, "karin");
    // The issuer's keys are asked for once and held.
    world.sign_in(&karin, &visitor, "karin").await;
    assert_eq!(world.provider.server.log().at_path("/jwks").len(), 1);
    world.clock.advance(std::time::Duration::from_mins(4));
    world.sign_in(&karin, &visitor, "karin").await;
    assert_eq!(world.provider.server.log().at_path("/jwks").len(), 1);
}

/// Guard: `cloakroom_broker::sign_in::callback::check_issuer`
#[tokio::test]
async fn sec_signin_04_a_wrong_missing_or_doubled_iss_gives_no_grant() {
    for script in ["wrong", "missing", "trailingSlash", "doubled"] {
        let world = World::with(with_issuer).await;
        world.script(json!({"iss": script}));
        let (karin, visitor) = world.person("contoso", "karin").await;
        let (_, to) = world.leave(&karin, Some(&visitor)).await;
        for decision in ["allow", "deny"] {
            let (_, to) = if decision == "allow" {
                (None, to_again(&to))
            } else {
                let (id, to) = world.leave(&karin, Some(&visitor)).await;
                (Some(id), to)
            };
            let answer = Browser::default()
                .decide(&to.authorization_url, "karin", decision)
                .await;
            let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
            assert!(
                matches!(error, CallbackError::Issuer(_) | CallbackError::Repeated(_)),
                "{script} {decision}: {error}"
            );
        }
        assert_eq!(world.exchanges(), 0, "{script}");
    }
}

fn to_again(to: &cloakroom_broker::ToProvider) -> cloakroom_broker::ToProvider {
    cloakroom_broker::ToProvider {
        id: to.id.clone(),
        authorization_url: to.authorization_url.clone(),
        provider_host: to.provider_host.clone(),
        binding: cloakroom_vault::BindingToken::new(to.binding.expose()),
        expires_at: to.expires_at,
    }
}
