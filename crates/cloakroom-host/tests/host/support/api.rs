//! What the API and the token endpoint answer.

use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, ResponseTemplate};

use super::World;

pub fn results(titles: &[&str]) -> ResponseTemplate {
    let entries: Vec<Value> = titles.iter().map(|title| json!({"title": title})).collect();
    ResponseTemplate::new(200).set_body_json(json!({"results": entries}))
}

pub async fn answering(world: &World, answer: ResponseTemplate) {
    Mock::given(path("/repairs"))
        .respond_with(answer)
        .mount(&world.api)
        .await;
}

pub async fn refreshing(world: &World, times: u64) {
    Mock::given(method("POST"))
        .and(path("/token"))
        .and(body_string_contains("refresh-1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "access_token": "access-2", "refresh_token": "refresh-2", "token_type": "Bearer", "expires_in": 3600
        })))
        .expect(times)
        .mount(&world.provider)
        .await;
}

pub fn unauthorized(challenge: &str) -> ResponseTemplate {
    ResponseTemplate::new(401).insert_header("WWW-Authenticate", challenge)
}
