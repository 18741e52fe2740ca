use cloakroom_store::{PortalSignIn, StoreError};
use cloakroom_vault::TokenHash;

use crate::world::{NOW, World, after, at_once, sealed};

on_both! {
    a_sign_in_is_found_by_its_state_and_reads_back_whole,
    sec_web_03_a_state_is_used_up_by_exactly_one_however_many_try,
    a_state_is_of_one_sign_in,
    what_nobody_came_back_from_is_purged,
}

async fn leaving(w: &World, state: &str) -> PortalSignIn {
    let tenant = w.tenant("contoso").await;
    PortalSignIn {
        tenant,
        id: PortalSignIn::new_id(NOW, &*w.random),
        provider: "corp".to_owned(),
        state: TokenHash::of(state),
        binding: TokenHash::of("binding"),
        nonce: TokenHash::of("nonce"),
        verifier: sealed("verifier"),
        redirect_path: "/portal-sign-in/corp/callback".to_owned(),
        target: "/portal".to_owned(),
        expires_at: after(600),
    }
}

async fn a_sign_in_is_found_by_its_state_and_reads_back_whole(w: World) {
    let new = leaving(&w, "state").await;
    let rows = w.store.portal_sign_ins();
    rows.add(&new).await.unwrap();
    assert_eq!(rows.by_state(&new.state).await.unwrap(), Some(new));
    assert_eq!(rows.by_state(&TokenHash::of("other")).await.unwrap(), None);
}

/// Guard: `cloakroom_store::portal_sign_ins::PortalSignIns::consume`
async fn sec_web_03_a_state_is_used_up_by_exactly_one_however_many_try(w: World) {
    let new = leaving(&w, "state").await;
    w.store.portal_sign_ins().add(&new).await.unwrap();
    let used = at_once(20, |_| {
        let (store, new) = (w.store.clone(), new.clone());
        async move { store.portal_sign_ins().consume(&new).await.unwrap() }
    })
    .await;
    assert_eq!(used.into_iter().filter(|used| *used).count(), 1);
    let rows = w.store.portal_sign_ins();
    assert_eq!(rows.by_state(&new.state).await.unwrap(), None);
}

async fn a_state_is_of_one_sign_in(w: World) {
    let rows = w.store.portal_sign_ins();
    rows.add(&leaving(&w, "state").await).await.unwrap();
    let again = rows.add(&leaving(&w, "state").await).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
}

async fn what_nobody_came_back_from_is_purged(w: World) {
    let rows = w.store.portal_sign_ins();
    let new = leaving(&w, "state").await;
    rows.add(&new).await.unwrap();
    assert_eq!(rows.purge(after(599)).await.unwrap(), 0);
    assert_eq!(rows.purge(after(600)).await.unwrap(), 1);
    assert_eq!(rows.by_state(&new.state).await.unwrap(), None);
}
