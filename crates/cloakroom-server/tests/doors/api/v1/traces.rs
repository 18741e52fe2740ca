//! `/api/v1/traces`.

use std::sync::Arc;

use axum::body::Body;
use cloakroom_model::{Recorder, SharedClock, TraceCode, TraceKind};
use http::Response;

use crate::story::{install, search, signed_in};
use crate::support::{ACCESS_TOKEN, Installation, REFRESH_TOKEN};

async fn trace_of(cloakroom: &Installation, tenant: &str, name: &str) -> String {
    let clock: SharedClock = Arc::new(cloakroom.clock.clone());
    let recorder = Recorder::start(TraceKind::Invoke, &clock, cloakroom.random.as_ref());
    let person = cloakroom.person(tenant, name).await;
    recorder.user(person.user.id.unwrap().0);
    recorder.about(format!("of {name}"));
    cloakroom
        .store
        .traces()
        .write(vec![(person.tenant, recorder.finish())])
        .await
        .unwrap();
    recorder.code().to_string()
}

/// Guard: `cloakroom_server::routes::api::v1::traces::scope`
#[tokio::test]
async fn sec_web_10_members_see_their_own_traces_and_admins_the_tenants() {
    let cloakroom = Installation::start().await;
    let karins = trace_of(&cloakroom, "contoso", "karin").await;
    let alexs = trace_of(&cloakroom, "contoso", "alex").await;
    let fays = trace_of(&cloakroom, "fabrikam", "fay").await;
    for (tenant, name, sees) in [
        ("contoso", "alex", [false, true, false]),
        ("contoso", "dev", [false, false, false]),
        ("contoso", "karin", [true, true, false]),
        ("fabrikam", "fay", [false, false, true]),
    ] {
        let browser = cloakroom.enter(tenant, name).await;
        let list = browser.get("/api/v1/traces").await.text;
        for (code, visible) in [&karins, &alexs, &fays].into_iter().zip(sees) {
            let one = browser.get(&format!("/api/v1/traces/{code}")).await;
            assert_eq!(one.status == 200, visible, "{name} {}", one.text);
            assert_eq!(list.contains(code.as_str()), visible, "{name} {list}");
        }
    }
}

/// An answer of an API that repeats the user's token wherever it can, with a canary of its own.
fn telling(status: u16) -> Response<Body> {
    let said = format!("{ACCESS_TOKEN} canary-said");
    Response::builder()
        .status(status)
        .header("content-type", format!("text/html; x={ACCESS_TOKEN}"))
        .header("set-cookie", format!("s=canary-cookie-{ACCESS_TOKEN}"))
        .header("x-token", ACCESS_TOKEN)
        .header(
            "location",
            format!("/next/{ACCESS_TOKEN}?access_token=canary-query&t={ACCESS_TOKEN}"),
        )
        .header(
            "www-authenticate",
            format!(
                "Bearer error=\"oops\", error_description=\"{said}\", scope=\"{ACCESS_TOKEN}\""
            ),
        )
        .body(Body::from(format!("canary-body {said}")))
        .unwrap()
}

/// Guard: `cloakroom_host::call::credential::Sent::hide_in`
#[tokio::test]
async fn sec_web_10_what_is_secret_in_a_traced_call_is_gone_before_the_trace_is_kept() {
    let cloakroom = Installation::start().await;
    install(&cloakroom).await;
    let alex = cloakroom.enter("contoso", "alex").await;
    signed_in(&alex).await;
    let mut codes = Vec::new();
    for status in [200, 302, 400, 401, 403, 429, 500] {
        cloakroom.provider.answers_next(telling(status));
        let answer = alex.post("/api/invoke", &search()).await;
        assert!(
            !answer.text.contains(ACCESS_TOKEN),
            "{status} {}",
            answer.text
        );
        codes.push(answer.header("cloakroom-trace").to_owned());
    }
    let list = alex.get("/api/v1/traces?limit=100").await.json();
    let listed = list["traces"].as_array().unwrap();
    assert!(
        listed.len() > codes.len(),
        "the sign-in has a trace as well"
    );
    let session = alex.cookies();
    let tenant = "contoso".parse().unwrap();
    for one in listed {
        let code: TraceCode = one["code"].as_str().unwrap().parse().unwrap();
        // As it lies in the database.
        let kept = cloakroom.store.traces().find(&tenant, &code, None).await;
        let kept = serde_json::to_string(&kept.unwrap().unwrap()).unwrap();
        let cookies = session.iter().map(|(_, value)| value.as_str());
        let secrets = [
            ACCESS_TOKEN,
            REFRESH_TOKEN,
            "canary-client-secret",
            "canary-cookie",
            "canary-query",
            "canary-body",
            "c0de",
        ];
        for secret in cookies.chain(secrets) {
            assert!(!kept.contains(secret), "{secret}: {kept}");
        }
    }
    // The search would find it: what an API says of itself is shown to whom it was said.
    let said = cloakroom
        .store
        .traces()
        .find(&tenant, &codes[3].parse().unwrap(), None)
        .await;
    let said = serde_json::to_string(&said.unwrap().unwrap()).unwrap();
    assert!(said.contains("canary-said"), "{said}");
}

#[tokio::test]
async fn a_code_is_read_as_people_type_it_and_nonsense_is_unknown() {
    let cloakroom = Installation::start().await;
    let code = trace_of(&cloakroom, "contoso", "alex")
        .await
        .replace('-', "")
        .to_lowercase();
    let alex = cloakroom.enter("contoso", "alex").await;
    assert_eq!(
        alex.get(&format!("/api/v1/traces/{code}")).await.status,
        200
    );
    for nonsense in ["x", "%2e%2e", "7K3F-Q2WM"] {
        let answer = alex.get(&format!("/api/v1/traces/{nonsense}")).await;
        assert_eq!(
            answer.problem(),
            (404, "trace_unknown".to_owned()),
            "{nonsense}"
        );
    }
    assert_eq!(alex.get("/api/v1/traces?limit=many").await.problem().0, 400);
}

#[tokio::test]
async fn traces_are_listed_by_page_and_filtered_by_kind_failure_app_and_text() {
    let cloakroom = Installation::start().await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(trace_of(&cloakroom, "contoso", "alex").await);
    }
    let alex = cloakroom.enter("contoso", "alex").await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/traces?limit=2&cursor={cursor}");
        let page = alex.get(&path).await.json();
        let traces = page["traces"].as_array().unwrap().clone();
        seen.extend(
            traces
                .iter()
                .map(|t| t["code"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    codes.sort();
    seen.sort();
    assert_eq!(seen, codes);
    for (query, found) in [
        (format!("search={}", codes[0].to_lowercase()), 1),
        ("failed=true".to_owned(), 0),
        ("kind=sign-out".to_owned(), 0),
        ("app=nothing".to_owned(), 0),
    ] {
        let page = alex.get(&format!("/api/v1/traces?{query}")).await.json();
        assert_eq!(page["traces"].as_array().unwrap().len(), found, "{query}");
    }
    for (query, code) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=!", "cursor_malformed"),
    ] {
        let answer = alex.get(&format!("/api/v1/traces?{query}")).await;
        assert_eq!(answer.problem(), (400, code.to_owned()), "{query}");
    }
}
