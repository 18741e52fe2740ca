//! One limit: so many in a minute, and so many at once.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cloakroom_model::{Explain, SharedClock};
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::StatusCode;

use crate::problem::{Documented, RouteError};

/// A limit. Zero of either is none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many in a minute, in the long run.
    pub a_minute: u32,
    /// How many at once.
    pub at_once: u32,
}

impl Rate {
    /// No limit.
    pub const NONE: Self = Self::a_minute(0, 0);

    /// So many in a minute, and so many at once.
    pub const fn a_minute(a_minute: u32, at_once: u32) -> Self {
        Self { a_minute, at_once }
    }

    fn quota(self) -> Option<Quota> {
        let each = Duration::from_mins(1).checked_div(self.a_minute)?;
        Some(Quota::with_period(each)?.allow_burst(NonZeroU32::new(self.at_once)?))
    }
}

/// Our clock, as the limiter asks for it.
#[derive(Debug, Clone)]
struct OurClock(SharedClock);

impl Clock for OurClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let millis = u64::try_from(self.0.now().as_millis()).unwrap_or_default();
        Nanos::from(Duration::from_millis(millis))
    }
}

type Governor = RateLimiter<u64, DashMapStateStore<u64>, OurClock, NoOpMiddleware<Nanos>>;

/// How often each key may.
#[derive(Debug)]
pub(super) struct Limiter {
    governor: Option<Governor>,
    clock: OurClock,
    /// Keys are kept as hashes that nobody outside can aim at.
    hasher: RandomState,
    checks: AtomicU32,
}

/// After so many checks, keys that have been quiet are forgotten.
const FORGET_EVERY: u32 = 16_384;

impl Limiter {
    pub(super) fn new(rate: Rate, clock: SharedClock) -> Self {
        let clock = OurClock(clock);
        let governor = rate
            .quota()
            .map(|quota| RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()));
        Self {
            governor,
            clock,
            hasher: RandomState::new(),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one more, or says when the next may come.
    pub(super) fn check(&self, key: &impl Hash) -> Result<(), TooMany> {
        let Some(governor) = &self.governor else {
            return Ok(());
        };
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            governor.retain_recent();
        }
        governor
            .check_key(&self.hasher.hash_one(key))
            .map_err(|early| TooMany {
                after: early.wait_time_from(self.clock.now()),
            })
    }
}

/// It was too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany {
    after: Duration,
}

impl Explain for TooMany {
    fn code(&self) -> &'static str {
        "too_many_requests"
    }

    fn user(&self) -> String {
        "That was a bit too often. Wait a moment and try again.".to_owned()
    }

    fn developer(&self) -> String {
        "A limit of this installation was reached; Retry-After says when the next request is \
         taken. Limits are set in its configuration."
            .to_owned()
    }
}

impl RouteError for TooMany {
    fn status(&self) -> StatusCode {
        StatusCode::TOO_MANY_REQUESTS
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::TOO_MANY_REQUESTS, &["too_many_requests"]);
    }

    /// Whole seconds (RFC 9110 §10.2.3), and never too early.
    fn retry_after(&self) -> Option<u64> {
        let seconds = self.after.as_millis().div_ceil(1000).max(1);
        Some(u64::try_from(seconds).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use cloakroom_model::TestClock;

    use super::*;

    fn limiter(rate: Rate) -> (Limiter, TestClock) {
        let clock = TestClock::default();
        (Limiter::new(rate, Arc::new(clock.clone())), clock)
    }

    #[test]
    fn so_many_at_once_and_then_so_many_a_minute() {
        let (limiter, clock) = limiter(Rate::a_minute(60, 3));
        for _ in 0..3 {
            limiter.check(&"karin").unwrap();
        }
        let early = limiter.check(&"karin").unwrap_err();
        assert_eq!(early.retry_after(), Some(1));
        // Another is not affected.
        limiter.check(&"alex").unwrap();
        clock.advance(Duration::from_secs(1));
        limiter.check(&"karin").unwrap();
        assert!(limiter.check(&"karin").is_err());
        clock.advance(Duration::from_mins(1));
        let taken = (0..10).filter(|_| limiter.check(&"karin").is_ok()).count();
        assert_eq!(taken, 3);
    }

    #[test]
    fn a_limit_can_be_switched_off() {
        for rate in [Rate::NONE, Rate::a_minute(0, 5), Rate::a_minute(5, 0)] {
            let (limiter, _) = limiter(rate);
            assert!((0..1000).all(|_| limiter.check(&"karin").is_ok()));
        }
    }

    #[test]
    fn quiet_keys_are_forgotten() {
        let (limiter, clock) = limiter(Rate::a_minute(60, 3));
        for key in 0..FORGET_EVERY - 1 {
            limiter.check(&key).unwrap();
        }
        clock.advance(Duration::from_mins(1));
        limiter.check(&"the last").unwrap();
        assert_eq!(limiter.governor.unwrap().len(), 1);
    }
}
