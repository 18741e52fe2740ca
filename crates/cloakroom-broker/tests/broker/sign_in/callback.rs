//! The callback: once, in time, in the browser that left, at its own path.

use std::time::Duration;

use cloakroom_broker::CallbackError;

use crate::support::{World, allow, callback};

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_02_a_code_does_not_reach_another_registrations_token_endpoint() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let mut answer = allow(&to, "karin").await;
    // The answer to one registration's request at another's own path, and the other way round.
    answer.set_path("/api/platform/v1.0/oAuthRedirect/reg_00000000000000000000000000");
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::WrongPath));
    assert_eq!(world.exchanges(), 0);
}

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_05_a_callback_in_another_browser_causes_no_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let (_, of_another) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    let state = answer
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    for bindings in [
        vec![],
        vec![state.as_str()],
        vec![of_another.binding.expose()],
    ] {
        let (error, ended) = world
            .broker
            .callback(callback(&answer, &bindings))
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                CallbackError::BindingMissing | CallbackError::BindingWrong
            ),
            "{error}"
        );
        assert!(ended.is_none());
    }
    assert_eq!(world.exchanges(), 0);
    world.come_back(&to, &answer).await.unwrap();
}

/// Guard: `cloakroom_store::sign_ins::SignIns::consume`
#[tokio::test]
async fn sec_signin_06_fifty_equal_callbacks_in_parallel_cause_one_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    let other = world.restarted("second");
    let callbacks: Vec<_> = (0..50)
        .map(|i| {
            let broker = if i % 2 == 0 {
                world.broker.clone()
            } else {
                other.clone()
            };
            let input = callback(&answer, &[to.binding.expose()]);
            tokio::spawn(async move { broker.callback(input).await })
        })
        .collect();
    let mut completed = 0;
    for done in callbacks {
        match done.await.unwrap() {
            Ok(_) => completed += 1,
            Err((error, _)) => assert!(matches!(error, CallbackError::Replayed(_)), "{error}"),
        }
    }
    assert_eq!((completed, world.exchanges()), (1, 1));
    world
        .broker
        .credential(&world.authorized(&karin).await, &world.trace())
        .await
        .unwrap();
}

/// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
#[tokio::test]
async fn sec_signin_06_eleven_minutes_later_a_callback_causes_no_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = allow(&to, "karin").await;
    world.clock.advance(Duration::from_mins(11));
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Late(_)));
    assert_eq!(world.exchanges(), 0);
}

/// Guard: `cloakroom_broker::sign_in::callback::Broker::find_returned`
#[tokio::test]
async fn sec_signin_21_repeated_parameters_are_refused() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let mut answer = allow(&to, "karin").await;
    answer.query_pairs_mut().append_pair("code", "b");
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Repeated(name) if name == "code"));
    assert_eq!(world.exchanges(), 0);
}
