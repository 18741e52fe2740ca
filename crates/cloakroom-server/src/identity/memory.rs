//! What is remembered of hosts and their users, so that an invoke with a valid token asks the
//! database nothing (decision 20).
//!
//! Only what was found is remembered: who is unknown is looked for each time. An entry is used for
//! five seconds, and a change on this replica ends it at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cloakroom_model::Timestamp;

/// How long an entry is used before it is read again.
const STALENESS: Duration = Duration::from_secs(5);
/// Entries that are kept at the most.
const MOST: usize = 65_536;

#[derive(Debug)]
struct Entries<K, V> {
    by_key: HashMap<K, (V, Timestamp)>,
    /// Counts the changes, so that what was read before one is not kept after it.
    changes: u64,
}

/// Values by key, each with the time it was read.
#[derive(Debug)]
pub(crate) struct Memory<K, V>(Mutex<Entries<K, V>>);

/// A look at the database that is about to begin. See [`Memory::keep`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    changes: u64,
    at: Timestamp,
}

impl<K, V> Default for Memory<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Entries {
            by_key: HashMap::new(),
            changes: 0,
        }))
    }
}

impl<K: Eq + Hash, V: Clone> Memory<K, V> {
    fn entries(&self) -> MutexGuard<'_, Entries<K, V>> {
        // Entries are replaced whole; a panic leaves none half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered under the key, else the leave to read it.
    pub(crate) fn get(&self, key: &K, now: Timestamp) -> Result<V, Reading> {
        let entries = self.entries();
        match entries.by_key.get(key) {
            Some((value, at)) if is_fresh(*at, now) => Ok(value.clone()),
            _ => Err(Reading {
                changes: entries.changes,
                at: now,
            }),
        }
    }

    /// Remembers what was read, unless something has changed since the reading began.
    pub(crate) fn keep(&self, reading: Reading, key: K, value: V) {
        let mut entries = self.entries();
        if entries.changes != reading.changes {
            return;
        }
        if entries.by_key.len() >= MOST {
            entries
                .by_key
                .retain(|_, (_, at)| is_fresh(*at, reading.at));
            if entries.by_key.len() >= MOST {
                entries.by_key.clear();
            }
        }
        entries.by_key.insert(key, (value, reading.at));
    }

    /// Forgets what is remembered under the key.
    pub(crate) fn forget_key(&self, key: &K) {
        let mut entries = self.entries();
        entries.changes += 1;
        entries.by_key.remove(key);
    }

    /// Forgets the values that changed.
    pub(crate) fn forget(&self, changed: impl Fn(&V) -> bool) {
        let mut entries = self.entries();
        entries.changes += 1;
        entries.by_key.retain(|_, (value, _)| !changed(value));
    }
}

/// A clock set back makes an entry look new for ever; then it is read again.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.since(at) < STALENESS
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn remembering(value: &'static str, now: Timestamp) -> Memory<u8, &'static str> {
        let memory = Memory::default();
        let reading = memory.get(&1, now).unwrap_err();
        memory.keep(reading, 1, value);
        memory
    }

    #[test]
    fn an_entry_is_used_for_five_seconds() {
        let memory = remembering("karin", at(10_000));
        assert_eq!(memory.get(&1, at(14_999)).unwrap(), "karin");
        assert!(memory.get(&1, at(15_000)).is_err());
        assert!(memory.get(&2, at(10_000)).is_err());
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_keep_an_entry_alive() {
        let memory = remembering("karin", at(10_000));
        assert!(memory.get(&1, at(9_999)).is_err());
    }

    #[test]
    fn a_change_ends_an_entry_at_once_and_only_that_one() {
        let memory = remembering("karin", at(0));
        let reading = memory.get(&2, at(0)).unwrap_err();
        memory.keep(reading, 2, "alex");
        memory.forget(|name| *name == "karin");
        assert!(memory.get(&1, at(0)).is_err());
        assert_eq!(memory.get(&2, at(0)).unwrap(), "alex");
        let reading = memory.get(&1, at(0)).unwrap_err();
        memory.forget_key(&2);
        memory.keep(reading, 1, "karin");
        assert!(memory.get(&1, at(0)).is_err() && memory.get(&2, at(0)).is_err());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let memory = Memory::default();
        let reading = memory.get(&1, at(0)).unwrap_err();
        memory.forget(|name| *name == "karin");
        memory.keep(reading, 1, "karin");
        assert!(memory.get(&1, at(0)).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let memory = Memory::default();
        for key in 0..MOST {
            let reading = memory.get(&key, at(0)).unwrap_err();
            memory.keep(reading, key, ());
        }
        let reading = memory.get(&MOST, at(1)).unwrap_err();
        memory.keep(reading, MOST, ());
        assert_eq!(memory.entries().by_key.len(), 1);
    }
}
