//! `/api/v1/traces`.

use std::sync::Arc;

use cloakroom_model::{Recorder, SharedClock, TraceKind};

use crate::support::Installation;

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
