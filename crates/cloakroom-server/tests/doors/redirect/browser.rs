//! An answer belongs to one browser, and is taken once.

use super::{answer_path, callback_path, grants, started, state};
use crate::support::{Answer, Installation};

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

/// Guard: `cloakroom_store::sign_ins::SignIns::consume`
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
