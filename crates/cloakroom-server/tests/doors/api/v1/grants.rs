//! `/api/v1/grants`: where one is signed in, and ending it (SEC-WEB-11).

use serde_json::{Value, json};

use crate::story::{install_with, search, sign_in_link, signed_in};
use crate::support::{ACCESS_TOKEN, Browser, Installation, REFRESH_TOKEN};

/// The sample app under a registration whose provider takes revocations.
async fn with_revocation(cloakroom: &Installation) {
    let endpoint = cloakroom.provider.url("/revoke");
    install_with(cloakroom, &json!({"revocationEndpoint": endpoint})).await;
}

async fn grants(browser: &Browser, query: &str) -> Vec<Value> {
    let answer = browser.get(&format!("/api/v1/grants{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    for secret in [ACCESS_TOKEN, REFRESH_TOKEN] {
        assert!(!answer.text.contains(secret), "{}", answer.text);
    }
    answer.json()["grants"].as_array().unwrap().clone()
}

fn path(grant: &Value) -> String {
    format!("/api/v1/grants/{}", grant["id"].as_str().unwrap())
}

/// Guard: `cloakroom_broker::grant::view::Broker::revoke_grant`
#[tokio::test]
async fn sec_web_11_who_ends_a_grant_is_asked_to_sign_in_again_and_the_provider_is_told() {
    let cloakroom = Installation::start().await;
    with_revocation(&cloakroom).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    assert_eq!(grants(&alex, "").await, [] as [Value; 0]);
    signed_in(&alex).await;
    let [grant] = &grants(&alex, "").await[..] else {
        panic!("one grant");
    };

    assert_eq!(
        alex.delete(&path(grant)).await.json(),
        json!({"revoked": "revoked"})
    );
    // The refresh token first: it could make access tokens anew (RFC 7009 §2.1).
    assert_eq!(cloakroom.provider.revoked(), [REFRESH_TOKEN, ACCESS_TOKEN]);
    assert_eq!(grants(&alex, "").await, [] as [Value; 0]);
    let calls = cloakroom.provider.bearers().len();
    sign_in_link(&alex.post("/api/invoke", &search()).await);
    assert_eq!(
        cloakroom.provider.bearers().len(),
        calls,
        "nothing reached the API"
    );
    let again = alex.delete(&path(grant)).await;
    assert_eq!(again.problem(), (404, "grant_unknown".to_owned()));
}

/// Guard: `cloakroom_host::catalog::view::Host::apps_of_grant`
#[tokio::test]
async fn sec_web_11_a_grant_shows_app_scopes_and_last_use() {
    let cloakroom = Installation::start().await;
    with_revocation(&cloakroom).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    signed_in(&alex).await;
    let began = cloakroom_model::Clock::now(&cloakroom.clock).as_millis();
    cloakroom.advance(120);
    alex.post("/api/invoke", &search()).await;
    cloakroom.broker.tick().await.unwrap();
    let [grant] = &grants(&alex, "").await[..] else {
        panic!("one grant");
    };
    assert_eq!(grant["apps"][0]["name"], "Repairs", "{grant}");
    assert_eq!(grant["apps"].as_array().unwrap().len(), 1, "{grant}");
    assert_eq!(grant["scopes"], json!(["repairs.read"]));
    assert_eq!(grant["signedInAt"], began);
    assert_eq!(grant["lastUsedAt"], began + 120_000);

    // The app goes; what was allowed it stays to be seen and ended.
    let karin = cloakroom.enter("contoso", "karin").await;
    let app = grant["apps"][0]["appId"].as_str().unwrap();
    let app = format!("/api/v1/apps/{app}");
    let seen = karin.get(&app).await.header("etag").to_owned();
    let removed = karin.delete_seen(&app, &seen).await;
    assert_eq!(removed.status, 204, "{}", removed.text);
    let [left] = &grants(&alex, "").await[..] else {
        panic!("one grant");
    };
    assert_eq!(left["apps"], json!([]));
    assert_eq!(alex.delete(&path(left)).await.status, 200);
}

/// Guard: `cloakroom_broker::grant::view::Broker::revoke_grant`
#[tokio::test]
async fn sec_web_11_nobody_sees_or_ends_the_grant_of_another_user() {
    let cloakroom = Installation::start().await;
    with_revocation(&cloakroom).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    signed_in(&alex).await;
    let alexs = path(&grants(&alex, "").await[0]);
    let dev = cloakroom.enter("contoso", "dev").await;
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let (_, host) = cloakroom.host("contoso", &[]).await;
    for (who, other) in [("a developer", &dev), ("the admin of another tenant", &fay)] {
        for query in ["", "?all=true", "?all=true&subject=alex"] {
            assert_eq!(
                grants(other, query).await,
                [] as [Value; 0],
                "{who} {query}"
            );
        }
        // As if it were not there: unknown and foreign look the same.
        let ended = other.delete(&alexs).await;
        let unknown = other.delete("/api/v1/grants/gra_unknown").await;
        assert_eq!(ended.problem(), (404, "grant_unknown".to_owned()), "{who}");
        assert_eq!(ended.text, unknown.text, "{who}");
    }
    let bot = cloakroom.anonymous();
    let refused = bot.with(&host, "DELETE", &alexs, &json!({})).await;
    assert!(
        matches!(refused.status.as_u16(), 401 | 403),
        "{}",
        refused.text
    );
    assert_eq!(bot.delete(&alexs).await.status, 401);
    assert_eq!(cloakroom.provider.revoked(), [] as [&str; 0]);
    assert_eq!(grants(&alex, "").await.len(), 1);

    // An admin's own stay the default; those of the tenant are asked for.
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(grants(&karin, "").await, [] as [Value; 0]);
    let [seen] = &grants(&karin, "?all=true").await[..] else {
        panic!("one grant");
    };
    assert_eq!(seen["user"]["subject"], "alex");
    assert_eq!(
        karin.delete(&alexs).await.json(),
        json!({"revoked": "revoked"})
    );
    sign_in_link(&alex.post("/api/invoke", &search()).await);
}
