//! The whole way: an invoke, a sign-in, a card.

use cloakroom_model::RegistrationId;
use serde_json::{Value, json};
use url::Url;

use crate::sign_in::press_continue;
use crate::support::{ACCESS_TOKEN, Answer, Browser, Installation, sample_package};

/// The ID that the sample package carries.
const FOREIGN: &str = "bXNmdF9jb250b3NvX3JlcGFpcnM=";

pub(crate) async fn install(cloakroom: &Installation) -> RegistrationId {
    install_with(cloakroom, &json!({})).await
}

/// Installs the sample app under a registration with these further fields.
pub(crate) async fn install_with(cloakroom: &Installation, further: &Value) -> RegistrationId {
    let karin = cloakroom.enter("contoso", "karin").await;
    let mut fields = cloakroom.registration_fields();
    fields["baseUrl"] = json!("https://repairs.contoso.example/");
    for (name, value) in further.as_object().unwrap() {
        fields[name] = value.clone();
    }
    let made = karin.post("/api/v1/registrations", &fields).await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(
            "map",
            &format!(
                "https://repairs.contoso.example={}",
                cloakroom.provider.url("")
            ),
        )
        .append_pair("bind", &format!("{FOREIGN}={id}"))
        .finish();
    let request = http::Request::post(format!("/api/v1/apps?{query}"))
        .header(
            "authorization",
            format!("Bearer {}", cloakroom.administrator),
        )
        .header("cloakroom-tenant", "contoso")
        .header("content-type", "application/zip");
    let installed = cloakroom.anonymous().send(request, sample_package()).await;
    assert_eq!(installed.status, 201, "{}", installed.text);
    id.parse().unwrap()
}

pub(crate) fn search() -> Value {
    json!({
        "type": "invoke", "name": "composeExtension/query", "from": {"id": "u1", "name": "Robin"},
        "value": {"commandId": "listRepairs", "parameters": [{"name": "assignedTo", "value": "karin"}]},
    })
}

/// Searches, signs in in the same browser, and searches again: with cards.
pub(crate) async fn signed_in(browser: &Browser) -> Answer {
    let link = sign_in_link(&browser.post("/api/invoke", &search()).await);
    let url = press_continue(browser, &link).await;
    browser.get(&callback(&url)).await;
    let answer = browser.post("/api/invoke", &search()).await;
    assert_a_card(&answer);
    answer
}

/// The sign-in link of an answer that asks for one.
pub(crate) fn sign_in_link(answer: &Answer) -> String {
    let body = answer.json();
    assert_eq!(body["composeExtension"]["type"], "auth", "{}", answer.text);
    assert!(
        answer.header("cloakroom-sign-in").starts_with("sgn_"),
        "{:?}",
        answer.headers
    );
    body["composeExtension"]["suggestedActions"]["actions"][0]["value"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(crate) fn callback(url: &Url) -> String {
    let value = |wanted| {
        url.query_pairs()
            .find(|(name, _)| name == wanted)
            .unwrap()
            .1
            .into_owned()
    };
    let redirect: Url = value("redirect_uri").parse().unwrap();
    format!("{}?code=c0de&state={}", redirect.path(), value("state"))
}

fn assert_a_card(answer: &Answer) {
    let body = answer.json();
    assert_eq!(
        body["composeExtension"]["type"], "result",
        "{}",
        answer.text
    );
    let attachments = body["composeExtension"]["attachments"].as_array().unwrap();
    assert_eq!(attachments.len(), 1);
    assert!(
        attachments[0]["content"].to_string().contains("Oil change"),
        "{}",
        answer.text
    );
    assert!(!answer.text.contains(ACCESS_TOKEN), "{}", answer.text);
}

#[tokio::test]
async fn a_person_searches_signs_in_and_gets_cards() {
    let cloakroom = Installation::start().await;
    let registration = install(&cloakroom).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let asked = alex.post("/api/invoke", &search()).await;
    assert_eq!(
        asked.header("cloakroom-trace").len(),
        9,
        "{:?}",
        asked.headers
    );
    let link = sign_in_link(&asked);
    let page = alex.get(&crate::sign_in::path(&link)).await;
    assert!(
        page.text.contains("Repairs") && page.text.contains("by Contoso"),
        "{}",
        page.text
    );
    let icon = alex
        .get(&format!("{}/icon", crate::sign_in::path(&link)))
        .await;
    assert_eq!(icon.header("content-type"), "image/png");
    let url = press_continue(&alex, &link).await;
    let back = alex.get(&callback(&url)).await;
    assert_eq!(
        back.location(),
        format!("/signed-in/{}", asked.header("cloakroom-sign-in"))
    );

    assert_a_card(&alex.post("/api/invoke", &search()).await);
    assert_eq!(
        cloakroom.provider.bearers(),
        [format!("Bearer {ACCESS_TOKEN}")]
    );
    let extensions = alex.get("/api/v1/extensions").await.json();
    assert_eq!(
        extensions["extensions"][0]["auth"]["signedIn"], true,
        "{extensions}"
    );

    // Karin's search does not use Alex's token.
    let karin = cloakroom.enter("contoso", "karin").await;
    sign_in_link(&karin.post("/api/invoke", &search()).await);
    assert_eq!(cloakroom.provider.bearers().len(), 1);

    let out = alex
        .post("/api/v1/sign-out", &json!({"registrationId": registration}))
        .await;
    assert_eq!(out.json(), json!({"revoked": "unsupported"}));
    sign_in_link(&alex.post("/api/invoke", &search()).await);
}

#[tokio::test]
async fn a_hosts_user_confirms_with_six_digits() {
    let cloakroom = Installation::start().await;
    install(&cloakroom).await;
    let (_, credential) = cloakroom.host("contoso", &[]).await;
    let bot = cloakroom.anonymous();
    let asked = bot
        .with(&credential, "POST", "/api/invoke", &search())
        .await;
    let link = sign_in_link(&asked);
    // His browser; a session of ours in it says nothing about a host's user.
    let browser = cloakroom.enter("contoso", "karin").await;
    let url = press_continue(&browser, &link).await;
    let back = browser.get(&callback(&url)).await;
    let page = browser.get(back.location()).await.text;
    let (_, rest) = page.split_once("<p class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0;
    // Without the digits nothing is released.
    sign_in_link(
        &bot.with(&credential, "POST", "/api/invoke", &search())
            .await,
    );
    let mut with_digits = search();
    with_digits["value"]["state"] = json!(digits);
    assert_a_card(
        &bot.with(&credential, "POST", "/api/invoke", &with_digits)
            .await,
    );
    assert_a_card(
        &bot.with(&credential, "POST", "/api/invoke", &search())
            .await,
    );
    // Karin, whose browser it was, got nothing by it.
    sign_in_link(&browser.post("/api/invoke", &search()).await);
}
