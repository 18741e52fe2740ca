//! `/api/v1/persons`.

use serde_json::json;

use crate::support::Installation;

#[tokio::test]
async fn an_account_is_made_once_and_then_changed() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let input = json!({"name": "lee", "displayName": "Lee Gu", "role": "developer"});
    let made = karin.post("/api/v1/persons", &input).await;
    let view = |display_name: &str, tag: &str| {
        json!({
            "name": "lee", "displayName": display_name, "role": "developer",
            "issuer": "local", "provider": null, "tag": tag.trim_matches('"'),
        })
    };
    let seen = made.header("etag").to_owned();
    assert_eq!(
        (made.status.as_u16(), made.json()),
        (201, view("Lee Gu", &seen))
    );
    let again = karin.post("/api/v1/persons", &input).await;
    assert_eq!(again.problem(), (409, "person_exists".to_owned()));
    let (path, lee) = ("/api/v1/persons/lee", json!({"displayName": "Lee"}));
    let changed = karin.put(path, &seen, &lee).await;
    let now = changed.header("etag").to_owned();
    assert_eq!(
        (changed.status.as_u16(), changed.json()),
        (200, view("Lee", &now))
    );
    // Over what somebody else has changed nothing is written.
    let stale = karin.put(path, &seen, &json!({"role": "admin"})).await;
    assert_eq!(stale.problem(), (412, "changed".to_owned()));
    let shown = karin.get(path).await;
    assert_eq!(shown.json(), view("Lee", &now));
    assert_eq!(shown.header("etag"), now);
    let found = karin.get("/api/v1/persons?search=le&limit=1").await.json();
    assert_eq!(found["persons"], json!([view("Lee", &now)]));
    let listed = karin.get("/api/v1/persons").await.json();
    assert_eq!(listed["persons"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn names_that_could_confuse_are_refused() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    for input in [
        json!({"name": ""}),
        json!({"name": "a b"}),
        json!({"name": "a/b"}),
        json!({"name": "x", "displayName": "a\nb"}),
    ] {
        let refused = karin.post("/api/v1/persons", &input).await;
        assert_eq!(
            refused.problem(),
            (400, "person_name".to_owned()),
            "{input}"
        );
    }
}

#[tokio::test]
async fn a_link_is_for_a_person_of_the_own_tenant() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let foreign = karin.post("/api/v1/persons/fay/link", &json!({})).await;
    assert_eq!(foreign.problem(), (404, "person_unknown".to_owned()));
}
