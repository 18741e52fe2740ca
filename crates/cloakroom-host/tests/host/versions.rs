//! Versions: what has to be approved, edits of the manifest, and the way back.

use app_package::NewAuthorization;
use cloakroom_host::{ChangedPart, InstallOptions};
use cloakroom_model::Explain as _;
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::api::{answering, results};
use crate::support::package::{Package, SERVER, operation, query};
use crate::support::{World, tenant};

/// The plainest package with another server for its one operation.
fn moved(server: &str) -> Package {
    let mut operation = operation("list", &[query("assignedTo", "string")]);
    operation["servers"] = json!([{ "url": server }]);
    Package {
        paths: json!({"/repairs": {"get": operation}}),
        ..Package::default()
    }
}

fn oauth(id: &str) -> NewAuthorization {
    NewAuthorization::OAuth {
        configuration_id: id.to_owned(),
    }
}

/// An update by the owner that moves the API to another host waits, and the old version is called
/// on; another publisher's upload of the same id is an app of its own and touches neither.
///
/// Guard: `cloakroom_host::install::Host::kept_serving`, by `cloakroom_host::versions::change::changes`
#[tokio::test]
async fn sec_pkg_12_an_update_that_moves_the_host_waits_while_the_old_version_serves() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let elsewhere = MockServer::start().await;
    let contoso = tenant("contoso");
    let before = world.host.installed(&contoso).await.unwrap().remove(0);

    // Another tenant uploads the same manifest id: an app of its own, seen there alone.
    let theirs = world
        .host
        .install(
            &tenant("fabrikam"),
            &moved("https://evil.example").zip(),
            InstallOptions::default(),
        )
        .await
        .unwrap();
    assert_ne!(theirs.app_id, before.app_id);
    assert_eq!(
        world.host.installed(&contoso).await.unwrap()[0].version,
        before.version
    );

    // The owner's update moves the host.
    let update = InstallOptions {
        map: vec![("https://moved.example".to_owned(), elsewhere.uri())],
        ..world.options()
    };
    let view = world
        .host
        .install(&contoso, &moved("https://moved.example").zip(), update)
        .await
        .unwrap();
    assert_eq!(view.version, before.version);
    let waiting = view.waiting.unwrap();
    assert_eq!(waiting.changes.len(), 1);
    let change = &waiting.changes[0];
    assert_eq!(change.what, ChangedPart::ApiHost);
    assert_eq!(
        (&change.before, &change.after),
        (
            &vec![SERVER.to_owned()],
            &vec!["https://moved.example".to_owned()]
        )
    );
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
    assert_eq!(world.asked().await.len(), 1);
    assert!(elsewhere.received_requests().await.unwrap().is_empty());

    // Approved over another version than the one that serves: no. Over this one: it serves.
    let serve = async |seen: &str| {
        world
            .host
            .serve_version(&contoso, &before.app_id, seen, &waiting.version)
            .await
    };
    assert_eq!(serve(&waiting.version).await.unwrap_err().code(), "changed");
    let served = serve(&before.version).await.unwrap();
    assert_eq!(
        (served.version, served.waiting.is_none()),
        (waiting.version.clone(), true)
    );
    // The registration's base URL still holds: its token does not go to the new host.
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("base_url_mismatch"))
    );
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

/// Guard: `cloakroom_host::versions::change::changes`
#[tokio::test]
async fn sec_pkg_12_another_registration_and_other_scopes_wait_as_well() {
    let contoso = tenant("contoso");
    let scoped = |scopes: Value| {
        let mut operation = operation("list", &[query("assignedTo", "string")]);
        operation["security"] = json!([{ "oauth": scopes }]);
        Package {
            paths: json!({"/repairs": {"get": operation}}),
            schemes: json!({"oauth": {"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": "https://as.example/a", "tokenUrl": "https://as.example/t",
                "scopes": {"repairs.read": "r", "repairs.write": "w"}}}}}),
            ..Package::default()
        }
    };
    let other = Package {
        auth: json!({"authType": "oAuth2.0", "oAuthConfiguration": {"oAuthConfigurationId": "other"}}),
        ..scoped(json!(["repairs.read"]))
    };
    for (update, what) in [
        (other, Some(ChangedPart::Registration)),
        (
            scoped(json!(["repairs.read", "repairs.write"])),
            Some(ChangedPart::Scopes),
        ),
        (
            Package {
                layout: "grid",
                ..scoped(json!(["repairs.read"]))
            },
            None,
        ),
    ] {
        let world = World::without_app().await;
        world.install(&scoped(json!(["repairs.read"]))).await;
        let view = world
            .host
            .install(&contoso, &update.zip(), world.options())
            .await
            .unwrap();
        let parts: Vec<_> = view
            .waiting
            .iter()
            .flat_map(|waiting| &waiting.changes)
            .map(|change| change.what)
            .collect();
        assert_eq!(parts, Vec::from_iter(what));
    }
}

#[tokio::test]
async fn an_edit_shows_its_difference_first_and_then_serves_or_waits() {
    let world = World::new().await;
    let contoso = tenant("contoso");
    let app = world.host.installed(&contoso).await.unwrap().remove(0);
    let said = world
        .host
        .authentication(&contoso, &app.app_id)
        .await
        .unwrap();
    assert_eq!(
        (said.kind, said.registration_id.as_deref()),
        ("oAuth", Some("vendors-id"))
    );

    let wanted = oauth(world.registration.as_str());
    let edit = world
        .host
        .preview_authentication(&contoso, &app.app_id, &wanted)
        .await
        .unwrap();
    assert_eq!(edit.over, app.version);
    assert!(edit.difference.unified.contains("vendors-id"));
    assert_eq!(edit.changes[0].what, ChangedPart::Registration);
    assert_eq!(edit.findings.errors, 0, "{:?}", edit.findings.findings);
    // Nothing is kept by looking.
    assert_eq!(
        world
            .host
            .versions(&contoso, &app.app_id)
            .await
            .unwrap()
            .len(),
        1
    );

    let save = async |seen: &str, approves| {
        world
            .host
            .save_authentication(&contoso, &app.app_id, &wanted, seen, approves)
            .await
    };
    assert_eq!(save("ffff", true).await.unwrap_err().code(), "changed");
    // Whoever may not approve leaves it waiting; nobody edits past it.
    let waits = save(&app.version, false).await.unwrap();
    assert_eq!(waits.version, app.version);
    assert_eq!(waits.waiting.unwrap().version, edit.version);
    assert_eq!(
        save(&app.version, true).await.unwrap_err().code(),
        "version_waiting"
    );
    world
        .host
        .forget_version(&contoso, &app.app_id, &edit.version)
        .await
        .unwrap();
    let saved = save(&app.version, true).await.unwrap();
    assert_eq!(
        (saved.version.as_str(), saved.waiting.is_none()),
        (edit.version.as_str(), true)
    );
    assert_eq!(
        saved.registration_id.as_deref(),
        Some(world.registration.as_str())
    );

    // Both are kept, and one can go back.
    let kept = world.host.versions(&contoso, &app.app_id).await.unwrap();
    assert_eq!(kept.len(), 2);
    let back = world
        .host
        .serve_version(&contoso, &app.app_id, &edit.version, &app.version)
        .await
        .unwrap();
    assert_eq!(back.version, app.version);
    let refused = world
        .host
        .forget_version(&contoso, &app.app_id, &app.version)
        .await;
    assert_eq!(refused.unwrap_err().code(), "version_serving");
}

#[tokio::test]
async fn a_package_comes_back_as_the_same_bytes_and_nobody_elses() {
    let world = World::new().await;
    let contoso = tenant("contoso");
    let app = world.host.installed(&contoso).await.unwrap().remove(0);
    let zip = world
        .host
        .package(&contoso, &app.app_id, None)
        .await
        .unwrap();
    assert_eq!(zip, Package::default().zip());
    let unknown = world
        .host
        .package(&contoso, &app.app_id, Some("ffff"))
        .await;
    assert_eq!(unknown.unwrap_err().code(), "version_unknown");
    let theirs = world
        .host
        .package(&tenant("fabrikam"), &app.app_id, None)
        .await;
    assert_eq!(theirs.unwrap_err().code(), "app_unknown");
}

#[tokio::test]
async fn findings_are_those_of_the_validator_with_place_and_source() {
    let world = World::without_app().await;
    let contoso = tenant("contoso");
    let package = Package {
        auth: json!({"authType": "oAuth", "oAuthConfiguration": {"oAuthConfigurationId": "vendors-id"}}),
        ..Package::default()
    };
    world.install(&package).await;
    let app = world.host.installed(&contoso).await.unwrap().remove(0);
    let found = world
        .host
        .findings(&contoso, &app.app_id, None, false)
        .await
        .unwrap();
    let misspelled = found
        .findings
        .iter()
        .find(|found| found.code == "M012")
        .unwrap();
    assert_eq!(
        (
            misspelled.file.as_str(),
            misspelled.line,
            misspelled.fixable
        ),
        ("manifest.json", Some(1), true)
    );
    assert!(found.errors > 0);
    let source = found
        .sources
        .iter()
        .find(|source| source.file == "manifest.json")
        .unwrap();
    assert!(source.text.contains("\"oAuth\""));
    // With the store's rules there is more to say.
    let store = world
        .host
        .findings(&contoso, &app.app_id, None, true)
        .await
        .unwrap();
    assert!(store.findings.len() > found.findings.len());
}
