//! The redirect URL: the provider's answer in the user's browser.

use http::Request;
use serde_json::json;
use url::Url;

use crate::sign_in::press_continue;
use crate::support::{ACCESS_TOKEN, Answer, Browser, Installation, REFRESH_TOKEN};

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

#[tokio::test]
async fn a_good_answer_makes_a_grant_and_leaves_the_url_with_the_code_at_once() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let back = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(
        (back.status.as_u16(), back.location()),
        (303, format!("/signed-in/{}", link.id).as_str())
    );
    assert_eq!(back.header("cross-origin-opener-policy"), "unsafe-none");
    assert!(
        alex.cookies()
            .iter()
            .all(|(name, _)| !name.contains("cloakroom-b-"))
    );
    let last = alex.get(back.location()).await;
    assert!(
        last.text.contains("You are signed in") && last.text.contains("data-close=\"yes\""),
        "{}",
        last.text
    );
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}?wait=20", link.id))
        .await
        .json();
    assert_eq!(status["status"], "completed", "{status}");
    assert_eq!(grants(&cloakroom, "alex").await, 1);
    assert_eq!(grants(&cloakroom, "karin").await, 0);
}

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_05_a_callback_in_another_browser_is_refused() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    let path = answer_path(&url, "code=c0de");
    let refused = |answer: Answer, code: &str| {
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, format!("/signed-in/problem/{code}").as_str())
        );
    };
    // Without any cookie; with one forged from what the URL shows; with another flow's.
    refused(
        cloakroom.anonymous().get(&path).await,
        "binding_cookie_missing",
    );
    let (name, _) = alex
        .cookies()
        .into_iter()
        .find(|(name, _)| name.contains("cloakroom-b-"))
        .unwrap();
    let forger = cloakroom.anonymous();
    forger.set_cookie(&name, &state(&url));
    refused(forger.get(&path).await, "binding_cookie_wrong");
    let other = cloakroom.anonymous();
    started(&cloakroom, &other).await;
    refused(other.get(&path).await, "binding_cookie_wrong");
    assert_eq!(cloakroom.provider.token_requests(), 0);
    // The record was not consumed by any of these: the right browser still gets in.
    assert!(
        alex.get(&path)
            .await
            .location()
            .starts_with("/signed-in/sgn_")
    );
    assert_eq!(cloakroom.provider.token_requests(), 1);
}

/// Guard: `cloakroom_store::SignIns::consume`
#[tokio::test]
async fn sec_signin_06_fifty_callbacks_in_parallel_cause_one_token_request() {
    let cloakroom = Installation::start().await;
    let alex = std::sync::Arc::new(cloakroom.enter("contoso", "alex").await);
    let (_, url) = started(&cloakroom, &alex).await;
    let path = answer_path(&url, "code=c0de");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (alex, path) = (alex.clone(), path.clone());
        tasks.spawn(async move { alex.get(&path).await.location().to_owned() });
    }
    let ends: Vec<String> = tasks.join_all().await;
    assert_eq!(cloakroom.provider.token_requests(), 1);
    assert_eq!(
        ends.iter()
            .filter(|end| end.starts_with("/signed-in/sgn_"))
            .count(),
        1,
        "{ends:?}"
    );
    assert_eq!(grants(&cloakroom, "alex").await, 1);
}

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_06_a_late_callback_causes_no_token_request() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    cloakroom.advance(11 * 60);
    let late = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(late.location(), "/signed-in/problem/sign_in_expired");
    assert!(
        alex.get(late.location())
            .await
            .text
            .contains("longer than ten minutes")
    );
    assert_eq!(cloakroom.provider.token_requests(), 0);
}

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_08_an_answer_on_another_path_is_refused() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    let query = format!("state={}&code=c0de", state(&url));
    for path in [
        format!("{SHARED}/reg_00000000000000000000000000"),
        format!("{SHARED}/..%2foAuthRedirect"),
    ] {
        let refused = alex.get(&format!("{path}?{query}")).await;
        assert_eq!(
            refused.location(),
            "/signed-in/problem/callback_path_wrong",
            "{path}"
        );
    }
    for path in [
        format!("{SHARED}/"),
        format!("/{SHARED}"),
        SHARED.to_lowercase(),
    ] {
        assert_eq!(
            alex.get(&format!("{path}?{query}")).await.status,
            404,
            "{path}"
        );
    }
    assert_eq!(cloakroom.provider.token_requests(), 0);
}

/// Guard: `cloakroom_server::routes::redirect::callback`
#[tokio::test]
async fn sec_signin_14_no_parameter_decides_where_the_browser_goes() {
    let cloakroom = Installation::start().await;
    let targets = [
        "//evil.example",
        "/\\evil.example",
        "%2f%2fevil.example",
        "https:evil.example",
        "%0d%0aLocation:%20//evil.example",
    ];
    for target in targets {
        for name in [
            "redirect",
            "redirect_uri",
            "rd",
            "next",
            "return_to",
            "error_uri",
            "error_description",
            "id",
            "tab",
        ] {
            let alex = cloakroom.enter("contoso", "alex").await;
            let path = format!("{SHARED}?state=x&code=y&{name}={target}");
            let answer = alex.get(&path).await;
            assert_eq!(
                answer.location(),
                "/signed-in/problem/state_unknown",
                "{path}"
            );
        }
    }
    let alex = cloakroom.enter("contoso", "alex").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let answer = alex
        .get(&answer_path(
            &url,
            "code=c&redirect=//evil.example&next=//evil.example",
        ))
        .await;
    assert_eq!(answer.location(), format!("/signed-in/{}", link.id));
}

/// Guard: `cloakroom_server::routes::redirect::callback`
#[tokio::test]
async fn sec_signin_18_a_form_post_answer_works_without_the_session_cookie() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (link, url) = started(&cloakroom, &alex).await;
    // A cross-site POST carries `SameSite=None` cookies and leaves Lax ones at home.
    let (name, value) = alex
        .cookies()
        .into_iter()
        .find(|(name, _)| name.contains("cloakroom-b-"))
        .unwrap();
    let posting = cloakroom.anonymous();
    posting.set_cookie(&name, &value);
    let form = format!("state={}&code=c0de", state(&url));
    let back = posting
        .submit_from_another_site(&callback_path(&url), &form)
        .await;
    assert_eq!(
        (back.status.as_u16(), back.location()),
        (303, format!("/signed-in/{}", link.id).as_str())
    );
    assert_eq!(grants(&cloakroom, "alex").await, 1);
}

/// Guard: `cloakroom_server::routes::redirect::callback`
#[tokio::test]
async fn sec_signin_21_repeated_parameters_are_refused() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    let twice = alex.get(&answer_path(&url, "code=a&code=b")).await;
    assert_eq!(
        twice.location(),
        "/signed-in/problem/callback_parameter_repeated"
    );
    let both = format!("{}?state={}", callback_path(&url), state(&url));
    let both = alex
        .submit_from_another_site(&both, &format!("state={}&code=a", state(&url)))
        .await;
    assert_eq!(
        both.location(),
        "/signed-in/problem/callback_parameter_repeated"
    );
    assert_eq!(cloakroom.provider.token_requests(), 0);
}

/// Guard: `cloakroom_server::routes::signed_in::last`
#[tokio::test]
async fn sec_signin_19_a_refusal_consumes_the_record_and_shows_no_markup_of_the_provider() {
    let cloakroom = Installation::start().await;
    for (error, words) in [
        ("access_denied", "You didn&#39;t allow"),
        ("temporarily_unavailable", "couldn&#39;t sign you in"),
        (
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "couldn&#39;t sign you in",
        ),
    ] {
        let alex = cloakroom.enter("contoso", "alex").await;
        let (link, url) = started(&cloakroom, &alex).await;
        let parameters =
            format!("error={error}&error_description=%3Cscript%3Ealert(1)%3C/script%3E");
        let back = alex.get(&answer_path(&url, &parameters)).await;
        assert_eq!(back.location(), format!("/signed-in/{}", link.id));
        let last = alex.get(back.location()).await;
        assert!(last.text.contains(words), "{}", last.text);
        assert!(!last.text.contains("alert(1)"), "{}", last.text);
        let again = alex.get(&answer_path(&url, "code=c0de")).await;
        assert!(
            again.location().starts_with("/signed-in/problem/"),
            "{}",
            again.location()
        );
    }
    let unknown = cloakroom
        .anonymous()
        .get(&format!(
            "{SHARED}?error=access_denied&error_description=%3Cb%3E"
        ))
        .await;
    assert_eq!(unknown.location(), "/signed-in/problem/state_missing");
    assert_eq!(cloakroom.provider.token_requests(), 0);
    assert_eq!(grants(&cloakroom, "alex").await, 0);
}

/// Guard: `cloakroom_server::routes::sign_in::binding::set`
#[tokio::test]
async fn sec_signin_20_thirty_flows_in_one_browser_do_not_disturb_each_other() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let mut flows = Vec::new();
    for _ in 0..30 {
        flows.push(started(&cloakroom, &alex).await);
        let size: usize = alex
            .cookies()
            .iter()
            .map(|(name, value)| name.len() + value.len() + 3)
            .sum();
        assert!(size < 4096, "{size}");
    }
    // Any order but the one they were started in.
    flows.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    for (link, url) in &flows {
        let back = alex.get(&answer_path(url, "code=c0de")).await;
        assert_eq!(back.location(), format!("/signed-in/{}", link.id));
    }
    assert_eq!(cloakroom.provider.token_requests(), 30);
}

/// Guard: `cloakroom_broker::Broker::callback`
#[tokio::test]
async fn sec_signin_01_without_a_session_there_is_no_grant_before_the_six_digits() {
    let cloakroom = Installation::start().await;
    let stranger = cloakroom.anonymous();
    let (link, url) = started(&cloakroom, &stranger).await;
    let back = stranger.get(&answer_path(&url, "code=c0de")).await;
    let last = stranger.get(back.location()).await;
    assert!(last.text.contains("One more step"), "{}", last.text);
    assert_eq!(grants(&cloakroom, "alex").await, 0);
    let alex = cloakroom.enter("contoso", "alex").await;
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}", link.id))
        .await
        .json();
    assert_eq!(status["status"], "confirmation", "{status}");
    // The digits are in the window that went to the provider, and in no other.
    let (_, rest) = last.text.split_once("<p class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0.to_owned();
    let elsewhere = cloakroom.anonymous().get(back.location()).await;
    assert!(!elsewhere.text.contains(&digits), "{}", elsewhere.text);
    // Another user cannot use them, the right one can, once.
    let confirm =
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": digits}});
    let karin = cloakroom.enter("contoso", "karin").await;
    assert_eq!(karin.post("/api/invoke", &confirm).await.status, 412);
    assert_eq!(alex.post("/api/invoke", &confirm).await.status, 200);
    assert_eq!(grants(&cloakroom, "alex").await, 1);
    assert_eq!(alex.post("/api/invoke", &confirm).await.status, 412);
}

/// Guard: `cloakroom_broker::Broker::callback`
#[tokio::test]
async fn sec_web_04_a_session_that_ended_on_the_way_makes_no_grant() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (_, url) = started(&cloakroom, &alex).await;
    assert_eq!(alex.delete("/api/v1/session").await.status, 204);
    alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(grants(&cloakroom, "alex").await, 0);
}

/// Guard: `cloakroom_server::routes`
#[tokio::test]
async fn sec_web_01_no_answer_of_a_sign_in_holds_a_token_a_code_or_the_client_secret() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let mut answers = vec![alex.get(&answer_path(&url, "code=canary-code")).await];
    for path in ["/api/v1/session", "/api/v1/grants", "/api/v1/traces"] {
        answers.push(alex.get(path).await);
    }
    answers.push(alex.get(&format!("/signed-in/{}", link.id)).await);
    let status = alex.get(&format!("/api/v1/sign-ins/{}", link.id)).await;
    let trace = status.json()["trace"].as_str().unwrap().to_owned();
    answers.push(status);
    answers.push(alex.get(&format!("/api/v1/traces/{trace}")).await);
    let registrations = karin.get("/api/v1/registrations").await;
    let id = registrations.json()["registrations"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    answers.push(registrations);
    answers.push(karin.get(&format!("/api/v1/registrations/{id}")).await);
    for answer in &answers {
        assert!(
            answer.status.is_success() || answer.status == 303,
            "{} {}",
            answer.status,
            answer.text
        );
        let everything = format!("{:?} {}", answer.headers, answer.text);
        for canary in [
            ACCESS_TOKEN,
            REFRESH_TOKEN,
            "canary-client-secret",
            "canary-code",
        ] {
            assert!(!everything.contains(canary), "{everything}");
        }
    }
}

#[tokio::test]
async fn in_the_same_tab_the_browser_returns_to_the_chat() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let path = crate::sign_in::path(&link.url);
    let page = alex.get(&format!("{path}?tab=1")).await;
    let form = format!("csrf={}&tab=1", crate::sign_in::csrf(&page.text));
    let left = alex.submit(&format!("{path}/continue"), &form).await;
    let url: Url = left.location().parse().unwrap();
    let back = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(back.location(), format!("/#resume={}", link.id));
}

#[tokio::test]
async fn a_callback_with_a_body_that_is_no_form_is_refused() {
    let cloakroom = Installation::start().await;
    let request = Request::post(SHARED).header("content-type", "application/json");
    let answer = cloakroom
        .anonymous()
        .send(request, r#"{"state": "x"}"#)
        .await;
    assert_eq!(answer.location(), "/signed-in/problem/state_missing");
}
