//! When a token is used as it is, and when it is refreshed first.

use std::time::Duration;

use serde_json::json;

use crate::support::signed_in::{HOUR, signed_in};

#[tokio::test]
async fn a_valid_token_is_used_without_asking_the_provider_and_an_expired_one_is_refreshed_first() {
    let case = signed_in().await;
    let first = case.credential().await.unwrap();
    assert_eq!(case.credential().await.unwrap(), first);
    assert_eq!(case.world.refreshes(), 0);
    case.world.clock.advance(HOUR);
    let second = case.credential().await.unwrap();
    assert_ne!(first, second);
    assert_eq!(case.world.refreshes(), 1);
}

/// Guard: `cloakroom_broker::grant::refresh::Broker::keep_answer`
#[tokio::test]
async fn sec_token_08_an_answer_without_a_refresh_token_keeps_the_old_one() {
    for refresh_token in ["omitted", "empty"] {
        let case = signed_in().await;
        case.world
            .script(json!({"rotation": "off", "tokenAnswer": {"refreshToken": refresh_token}}));
        for round in 1..4 {
            case.world.clock.advance(HOUR);
            case.credential().await.unwrap();
            assert_eq!(case.world.refreshes(), round, "{refresh_token}");
        }
    }
}

#[tokio::test]
async fn sec_token_16_short_and_long_lifetimes_are_neither_refreshed_on_each_call_nor_used_past_their_end()
 {
    for (seconds, still_good) in [(30, 20), (600, 530), (3600, 3500)] {
        let case = signed_in().await;
        case.world.script(json!({"accessTokenSeconds": seconds}));
        case.world.clock.advance(HOUR);
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 1);
        case.world.clock.advance(Duration::from_secs(still_good));
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 1, "{seconds}");
        case.world
            .clock
            .advance(Duration::from_secs(seconds - still_good));
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 2, "{seconds}");
    }
}

#[tokio::test]
async fn sec_token_17_a_rejected_token_is_refreshed_once_and_a_second_rejection_is_not() {
    let case = signed_in().await;
    let trace = case.world.trace();
    let first = case
        .world
        .broker
        .credential(&case.authorized, &trace)
        .await
        .unwrap();
    let second = case
        .world
        .broker
        .after_rejection(&case.authorized, &first, &trace)
        .await
        .unwrap();
    assert_ne!(first.bearer.expose(), second.bearer.expose());
    // Somebody else's rejection of the first token finds the second, without a refresh.
    let third = case
        .world
        .broker
        .after_rejection(&case.authorized, &first, &trace)
        .await
        .unwrap();
    assert_eq!(second.bearer.expose(), third.bearer.expose());
    assert_eq!(case.world.refreshes(), 1);
}
