//! One refresh at a time and grant in this process: the first asks, the others wait for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use uuid::Uuid;

/// Refreshes under way.
#[derive(Debug, Default, Clone)]
pub(crate) struct Flights(Arc<Mutex<HashMap<Uuid, watch::Receiver<bool>>>>);

impl Flights {
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Receiver<bool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` for `key` in a task that no caller can cancel (SEC-TOKEN-03), unless it is
    /// running already; either way returns when it has ended. A panic in it ends it too.
    pub(crate) async fn fly<F>(&self, key: Uuid, work: impl FnOnce() -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut landed = {
            let mut flights = self.lock();
            if let Some(landed) = flights.get(&key) {
                landed.clone()
            } else {
                let (land, landed) = watch::channel(false);
                flights.insert(key, landed.clone());
                let end = End {
                    flights: self.clone(),
                    key,
                    land,
                };
                let work = work();
                tokio::spawn(async move {
                    let _end = end;
                    work.await;
                });
                landed
            }
        };
        // An error means that the sender is gone, and with it the work.
        let _ = landed.wait_for(|landed| *landed).await;
    }
}

/// Takes the flight off the board, also when its task panics.
struct End {
    flights: Flights,
    key: Uuid,
    land: watch::Sender<bool>,
}

impl Drop for End {
    fn drop(&mut self) {
        self.flights.lock().remove(&self.key);
        self.land.send_replace(true);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Guard: `cloakroom_broker::grant::flight::Flights::fly`
    #[tokio::test]
    async fn sec_token_01_of_many_callers_at_once_one_flies_and_all_land() {
        let flights = Flights::default();
        let flown = Arc::new(AtomicU32::new(0));
        let callers: Vec<_> = (0..300)
            .map(|_| {
                let (flights, flown) = (flights.clone(), flown.clone());
                tokio::spawn(async move {
                    flights
                        .fly(Uuid::nil(), || async move {
                            tokio::task::yield_now().await;
                            flown.fetch_add(1, Ordering::SeqCst);
                        })
                        .await;
                })
            })
            .collect();
        for caller in callers {
            caller.await.unwrap();
        }
        assert_eq!(flown.load(Ordering::SeqCst), 1);
        assert!(flights.lock().is_empty());
    }

    /// Guard: `cloakroom_broker::grant::flight::Flights::fly`
    #[tokio::test]
    async fn sec_token_03_a_caller_who_goes_away_cancels_nothing() {
        let flights = Flights::default();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = tokio::sync::oneshot::channel();
        let caller = tokio::spawn({
            let flights = flights.clone();
            async move {
                flights
                    .fly(Uuid::nil(), || async move {
                        gone.await.unwrap();
                        tell.send("committed").unwrap();
                    })
                    .await;
            }
        });
        tokio::task::yield_now().await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        go.send(()).unwrap();
        assert_eq!(told.await.unwrap(), "committed");
    }

    #[tokio::test]
    async fn a_panic_lands_the_flight_at_once() {
        let flights = Flights::default();
        flights.fly(Uuid::nil(), || async { panic!("fault") }).await;
        assert!(flights.lock().is_empty());
    }
}
