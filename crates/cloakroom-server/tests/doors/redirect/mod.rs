//! The redirect URL: the provider's answer in the user's browser.

mod browser;
mod digits;
mod good;
mod rules;

use url::Url;

use crate::sign_in::press_continue;
use crate::support::{Browser, Installation};

const SHARED: &str = "/api/platform/v1.0/oAuthRedirect";

fn state(url: &Url) -> String {
    url.query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned()
}

fn callback_path(url: &Url) -> String {
    let (_, redirect) = url
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .unwrap();
    Url::parse(&redirect).unwrap().path().to_owned()
}

fn answer_path(url: &Url, parameters: &str) -> String {
    format!("{}?state={}&{parameters}", callback_path(url), state(url))
}

async fn started(
    cloakroom: &Installation,
    browser: &Browser,
) -> (cloakroom_broker::SignInLink, Url) {
    let registration = match cloakroom
        .enter("contoso", "karin")
        .await
        .get("/api/v1/registrations")
        .await
        .json()["registrations"][0]["id"]
        .as_str()
    {
        Some(id) => id.parse().unwrap(),
        None => cloakroom.register().await,
    };
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let url = press_continue(browser, &link.url).await;
    (link, url)
}

async fn grants(cloakroom: &Installation, name: &str) -> usize {
    let browser = cloakroom.enter("contoso", name).await;
    browser.get("/api/v1/grants").await.json()["grants"]
        .as_array()
        .unwrap()
        .len()
}
