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
    assert_eq!(fay.get("/api/v1/apps").await.json(), json!({"apps": []}));
    assert_eq!(fay.get(&icon_url).await.status, 404);
    assert_eq!(fay.delete(&format!("/api/v1/apps/{id}")).await.status, 404);
    assert_eq!(dev.delete(&format!("/api/v1/apps/{id}")).await.status, 204);
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
    assert_eq!(dev.get("/api/v1/apps").await.json(), json!({"apps": []}));
}
