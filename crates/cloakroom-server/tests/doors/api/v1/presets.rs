//! `/api/v1/presets`.

use serde_json::json;

use crate::support::Installation;

#[tokio::test]
async fn a_preset_gives_the_fields_that_a_registration_is_made_of() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let list = dev.get("/api/v1/presets").await.json();
    let presets = list["presets"].as_array().unwrap();
    assert!(presets.len() > 60);
    let okta = presets.iter().find(|preset| preset["id"] == "okta");
    assert_eq!(okta.unwrap()["variables"], json!(["subdomain"]));
    let fields = dev.get("/api/v1/presets/okta?subdomain=contoso").await;
    let mut fields = fields.json();
    assert_eq!(
        fields["tokenEndpoint"],
        "https://contoso.okta.com/oauth2/v1/token"
    );
    for (name, value) in [
        ("name", "Okta"),
        ("baseUrl", "https://api.example/"),
        ("clientId", "id"),
        ("clientSecret", "secret"),
    ] {
        fields[name] = json!(value);
    }
    let made = dev.post("/api/v1/registrations", &fields).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

#[tokio::test]
async fn what_is_unknown_or_differs_by_customer_is_told() {
    let cloakroom = Installation::start().await;
    let dev = cloakroom.enter("contoso", "dev").await;
    for (path, problem) in [
        ("googel", (404, "preset_unknown")),
        ("okta", (400, "preset_values")),
        ("google?subdomain=x", (400, "preset_values")),
        ("okta?subdomain=evil.example%2F", (400, "preset_values")),
    ] {
        let refused = dev.get(&format!("/api/v1/presets/{path}")).await;
        assert_eq!(refused.problem(), (problem.0, problem.1.to_owned()));
    }
}
