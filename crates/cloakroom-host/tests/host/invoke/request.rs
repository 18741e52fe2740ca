//! What the API is sent.

use serde_json::json;

use crate::support::api::{answering, results};
use crate::support::package::Package;
use crate::support::{World, search};

/// Guard: `cloakroom_host::request::Prepared::outbound`
#[tokio::test]
async fn sec_egress_14_the_api_sees_our_headers_and_no_others() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&[])).await;
    let mut activity = search("karin");
    activity["serviceUrl"] = json!("https://canary.example/");
    activity["headers"] = json!({"Authorization": "Bearer canary", "Cookie": "canary"});
    world.host.invoke(&karin, &activity, None).await.unwrap();
    let asked = world.asked().await;
    let mut names: Vec<&str> = asked[0]
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "authorization",
            "host",
            "user-agent"
        ]
    );
    assert!(!format!("{:?}", asked[0].headers).contains("canary"));
}

#[tokio::test]
async fn an_app_without_sign_in_is_called_without_a_token() {
    let world = World::without_app().await;
    world.install(&Package::open()).await;
    answering(&world, results(&["Oil"])).await;
    let guest = world.guest("contoso");
    assert_eq!(world.outcome(&guest).await, ("result".to_owned(), None));
    assert!(!world.asked().await[0].headers.contains_key("authorization"));
}
