//! `/api/v1/persons/{name}/host-users`: a host's user becomes one of ours by an administrator's
//! word alone (decisions 1 and 5).

use http::Request;
use serde_json::{Value, json};

use crate::story::{callback, install, search, sign_in_link};
use crate::support::{Answer, Browser, Installation};

const PATH: &str = "/api/v1/persons/alex/host-users";

/// What a host's user is answered.
async fn asked(cloakroom: &Installation, credential: &str) -> Answer {
    let bot = cloakroom.anonymous();
    let answer = bot.with(credential, "POST", "/api/invoke", &search()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

fn kind(answer: &Answer) -> String {
    let kind = answer.json()["composeExtension"]["type"].clone();
    kind.as_str().unwrap().to_owned()
}

/// Presses *Continue* in a browser, and comes back from the provider to it.
async fn sign_in(browser: &Browser, link: &str) -> Answer {
    let url = crate::sign_in::press_continue(browser, link).await;
    let back = browser.get(&callback(&url)).await;
    browser.get(back.location()).await
}

/// Guard: `cloakroom_server::routes::api::v1::host_users::link`
#[tokio::test]
async fn sec_egress_01_a_hosts_user_has_a_persons_grants_while_he_is_linked_to_him_and_not_otherwise()
 {
    let cloakroom = Installation::start().await;
    install(&cloakroom).await;
    let (host, credential) = cloakroom.host("contoso", &[]).await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let link = sign_in_link(&alex.post("/api/invoke", &search()).await);
    sign_in(&alex, &link).await;
    assert_eq!(kind(&alex.post("/api/invoke", &search()).await), "result");

    // The wall: the host says that he is u1, and that is nobody of ours.
    assert_eq!(kind(&asked(&cloakroom, &credential).await), "auth");
    let robin = json!({"hostId": host.id, "id": "u1"});
    let linked = karin.post(PATH, &robin).await;
    assert_eq!(
        (linked.status.as_u16(), linked.json()),
        (201, robin.clone())
    );
    let listed = karin.get(PATH).await.json();
    assert_eq!(listed, json!({"hostUsers": [robin], "next": null}));

    // At once, though who he is was remembered a moment ago.
    assert_eq!(kind(&asked(&cloakroom, &credential).await), "result");
    // Another user of the host is still nobody, and so is the same name at another host.
    let (_, other) = cloakroom.host("contoso", &[]).await;
    assert_eq!(kind(&asked(&cloakroom, &other).await), "auth");

    let gone = format!("{PATH}?hostId={}&id=u1", host.id);
    assert_eq!(karin.delete(&gone).await.status, 204);
    assert_eq!(kind(&asked(&cloakroom, &credential).await), "auth");
    let again = karin.delete(&gone).await;
    assert_eq!(again.problem(), (404, "host_user_unlinked".to_owned()));
}

/// The other wall: whose browser it is says nothing of a host's user, unless he is linked.
///
/// Guard: `cloakroom_broker::sign_in::leave::Broker::proven_session`
#[tokio::test]
async fn sec_signin_01_a_session_proves_a_hosts_user_only_when_he_is_linked_to_its_person() {
    let cloakroom = Installation::start().await;
    install(&cloakroom).await;
    let (host, credential) = cloakroom.host("contoso", &[]).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let dev = cloakroom.enter("contoso", "dev").await;
    let link = sign_in_link(&asked(&cloakroom, &credential).await);
    let last = sign_in(&alex, &link).await;
    assert!(last.text.contains("class=\"digits\""), "{}", last.text);
    assert_eq!(kind(&asked(&cloakroom, &credential).await), "auth");

    let karin = cloakroom.enter("contoso", "karin").await;
    let robin = json!({"hostId": host.id, "id": "u1"});
    assert_eq!(karin.post(PATH, &robin).await.status, 201);
    // Now it is alex's sign-in: another of ours is refused, and alex needs no digits.
    let link = sign_in_link(&asked(&cloakroom, &credential).await);
    let page = dev.get(&crate::sign_in::path(&link)).await;
    let csrf = crate::sign_in::csrf(&page.text);
    let path = format!("{}/continue", crate::sign_in::path(&link));
    let refused = dev.submit(&path, &format!("csrf={csrf}")).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let last = sign_in(&alex, &link).await;
    assert!(!last.text.contains("class=\"digits\""), "{}", last.text);
    assert_eq!(kind(&asked(&cloakroom, &credential).await), "result");
}

#[tokio::test]
async fn what_a_hosts_user_held_under_his_own_name_is_ended_when_he_is_linked() {
    let cloakroom = Installation::start().await;
    install(&cloakroom).await;
    let (host, credential) = cloakroom.host("contoso", &[]).await;
    let browser = cloakroom.anonymous();
    let link = sign_in_link(&asked(&cloakroom, &credential).await);
    let last = sign_in(&browser, &link).await;
    let digits = last.text.split("class=\"digits\">").nth(1).unwrap();
    let mut activity = search();
    activity["value"]["state"] = json!(&digits[..6]);
    let bot = cloakroom.anonymous();
    let confirmed = bot
        .with(&credential, "POST", "/api/invoke", &activity)
        .await;
    assert_eq!(kind(&confirmed), "result");
    let grants = async || {
        let request = Request::get("/api/v1/grants")
            .header(
                "authorization",
                format!("Bearer {}", cloakroom.administrator),
            )
            .header("cloakroom-tenant", "contoso");
        let listed = cloakroom.anonymous().send(request, String::new()).await;
        listed.json()["grants"].as_array().unwrap().len()
    };
    assert_eq!(grants().await, 1);
    let karin = cloakroom.enter("contoso", "karin").await;
    let robin = json!({"hostId": host.id, "id": "u1"});
    assert_eq!(karin.post(PATH, &robin).await.status, 201);
    assert_eq!(grants().await, 0);
}

#[tokio::test]
async fn only_an_administrator_links_and_only_within_his_tenant() {
    let cloakroom = Installation::start().await;
    let (host, _) = cloakroom.host("contoso", &[]).await;
    let robin = json!({"hostId": host.id, "id": "u1"});
    for name in ["alex", "dev"] {
        let person = cloakroom.enter("contoso", name).await;
        for refused in [
            person.post(PATH, &robin).await,
            person.get(PATH).await,
            person
                .delete(&format!("{PATH}?hostId={}&id=u1", host.id))
                .await,
        ] {
            assert_eq!(refused.status, 403, "{name}: {}", refused.text);
        }
    }
    let fay = cloakroom.enter("fabrikam", "fay").await;
    let refused = async |path: &str, input: &Value| fay.post(path, input).await.problem().1;
    assert_eq!(refused(PATH, &robin).await, "person_unknown");
    let own = "/api/v1/persons/fay/host-users";
    assert_eq!(refused(own, &robin).await, "host_unknown");
    let karin = cloakroom.enter("contoso", "karin").await;
    for (name, value) in [
        ("aadObjectId", json!("x")),
        ("id", json!("")),
        ("id", json!("a\nb")),
        ("id", json!("x".repeat(257))),
        ("id", Value::Null),
    ] {
        let mut input = robin.clone();
        input[name] = value;
        let refused = karin.post(PATH, &input).await;
        assert_eq!(refused.problem(), (400, "host_user".to_owned()), "{input}");
    }
}
