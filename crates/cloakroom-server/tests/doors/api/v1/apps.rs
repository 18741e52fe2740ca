//! `/api/v1/apps`.

use http::Request;
use serde_json::json;

use crate::support::{Browser, Installation, sample_package};

pub(crate) async fn upload(
    browser: &Browser,
    query: &str,
    bytes: Vec<u8>,
) -> crate::support::Answer {
    let token = browser.get("/api/v1/session").await.json()["csrfToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let request = Request::post(format!("/api/v1/apps{query}"))
        .header("content-type", "application/zip")
        .header("origin", crate::support::PUBLIC_URL)
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", token);
    browser.send(request, bytes).await
}

#[tokio::test]
async fn a_package_is_installed_listed_and_removed() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let installed = upload(&dev, "", sample_package()).await;
    assert_eq!(installed.status, 201, "{}", installed.text);
    let id = installed.json()["appId"].as_str().unwrap().to_owned();
    let listed = dev.get("/api/v1/apps").await.json();
    assert_eq!(listed["apps"][0]["appId"], id.as_str());
    let extensions = dev.get("/api/v1/extensions").await.json();
    let icon_url = extensions["extensions"][0]["iconUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(icon_url, format!("/api/v1/apps/{id}/icon"));
    let icon = dev.get(&icon_url).await;
    assert_eq!(
        (icon.status.as_u16(), icon.header("content-type")),
        (200, "image/png")
    );
    assert!(
        icon.header("content-security-policy").contains("sandbox"),
        "{:?}",
        icon.headers
    );
    // Another tenant neither sees nor removes it.
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let none = json!({"apps": [], "next": null});
    assert_eq!(fay.get("/api/v1/apps").await.json(), none);
    assert_eq!(fay.get(&icon_url).await.status, 404);
    let path = format!("/api/v1/apps/{id}");
    let shown = dev.get(&path).await;
    let tag = shown.header("etag").to_owned();
    assert_eq!(tag, installed.header("etag"));
    assert_eq!(tag, format!("\"{}\"", shown.json()["changedAt"]));
    assert_eq!(fay.get(&path).await.status, 404);
    assert_eq!(fay.delete_seen(&path, &tag).await.status, 404);
    // Removed as it was seen, and not otherwise.
    let blind = dev.delete(&path).await;
    assert_eq!(blind.problem(), (428, "if_match_required".to_owned()));
    let stale = dev.delete_seen(&path, "\"1\"").await;
    assert_eq!(stale.problem(), (412, "changed".to_owned()));
    assert_eq!(dev.delete_seen(&path, &tag).await.status, 204);
    assert_eq!(dev.get(&path).await.status, 404);
    assert_eq!(
        dev.get("/api/v1/extensions").await.json(),
        json!({"extensions": []})
    );
}

#[tokio::test]
async fn what_is_no_package_is_told_as_such() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let refused = upload(&dev, "", b"no zip at all".to_vec()).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    let option = upload(&dev, "?map=https://only-one-side.example", sample_package()).await;
    assert_eq!(option.problem(), (400, "install_option".to_owned()));
    let none = json!({"apps": [], "next": null});
    assert_eq!(dev.get("/api/v1/apps").await.json(), none);
}

/// The description of an API with one operation.
fn description(title: &str) -> String {
    json!({
        "openapi": "3.0.3", "info": {"title": title, "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/things": {"get": {"operationId": "list", "summary": "List things",
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {
                "type": "object", "properties": {"title": {"type": "string"}}}}}}}}}}
    })
    .to_string()
}

#[tokio::test]
async fn apps_are_listed_by_name_searched_and_made_once_for_a_key() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let token = dev.get("/api/v1/session").await.json()["csrfToken"].clone();
    let make = async |title: &str| {
        let request = Request::post("/api/v1/descriptions/apps")
            .header("content-type", "application/octet-stream")
            .header("origin", crate::support::PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header("idempotency-key", title)
            .header("x-csrf-token", token.as_str().unwrap());
        dev.send(request, description(title)).await
    };
    for title in ["Budget", "Access", "Cafeteria"] {
        let made = make(title).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(make(title).await.text, made.text);
    }
    let mut names = Vec::new();
    let mut path = "/api/v1/apps?limit=1".to_owned();
    loop {
        let page = dev.get(&path).await.json();
        assert_eq!(page["apps"].as_array().unwrap().len(), 1, "{page}");
        names.push(page["apps"][0]["name"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/apps?limit=1&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names, ["Access", "Budget", "Cafeteria"]);
    let found = dev.get("/api/v1/apps?search=CAF").await.json();
    assert_eq!(found["apps"][0]["name"], "Cafeteria");
    assert_eq!(found["apps"].as_array().unwrap().len(), 1);
}
