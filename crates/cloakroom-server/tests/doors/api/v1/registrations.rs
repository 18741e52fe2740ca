//! `/api/v1/registrations`.

use serde_json::json;

use super::matrix::{ROUTES, filled};
use crate::support::Installation;

#[tokio::test]
async fn an_id_is_reserved_and_then_filled_in() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let reserved = dev.post("/api/v1/registrations/reserve", &json!({})).await;
    assert_eq!(reserved.status, 201, "{}", reserved.text);
    let reserved = reserved.json();
    let mut fields = cloakroom.registration_fields();
    fields["id"] = reserved["id"].clone();
    let saved = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    let saved = saved.json();
    assert_eq!(
        (&saved["id"], &saved["redirectUrl"]),
        (&reserved["id"], &reserved["redirectUrl"])
    );
    let path = format!("/api/v1/registrations/{}", saved["id"].as_str().unwrap());
    let shown = dev.get(&path).await;
    assert_eq!(shown.json(), saved);
    assert_eq!(shown.header("etag"), "\"1\"");
    assert_eq!(dev.delete_seen(&path, "\"1\"").await.status, 204);
    assert_eq!(dev.get(&path).await.status, 404);
}

#[tokio::test]
async fn wrong_fields_are_told_field_by_field() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let mut fields = cloakroom.registration_fields();
    fields["tokenEndpoint"] = json!("javascript:alert(1)");
    fields["baseUrl"] = json!("");
    let refused = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(refused.problem(), (400, "registration_invalid".to_owned()));
    let fields: Vec<String> = refused.json()["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap().to_owned())
        .collect();
    for field in ["tokenEndpoint", "baseUrl"] {
        assert!(fields.iter().any(|other| other == field), "{fields:?}");
    }
    assert!(
        !refused.text.contains("canary-client-secret"),
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn another_tenants_registration_looks_like_none() {
    let cloakroom = Installation::start().await;
    let id = cloakroom.register().await;
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let path = format!("/api/v1/registrations/{id}");
    let foreign = fay.get(&path).await;
    let unknown = fay
        .get("/api/v1/registrations/reg_00000000000000000000000000")
        .await;
    assert_eq!((foreign.status.as_u16(), foreign.text), (404, unknown.text));
    assert_eq!(fay.delete_seen(&path, "\"1\"").await.status, 404);
    assert_eq!(
        fay.get("/api/v1/registrations").await.json(),
        json!({"registrations": [], "next": null})
    );
}

/// Guard: `cloakroom_broker::registration::validate::validate`
#[tokio::test]
async fn sec_signin_13_unsafe_endpoints_and_reserved_parameters_are_refused_at_their_field() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    for endpoint in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a@b.example/",
        "https://as.example/#x",
        "http://as.example/authorize",
        "https://as.example/authorize?state=fixed",
    ] {
        let mut fields = cloakroom.registration_fields();
        fields["authorizationEndpoint"] = json!(endpoint);
        let refused = dev.post("/api/v1/registrations", &fields).await;
        assert_eq!(
            refused.problem(),
            (400, "registration_invalid".to_owned()),
            "{endpoint}"
        );
        assert!(
            refused.json()["fields"]
                .to_string()
                .contains("authorizationEndpoint"),
            "{}",
            refused.text
        );
    }
    for parameter in [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "scope",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ] {
        let mut fields = cloakroom.registration_fields();
        fields["authorizationParameters"] = json!({parameter: "x"});
        let refused = dev.post("/api/v1/registrations", &fields).await;
        assert_eq!(
            refused.problem(),
            (400, "registration_invalid".to_owned()),
            "{parameter}"
        );
    }
    assert_eq!(
        dev.get("/api/v1/registrations").await.json(),
        json!({"registrations": [], "next": null})
    );
}

/// Whoever asks, in whatever way: owner, administrator of the tenant, and the installation's.
///
/// Guard: `cloakroom_broker::registration::view::RegistrationView::new`
#[tokio::test]
async fn sec_vault_08_no_answer_of_any_door_holds_a_client_secret() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let made = dev
        .post("/api/v1/registrations", &cloakroom.registration_fields())
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["hasSecret"], true);
    // Saved again, with and without mistakes, and under a name that is taken.
    let path = format!("/api/v1/registrations/{id}");
    let mut again = cloakroom.registration_fields();
    let saved = dev.put(&path, "\"1\"", &again).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    again["tokenEndpoint"] = json!("javascript:alert(1)");
    let refused = dev.put(&path, "\"2\"", &again).await;
    let taken = dev
        .post("/api/v1/registrations", &cloakroom.registration_fields())
        .await;
    assert_eq!((refused.status.as_u16(), taken.status.as_u16()), (400, 409));
    let mut answers = vec![made, saved, refused, taken];
    for (method, path, _) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        let path = filled(path, &id);
        for browser in [&dev, &karin] {
            answers.push(browser.get(&path).await);
        }
        let request = http::Request::builder()
            .method(*method)
            .uri(&path)
            .header(
                "authorization",
                format!("Bearer {}", cloakroom.administrator),
            )
            .header("cloakroom-tenant", "contoso");
        answers.push(cloakroom.anonymous().send(request, "").await);
    }
    let shown = answers.iter().filter(|answer| answer.text.contains(&id));
    assert!(shown.count() >= 8, "the registration itself is shown");
    for answer in &answers {
        let everything = format!("{:?} {}", answer.headers, answer.text);
        for secret in ["canary-client-secret", "Y2FuYXJ5LWNsaWVudC1zZWNyZXQ"] {
            assert!(!everything.contains(secret), "{everything}");
        }
    }
}

#[tokio::test]
async fn a_change_is_made_to_the_version_that_was_seen_and_to_no_other() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let path = format!("/api/v1/registrations/{}", cloakroom.register().await);
    let mut fields = cloakroom.registration_fields();
    fields.as_object_mut().unwrap().remove("clientSecret");
    fields["scopes"] = json!(["repairs.read", "repairs.write"]);
    let none = dev.send_own("PUT", &path, &fields).await;
    assert_eq!(none.problem(), (428, "if_match_required".to_owned()));
    let saved = dev.put(&path, "\"1\"", &fields).await;
    assert_eq!(
        (saved.status.as_u16(), saved.header("etag")),
        (200, "\"2\"")
    );
    assert_eq!(saved.json()["hasSecret"], true, "the secret stays");
    let late = dev.put(&path, "\"1\"", &fields).await;
    assert_eq!(late.problem(), (412, "registration_changed".to_owned()));
    let late = dev.delete_seen(&path, "\"1\"").await;
    assert_eq!(late.problem(), (412, "registration_changed".to_owned()));
    assert_eq!(dev.delete(&path).await.status, 428);
    // A create changes nothing that is there.
    fields["id"] = saved.json()["id"].clone();
    let again = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(again.problem(), (409, "registration_saved".to_owned()));
    assert_eq!(dev.get(&path).await.json(), saved.json());
}

#[tokio::test]
async fn registrations_are_found_by_words_page_by_page() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    for name in ["Repairs", "Contoso repairs", "Expenses"] {
        let mut fields = cloakroom.registration_fields();
        fields["name"] = json!(name);
        assert_eq!(dev.post("/api/v1/registrations", &fields).await.status, 201);
    }
    let names = async |query: &str| {
        let page = dev
            .get(&format!("/api/v1/registrations?{query}"))
            .await
            .json();
        let names: Vec<String> = page["registrations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect();
        (names, page["next"].as_str().map(str::to_owned))
    };
    let (mut found, next) = names("search=REP").await;
    // Both match by the same word; among equals the random IDs decide.
    found.sort();
    assert_eq!(found, ["Contoso repairs", "Repairs"]);
    assert_eq!(next, None);
    let (first, next) = names("limit=2").await;
    assert_eq!(first, ["Contoso repairs", "Expenses"]);
    let (rest, end) = names(&format!("limit=2&cursor={}", next.unwrap())).await;
    assert_eq!((rest, end), (vec!["Repairs".to_owned()], None));
    for (query, code) in [
        ("cursor=nonsense", "cursor_malformed"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
    ] {
        let refused = dev.get(&format!("/api/v1/registrations?{query}")).await;
        assert_eq!(refused.problem(), (400, code.to_owned()));
    }
}

#[tokio::test]
async fn a_new_secret_may_stand_beside_the_one_before_and_be_taken_back() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let path = format!("/api/v1/registrations/{}", cloakroom.register().await);
    let none = dev
        .post_seen(&format!("{path}/swap-secrets"), "\"1\"")
        .await;
    assert_eq!(none.problem(), (409, "second_secret_missing".to_owned()));
    let now = cloakroom_model::Clock::now(&cloakroom.clock).as_millis();
    let mut fields = cloakroom.registration_fields();
    fields["clientSecret"] = json!("the-new-secret");
    for wrong in [now, now + 91 * 24 * 3_600_000] {
        fields["formerSecretUntil"] = json!(wrong);
        let refused = dev.put(&path, "\"1\"", &fields).await;
        assert_eq!(refused.json()["fields"][0]["field"], "formerSecretUntil");
    }
    fields["formerSecretUntil"] = json!(now + 60_000);
    let saved = dev.put(&path, "\"1\"", &fields).await;
    assert_eq!(
        saved.json()["formerSecretUntil"],
        now + 60_000,
        "{}",
        saved.text
    );
    let swapped = dev
        .post_seen(&format!("{path}/swap-secrets"), "\"2\"")
        .await;
    assert_eq!(swapped.status, 200, "{}", swapped.text);
    assert_eq!(
        (
            &swapped.json()["version"],
            &swapped.json()["hasFormerSecret"]
        ),
        (&json!(3), &json!(true))
    );
    // When its time is over it is destroyed.
    cloakroom.advance(61);
    let over = dev
        .post_seen(&format!("{path}/swap-secrets"), "\"3\"")
        .await;
    assert_eq!(over.problem(), (409, "second_secret_missing".to_owned()));
    cloakroom.broker.tick().await.unwrap();
    assert_eq!(dev.get(&path).await.json()["hasFormerSecret"], false);
}

/// Guard: `cloakroom_server::idempotency::answer_again`
#[tokio::test]
async fn a_create_that_is_sent_again_is_answered_as_the_first_time() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let create =
        async |browser: &crate::support::Browser, key: &str, fields: &serde_json::Value| {
            browser
                .post_keyed("/api/v1/registrations", key, fields)
                .await
        };
    let fields = cloakroom.registration_fields();
    // What came to nothing may be mended under the same key.
    let mut wrong = fields.clone();
    wrong["baseUrl"] = json!("");
    assert_eq!(create(&dev, "k1", &wrong).await.status, 400);
    let first = create(&dev, "k1", &fields).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let again = create(&dev, "k1", &fields).await;
    assert_eq!((again.status.as_u16(), &again.text), (201, &first.text));
    assert_eq!(
        (again.header("etag"), again.header("idempotency-replayed")),
        ("\"1\"", "true")
    );
    assert_eq!(again.header("content-type"), "application/json");
    let other = create(&dev, "k1", &wrong).await;
    assert_eq!(other.problem(), (422, "idempotency_key_reused".to_owned()));
    let list = dev.get("/api/v1/registrations").await.json();
    assert_eq!(list["registrations"].as_array().unwrap().len(), 1);
    // Another caller's key is another key; after a day it is free again.
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(create(&karin, "k1", &fields).await.status, 409);
    for key in ["", &"x".repeat(256)] {
        let refused = create(&dev, key, &fields).await;
        assert_eq!(
            refused.problem(),
            (400, "idempotency_key_malformed".to_owned())
        );
    }
    // A host's credential is shown once, and kept nowhere.
    let host = json!({"name": "Bot"});
    let made = karin.post_keyed("/api/v1/hosts", "k2", &host).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let again = karin.post_keyed("/api/v1/hosts", "k2", &host).await;
    assert_eq!(again.problem(), (409, "idempotency_shown_once".to_owned()));
}
