//! Installing: bindings, maps, and when a change is seen.

use std::time::Duration;

use cloakroom_egress::{Guard, Policy};
use cloakroom_host::{Host, HostConfig, HostParts, InstallOptions};
use cloakroom_model::{Explain as _, Timestamp};
use cloakroom_store::Store;

use crate::support::api::{answering, results};
use crate::support::package::{APP, Package};
use crate::support::{World, kind, search, tenant};

#[tokio::test]
async fn an_id_that_is_not_ours_says_so_until_it_is_bound() {
    let world = World::without_app().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let options = InstallOptions {
        bindings: Vec::new(),
        ..world.options()
    };
    let view = world
        .host
        .install(&tenant("contoso"), &Package::default().zip(), options)
        .await
        .unwrap();
    assert!(view.unbound);
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("registration_unbound"))
    );
    world
        .host
        .bind(
            &tenant("contoso"),
            &view.app_id,
            Timestamp::from_millis(view.changed_at),
            "vendors-id",
            &world.registration,
        )
        .await
        .unwrap();
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
    let fabrikam = world
        .host
        .bind(
            &tenant("fabrikam"),
            &view.app_id,
            Timestamp::from_millis(view.changed_at),
            "vendors-id",
            &world.registration,
        )
        .await;
    assert!(fabrikam.is_err());
}

/// Guard: `cloakroom_host::install::Host::install`
#[tokio::test]
async fn sec_egress_15_production_refuses_maps() {
    let world = World::new().await;
    let shared: cloakroom_model::SharedClock = std::sync::Arc::new(world.clock.clone());
    let guard = Guard::new(Policy::production(), shared.clone()).unwrap();
    let config = HostConfig {
        public_url: "https://cloakroom.example/".parse().unwrap(),
        production: true,
    };
    let production = Host::new(HostParts {
        config,
        guard: std::sync::Arc::new(guard),
        ..world.parts.clone()
    });
    let error = production
        .install(
            &tenant("contoso"),
            &Package::default().zip(),
            world.options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.code(), "map_in_production");
    // An installation mapped in development is not called either.
    let karin = world.signed_in().await;
    let invoked = production
        .invoke(&karin, &search("karin"), None)
        .await
        .unwrap();
    assert_eq!(invoked.error, Some("api_address_refused"));
    assert_eq!(world.asked().await.len(), 0);
}

#[tokio::test]
async fn another_replicas_change_is_seen_after_five_seconds_and_our_own_at_once() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
    let replica = Store::open(&world.database).await.unwrap();
    let found = replica
        .apps()
        .get(&tenant("contoso"), &APP.parse().unwrap())
        .await;
    let app = found.unwrap().unwrap();
    assert!(replica.apps().uninstall(&app).await.unwrap());
    world.clock.advance(Duration::from_millis(4999));
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(
        world.search(&karin).await.unwrap_err().code(),
        "command_unknown"
    );
    world.install(&Package::default()).await;
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
}
