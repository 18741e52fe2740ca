//! Apps that call with a key, with none, and by Entra SSO.

use cloakroom_broker::ApiKeyInput;
use cloakroom_model::{Explain as _, RegistrationId, StepOutcome, Timestamp};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::support::api::{answering, results};
use crate::support::package::{Package, SERVER, operation, query};
use crate::support::{World, kind, step, tenant, text};

const FIRST: &str = "canary-first-0123";
const SECOND: &str = "canary-second-4567";

fn input(fields: Value) -> ApiKeyInput {
    serde_json::from_value(fields).unwrap()
}

fn fields() -> Value {
    json!({"name": "Repairs key", "baseUrl": format!("{SERVER}/"), "key": FIRST, "secondKey": SECOND})
}

/// An app whose description has that scheme, and whose manifest that registration.
fn package(scheme: Option<Value>, registration: &RegistrationId) -> Package {
    let mut operation = operation("list", &[query("assignedTo", "string")]);
    if scheme.is_some() {
        operation["security"] = json!([{ "key": [] }]);
    }
    Package {
        auth: json!({"authType": "apiSecretServiceAuth", "apiSecretServiceAuthConfiguration": {
            "apiSecretRegistrationId": registration.as_str()}}),
        paths: json!({"/repairs": {"get": operation}}),
        schemes: scheme.map_or_else(|| json!({}), |scheme| json!({ "key": scheme })),
        ..Package::default()
    }
}

async fn registered(world: &World, fields: Value) -> RegistrationId {
    let made = world
        .broker
        .create_api_key(&tenant("contoso"), input(fields))
        .await
        .unwrap();
    made.id
}

#[tokio::test]
async fn the_key_stands_where_the_description_says_and_nowhere_else() {
    for (scheme, expected) in [
        (None, ("authorization", format!("Bearer {FIRST}"))),
        (
            Some(json!({"type": "http", "scheme": "bearer"})),
            ("authorization", format!("Bearer {FIRST}")),
        ),
        (
            Some(json!({"type": "apiKey", "in": "header", "name": "X-Api-Key"})),
            ("x-api-key", FIRST.to_owned()),
        ),
        (
            Some(json!({"type": "apiKey", "in": "cookie", "name": "key"})),
            ("cookie", format!("key={FIRST}")),
        ),
        (
            Some(json!({"type": "apiKey", "in": "query", "name": "key"})),
            ("", format!("key={FIRST}")),
        ),
    ] {
        let world = World::without_app().await;
        let id = registered(&world, fields()).await;
        world.install(&package(scheme.clone(), &id)).await;
        let karin = world.karin().await;
        answering(&world, results(&["Oil"])).await;
        let invoked = world.search(&karin).await.unwrap();
        assert_eq!(
            (kind(&invoked).as_str(), invoked.error),
            ("result", None),
            "{scheme:?}"
        );
        let asked = world.asked().await.remove(0);
        let (header, value) = expected;
        if header.is_empty() {
            assert_eq!(
                asked.url.query().unwrap(),
                format!("assignedTo=karin&{value}")
            );
        } else {
            assert_eq!(asked.headers[header], value.as_str());
        }
        // Once, and in that place alone.
        let request = format!("{} {:?}", asked.url, asked.headers);
        assert_eq!(request.matches(FIRST).count(), 1, "{request}");
        let trace = world.trace(&invoked).await;
        assert_eq!(step(&trace, "credential").outcome, StepOutcome::Ok);
        assert!(!serde_json::to_string(&trace).unwrap().contains("canary"));
    }
}

#[tokio::test]
async fn the_second_key_is_sent_once_it_is_in_use() {
    let world = World::without_app().await;
    let id = registered(&world, fields()).await;
    world.install(&package(None, &id)).await;
    let karin = world.karin().await;
    answering(&world, results(&["Oil"])).await;
    world.search(&karin).await.unwrap();
    let mut changed = fields();
    changed
        .as_object_mut()
        .unwrap()
        .retain(|name, _| !name.contains("ey"));
    changed["inUse"] = json!("second");
    world
        .broker
        .update_api_key(&tenant("contoso"), &id, 1, input(changed))
        .await
        .unwrap();
    world.search(&karin).await.unwrap();
    let asked = world.asked().await;
    let sent: Vec<_> = asked
        .iter()
        .map(|request| request.headers["authorization"].to_str().unwrap())
        .collect();
    assert_eq!(
        sent,
        [format!("Bearer {FIRST}"), format!("Bearer {SECOND}")]
    );
}

/// Guard: `cloakroom_host::authorize::Host::authorize`, by `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_vault_07_no_key_is_opened_for_what_the_rules_refuse() {
    for (change, expected) in [
        (
            json!({"baseUrl": "https://other.example/"}),
            "base_url_mismatch",
        ),
        (
            json!({"restrictByApp": "ExistingApp", "appId": "99999999-2222-4333-8444-555555555555"}),
            "registration_other_app",
        ),
    ] {
        let world = World::without_app().await;
        let mut fields = fields();
        fields
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let id = registered(&world, fields).await;
        world.install(&package(None, &id)).await;
        let karin = world.karin().await;
        answering(&world, results(&["Oil"])).await;
        let opened = world.vault.opened();
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
        assert_eq!(
            (world.asked().await.len(), world.vault.opened()),
            (0, opened)
        );
    }
}

#[tokio::test]
async fn an_id_of_the_other_kind_or_of_nobody_is_told_as_unknown() {
    let world = World::without_app().await;
    let karin = world.karin().await;
    answering(&world, results(&["Oil"])).await;
    // The registration of an OAuth client, under an authType that wants a key.
    world.install(&package(None, &world.registration)).await;
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("registration_unknown"))
    );
    assert_eq!(world.asked().await.len(), 0);
}

#[tokio::test]
async fn a_refused_key_is_told_once_with_where_it_stood() {
    for status in [401, 403] {
        let world = World::without_app().await;
        let id = registered(&world, fields()).await;
        let scheme = json!({"type": "apiKey", "in": "header", "name": "X-Api-Key"});
        world.install(&package(Some(scheme), &id)).await;
        let karin = world.karin().await;
        let challenge = ResponseTemplate::new(status)
            .insert_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        answering(&world, challenge).await;
        let invoked = world.search(&karin).await.unwrap();
        assert_eq!(invoked.error, Some("api_key_refused"));
        assert!(text(&invoked).contains("didn't accept the key"));
        let trace = world.trace(&invoked).await;
        let said = &step(&trace, "call").decision;
        assert!(
            said.contains("the header X-Api-Key") && said.contains("Repairs key"),
            "{said}"
        );
        // No second try: there is no other key to be had by asking.
        assert_eq!(world.asked().await.len(), 1);
    }
}

#[tokio::test]
async fn a_key_that_the_api_repeats_in_a_redirect_is_not_in_the_trace() {
    let world = World::without_app().await;
    let id = registered(&world, fields()).await;
    let scheme = json!({"type": "apiKey", "in": "query", "name": "k"});
    world.install(&package(Some(scheme), &id)).await;
    let karin = world.karin().await;
    let redirect = ResponseTemplate::new(302)
        .insert_header("Location", format!("{SERVER}/elsewhere?k={FIRST}"));
    answering(&world, redirect).await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(invoked.error, Some("api_redirected"));
    let trace = world.trace(&invoked).await;
    assert!(
        !serde_json::to_string(&trace).unwrap().contains("canary"),
        "{trace:?}"
    );
}

#[tokio::test]
async fn a_foreign_id_of_a_key_is_bound_like_any_other() {
    let world = World::without_app().await;
    let id = registered(&world, fields()).await;
    let mut package = package(None, &id);
    package.auth["apiSecretServiceAuthConfiguration"]["apiSecretRegistrationId"] =
        json!("vendors-key");
    world.install(&package).await;
    let karin = world.karin().await;
    answering(&world, results(&["Oil"])).await;
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("registration_unbound"))
    );
    let contoso = tenant("contoso");
    let app = world.host.installed(&contoso).await.unwrap().remove(0);
    assert!(app.unbound);
    world
        .host
        .bind(
            &contoso,
            &app.app_id,
            Timestamp::from_millis(app.changed_at),
            "vendors-key",
            &id,
        )
        .await
        .unwrap();
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
}

#[tokio::test]
async fn without_authentication_nothing_is_sent_that_could_be_a_credential() {
    let world = World::without_app().await;
    world.install(&Package::open()).await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
    let asked = world.asked().await.remove(0);
    for name in ["authorization", "cookie"] {
        assert!(!asked.headers.contains_key(name));
    }
    assert_eq!(world.vault.opened(), 0);
}

#[tokio::test]
async fn entra_sso_says_that_this_host_does_not_serve_it_yet() {
    let world = World::without_app().await;
    world
        .install(&Package {
            auth: json!({"authType": "microsoftEntra", "microsoftEntraConfiguration": {"supportsSingleSignOn": true}}),
            ..Package::default()
        })
        .await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("message", Some("entra_sso_not_served"))
    );
    assert!(text(&invoked).contains("not served here yet"));
    assert_eq!(world.asked().await.len(), 0);
    // The list of apps says the same before anybody searches.
    let app = world
        .host
        .installed(&tenant("contoso"))
        .await
        .unwrap()
        .remove(0);
    assert_eq!((app.auth_type, app.unbound), ("entraSso", false));
    let refused = world
        .host
        .bind(
            &tenant("contoso"),
            &app.app_id,
            Timestamp::from_millis(app.changed_at),
            "x",
            &RegistrationId::generate(&*world.random),
        )
        .await;
    assert_eq!(refused.unwrap_err().code(), "binding_invalid");
}
