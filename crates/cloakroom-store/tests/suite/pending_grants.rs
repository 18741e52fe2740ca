//! Grants that wait for the six digits (decision 5).

use cloakroom_model::{Timestamp, UserId};
use cloakroom_store::{Grant, GrantState, PendingGrant, Placed, StoreError};
use cloakroom_vault::TokenHash;

use crate::world::{NOW, World, after, at_once, manifest};

on_both! {
    sec_signin_01_a_pending_grant_is_neither_current_nor_listed,
    a_pending_grant_leaves_the_current_one_in_force,
    the_right_digits_make_it_the_current_grant,
    confirming_takes_the_place_of_the_same_account_with_its_consents,
    sec_signin_09_wrong_late_and_repeated_digits_confirm_nothing,
    sec_signin_09_however_many_guess_at_once_five_tries_are_counted,
    sec_signin_09_of_many_right_answers_at_once_one_confirms,
    sec_signin_09_a_dead_pending_grant_is_found_for_revocation,
    pending_grants_are_listed_for_their_user_alone_the_newest_first,
}

fn digits(text: &str) -> TokenHash {
    // What the hash is of is the broker's business.
    TokenHash::of(text)
}

fn pending(w: &World, like: &Grant, user: UserId, account: &str) -> Grant {
    let mut grant = w.grant(&like.tenant, user, &like.registration, account);
    grant.current = false;
    grant.state = GrantState::Pending(PendingGrant {
        confirm: digits("123456"),
        wrong_codes: 0,
        until: after(300),
    });
    grant
}

/// Confirms as the broker does, with the tokens of whatever it takes the place of.
async fn confirm(
    w: &World,
    grant: &Grant,
    text: &str,
    at: Timestamp,
) -> Result<Placed, StoreError> {
    let grants = w.store.grants();
    loop {
        let old = grants.replaced_by(grant).await?;
        let replaced = old.as_ref().map(|old| w.replaced(old));
        match grants.confirm(grant, &digits(text), replaced, at).await? {
            Placed::Moved => {}
            placed => return Ok(placed),
        }
    }
}

/// Guard: `cloakroom_store::grants::Grants::add`
async fn sec_signin_01_a_pending_grant_is_neither_current_nor_listed(w: World) {
    let like = w.active_grant().await;
    let alex = w.person(&like.tenant, "alex").await;
    let grant = pending(&w, &like, alex, "default");
    assert_eq!(w.keep(&grant).await.unwrap(), None);
    let grants = w.store.grants();
    let current = grants
        .current(&grant.tenant, alex, &grant.registration)
        .await;
    assert_eq!(current.unwrap(), None);
    assert_eq!(grants.of_user(&grant.tenant, alex).await.unwrap(), []);
    let request = cloakroom_store::PageRequest::first(10);
    let filter = cloakroom_store::GrantFilter::default();
    let page = grants.page(&grant.tenant, &filter, &request).await.unwrap();
    assert_eq!(page.items, [like]);
    // Nor can it be refreshed.
    assert!(!grants.intend(&grant, "me", after(30), NOW).await.unwrap());
    // Only whoever ends the registration sees it, to revoke it.
    let under = grants.of_registration(&grant.registration).await.unwrap();
    assert!(under.contains(&grant));
    assert_eq!(w.stored(&grant).await, grant);
}

async fn a_pending_grant_leaves_the_current_one_in_force(w: World) {
    let first = w.active_grant().await;
    // The same account twice, both pending: the index on accounts does not count them.
    for _ in 0..2 {
        w.keep(&pending(&w, &first, first.user, "default"))
            .await
            .unwrap();
    }
    assert_eq!(w.stored(&first).await, first);
}

async fn the_right_digits_make_it_the_current_grant(w: World) {
    let first = w.active_grant().await;
    let grant = pending(&w, &first, first.user, "second");
    w.keep(&grant).await.unwrap();
    let grants = w.store.grants();
    assert_eq!(grants.replaced_by(&grant).await.unwrap(), None);
    let confirmed = confirm(&w, &grant, "123456", NOW).await.unwrap();
    assert_eq!(confirmed, Placed::Done);
    let mut expected = grant.clone();
    (expected.current, expected.state) = (true, GrantState::Active);
    let current = grants
        .current(&grant.tenant, grant.user, &grant.registration)
        .await;
    assert_eq!(current.unwrap(), Some(expected));
    assert!(!w.stored(&first).await.current);
    let apps = grants.apps(&grant).await.unwrap();
    assert_eq!(apps, [(grant.tenant, manifest("repairs"))]);
}

async fn confirming_takes_the_place_of_the_same_account_with_its_consents(w: World) {
    let first = w.active_grant().await;
    let (grants, budget) = (w.store.grants(), manifest("budget"));
    grants
        .add_app(&first, (&first.tenant, &budget), NOW)
        .await
        .unwrap();
    let grant = pending(&w, &first, first.user, "default");
    w.keep(&grant).await.unwrap();
    let confirmed = confirm(&w, &grant, "123456", NOW).await.unwrap();
    assert_eq!(confirmed, Placed::Done);
    assert_eq!(w.store.revocations().due(NOW).await.unwrap().len(), 1);
    assert_eq!(grants.get(&first.tenant, first.id).await.unwrap(), None);
    let mut apps = grants.apps(&grant).await.unwrap();
    apps.sort();
    let tenant = first.tenant;
    assert_eq!(
        apps,
        [(tenant.clone(), budget), (tenant, manifest("repairs"))]
    );
}

/// Guard: `cloakroom_store::grants::pending::Grants::confirm`
async fn sec_signin_09_wrong_late_and_repeated_digits_confirm_nothing(w: World) {
    let first = w.active_grant().await;
    let grant = pending(&w, &first, first.user, "default");
    w.keep(&grant).await.unwrap();
    for (text, at) in [("654321", NOW), ("", NOW), ("123456", after(300))] {
        let placed = confirm(&w, &grant, text, at).await.unwrap();
        assert_eq!(placed, Placed::Refused, "{text}");
        // What it would have replaced is untouched, and nothing of it is revoked.
        assert_eq!(w.stored(&first).await, first);
        assert_eq!(w.stored(&grant).await, grant);
        assert_eq!(w.store.revocations().due(NOW).await.unwrap(), []);
    }
    let placed = confirm(&w, &grant, "123456", after(299)).await.unwrap();
    assert_eq!(placed, Placed::Done);
    let confirmed = w.stored(&grant).await;
    let again = confirm(&w, &grant, "123456", after(299)).await.unwrap();
    assert_eq!(again, Placed::Refused);
    assert_eq!(w.stored(&grant).await, confirmed);
}

/// Guard: `cloakroom_store::grants::pending::Grants::count_try`
async fn sec_signin_09_however_many_guess_at_once_five_tries_are_counted(w: World) {
    let like = w.active_grant().await;
    let grant = pending(&w, &like, like.user, "default");
    w.keep(&grant).await.unwrap();
    assert_eq!(
        w.store
            .grants()
            .count_try(&grant, 5, after(300))
            .await
            .unwrap(),
        None
    );
    let other = w.second_process().await;
    let counted = at_once(60, |n| {
        let (store, grant) = ([&w.store, &other][n % 2].clone(), grant.clone());
        async move { store.grants().count_try(&grant, 5, NOW).await.unwrap() }
    })
    .await;
    let mut counted: Vec<_> = counted.into_iter().flatten().collect();
    counted.sort_unstable();
    assert_eq!(counted, [1, 2, 3, 4, 5]);
    let GrantState::Pending(state) = w.stored(&grant).await.state else {
        panic!("it is no longer pending")
    };
    assert_eq!(state.wrong_codes, 5);
    // A grant that waits for nothing has nothing to guess.
    assert_eq!(
        w.store.grants().count_try(&like, 5, NOW).await.unwrap(),
        None
    );
}

/// Guard: `cloakroom_store::grants::pending::Grants::confirm`
async fn sec_signin_09_of_many_right_answers_at_once_one_confirms(w: World) {
    let first = w.active_grant().await;
    let grant = pending(&w, &first, first.user, "default");
    w.keep(&grant).await.unwrap();
    let other = w.second_process().await;
    let confirmed = at_once(20, |n| {
        let (mut world, grant) = (w.clone(), grant.clone());
        world.store = [&w.store, &other][n % 2].clone();
        async move { confirm(&world, &grant, "123456", NOW).await }
    })
    .await;
    let won = confirmed
        .iter()
        .filter(|one| matches!(one, Ok(Placed::Done)))
        .count();
    assert_eq!(won, 1, "{confirmed:?}");
    let grants = w.store.grants();
    let current = grants
        .current(&grant.tenant, grant.user, &grant.registration)
        .await;
    assert_eq!(current.unwrap().unwrap().id, grant.id);
}

/// Guard: `cloakroom_store::grants::pending::Grants::pending_due`
async fn sec_signin_09_a_dead_pending_grant_is_found_for_revocation(w: World) {
    let like = w.active_grant().await;
    let grant = pending(&w, &like, like.user, "default");
    w.keep(&grant).await.unwrap();
    let grants = w.store.grants();
    assert_eq!(grants.pending_due(after(299)).await.unwrap(), []);
    assert_eq!(grants.pending_due(after(300)).await.unwrap(), [grant]);
}

async fn pending_grants_are_listed_for_their_user_alone_the_newest_first(w: World) {
    let like = w.active_grant().await;
    let alex = w.person(&like.tenant, "alex").await;
    let old = pending(&w, &like, like.user, "default");
    let mut new = pending(&w, &like, like.user, "default");
    (new.created_at, new.obtained_at) = (after(1), after(1));
    let foreign = pending(&w, &like, alex, "default");
    for grant in [&old, &new, &foreign] {
        w.keep(grant).await.unwrap();
    }
    let grants = w.store.grants();
    let listed = |at| grants.pending_of(&like.tenant, like.user, at);
    assert_eq!(listed(after(299)).await.unwrap(), [new, old]);
    assert_eq!(listed(after(300)).await.unwrap(), []);
}
