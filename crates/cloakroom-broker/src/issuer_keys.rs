//! The keys of issuers, in memory for a while: they are asked for once and not on each sign-in, and
//! no flood of tokens with made-up key ids becomes a flood of requests (SEC-DOOR-08).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cloakroom_model::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use url::Url;

/// How long keys are used without being asked for anew, which is also how long a key that the
/// issuer has withdrawn is still taken.
const FRESH: Duration = Duration::from_mins(10);
/// How long after one request the next may follow, for a token whose key is not among them.
const PAUSE: Duration = Duration::from_mins(1);
/// How many issuers are remembered.
const MOST: usize = 256;

/// The key sets of all issuers, by the URL they were fetched from.
#[derive(Debug, Default)]
pub(crate) struct IssuerKeys(Mutex<HashMap<Url, Arc<tokio::sync::Mutex<Option<Held>>>>>);

#[derive(Debug)]
struct Held {
    keys: Arc<JwkSet>,
    fetched_at: Timestamp,
    /// Also of a request that failed.
    asked_at: Timestamp,
}

/// Whether `then` lies so short a time ago. A clock set back makes nothing last for ever.
fn within(now: Timestamp, then: Timestamp, time: Duration) -> bool {
    then <= now && now.since(then) < time
}

impl IssuerKeys {
    /// The keys at `url`: those that are held while they are fresh and one of them fits, otherwise
    /// what `fetch` brings. Whoever asks meanwhile waits for the one request.
    pub(crate) async fn get<E>(
        &self,
        url: &Url,
        now: Timestamp,
        fits: impl Fn(&JwkSet) -> bool,
        fetch: impl AsyncFnOnce() -> Result<JwkSet, E>,
    ) -> Result<Arc<JwkSet>, E> {
        let slot = self.slot(url);
        let mut slot = slot.lock().await;
        if let Some(held) = slot.as_mut()
            && within(now, held.fetched_at, FRESH)
        {
            if fits(&held.keys) || within(now, held.asked_at, PAUSE) {
                return Ok(held.keys.clone());
            }
            held.asked_at = now;
        }
        let keys = Arc::new(fetch().await?);
        *slot = Some(Held {
            keys: keys.clone(),
            fetched_at: now,
            asked_at: now,
        });
        Ok(keys)
    }

    fn slot(&self, url: &Url) -> Arc<tokio::sync::Mutex<Option<Held>>> {
        // Entries are whole at any time.
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(url) {
            // Rare: then all are asked for once more.
            slots.clear();
        }
        slots.entry(url.clone()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Issuer {
        keys: IssuerKeys,
        fetches: AtomicUsize,
        url: Url,
    }

    impl Issuer {
        fn new() -> Self {
            Self {
                keys: IssuerKeys::default(),
                fetches: AtomicUsize::new(0),
                url: "https://as.example/jwks".parse().unwrap(),
            }
        }

        /// Asks for a key that is, or is not, among those that the issuer has.
        async fn ask(&self, seconds: i64, fits: bool) -> Result<(), &'static str> {
            let now = Timestamp::from_millis(seconds * 1000);
            let fetch = async || {
                self.fetches.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok(JwkSet { keys: Vec::new() })
            };
            let keys = self.keys.get(&self.url, now, |_| fits, fetch).await;
            keys.map(drop)
        }

        fn fetches(&self) -> usize {
            self.fetches.load(Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn keys_are_asked_for_once_while_they_are_fresh() {
        let issuer = Arc::new(Issuer::new());
        let asking = (0..20).map(|_| {
            let issuer = issuer.clone();
            tokio::spawn(async move { issuer.ask(0, true).await })
        });
        for asked in asking.collect::<Vec<_>>() {
            asked.await.unwrap().unwrap();
        }
        issuer.ask(599, true).await.unwrap();
        assert_eq!(issuer.fetches(), 1);
        issuer.ask(600, true).await.unwrap();
        assert_eq!(issuer.fetches(), 2);
        // A clock set back does not keep them for ever.
        issuer.ask(1, true).await.unwrap();
        assert_eq!(issuer.fetches(), 3);
    }

    /// Guard: `cloakroom_broker::issuer_keys::IssuerKeys::get`
    #[tokio::test]
    async fn sec_door_08_unknown_key_ids_cause_at_most_one_fetch_a_minute() {
        let issuer = Issuer::new();
        for second in 0..300 {
            issuer.ask(second, false).await.unwrap();
        }
        assert_eq!(issuer.fetches(), 5);
    }

    #[tokio::test]
    async fn a_fetch_that_fails_keeps_what_is_held_and_is_not_repeated_within_the_minute() {
        let issuer = Issuer::new();
        issuer.ask(0, true).await.unwrap();
        let failing = AtomicUsize::new(0);
        for second in [60, 61, 119] {
            let now = Timestamp::from_millis(second * 1000);
            let fetch = async || {
                failing.fetch_add(1, Ordering::SeqCst);
                Err("down")
            };
            let asked = issuer.keys.get(&issuer.url, now, |_| false, fetch).await;
            assert_eq!(asked.is_err(), second == 60);
        }
        assert_eq!(failing.load(Ordering::SeqCst), 1);
        issuer.ask(119, true).await.unwrap();
        assert_eq!(issuer.fetches(), 1);
    }
}
