//! Fail points for tests that kill the process (decision 32). Without the feature `faults` the
//! calls compile to nothing, and CI asserts that the shipped binary holds none of their names.

/// Marks a point at which a fault test may end or stop the process.
///
/// With the feature `faults`, the environment variable `CLOAKROOM_FAULT` names one point and what
/// happens there, `<point>=<action>[:<nth time>]`; the actions are `kill` (abort at once, as
/// `kill -9` would), `panic` and `sleep-<milliseconds>`.
#[cfg(not(feature = "faults"))]
#[inline(always)]
pub fn point(_name: &'static str) {}

/// Marks a point at which a fault test may end or stop the process.
#[cfg(feature = "faults")]
pub fn point(name: &'static str) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSED: AtomicU32 = AtomicU32::new(0);
    let Ok(setting) = std::env::var("CLOAKROOM_FAULT") else {
        return;
    };
    let Some((at, action)) = setting.split_once('=') else {
        return;
    };
    if at != name {
        return;
    }
    let (action, nth) = action.split_once(':').unwrap_or((action, "1"));
    if PASSED.fetch_add(1, Ordering::SeqCst) + 1 != nth.parse().unwrap_or(1) {
        return;
    }
    match action {
        "kill" => std::process::abort(),
        "panic" => panic!("fault point {name}"),
        other => {
            if let Some(ms) = other.strip_prefix("sleep-").and_then(|ms| ms.parse().ok()) {
                std::thread::sleep(std::time::Duration::from_millis(ms));
            }
        }
    }
}
