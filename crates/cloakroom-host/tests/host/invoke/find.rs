//! Which app and command are meant, and activities that are none.

use cloakroom_host::FaultKind;
use cloakroom_model::Explain as _;
use serde_json::json;

use crate::support::api::{answering, results};
use crate::support::package::{APP, Package};
use crate::support::{World, kind, search};

#[tokio::test]
async fn a_client_that_names_nothing_is_served_by_the_only_app() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let activity = json!({"type": "invoke", "name": "composeExtension/query", "recipient": {"id": "bot"},
        "value": {"parameters": [{"value": "oil"}], "commandContext": "compose"}});
    let invoked = world.host.invoke(&karin, &activity, None).await.unwrap();
    assert_eq!(kind(&invoked), "result");
    assert_eq!(world.asked().await[0].url.query(), Some("assignedTo=oil"));
}

#[tokio::test]
async fn which_app_is_meant_is_said_by_query_or_recipient() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let second = Package {
        id: "22222222-2222-4333-8444-555555555555".to_owned(),
        ..Package::default()
    };
    world.install(&second).await;
    let fault = world.search(&karin).await.unwrap_err();
    assert_eq!(
        (fault.kind(), fault.code()),
        (FaultKind::BadRequest, "app_required")
    );
    let mut activity = search("karin");
    activity["recipient"] = json!({"id": APP.to_uppercase()});
    assert_eq!(
        kind(&world.host.invoke(&karin, &activity, None).await.unwrap()),
        "result"
    );
    assert_eq!(
        kind(
            &world
                .host
                .invoke(&karin, &search("karin"), Some(APP))
                .await
                .unwrap()
        ),
        "result"
    );
    let fault = world
        .host
        .invoke(&karin, &activity, Some("nobody"))
        .await
        .unwrap_err();
    assert_eq!(fault.code(), "app_unknown");
    // The user consented for the first app; for the second he is asked (decision 4).
    let invoked = world
        .host
        .invoke(&karin, &search("karin"), Some(&second.id))
        .await
        .unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("consent_missing"))
    );
}

#[tokio::test]
async fn faults_of_the_caller_are_no_answers() {
    let world = World::new().await;
    let karin = world.karin().await;
    let mut unknown = search("karin");
    unknown["value"]["commandId"] = json!("nothing");
    let mut elsewhere = search("karin");
    elsewhere["value"]["commandContext"] = json!("message");
    for (activity, expected) in [
        (json!({"type": "message"}), "activity_malformed"),
        (unknown, "command_unknown"),
        (elsewhere, "command_not_in_context"),
    ] {
        let fault = world
            .host
            .invoke(&karin, &activity, None)
            .await
            .unwrap_err();
        assert_eq!(
            (fault.kind(), fault.code()),
            (FaultKind::BadRequest, expected)
        );
    }
    let digits =
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": "123456"}});
    let fault = world.host.invoke(&karin, &digits, None).await.unwrap_err();
    assert_eq!(fault.kind(), FaultKind::NotConfirmed);
}
