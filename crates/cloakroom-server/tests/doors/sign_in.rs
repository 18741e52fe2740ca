//! `/sign-in/{ticket}`: our first page, *Continue* and *Cancel*.

use http::Request;
use serde_json::json;

use crate::support::{Browser, Installation, PUBLIC_URL};

pub(crate) fn path(url: &str) -> String {
    url.strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

/// The token of the page's form.
pub(crate) fn csrf(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Opens the link and presses *Continue*; the URL that the browser is sent to.
pub(crate) async fn press_continue(browser: &Browser, link: &str) -> url::Url {
    let page = browser.get(&path(link)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let left = browser
        .submit(
            &format!("{}/continue", path(link)),
            &format!("csrf={}", csrf(&page.text)),
        )
        .await;
    assert_eq!(left.status, 200, "{}", left.text);
    left.leads_to()
}

#[tokio::test]
async fn the_first_page_names_app_provider_and_scopes() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let page = cloakroom.anonymous().get(&path(&link.url)).await;
    let provider = format!("127.0.0.1:{}", cloakroom.provider.port);
    for text in [
        "Repairs",
        "See your repairs",
        "repairs.read",
        provider.as_str(),
    ] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with("form-action 'self'"), "{policy}");
    assert_eq!(page.header("cross-origin-opener-policy"), "unsafe-none");
    assert_eq!(page.header("cache-control"), "no-store");
}

/// Guard: `cloakroom_server::routes::sign_in::show`
#[tokio::test]
async fn sec_signin_11_a_previewer_consumes_nothing() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    for _ in 0..3 {
        let previewer = cloakroom.anonymous();
        assert_eq!(previewer.get(&path(&link.url)).await.status, 200);
        assert_eq!(
            previewer
                .send(Request::head(path(&link.url)), "")
                .await
                .status,
            200
        );
    }
    let alex = cloakroom.enter("contoso", "alex").await;
    press_continue(&alex, &link.url).await;
}

/// Guard: `cloakroom_server::routes::sign_in::form::proven`
#[tokio::test]
async fn sec_signin_11_a_form_of_another_site_starts_no_flow() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    // The attacker made the link and reads the page in his own browser.
    let attacker = cloakroom.anonymous();
    let token = csrf(&attacker.get(&path(&link.url)).await.text);
    let victim = cloakroom.enter("contoso", "alex").await;
    victim.get(&path(&link.url)).await;
    let target = format!("{}/continue", path(&link.url));
    let refused = victim
        .submit_from_another_site(&target, &format!("csrf={token}"))
        .await;
    assert_eq!((refused.status.as_u16(), refused.location()), (403, ""));
    // The same without the site's name, and by our own page without the token of this browser.
    for form in [format!("csrf={token}"), "csrf=".to_owned(), String::new()] {
        assert_eq!(victim.submit(&target, &form).await.status, 403);
    }
    assert_eq!(victim.get(&target).await.status, 405);
    assert!(
        victim
            .cookies()
            .iter()
            .all(|(name, _)| !name.contains("cloakroom-b-"))
    );
}

/// Guard: `cloakroom_broker::sign_in::leave::Broker::proven_session`
#[tokio::test]
async fn sec_signin_01_another_user_is_not_let_through_by_a_link() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let page = karin.get(&path(&link.url)).await;
    let refused = karin
        .submit(
            &format!("{}/continue", path(&link.url)),
            &format!("csrf={}", csrf(&page.text)),
        )
        .await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("somebody else"), "{}", refused.text);
    assert_eq!(cloakroom.provider.token_requests(), 0);
}

/// Guard: `cloakroom_broker::sign_in::leave::Broker::redirect_uri`
#[tokio::test]
async fn sec_signin_12_forged_hosts_leave_the_authorization_url_unchanged() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let page = alex.get(&path(&link.url)).await;
    let form = format!("csrf={}", csrf(&page.text));
    let request = Request::post(format!("{}/continue", path(&link.url)))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("origin", "null")
        .header("forwarded", "host=evil.example;proto=https")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https");
    let left = alex.send(request, form).await;
    let url = left.leads_to();
    let (_, redirect) = url
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .unwrap();
    assert!(
        redirect.starts_with(&format!("{PUBLIC_URL}/api/platform/v1.0/oAuthRedirect")),
        "{redirect}"
    );
    assert!(!url.as_str().contains("evil"), "{url}");
}

#[tokio::test]
async fn leaving_stays_in_the_pop_up_and_sets_a_cookie_that_any_answer_carries() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let browser = cloakroom.anonymous();
    let page = browser.get(&path(&link.url)).await;
    let left = browser
        .submit(
            &format!("{}/continue", path(&link.url)),
            &format!("csrf={}", csrf(&page.text)),
        )
        .await;
    assert_eq!(left.header("cross-origin-opener-policy"), "unsafe-none");
    assert_eq!(left.header("referrer-policy"), "no-referrer");
    let cookie = left.header("set-cookie");
    for attribute in [
        "__Host-",
        "SameSite=None",
        "Secure",
        "HttpOnly",
        "Max-Age=600",
    ] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let url = left.leads_to();
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    assert!(!cookie.contains(state.as_ref()));
}

#[tokio::test]
async fn cancelling_ends_the_sign_in_with_words_of_its_own() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let alex = cloakroom.enter("contoso", "alex").await;
    let page = alex.get(&path(&link.url)).await;
    let form = format!("csrf={}&tab=1", csrf(&page.text));
    let cancelled = alex
        .submit(&format!("{}/cancel", path(&link.url)), &form)
        .await;
    assert_eq!(
        cancelled.location(),
        format!("/signed-in/{}?tab=1", link.id)
    );
    let last = alex.get(cancelled.location()).await;
    assert!(
        last.text.contains("You cancelled the sign-in."),
        "{}",
        last.text
    );
    assert!(
        last.text.contains(&format!("/#resume={}", link.id)),
        "{}",
        last.text
    );
    let status = alex
        .get(&format!("/api/v1/sign-ins/{}", link.id))
        .await
        .json();
    assert_eq!(
        (&status["status"], &status["error"]),
        (&"cancelled".into(), &"sign_in_cancelled".into())
    );
    assert_eq!(alex.get(&path(&link.url)).await.status, 410);
}

#[tokio::test]
async fn unknown_and_late_links_have_words_of_their_own() {
    let cloakroom = Installation::start().await;
    let registration = cloakroom.register().await;
    let link = cloakroom
        .link(&cloakroom.caller("contoso", "alex").await, &registration)
        .await;
    let browser = cloakroom.anonymous();
    let unknown = browser.get("/sign-in/nobody-made-this").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.text.contains("not known here"), "{}", unknown.text);
    cloakroom.advance(601);
    let late = browser.get(&path(&link.url)).await;
    assert_eq!(late.status, 410);
    assert!(
        late.text.contains("longer than ten minutes"),
        "{}",
        late.text
    );
}

/// The page on which a user decides shows names without what would turn or hide letters, and beside
/// them what is known: the organization that uploaded the app, and the host at which one signs in.
///
/// Guard: `cloakroom_host::shown::shown`
#[tokio::test]
async fn sec_pkg_17_turned_and_look_alike_names_stand_beside_what_is_known() {
    const SERVER: &str = "https://repairs.contoso.example";
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let mut fields = cloakroom.registration_fields();
    fields["baseUrl"] = json!(format!("{SERVER}/"));
    let made = karin.post("/api/v1/registrations", &fields).await.json();
    let limits = app_package::Limits::default();
    let files = app_package::read_zip(&crate::support::sample_package(), &limits).unwrap();
    let manifest = String::from_utf8(files.get("manifest.json").unwrap().to_vec()).unwrap();
    let manifest = manifest
        .replace(
            "\"short\": \"Repairs\"",
            "\"short\": \"\\u202eBank\\u200b \u{5e9}\u{5dc}\\u2066\"",
        )
        // The first letter is Cyrillic.
        .replace(
            "\"name\": \"Contoso\"",
            "\"name\": \"\u{421}ontoso\\u202e\"",
        )
        .replace("bXNmdF9jb250b3NvX3JlcGFpcnM=", made["id"].as_str().unwrap());
    let zip = files
        .with("manifest.json", manifest.into_bytes())
        .to_zip()
        .unwrap();
    let installed = crate::api::v1::apps::upload(&karin, "", zip).await;
    assert_eq!(installed.status, 201, "{}", installed.text);
    assert_eq!(installed.json()["name"], "Bank \u{5e9}\u{5dc}");
    let alex = cloakroom.enter("contoso", "alex").await;
    let search = json!({"type": "invoke", "name": "composeExtension/query", "value": {
        "commandId": "listRepairs", "parameters": [{"name": "assignedTo", "value": "karin"}]}});
    let asked = alex.post("/api/invoke", &search).await.json();
    let link = asked["composeExtension"]["suggestedActions"]["actions"][0]["value"].clone();
    let page = alex.get(&path(link.as_str().unwrap())).await;
    for known in [
        "<h1><bdi>Bank \u{5e9}\u{5dc}</bdi></h1>",
        "<bdi>by \u{421}ontoso</bdi>",
        "<bdi>uploaded by the organization contoso</bdi>",
        &format!("127.0.0.1:{}", cloakroom.provider.port),
    ] {
        assert!(page.text.contains(known), "{known}: {}", page.text);
    }
    for hidden in ['\u{202e}', '\u{200b}', '\u{2066}'] {
        assert!(!page.text.contains(hidden));
    }
    let shown = alex.get("/api/v1/extensions").await.json();
    assert_eq!(shown["extensions"][0]["publisher"], "\u{421}ontoso");
}
