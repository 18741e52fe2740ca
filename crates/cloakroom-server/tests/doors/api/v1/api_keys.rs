//! `/api/v1/api-keys`.

use serde_json::json;

use crate::support::Installation;

const FIRST: &str = "canary-first-key";
const SECOND: &str = "canary-second-key";

#[tokio::test]
async fn sec_vault_08_keys_are_rotated_without_ever_being_shown() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let mut fields = json!({
        "name": "Reports", "baseUrl": "https://reports.example/v1", "key": FIRST,
    });
    let mut answers = Vec::new();
    let made = dev.post("/api/v1/api-keys", &fields).await;
    assert_eq!(
        (made.status.as_u16(), made.header("etag")),
        (201, "\"1\""),
        "{}",
        made.text
    );
    let path = format!("/api/v1/api-keys/{}", made.json()["id"].as_str().unwrap());
    // The second is entered beside the first, then sent, then takes its place.
    fields.as_object_mut().unwrap().remove("key");
    fields["secondKey"] = json!(SECOND);
    let entered = dev.put(&path, "\"1\"", &fields).await;
    assert_eq!(
        (&entered.json()["hasSecondKey"], &entered.json()["inUse"]),
        (&json!(true), &json!("first"))
    );
    fields.as_object_mut().unwrap().remove("secondKey");
    fields["inUse"] = json!("second");
    let sent = dev.put(&path, "\"2\"", &fields).await;
    assert_eq!(sent.json()["inUse"], "second", "{}", sent.text);
    fields["inUse"] = json!("first");
    fields["key"] = json!(SECOND);
    fields["removeSecondKey"] = json!(true);
    let replaced = dev.put(&path, "\"3\"", &fields).await;
    assert_eq!(replaced.json()["hasSecondKey"], false, "{}", replaced.text);
    answers.extend([made, entered, sent, replaced, dev.get(&path).await]);
    answers.push(dev.get("/api/v1/api-keys?search=rep").await);
    for answer in answers {
        assert!(
            answer.text.contains("Reports") && !answer.text.contains("canary"),
            "{}",
            answer.text
        );
    }
}

/// As for client secrets: who may edit a registration may not thereby read its key.
///
/// Guard: `cloakroom_broker::registrations::api_keys::Broker::update_api_key`
#[tokio::test]
async fn sec_token_12_a_moved_base_url_asks_for_the_key_again() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let mut fields = json!({
        "name": "Reports", "baseUrl": "https://reports.example/", "key": FIRST, "secondKey": SECOND,
    });
    let made = dev.post("/api/v1/api-keys", &fields).await.json();
    let path = format!("/api/v1/api-keys/{}", made["id"].as_str().unwrap());
    fields["baseUrl"] = json!("https://thief.example/");
    fields
        .as_object_mut()
        .unwrap()
        .retain(|name, _| !name.contains("ey"));
    let refused = dev.put(&path, "\"1\"", &fields).await;
    assert_eq!(refused.problem(), (400, "registration_invalid".to_owned()));
    let named: Vec<_> = refused.json()["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, ["key", "secondKey"]);
}

#[tokio::test]
async fn keys_and_clients_are_lists_of_their_own_and_tenants_have_walls() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let client = cloakroom.register().await;
    let reserved = dev
        .post("/api/v1/api-keys/reserve", &json!({}))
        .await
        .json();
    let fields = json!({
        "id": reserved["id"], "name": "Reports", "baseUrl": "https://reports.example/", "key": FIRST,
    });
    let key = dev.post("/api/v1/api-keys", &fields).await.json();
    assert_eq!(key["id"], reserved["id"]);
    let key = key["id"].as_str().unwrap();
    for (list, name, id) in [
        ("registrations", "registrations", client.as_str()),
        ("api-keys", "apiKeys", key),
    ] {
        let page = dev.get(&format!("/api/v1/{list}")).await.json();
        let ids: Vec<_> = page[name]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, [id]);
    }
    assert_eq!(
        dev.get(&format!("/api/v1/registrations/{key}"))
            .await
            .status,
        404
    );
    assert_eq!(
        dev.get(&format!("/api/v1/api-keys/{client}")).await.status,
        404
    );
    assert_eq!(
        dev.delete_seen(&format!("/api/v1/api-keys/{client}"), "\"1\"")
            .await
            .status,
        404
    );
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let path = format!("/api/v1/api-keys/{key}");
    assert_eq!(fay.get(&path).await.status, 404);
    assert_eq!(
        fay.put(
            &path,
            "\"1\"",
            &json!({"name": "x", "baseUrl": "https://x.example/", "key": SECOND})
        )
        .await
        .status,
        404
    );
    assert_eq!(fay.delete_seen(&path, "\"1\"").await.status, 404);
    assert_eq!(
        dev.get(&format!(
            "{}/uses",
            path.replace("api-keys", "registrations")
        ))
        .await
        .json(),
        json!({"apps": [], "users": 0, "grants": 0, "revocable": false})
    );
    assert_eq!(dev.delete_seen(&path, "\"1\"").await.status, 204);
    assert_eq!(dev.get(&path).await.status, 404);
}
