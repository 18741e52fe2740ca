use cloakroom_model::{TenantId, UserId};
use cloakroom_store::{NewSession, PageRequest, StoreError};
use cloakroom_vault::TokenHash;

use crate::world::{NOW, World, after, at_once};

on_both! {
    a_session_is_found_by_its_token_with_the_person_it_is_of,
    a_session_ends_when_told_at_its_time_and_when_unused,
    an_unused_session_ends_when_this_store_was_told_it_shall,
    being_seen_keeps_a_session_alive_and_never_goes_back,
    sec_signin_05_an_ended_session_is_not_alive,
    two_sessions_never_share_a_token,
    a_code_shows_whose_it_is_without_being_used_up,
    a_code_lets_exactly_one_in_however_many_try,
    what_has_ended_is_purged_and_the_rest_stays,
    live_sessions_are_listed_page_by_page_the_newest_first,
    sec_web_04_a_listed_session_is_ended_by_its_owner_or_for_the_tenant_and_by_nobody_else,
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
        .begin(
            &NewSession {
                tenant: &tenant,
                user,
                token: &token,
                entered_by: "link",
                agent: "",
                expires_at: after(HOUR),
            },
            NOW,
            &*w.random,
        )
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
        .begin(
            &NewSession {
                tenant: &tenant,
                user,
                token: &token,
                entered_by: "link",
                agent: "",
                expires_at: after(24 * HOUR),
            },
            NOW,
            &*w.random,
        )
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

async fn an_unused_session_ends_when_this_store_was_told_it_shall(w: World) {
    let (tenant, user) = karin(&w).await;
    let id = begun(&w, &tenant, user, 0).await;
    let strict = w
        .store
        .clone()
        .with_session_idle(std::time::Duration::from_secs(HOUR));
    for (store, seconds, alive) in [
        (&strict, HOUR - 1, true),
        (&strict, HOUR, false),
        (&w.store, HOUR, true),
    ] {
        let sessions = store.sessions();
        let found = sessions.alive(&tenant, id, after(seconds)).await.unwrap();
        assert_eq!(found, alive.then_some(user), "{seconds}");
    }
}

async fn being_seen_keeps_a_session_alive_and_never_goes_back(w: World) {
    let (tenant, user) = karin(&w).await;
    let (sessions, token) = (w.store.sessions(), TokenHash::of("token"));
    let id = sessions
        .begin(
            &NewSession {
                tenant: &tenant,
                user,
                token: &token,
                entered_by: "link",
                agent: "",
                expires_at: after(24 * HOUR),
            },
            NOW,
            &*w.random,
        )
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
            &NewSession {
                tenant: &tenant,
                user,
                token: &TokenHash::of("token"),
                entered_by: "link",
                agent: "",
                expires_at: after(HOUR),
            },
            NOW,
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
            .begin(
                &NewSession {
                    tenant: &tenant,
                    user,
                    token: &token,
                    entered_by: "link",
                    agent: "",
                    expires_at: after(HOUR),
                },
                NOW,
                &*w.random,
            )
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
                &NewSession {
                    tenant: &tenant,
                    user,
                    token: &TokenHash::of(token),
                    entered_by: "link",
                    agent: "",
                    expires_at: after(expires),
                },
                NOW,
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

/// A session that begins so many seconds from now, of that user.
async fn begun(w: &World, tenant: &TenantId, user: UserId, seconds: u64) -> uuid::Uuid {
    let token = TokenHash::of(&format!("{user:?} {seconds}"));
    let new = NewSession {
        tenant,
        user,
        token: &token,
        entered_by: "corp",
        agent: "Mozilla/5.0",
        expires_at: after(24 * HOUR),
    };
    let sessions = w.store.sessions();
    let begun = sessions.begin(&new, after(seconds), &*w.random);
    begun.await.unwrap()
}

async fn live_sessions_are_listed_page_by_page_the_newest_first(w: World) {
    let (tenant, user) = karin(&w).await;
    let alex = w.person(&tenant, "alex").await;
    let other = w.tenant("tailspin").await;
    let foreign = w.person(&other, "robin").await;
    begun(&w, &other, foreign, 0).await;
    let mut own = Vec::new();
    for second in 0..3 {
        own.insert(0, begun(&w, &tenant, user, second).await);
    }
    let theirs = begun(&w, &tenant, alex, 3).await;
    let sessions = w.store.sessions();
    let (mut found, mut request) = (Vec::new(), PageRequest::first(2));
    loop {
        let page = sessions.page(&tenant, Some(user), after(4), &request).await;
        let page = page.unwrap();
        found.extend(page.items.iter().map(|session| session.id));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(found, own);
    let all = sessions
        .page(&tenant, None, after(4), &PageRequest::first(9))
        .await;
    let all = all.unwrap().items;
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].id, theirs);
    assert_eq!(
        (all[0].entered_by.as_str(), all[0].agent.as_str()),
        ("corp", "Mozilla/5.0")
    );
    assert_eq!(
        (all[0].created_at, all[0].expires_at),
        (after(3), after(24 * HOUR))
    );
    let late = sessions
        .page(&tenant, None, after(13 * HOUR), &PageRequest::first(9))
        .await;
    assert!(late.unwrap().items.is_empty(), "idle ones have ended");
}

/// Guard: `cloakroom_store::sessions::Sessions::end_listed`
async fn sec_web_04_a_listed_session_is_ended_by_its_owner_or_for_the_tenant_and_by_nobody_else(
    w: World,
) {
    let (tenant, user) = karin(&w).await;
    let alex = w.person(&tenant, "alex").await;
    let elsewhere = w.tenant("tailspin").await;
    let (first, _, last) = (
        begun(&w, &tenant, user, 0).await,
        begun(&w, &tenant, user, 1).await,
        begun(&w, &tenant, user, 2).await,
    );
    let sessions = w.store.sessions();
    let page = sessions
        .page(&tenant, Some(user), after(3), &PageRequest::first(9))
        .await;
    let listed = page.unwrap().items;
    let newest = &listed[0].public_id;
    for (tenant, of) in [
        (&tenant, Some(alex)),
        (&elsewhere, Some(user)),
        (&elsewhere, None),
    ] {
        assert_eq!(sessions.end_listed(tenant, newest, of).await.unwrap(), None);
    }
    assert_eq!(
        sessions.alive(&tenant, last, after(3)).await.unwrap(),
        Some(user)
    );
    let ended = sessions
        .end_listed(&tenant, newest, Some(user))
        .await
        .unwrap();
    assert_eq!(ended, Some(last));
    assert_eq!(sessions.alive(&tenant, last, after(3)).await.unwrap(), None);
    let middle = &listed[1].public_id;
    assert!(
        sessions
            .end_listed(&tenant, middle, None)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        sessions
            .end_listed(&tenant, middle, None)
            .await
            .unwrap()
            .is_none()
    );
    begun(&w, &tenant, user, 4).await;
    begun(&w, &tenant, alex, 4).await;
    assert_eq!(sessions.end_others(&tenant, user, first).await.unwrap(), 1);
    let left = sessions
        .page(&tenant, None, after(5), &PageRequest::first(9))
        .await;
    let left: Vec<_> = left
        .unwrap()
        .items
        .iter()
        .map(|one| one.person.user.id.unwrap())
        .collect();
    assert_eq!(left, [alex, user]);
}
