//! `/api/v1/apps/{id}`: authentication, versions, package, findings; and `/api/v1/descriptions`.

use http::Request;
use serde_json::{Value, json};

use super::apps::upload;
use crate::support::{Answer, Browser, Installation, PUBLIC_URL, sample_package};

async fn installed(browser: &Browser) -> Value {
    let answer = upload(browser, "", sample_package()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

fn oauth(id: &str) -> Value {
    json!({"type": "oAuth", "registrationId": id})
}

fn etag(version: &Value) -> String {
    format!("\"{}\"", version.as_str().unwrap())
}

async fn describe(browser: &Browser, path: &str, text: &str) -> Answer {
    let token = browser.get("/api/v1/session").await.json()["csrfToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let request = Request::post(format!("/api/v1/descriptions/{path}"))
        .header("content-type", "application/octet-stream")
        .header("origin", PUBLIC_URL)
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", token);
    browser.send(request, text.to_owned()).await
}

/// A developer's change of the registration waits for an administrator; the version that serves
/// stays the same until then, and the administrator names the version that he has seen.
///
/// Guard: `cloakroom_host::versions::authentication::Host::save_authentication`
#[tokio::test]
async fn sec_pkg_12_another_registration_is_shown_and_waits_for_an_administrator() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let app = installed(&dev).await;
    let path = format!("/api/v1/apps/{}", app["appId"].as_str().unwrap());
    let shown = dev.get(&format!("{path}/authentication")).await;
    let seen = shown.header("etag").to_owned();
    assert_eq!(seen, etag(&app["version"]));
    assert_eq!(shown.json()["type"], "oAuth");

    let wanted = oauth("reg_other");
    let preview = dev
        .post(&format!("{path}/authentication/preview"), &wanted)
        .await
        .json();
    assert_eq!(preview["changes"][0]["what"], "registration");
    let lines: Vec<_> = preview["difference"]["hunks"][0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["kind"] != "same")
        .map(|line| line["kind"].as_str().unwrap())
        .collect();
    assert_eq!(lines, ["removed", "added"], "{preview}");

    let put = format!("{path}/authentication");
    assert_eq!(
        dev.put(&put, "\"ffff\"", &wanted).await.problem(),
        (412, "changed".to_owned())
    );
    let saved = dev.put(&put, &seen, &wanted).await.json();
    assert_eq!(saved["version"], app["version"]);
    let waiting = saved["waiting"]["version"].as_str().unwrap().to_owned();
    let serve = format!("{path}/versions/{waiting}/serve");
    assert_eq!(dev.post_seen(&serve, &seen).await.status, 403);
    let fay = cloakroom.enter("fabrikam", "fay").await;
    assert_eq!(fay.post_seen(&serve, &seen).await.status, 404);
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(karin.post(&serve, &json!({})).await.status, 428);
    let served = karin.post_seen(&serve, &seen).await;
    assert_eq!(served.header("etag"), format!("\"{waiting}\""));
    let versions = karin.get(&format!("{path}/versions")).await.json();
    let states: Vec<_> = versions["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| {
            (
                version["serving"] == true,
                version["changes"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert!(
        states.contains(&(true, 0)) && states.contains(&(false, 1)),
        "{versions}"
    );
    let earlier = app["version"].as_str().unwrap();
    let forget = dev.delete(&format!("{path}/versions/{earlier}")).await;
    assert_eq!(forget.status, 204);
}

#[tokio::test]
async fn an_administrators_save_serves_at_once_and_downloads_as_edited() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let app = installed(&karin).await;
    let path = format!("/api/v1/apps/{}", app["appId"].as_str().unwrap());
    let package = karin.get(&format!("{path}/package")).await;
    assert_eq!(package.bytes, sample_package());
    assert_eq!(package.header("content-type"), "application/zip");
    let put = format!("{path}/authentication");
    let empty = karin.put(&put, &etag(&app["version"]), &oauth(" ")).await;
    assert_eq!(
        empty.problem(),
        (400, "registration_id_malformed".to_owned())
    );
    assert_eq!(empty.json()["fields"][0]["field"], "registrationId");
    let saved = karin
        .put(&put, &etag(&app["version"]), &oauth("reg_mine"))
        .await;
    assert_eq!(
        (
            saved.json()["configurationId"].as_str(),
            &saved.json()["waiting"]
        ),
        (Some("reg_mine"), &Value::Null)
    );
    let limits = app_package::Limits::default();
    let before = app_package::read_zip(&sample_package(), &limits).unwrap();
    let after = karin.get(&format!("{path}/package")).await;
    let after = app_package::read_zip(&after.bytes, &limits).unwrap();
    for (name, bytes) in before.iter() {
        let same = after.get(name) == Some(bytes);
        assert_eq!(same, name != "manifest.json", "{name}");
    }
    let findings = karin
        .get(&format!("{path}/findings?store=true"))
        .await
        .json();
    assert_eq!(findings["errors"], 0, "{findings}");
}

const DESCRIPTION: &str = r#"{"openapi":"3.0.3","info":{"title":"Parts","version":"1"},
  "servers":[{"url":"https://parts.example"}],"paths":{
  "/parts":{"get":{"operationId":"findParts","summary":"Find parts","parameters":[
    {"name":"q","in":"query","required":true,"schema":{"type":"string"}}],
    "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object",
      "properties":{"results":{"type":"array","items":{"type":"object","properties":{
        "title":{"type":"string","example":"Brake pad"},"price":{"type":"number"}}}}}}}}}}},
    "delete":{"operationId":"dropParts","responses":{"200":{"description":"ok"}}}}}}"#;

#[tokio::test]
async fn an_app_is_made_of_a_description_after_a_look_at_its_operations_and_cards() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let report = describe(&dev, "operations?file=parts.json", DESCRIPTION).await;
    assert_eq!(report.status, 200, "{}", report.text);
    let report = report.json();
    let offer = &report["operations"][0]["offer"];
    assert_eq!(offer["parameters"], json!(["Q"]));
    assert!(
        offer["cards"][0].to_string().contains("Brake pad"),
        "{offer}"
    );
    let refused = &report["operations"][1];
    assert_eq!(refused["offer"], Value::Null);
    assert!(
        refused["reasons"][0]["line"].as_u64().unwrap() > 0,
        "{refused}"
    );

    let made = describe(
        &dev,
        "apps?file=parts.json&operation=findParts&name=Parts",
        DESCRIPTION,
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["app"]["commands"], json!(["findParts"]));
    let path = format!(
        "/api/v1/apps/{}",
        made.json()["app"]["appId"].as_str().unwrap()
    );
    let findings = dev.get(&format!("{path}/findings")).await.json();
    assert_eq!(findings["errors"], 0, "{findings}");

    let nothing = describe(&dev, "apps?operation=dropParts", DESCRIPTION).await;
    assert_eq!(nothing.status, 400, "{}", nothing.text);
    assert!(
        nothing.json()["fields"][0]["field"]
            .as_str()
            .unwrap()
            .starts_with("DELETE")
    );
    let broken = describe(&dev, "operations", "{").await.json();
    assert_eq!(broken["operations"], json!([]));
    assert!(!broken["errors"].as_array().unwrap().is_empty());
    let server = describe(&dev, "operations?server=nonsense", DESCRIPTION).await;
    assert_eq!(server.problem(), (400, "server_malformed".to_owned()));
}
