//! The API and the sample authorization server together, over real connections.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../../authorization-server/tests/support/mod.rs"]
mod support;

use sample_authorization_server as authorization;
use sample_repairs_api::{Config, Introspection, Running, spawn};
use support::{Answer, send};

struct Both {
    provider: authorization::Running,
    api: Running,
}

impl Both {
    async fn start(script: &str) -> Self {
        let provider = authorization::spawn(authorization::Config {
            clients: vec![
                authorization::Client::confidential(
                    "cloakroom",
                    "Cloakroom",
                    "s3cret",
                    "http://localhost:9/",
                ),
                authorization::Client::resource_server("repairs-api", "se%cret:+"),
            ],
            ..authorization::Config::default()
        })
        .await
        .unwrap();
        let api = spawn(Config {
            script: serde_json::from_str(script).unwrap(),
            ..Config::new(Introspection {
                endpoint: format!("{}/introspect", provider.issuer()).parse().unwrap(),
                client_id: "repairs-api".to_owned(),
                client_secret: "se%cret:+".to_owned(),
            })
        })
        .await
        .unwrap();
        Self { provider, api }
    }

    fn token(&self, user: &str, scopes: &[&str]) -> String {
        self.provider
            .server
            .issue("cloakroom", user, scopes)
            .unwrap()
            .0
    }

    async fn get(&self, target: &str, token: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        send(
            self.api.addr,
            "GET",
            target,
            &[("authorization", &bearer)],
            "",
        )
        .await
        .unwrap()
    }

    async fn post(&self, target: &str, token: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        send(self.api.addr, "POST", target, &headers, body)
            .await
            .unwrap()
    }
}

const READ: &[&str] = &["repairs.read"];

#[tokio::test]
async fn two_users_see_different_repairs() {
    let both = Both::start("{}").await;
    let (karin, alex) = (both.token("karin", READ), both.token("alex", READ));
    let hers = both.get("/repairs?assignedTo=KARIN", &karin).await.json();
    let his = both.get("/repairs?assignedTo=karin", &alex).await.json();
    assert_eq!(hers["total"], 5);
    assert_eq!(his["total"], 1);
    assert_eq!(
        both.get("/repairs/1048", &karin).await.json()["title"],
        "Oil change"
    );
    assert_eq!(both.get("/repairs/1048", &alex).await.status, 404);
    let subjects: Vec<_> = both
        .api
        .server
        .log()
        .entries()
        .into_iter()
        .map(|entry| entry.subject.unwrap())
        .collect();
    assert_eq!(subjects, ["karin", "alex", "karin", "alex"]);
}

#[tokio::test]
async fn results_come_in_pages() {
    let both = Both::start("{}").await;
    let token = both.token("karin", READ);
    let page = both.get("/repairs?skip=5&count=1", &token).await.json();
    assert_eq!(page["total"], 7);
    assert_eq!(page["results"][0]["id"], "1039");
    assert_eq!(page["results"].as_array().unwrap().len(), 1);
    assert_eq!(both.get("/repairs?count=51", &token).await.status, 400);
}

#[tokio::test]
async fn a_search_narrows_by_words_technician_and_day() {
    let both = Both::start("{}").await;
    let token = both.token("karin", READ);
    let body = r#"{"text":"change","filter":{"assignedTo":"Karin Blair","since":"2026-11-29"}}"#;
    let found = both.post("/repairs/search", &token, body).await.json();
    assert_eq!(found["total"], 1);
    assert_eq!(found["results"][0]["id"], "1048");
}

#[tokio::test]
async fn creating_wants_another_scope_and_says_which() {
    let both = Both::start("{}").await;
    let body = r#"{"title":"Wipers"}"#;
    let refused = both
        .post("/repairs", &both.token("karin", READ), body)
        .await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.header("www-authenticate"),
        Some("Bearer realm=\"repairs\", error=\"insufficient_scope\", scope=\"repairs.write\"")
    );
    let token = both.token("karin", &["repairs.read", "repairs.write"]);
    let created = both.post("/repairs", &token, body).await;
    assert_eq!(
        (created.status, created.json()["assignedTo"].as_str()),
        (201, Some("Karin Blair"))
    );
    assert_eq!(both.get("/repairs", &token).await.json()["total"], 8);
}

#[tokio::test]
async fn a_missing_and_a_bad_token_are_told_apart() {
    let both = Both::start("{}").await;
    let missing = send(both.api.addr, "GET", "/repairs", &[], "")
        .await
        .unwrap();
    assert_eq!(
        (missing.status, missing.header("www-authenticate")),
        (401, Some("Bearer realm=\"repairs\""))
    );
    let token = both.token("karin", READ);
    both.provider
        .server
        .clock()
        .advance(std::time::Duration::from_hours(1));
    let expired = both.get("/repairs", &token).await;
    assert_eq!(expired.status, 401);
    assert!(
        expired
            .header("www-authenticate")
            .unwrap()
            .contains("error=\"invalid_token\"")
    );
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token() {
    let both = Both::start("{}").await;
    let (_, refresh) = both
        .provider
        .server
        .issue("cloakroom", "karin", READ)
        .unwrap();
    assert_eq!(both.get("/repairs", &refresh.unwrap()).await.status, 401);
}

#[tokio::test]
async fn when_the_provider_cannot_be_asked_the_token_is_not_called_invalid() {
    let both = Both::start("{}").await;
    let token = both.token("karin", READ);
    let down = r#"{"introspection":{"instead":{"status":{"status":500}}}}"#;
    both.provider
        .server
        .set_script(serde_json::from_str(down).unwrap());
    assert_eq!(both.get("/repairs", &token).await.status, 503);
}

#[tokio::test]
async fn pictures_are_served_to_anybody() {
    let both = Both::start("{}").await;
    let picture = send(both.api.addr, "GET", "/images/oil.png", &[], "")
        .await
        .unwrap();
    assert_eq!(
        (picture.status, picture.header("content-type")),
        (200, Some("image/png"))
    );
    assert_eq!(
        send(both.api.addr, "GET", "/images/none.png", &[], "")
            .await
            .unwrap()
            .status,
        404
    );
    let token = both.token("karin", READ);
    let list = both.get("/repairs", &token).await.json();
    assert_eq!(
        list["results"][0]["image"],
        "https://repairs.contoso.example/images/oil.png"
    );
}

#[tokio::test]
async fn the_script_makes_it_fail_in_every_way() {
    for (script, status) in [
        (r#"{"fault":"down"}"#, 503),
        (r#"{"fault":"broken"}"#, 500),
        (r#"{"fault":"tooMany"}"#, 429),
        (r#"{"fault":"notJson"}"#, 200),
        (r#"{"fault":"brokenJson"}"#, 200),
        (r#"{"fault":"unauthorized"}"#, 401),
        (r#"{"fault":{"insufficientScope":"repairs.write"}}"#, 403),
        (r#"{"fault":"forbidden"}"#, 403),
        (
            r#"{"fault":{"redirect":"https://elsewhere.example/"}}"#,
            307,
        ),
        (r#"{"fault":"notFound"}"#, 404),
    ] {
        let both = Both::start(script).await;
        let token = both.token("karin", READ);
        let answer = both.get("/repairs", &token).await;
        assert_eq!(answer.status, status, "{script}");
        let json = serde_json::from_str::<serde_json::Value>(&answer.body).is_ok();
        assert!(!(status == 200 && json), "{script}");
    }
    let both = Both::start(r#"{"fault":{"tooLarge":1000000}}"#).await;
    assert!(
        both.get("/repairs", &both.token("karin", READ))
            .await
            .body
            .len()
            > 1_000_000
    );
}

#[tokio::test]
async fn a_dropped_answer_has_been_processed() {
    let both = Both::start(r#"{"fault":"cut","times":1}"#).await;
    let token = both.token("karin", &["repairs.read", "repairs.write"]);
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let answer = send(
        both.api.addr,
        "POST",
        "/repairs",
        &headers,
        r#"{"title":"Wipers"}"#,
    )
    .await;
    assert!(answer.is_none());
    assert_eq!(both.get("/repairs", &token).await.json()["total"], 8);
}

#[tokio::test]
async fn the_dial_is_turned_only_with_its_header() {
    let both = Both::start("{}").await;
    let json = ("content-type", "application/json");
    let body = r#"{"fault":"down"}"#;
    let refused = send(both.api.addr, "PUT", "/dial/script", &[json], body)
        .await
        .unwrap();
    assert_eq!(refused.status, 403);
    let turned = send(
        both.api.addr,
        "PUT",
        "/dial/script",
        &[json, ("x-dial", "1")],
        body,
    )
    .await
    .unwrap();
    assert_eq!(turned.status, 200);
    assert_eq!(both.get("/repairs", "any").await.status, 503);
}
