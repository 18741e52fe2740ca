use cloakroom_model::{TenantId, UserId};
use cloakroom_store::StoreError;
use cloakroom_vault::TokenHash;

use crate::world::{NOW, World, after, at_once};

on_both! {
    a_session_is_found_by_its_token_with_the_person_it_is_of,
    a_session_ends_when_told_at_its_time_and_when_unused,
    being_seen_keeps_a_session_alive_and_never_goes_back,
    sec_signin_05_an_ended_session_is_not_alive,
    two_sessions_never_share_a_token,
    a_code_shows_whose_it_is_without_being_used_up,
    a_code_lets_exactly_one_in_however_many_try,
    what_has_ended_is_purged_and_the_rest_stays,
}

const HOUR: u64 = 3600;

async fn karin(w: &World) -> (TenantId, UserId) {
    let tenant = w.tenant("contoso").await;
    let user = w.person(&tenant, "karin").await;
    (tenant, user)
}

async fn a_session_is_found_by_its_token_with_the_person_it_is_of(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, token) = (w.store.sessions(), TokenHash::of("token"));
    let id = sessions
        .begin(&tenant, user, &token, NOW, after(HOUR), &*w.random)
        .await
        .unwrap();
    let session = sessions.find(&token, NOW).await.unwrap().unwrap();
    assert_eq!(session.id, id);
    assert_eq!(
        (session.last_seen_at, session.expires_at),
        (NOW, after(HOUR))
    );
    let person = w.store.people().get(&tenant, user).await.unwrap().unwrap();
    assert_eq!(session.person, person);
    let other = TokenHash::of("other");
    assert_eq!(sessions.find(&other, NOW).await.unwrap(), None);
}

async fn a_session_ends_when_told_at_its_time_and_when_unused(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, token) = (w.store.sessions(), TokenHash::of("token"));
    let id = sessions
        .begin(&tenant, user, &token, NOW, after(24 * HOUR), &*w.random)
        .await
        .unwrap();
    let idle = after(12 * HOUR);
    assert!(
        sessions
            .find(&token, idle.minus(std::time::Duration::from_millis(1)))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(sessions.find(&token, idle).await.unwrap(), None);
    assert_eq!(sessions.alive(&tenant, id, idle).await.unwrap(), None);

    sessions.seen(&tenant, id, after(20 * HOUR)).await.unwrap();
    assert!(
        sessions
            .find(&token, after(23 * HOUR))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(sessions.find(&token, after(24 * HOUR)).await.unwrap(), None);
    assert_eq!(
        sessions.alive(&tenant, id, after(24 * HOUR)).await.unwrap(),
        None
    );

    assert!(sessions.end(&tenant, id).await.unwrap());
    assert!(!sessions.end(&tenant, id).await.unwrap());
    assert_eq!(sessions.find(&token, after(23 * HOUR)).await.unwrap(), None);
}

async fn being_seen_keeps_a_session_alive_and_never_goes_back(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, token) = (w.store.sessions(), TokenHash::of("token"));
    let id = sessions
        .begin(&tenant, user, &token, NOW, after(24 * HOUR), &*w.random)
        .await
        .unwrap();
    sessions.seen(&tenant, id, after(60)).await.unwrap();
    sessions.seen(&tenant, id, after(30)).await.unwrap();
    let session = sessions.find(&token, after(60)).await.unwrap().unwrap();
    assert_eq!(session.last_seen_at, after(60));
}

/// Guard: `cloakroom_store::sessions::Sessions::alive`
async fn sec_signin_05_an_ended_session_is_not_alive(w: World) {
    let (tenant, user) = karin(&w).await;
    let sessions = w.store.sessions();
    let id = sessions
        .begin(
            &tenant,
            user,
            &TokenHash::of("token"),
            NOW,
            after(HOUR),
            &*w.random,
        )
        .await
        .unwrap();
    assert_eq!(sessions.alive(&tenant, id, NOW).await.unwrap(), Some(user));
    let elsewhere = w.tenant("tailspin").await;
    assert_eq!(sessions.alive(&elsewhere, id, NOW).await.unwrap(), None);
    assert!(!sessions.end(&elsewhere, id).await.unwrap());
    assert_eq!(sessions.alive(&tenant, w.uuid(), NOW).await.unwrap(), None);
    sessions.end(&tenant, id).await.unwrap();
    assert_eq!(sessions.alive(&tenant, id, NOW).await.unwrap(), None);
}

async fn two_sessions_never_share_a_token(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, token) = (w.store.sessions(), TokenHash::of("token"));
    for first in [true, false] {
        let begun = sessions
            .begin(&tenant, user, &token, NOW, after(HOUR), &*w.random)
            .await;
        assert_eq!(begun.is_ok(), first);
        assert!(
            first || matches!(begun, Err(StoreError::Conflict(_))),
            "{begun:?}"
        );
    }
}

async fn a_code_shows_whose_it_is_without_being_used_up(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, code) = (w.store.sessions(), TokenHash::of("code"));
    sessions
        .add_code(&tenant, user, &code, NOW, after(600), &*w.random)
        .await
        .unwrap();
    for _ in 0..2 {
        let owner = sessions.code_owner(&code, NOW).await.unwrap().unwrap();
        assert_eq!(owner.user.id, Some(user));
    }
    assert_eq!(sessions.code_owner(&code, after(600)).await.unwrap(), None);
    assert_eq!(
        sessions.consume_code(&code, after(600)).await.unwrap(),
        None
    );
    assert_eq!(
        sessions.consume_code(&code, after(599)).await.unwrap(),
        Some((tenant, user))
    );
    assert_eq!(sessions.code_owner(&code, NOW).await.unwrap(), None);
}

async fn a_code_lets_exactly_one_in_however_many_try(w: World) {
    let (tenant, user) = karin(&w).await;
    let code = TokenHash::of("code");
    w.store
        .sessions()
        .add_code(&tenant, user, &code, NOW, after(600), &*w.random)
        .await
        .unwrap();
    let entered = at_once(20, |_| {
        let store = w.store.clone();
        async move { store.sessions().consume_code(&code, NOW).await.unwrap() }
    })
    .await;
    assert_eq!(entered.iter().flatten().count(), 1);
}

async fn what_has_ended_is_purged_and_the_rest_stays(w: World) {
    let (tenant, user) = karin(&w).await;
    let sessions = w.store.sessions();
    for (token, expires) in [("short", 10), ("long", 100 * HOUR)] {
        sessions
            .begin(
                &tenant,
                user,
                &TokenHash::of(token),
                NOW,
                after(expires),
                &*w.random,
            )
            .await
            .unwrap();
        sessions
            .add_code(
                &tenant,
                user,
                &TokenHash::of(token),
                NOW,
                after(expires),
                &*w.random,
            )
            .await
            .unwrap();
    }
    assert_eq!(sessions.purge(NOW).await.unwrap(), 0);
    assert_eq!(sessions.purge(after(10)).await.unwrap(), 2);
    assert!(
        sessions
            .find(&TokenHash::of("long"), NOW)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        sessions
            .code_owner(&TokenHash::of("long"), NOW)
            .await
            .unwrap()
            .is_some()
    );
    // Unused for twelve hours, the session goes; the code stays.
    assert_eq!(sessions.purge(after(12 * HOUR)).await.unwrap(), 1);
}
