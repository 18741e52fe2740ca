use std::time::Duration;

use cloakroom_store::Revocation;

use crate::world::{NOW, World, after, at_once, sealed};

on_both! {
    a_token_to_be_revoked_is_due_at_once_and_reads_back,
    of_many_that_claim_it_one_gets_it_and_the_rest_wait,
    what_is_done_is_forgotten,
    at_most_fifty_are_due_at_once_the_oldest_first,
}

async fn token(w: &World, at: u64) -> Revocation {
    let tenant = w.tenant("contoso").await;
    let new = Revocation {
        id: w.uuid(),
        registration: w.registration(&tenant).await,
        tenant,
        registration_version: 2,
        token_type: "refresh_token".to_owned(),
        token: sealed("token"),
        attempts: 0,
    };
    w.store.revocations().add(&new, after(at)).await.unwrap();
    new
}

async fn a_token_to_be_revoked_is_due_at_once_and_reads_back(w: World) {
    let new = token(&w, 5).await;
    let revocations = w.store.revocations();
    assert_eq!(revocations.due(after(4)).await.unwrap(), []);
    assert_eq!(revocations.due(after(5)).await.unwrap(), [new]);
}

async fn of_many_that_claim_it_one_gets_it_and_the_rest_wait(w: World) {
    let new = token(&w, 0).await;
    let other = w.second_process().await;
    for turn in 1..=2 {
        let now = after(60 * (turn - 1));
        let claimed = at_once(20, |n| {
            let (store, new) = ([&w.store, &other][n % 2].clone(), new.clone());
            async move {
                let pause = Duration::from_mins(1);
                store
                    .revocations()
                    .claim(&new.tenant, new.id, now, pause)
                    .await
                    .unwrap()
            }
        })
        .await;
        let claimed: Vec<_> = claimed.into_iter().flatten().collect();
        assert_eq!(claimed.len(), 1);
        assert_eq!(claimed[0].attempts, i64::try_from(turn).unwrap());
        assert_eq!(claimed[0].token, new.token);
        let revocations = w.store.revocations();
        assert_eq!(revocations.due(after(60 * turn - 1)).await.unwrap(), []);
        assert_eq!(revocations.due(after(60 * turn)).await.unwrap().len(), 1);
    }
}

async fn what_is_done_is_forgotten(w: World) {
    let (done, other) = (token(&w, 0).await, token(&w, 0).await);
    let revocations = w.store.revocations();
    revocations.remove(&done.tenant, done.id).await.unwrap();
    assert_eq!(revocations.due(NOW).await.unwrap(), [other]);
    let pause = Duration::from_mins(1);
    let claimed = revocations.claim(&done.tenant, done.id, NOW, pause).await;
    assert_eq!(claimed.unwrap(), None);
}

async fn at_most_fifty_are_due_at_once_the_oldest_first(w: World) {
    for at in (0..60).rev() {
        token(&w, at).await;
    }
    let revocations = w.store.revocations();
    let due = revocations.due(after(60)).await.unwrap();
    assert_eq!(due.len(), 50);
    for one in due {
        revocations.remove(&one.tenant, one.id).await.unwrap();
    }
    // The first fifty were the oldest: none of those that are left was due by then.
    assert_eq!(revocations.due(after(49)).await.unwrap(), []);
    assert_eq!(revocations.due(after(60)).await.unwrap().len(), 10);
}
