//! The intent, its lease and its fencing (decision 11).

use cloakroom_store::{Attempt, Grant, GrantState, NewTokens};

use crate::world::{NOW, World, after, at_once, sealed};

on_both! {
    sec_token_01_of_many_over_two_processes_one_takes_the_lease,
    sec_token_02_a_lease_whose_token_was_sent_is_not_taken_over,
    a_lease_that_ran_out_unsent_is_taken_over,
    sec_token_02_the_lease_is_renewed_by_its_holder_alone,
    sec_token_02_a_late_writer_of_an_older_generation_changes_nothing,
    sec_token_02_a_holder_whose_lease_was_taken_over_changes_nothing,
    a_refresh_moves_to_the_next_generation_and_clears_its_marks,
    a_refresh_of_a_grant_that_has_ended_keeps_nothing,
    a_failure_gives_the_lease_back_and_counts,
    sec_token_05_refreshes_of_dead_processes_are_found_and_live_ones_left_alone,
}

const LEASE: u64 = 30;

fn tokens(n: u64) -> NewTokens {
    NewTokens {
        access_token: sealed(&format!("access {n}")),
        refresh_token: Some(sealed(&format!("refresh {n}"))),
        scopes: vec!["repairs.write".to_owned()],
        obtained_at: after(n),
        expires_at: Some(after(n + 60)),
        registration_version: 2,
    }
}

async fn intend(w: &World, grant: &Grant, owner: &str, at: u64) -> bool {
    let until = after(at + LEASE);
    w.store
        .grants()
        .intend(grant, owner, until, after(at))
        .await
        .unwrap()
}

async fn attempt(w: &World, grant: &Grant) -> Option<Attempt> {
    w.stored(grant).await.attempt
}

/// Guard: `cloakroom_store::grants::refresh::Grants::intend`
async fn sec_token_01_of_many_over_two_processes_one_takes_the_lease(w: World) {
    let grant = w.active_grant().await;
    let other = w.second_process().await;
    let won = at_once(40, |n| {
        let (store, grant) = ([&w.store, &other][n % 2].clone(), grant.clone());
        async move {
            let owner = format!("process {n}");
            store
                .grants()
                .intend(&grant, &owner, after(LEASE), NOW)
                .await
                .unwrap()
        }
    })
    .await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1);
    let winner = won.iter().position(|won| *won).unwrap();
    let expected = Attempt {
        owner: format!("process {winner}"),
        until: after(LEASE),
        sent_at: None,
    };
    assert_eq!(attempt(&w, &grant).await, Some(expected));
}

/// Guard: `cloakroom_store::grants::refresh::Grants::intend`
async fn sec_token_02_a_lease_whose_token_was_sent_is_not_taken_over(w: World) {
    let grant = w.active_grant().await;
    assert!(intend(&w, &grant, "a", 0).await);
    assert!(w.store.grants().sent(&grant, "a", after(1)).await.unwrap());
    assert_eq!(attempt(&w, &grant).await.unwrap().sent_at, Some(after(1)));
    for late in [LEASE - 1, LEASE, 3 * LEASE] {
        assert!(!intend(&w, &grant, "b", late).await, "{late}");
    }
}

async fn a_lease_that_ran_out_unsent_is_taken_over(w: World) {
    let grant = w.active_grant().await;
    assert!(intend(&w, &grant, "a", 0).await);
    assert!(!intend(&w, &grant, "b", LEASE - 1).await);
    assert!(intend(&w, &grant, "b", LEASE).await);
    assert_eq!(attempt(&w, &grant).await.unwrap().owner, "b");
    // The first holder learns before it sends that it has lost the lease.
    assert!(
        !w.store
            .grants()
            .sent(&grant, "a", after(LEASE))
            .await
            .unwrap()
    );
}

/// Guard: `cloakroom_store::grants::refresh::Grants::renew`
async fn sec_token_02_the_lease_is_renewed_by_its_holder_alone(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert!(!grants.renew(&grant, "a", after(99)).await.unwrap());
    assert!(intend(&w, &grant, "a", 0).await);
    assert!(!grants.renew(&grant, "b", after(99)).await.unwrap());
    assert!(grants.renew(&grant, "a", after(90)).await.unwrap());
    assert_eq!(attempt(&w, &grant).await.unwrap().until, after(90));
    assert!(!intend(&w, &grant, "b", 89).await);
}

/// Guard: `cloakroom_store::grants::refresh::Grants::refreshed`
async fn sec_token_02_a_late_writer_of_an_older_generation_changes_nothing(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert!(intend(&w, &grant, "a", 0).await);
    assert!(grants.refreshed(&grant, "a", &tokens(1)).await.unwrap());
    let now = w.stored(&grant).await;
    // The owner is the same, the generation is not.
    assert!(!intend(&w, &grant, "a", 2).await);
    assert!(intend(&w, &now, "a", 2).await);
    assert!(!grants.sent(&grant, "a", after(2)).await.unwrap());
    assert!(!grants.renew(&grant, "a", after(99)).await.unwrap());
    assert!(!grants.refreshed(&grant, "a", &tokens(3)).await.unwrap());
    assert!(
        !grants
            .failed(&grant, "a", after(99), "late", None)
            .await
            .unwrap()
    );
    assert!(!grants.sign_in_again(&grant, "late").await.unwrap());
    let untouched = w.stored(&grant).await;
    assert_eq!(untouched.access_token, Some(sealed("access 1")));
    assert_eq!(untouched.attempt.unwrap().sent_at, None);
    assert_eq!(untouched.state, GrantState::Active);
}

/// Guard: `cloakroom_store::grants::refresh::Grants::refreshed`
async fn sec_token_02_a_holder_whose_lease_was_taken_over_changes_nothing(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert!(intend(&w, &grant, "a", 0).await);
    assert!(intend(&w, &grant, "b", LEASE).await);
    assert!(!grants.refreshed(&grant, "a", &tokens(1)).await.unwrap());
    assert!(
        !grants
            .failed(&grant, "a", after(99), "late", None)
            .await
            .unwrap()
    );
    assert_eq!(w.stored(&grant).await.access_token, grant.access_token);
    assert!(grants.refreshed(&grant, "b", &tokens(2)).await.unwrap());
    assert_eq!(
        w.stored(&grant).await.access_token,
        Some(sealed("access 2"))
    );
}

async fn a_refresh_moves_to_the_next_generation_and_clears_its_marks(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert!(intend(&w, &grant, "a", 0).await);
    let failed = grants
        .failed(&grant, "a", after(5), "server_error", Some(after(1)))
        .await;
    assert!(failed.unwrap());
    assert!(intend(&w, &grant, "a", 6).await);
    assert!(grants.sent(&grant, "a", after(6)).await.unwrap());
    assert!(grants.refreshed(&grant, "a", &tokens(7)).await.unwrap());
    let mut expected = grant.clone();
    expected.generation = 2;
    expected.access_token = Some(sealed("access 7"));
    expected.refresh_token = Some(sealed("refresh 7"));
    expected.scopes = vec!["repairs.write".to_owned()];
    (expected.obtained_at, expected.last_refresh_at) = (after(7), Some(after(7)));
    expected.expires_at = Some(after(67));
    expected.registration_version = 2;
    assert_eq!(w.stored(&grant).await, expected);
}

async fn a_refresh_of_a_grant_that_has_ended_keeps_nothing(w: World) {
    let ended = w.active_grant().await;
    let grants = w.store.grants();
    assert!(intend(&w, &ended, "a", 0).await);
    assert!(grants.sign_in_again(&ended, "signed_out").await.unwrap());
    assert!(!grants.refreshed(&ended, "a", &tokens(1)).await.unwrap());
    assert_eq!(w.stored(&ended).await.access_token, None);
    assert!(!intend(&w, &ended, "a", 2).await);

    let gone = w.grant(&ended.tenant, ended.user, &ended.registration, "second");
    w.keep(&gone).await.unwrap();
    assert!(intend(&w, &gone, "a", 0).await);
    assert!(grants.end(&gone, &[], NOW).await.unwrap());
    assert!(!grants.refreshed(&gone, "a", &tokens(1)).await.unwrap());
    assert_eq!(grants.get(&gone.tenant, gone.id).await.unwrap(), None);
}

async fn a_failure_gives_the_lease_back_and_counts(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    for (n, retried) in [(1, None), (2, Some(after(3))), (3, None)] {
        assert!(intend(&w, &grant, "a", n * 10).await);
        let failed = grants
            .failed(&grant, "a", after(n * 10), "server_error", retried)
            .await;
        assert!(failed.unwrap());
        let now = w.stored(&grant).await;
        assert_eq!(now.failures, i64::try_from(n).unwrap());
        assert_eq!(now.retry_at, Some(after(n * 10)));
        assert_eq!(now.failure.as_deref(), Some("server_error"));
        assert_eq!((now.attempt, now.state), (None, GrantState::Active));
        // That the token was sent twice is not forgotten by a later failure.
        assert_eq!(now.retried_at, if n == 1 { None } else { Some(after(3)) });
    }
}

/// Guard: `cloakroom_store::grants::refresh::Grants::interrupted`
async fn sec_token_05_refreshes_of_dead_processes_are_found_and_live_ones_left_alone(w: World) {
    let dead = w.active_grant().await;
    let other = |account| w.grant(&dead.tenant, dead.user, &dead.registration, account);
    let (mine, idle, ended) = (other("mine"), other("idle"), other("ended"));
    for grant in [&mine, &idle, &ended] {
        w.keep(grant).await.unwrap();
    }
    assert!(intend(&w, &dead, "before", 0).await);
    assert!(
        w.store
            .grants()
            .sent(&dead, "before", after(1))
            .await
            .unwrap()
    );
    assert!(intend(&w, &mine, "me", 0).await);
    assert!(intend(&w, &ended, "before", 0).await);
    w.store
        .grants()
        .sign_in_again(&ended, "signed_out")
        .await
        .unwrap();
    let grants = w.store.grants();
    let early = grants.interrupted("me", after(LEASE - 1)).await.unwrap();
    assert_eq!(early, [], "its lease still runs");
    let found = grants.interrupted("me", after(LEASE)).await.unwrap();
    let ids: Vec<_> = found.iter().map(|grant| grant.id).collect();
    assert_eq!(ids, [dead.id]);
    assert_eq!(found[0].attempt.as_ref().unwrap().sent_at, Some(after(1)));
}
