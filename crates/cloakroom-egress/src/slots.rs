//! How many requests are under way to one origin: one that hangs holds its own slots and no more of
//! the process, so that others' requests go on (SEC-EGRESS-09).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::origin::Origin;

/// From so many origins on, those without a request are forgotten.
const MANY: usize = 1024;

/// The slots of all origins.
#[derive(Debug)]
pub(crate) struct Slots {
    of_each: usize,
    origins: Mutex<HashMap<Origin, Arc<Semaphore>>>,
}

/// A slot; it is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    _permit: OwnedSemaphorePermit,
}

impl Slots {
    pub(crate) fn new(of_each: usize) -> Self {
        Self {
            of_each: of_each.max(1),
            origins: Mutex::default(),
        }
    }

    /// Waits for a slot, in the order of asking.
    pub(crate) async fn take(&self, origin: &Origin) -> Option<Slot> {
        let permit = self.of(origin).acquire_owned().await;
        // An error means that it was closed, which nobody does.
        permit.ok().map(|permit| Slot { _permit: permit })
    }

    fn of(&self, origin: &Origin) -> Arc<Semaphore> {
        // Entries are whole at any time.
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = origins.get(origin) {
            return slots.clone();
        }
        if origins.len() >= MANY {
            // Whoever holds a slot, or waits for one, holds its semaphore.
            origins.retain(|_, slots| Arc::strong_count(slots) > 1);
        }
        let slots = Arc::new(Semaphore::new(self.of_each));
        origins.insert(origin.clone(), slots.clone());
        slots
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn origin(port: u16) -> Origin {
        let url = format!("https://api.example:{port}/").parse().unwrap();
        Origin::of(&url).unwrap()
    }

    #[tokio::test]
    async fn each_origin_has_its_slots_and_the_idle_ones_are_forgotten() {
        let slots = Slots::new(2);
        let held = [
            slots.take(&origin(1)).await.unwrap(),
            slots.take(&origin(1)).await.unwrap(),
        ];
        for port in 2..3000 {
            slots.take(&origin(port)).await.unwrap();
            assert!(slots.origins.lock().unwrap().len() <= MANY);
        }
        // The busy one is remembered: it has none left.
        assert_eq!(slots.of(&origin(1)).available_permits(), 0);
        drop(held);
        assert_eq!(slots.of(&origin(1)).available_permits(), 2);
    }
}
