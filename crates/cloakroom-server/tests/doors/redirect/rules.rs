//! What refuses an answer before a code is exchanged.

use http::Request;
use serde_json::json;
use url::Url;

use super::{SHARED, answer_path, callback_path, grants, started, state};
use crate::sign_in::press_continue;
use crate::support::Installation;

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

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_02_a_code_for_one_registration_never_reaches_another_ones_token_endpoint() {
    let cloakroom = Installation::with_own_redirect_paths().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let mut paths = Vec::new();
    let mut ids = Vec::new();
    for name in ["Honest", "Malicious"] {
        let mut fields = cloakroom.registration_fields();
        fields["name"] = json!(name);
        let made = karin.post("/api/v1/registrations", &fields).await.json();
        let redirect = Url::parse(made["redirectUrl"].as_str().unwrap()).unwrap();
        paths.push(redirect.path().to_owned());
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    assert_ne!(paths[0], paths[1]);
    // The malicious authorization endpoint sends the browser on to the honest one, with its own
    // state; the honest provider answers to the honest redirect URL.
    let alex = cloakroom.enter("contoso", "alex").await;
    let caller = cloakroom.caller("contoso", "alex").await;
    let link = cloakroom.link(&caller, &ids[1].parse().unwrap()).await;
    let url = press_continue(&alex, &link.url).await;
    assert_eq!(callback_path(&url), paths[1]);
    let query = format!("state={}&code=honest-code", state(&url));
    for path in [paths[0].as_str(), SHARED] {
        let refused = alex.get(&format!("{path}?{query}")).await;
        assert_eq!(
            refused.location(),
            "/signed-in/problem/callback_path_wrong",
            "{path}"
        );
    }
    assert_eq!(cloakroom.provider.token_requests(), 0);
}

/// Guard: `cloakroom_broker::sign_in::leave::authorization_request`
#[tokio::test]
async fn sec_signin_07_each_flow_carries_a_challenge_of_its_own_and_no_verifier() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let mut challenges = std::collections::HashSet::new();
    for _ in 0..3 {
        let (_, url) = started(&cloakroom, &alex).await;
        let value = |wanted: &str| {
            url.query_pairs()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        assert_eq!(value("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(value("code_verifier"), None);
        assert!(challenges.insert(value("code_challenge").unwrap()));
    }
}

/// Guard: `cloakroom_broker::policy::check_usage`
#[tokio::test]
async fn sec_signin_10_a_rule_that_was_tightened_on_the_way_stops_the_exchange() {
    let cloakroom = Installation::start().await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let (link, url) = started(&cloakroom, &alex).await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let mut fields = cloakroom.registration_fields();
    let listed = karin.get("/api/v1/registrations").await.json();
    let id = listed["registrations"][0]["id"].as_str().unwrap();
    fields["restrictByApp"] = json!("ExistingApp");
    fields["appId"] = json!("another-app");
    let path = format!("/api/v1/registrations/{id}");
    let saved = karin.put(&path, "\"1\"", &fields).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let back = alex.get(&answer_path(&url, "code=c0de")).await;
    assert_eq!(back.location(), format!("/signed-in/{}", link.id));
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}", link.id))
        .await
        .json();
    assert_eq!(
        (&status["status"], &status["error"]),
        (&json!("failed"), &json!("registration_other_app"))
    );
    assert_eq!(cloakroom.provider.token_requests(), 0);
}
