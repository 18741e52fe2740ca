use cloakroom_model::Timestamp;
use cloakroom_store::{Begun, IdempotentRequest, KeptAnswer};
use cloakroom_vault::TokenHash;

use crate::world::{NOW, World, after, at_once};

on_both! {
    a_request_is_answered_again_as_the_first_time,
    of_many_with_one_key_one_is_the_first,
    a_key_is_free_again_when_its_request_came_to_nothing_or_is_too_old,
}

async fn request(w: &World, caller: &str, body: &str) -> IdempotentRequest {
    IdempotentRequest {
        tenant: w.tenant("contoso").await,
        caller: caller.to_owned(),
        key: TokenHash::of("key"),
        request: TokenHash::of(body),
        at: NOW,
    }
}

trait At {
    fn at(&self, at: Timestamp) -> IdempotentRequest;
}

impl At for IdempotentRequest {
    /// The same request, sent then.
    fn at(&self, at: Timestamp) -> IdempotentRequest {
        Self { at, ..self.clone() }
    }
}

fn answer() -> KeptAnswer {
    KeptAnswer {
        status: 201,
        headers: vec![("etag".to_owned(), "\"1\"".to_owned())],
        body: "{}".to_owned(),
    }
}

async fn a_request_is_answered_again_as_the_first_time(w: World) {
    let store = w.store.idempotency();
    let (one, other) = (
        request(&w, "karin", "a").await,
        request(&w, "karin", "b").await,
    );
    assert_eq!(store.begin(&one.at(NOW)).await.unwrap(), Begun::First);
    assert_eq!(
        store.begin(&one.at(after(1))).await.unwrap(),
        Begun::UnderWay
    );
    store.finish(&one, &answer()).await.unwrap();
    assert_eq!(
        store.begin(&one.at(after(2))).await.unwrap(),
        Begun::Answered(answer())
    );
    assert_eq!(
        store.begin(&other.at(after(2))).await.unwrap(),
        Begun::OtherRequest
    );
    // The same key of another caller is another key.
    let alex = request(&w, "alex", "a").await;
    assert_eq!(store.begin(&alex.at(after(2))).await.unwrap(), Begun::First);
}

async fn of_many_with_one_key_one_is_the_first(w: World) {
    let one = request(&w, "karin", "a").await;
    let begun = at_once(8, |_| {
        let (store, one) = (w.store.clone(), one.clone());
        async move { store.idempotency().begin(&one).await.unwrap() }
    })
    .await;
    let first = begun.iter().filter(|begun| **begun == Begun::First);
    assert_eq!(first.count(), 1, "{begun:?}");
}

async fn a_key_is_free_again_when_its_request_came_to_nothing_or_is_too_old(w: World) {
    let store = w.store.idempotency();
    let one = request(&w, "karin", "a").await;
    store.begin(&one.at(NOW)).await.unwrap();
    store.give_up(&one).await.unwrap();
    assert_eq!(store.begin(&one.at(NOW)).await.unwrap(), Begun::First);
    // Its process died.
    assert_eq!(
        store.begin(&one.at(after(119))).await.unwrap(),
        Begun::UnderWay
    );
    assert_eq!(
        store.begin(&one.at(after(120))).await.unwrap(),
        Begun::First
    );
    // It was not dead, only slow: what it has to say comes too late.
    let other = KeptAnswer {
        status: 200,
        ..answer()
    };
    store.finish(&one, &other).await.unwrap();
    store.give_up(&one).await.unwrap();
    store.finish(&one.at(after(120)), &answer()).await.unwrap();
    store.give_up(&one.at(after(120))).await.unwrap();
    let day = 24 * 3600;
    assert_eq!(
        store.begin(&one.at(after(day))).await.unwrap(),
        Begun::Answered(answer())
    );
    assert_eq!(store.purge_answers(after(120 + day - 1)).await.unwrap(), 0);
    assert_eq!(
        store.begin(&one.at(after(120 + day))).await.unwrap(),
        Begun::First
    );
    assert_eq!(
        store.purge_answers(after(120 + day + day)).await.unwrap(),
        1
    );
}
