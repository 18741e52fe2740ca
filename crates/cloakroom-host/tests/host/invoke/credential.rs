//! Whether there is a credential, and for whom.

use std::time::Duration;

use cloakroom_host::InstallOptions;
use cloakroom_model::{Explain as _, StepOutcome};
use serde_json::json;

use crate::support::api::{answering, results};
use crate::support::package::{Package, SERVER};
use crate::support::{World, kind, step, tenant};

#[tokio::test]
async fn without_a_grant_the_answer_is_a_sign_in_link_and_never_an_empty_result() {
    let world = World::new().await;
    let karin = world.karin().await;
    answering(&world, results(&[])).await;
    let invoked = world.search(&karin).await.unwrap();
    let answer = invoked.answer.to_value();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("token_missing"))
    );
    let action = &answer["composeExtension"]["suggestedActions"]["actions"][0];
    assert_eq!(action["type"], "openUrl");
    assert!(
        action["value"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:8787/sign-in/")
    );
    let view = world
        .broker
        .sign_in_status(&karin, &invoked.sign_in.clone().unwrap(), Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(view.status, "waiting");
    assert_eq!(world.asked().await.len(), 0);
    assert_eq!(world.vault.opened(), 0);
    let trace = world.trace(&invoked).await;
    assert_eq!(trace.error.as_deref(), Some("token_missing"));
    assert_eq!(step(&trace, "sign-in").outcome, StepOutcome::Noted);
    // The link is a secret of its own kind.
    let ticket = action["value"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    assert!(!serde_json::to_string(&trace).unwrap().contains(ticket));
}

/// Guard: `cloakroom_host::authorize::Host::authorize`, by `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_vault_07_nothing_is_opened_for_what_the_rules_refuse() {
    for (change, expected) in [
        (
            json!({"baseUrl": "https://other.example/"}),
            "base_url_mismatch",
        ),
        (
            json!({"baseUrl": format!("{SERVER}/rep")}),
            "base_url_mismatch",
        ),
        (
            json!({"restrictByApp": "ExistingApp", "appId": "99999999-2222-4333-8444-555555555555"}),
            "registration_other_app",
        ),
    ] {
        let world = World::registered(|input| {
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
        })
        .await;
        world.install(&Package::default()).await;
        let karin = world.signed_in().await;
        answering(&world, results(&["Oil"])).await;
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
        assert_eq!(world.vault.opened(), 0, "{expected}");
        assert_eq!(world.asked().await.len(), 0, "{expected}");
    }
}

/// Guard: `cloakroom_host::authorize::Host::authorize`, by `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_egress_08_knowing_anothers_registration_id_opens_nothing() {
    let world = World::new().await;
    let id = world.registration.to_string();
    let thief = Package {
        auth: json!({"authType": "oAuth2.0", "oAuthConfiguration": {"oAuthConfigurationId": id}}),
        ..Package::default()
    };
    let map = world.options().map;
    let options = InstallOptions {
        map,
        bindings: Vec::new(),
    };
    world
        .host
        .install(&tenant("fabrikam"), &thief.zip(), options)
        .await
        .unwrap();
    let mallory = world.person("fabrikam", "mallory").await;
    world.grant(&mallory, None).await;
    assert_eq!(
        world.outcome(&mallory).await,
        ("message".to_owned(), Some("registration_other_tenant"))
    );
    // Nor can it be bound to.
    let options = InstallOptions {
        map: Vec::new(),
        bindings: vec![("vendors-id".to_owned(), world.registration.to_string())],
    };
    let error = world
        .host
        .install(&tenant("fabrikam"), &Package::default().zip(), options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "binding_invalid");
    assert_eq!(world.vault.opened(), 0);
    assert_eq!(world.asked().await.len(), 0);
}
