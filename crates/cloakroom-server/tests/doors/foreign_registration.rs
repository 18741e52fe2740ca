//! A publisher who knows another one's registration ID (SEC-EGRESS-08).

use std::path::Path;

use app_package::{Limits, PackageFiles, read_folder};
use serde_json::{Value, json};

use crate::api::v1::apps::upload;
use crate::sign_in::press_continue;
use crate::support::{Browser, Installation};

/// The ID that the sample package carries, and the server that it calls.
const FOREIGN: &str = "bXNmdF9jb250b3NvX3JlcGFpcnM=";
const SERVER: &str = "https://repairs.contoso.example";

/// The sample package with another registration ID, and calling another server.
fn package(registration: &str, server: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
    let files = read_folder(&folder, &Limits::default()).unwrap();
    let changed: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| {
            let bytes = match std::str::from_utf8(bytes) {
                Ok(text) => text
                    .replace(FOREIGN, registration)
                    .replace(SERVER, server)
                    .into_bytes(),
                Err(_) => bytes.to_vec(),
            };
            (name.to_owned(), bytes)
        })
        .collect();
    let files: Vec<(&str, &[u8])> = changed
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    PackageFiles::embedded(&files).to_zip().unwrap()
}

/// Maps a declared server to the one that would really be called, so that nothing but the rules
/// stands in the way of a call.
fn map(cloakroom: &Installation, server: &str) -> String {
    let to = format!("{server}={}", cloakroom.provider.url(""));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("map", &to)
        .finish();
    format!("?{query}")
}

fn search() -> Value {
    json!({
        "type": "invoke", "name": "composeExtension/query",
        "value": {"commandId": "listRepairs", "parameters": [{"name": "assignedTo", "value": "karin"}]},
    })
}

/// A registration of `contoso` under which alex has a grant for contoso's own app.
async fn registration_in_use(cloakroom: &Installation, rules: &Value) -> String {
    let karin = cloakroom.enter("contoso", "karin").await;
    let mut fields = cloakroom.registration_fields();
    fields["baseUrl"] = json!(format!("{SERVER}/"));
    let rules = rules.as_object().unwrap().clone();
    fields.as_object_mut().unwrap().extend(rules);
    let made = karin.post("/api/v1/registrations", &fields).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let installed = upload(&karin, &map(cloakroom, SERVER), package(&id, SERVER)).await;
    assert_eq!(installed.status, 201, "{}", installed.text);
    let alex = cloakroom.enter("contoso", "alex").await;
    let asked = alex.post("/api/invoke", &search()).await.json();
    let link = asked["composeExtension"]["suggestedActions"]["actions"][0]["value"].clone();
    let url = press_continue(&alex, link.as_str().unwrap()).await;
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let back = format!("/api/platform/v1.0/oAuthRedirect?code=c0de&state={state}");
    assert_eq!(alex.get(&back).await.status, 303);
    let found = alex.post("/api/invoke", &search()).await;
    assert_eq!(
        found.json()["composeExtension"]["type"],
        "result",
        "{}",
        found.text
    );
    assert_eq!(cloakroom.provider.bearers().len(), 1);
    id
}

/// Mallory's package is installed in his tenant; the answer to his invoke, without anything
/// having been opened or sent.
async fn refused(cloakroom: &Installation, mallory: &Browser, id: &str, server: &str) -> String {
    let installed = upload(mallory, &map(cloakroom, server), package(id, server)).await;
    assert_eq!(installed.status, 201, "{}", installed.text);
    let opened = cloakroom.vault.opened();
    let answer = mallory.post("/api/invoke", &search()).await;
    assert_eq!(
        answer.json()["composeExtension"]["type"],
        "message",
        "{}",
        answer.text
    );
    assert_eq!(cloakroom.vault.opened(), opened, "nothing was opened");
    assert_eq!(cloakroom.provider.bearers().len(), 1, "nothing was sent");
    assert_eq!(cloakroom.provider.token_requests(), 1);
    answer.header("cloakroom-error").to_owned()
}

/// Guard: `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_egress_08_a_package_that_names_anothers_registration_gets_nothing_from_it() {
    for (rules, server, code) in [
        // As a registration is made by default.
        (json!({}), SERVER, "registration_other_tenant"),
        // Open to all organizations, and to any app: the base URL remains.
        (
            json!({"restrictByOrg": "AnyOrganization"}),
            "https://evil.example",
            "base_url_mismatch",
        ),
        // For one app, whose public manifest id Mallory's package carries too.
        (
            json!({
                "restrictByOrg": "AnyOrganization", "restrictByApp": "ExistingApp",
                "appId": "5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11",
            }),
            SERVER,
            "registration_other_app",
        ),
    ] {
        let cloakroom = Installation::start().await;
        let id = registration_in_use(&cloakroom, &rules).await;
        let mallory = cloakroom.enter("fabrikam", "fay").await;
        assert_eq!(
            refused(&cloakroom, &mallory, &id, server).await,
            code,
            "{rules}"
        );
    }
}

/// Guard: `cloakroom_host::install::Host::admitted_registration`
#[tokio::test]
async fn sec_egress_08_a_package_is_not_bound_to_anothers_registration() {
    let cloakroom = Installation::start().await;
    let id = cloakroom.register().await;
    let mallory = cloakroom.enter("fabrikam", "fay").await;
    let opened = cloakroom.vault.opened();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("bind", &format!("{FOREIGN}={id}"))
        .finish();
    let refused = upload(&mallory, &format!("?{query}"), package(FOREIGN, SERVER)).await;
    assert_eq!(refused.problem(), (400, "binding_invalid".to_owned()));
    let installed = upload(&mallory, "", package(FOREIGN, SERVER)).await.json();
    let path = format!(
        "/api/v1/apps/{}/bindings",
        installed["appId"].as_str().unwrap()
    );
    let binding = json!({"foreignId": FOREIGN, "registrationId": id});
    let seen = format!("\"{}\"", installed["changedAt"]);
    let refused = mallory.post_over(&path, &seen, &binding).await;
    assert_eq!(refused.problem(), (400, "binding_invalid".to_owned()));
    assert_eq!(cloakroom.vault.opened(), opened);
}
