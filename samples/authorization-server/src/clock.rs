//! What time it is here. The dial can move it, so that tokens age without anybody waiting.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock that runs with the machine's, shifted, or stands still until it is moved.
#[derive(Debug)]
pub struct Clock {
    stopped_at: Option<AtomicU64>,
    offset_millis: AtomicI64,
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self {
            stopped_at: None,
            offset_millis: AtomicI64::new(0),
        }
    }

    /// Stands at `millis` after the epoch until [`Clock::advance`].
    pub fn stopped_at(millis: u64) -> Self {
        Self {
            stopped_at: Some(AtomicU64::new(millis)),
            offset_millis: AtomicI64::new(0),
        }
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_millis.fetch_add(millis, Ordering::SeqCst);
    }

    /// Milliseconds since the epoch.
    pub fn millis(&self) -> u64 {
        let base = match &self.stopped_at {
            Some(at) => at.load(Ordering::SeqCst),
            None => system_millis(),
        };
        base.saturating_add_signed(self.offset_millis.load(Ordering::SeqCst))
    }

    /// Seconds since the epoch.
    pub fn seconds(&self) -> u64 {
        self.millis() / 1000
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the samples depend on no crate of Cloakroom, so they have a clock of their own"
)]
fn system_millis() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let clock = Clock::stopped_at(1_000);
        assert_eq!(clock.millis(), 1_000);
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.seconds(), 3);
    }
}
