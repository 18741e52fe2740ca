//! The trace of an invoke or a sign-in: what was decided at each step, why, and how long it took.
//!
//! Nothing secret can get in: the types of secrets neither print nor serialize, and URLs go
//! through [`redact_url`].

use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::{Random, SharedClock, Timestamp, TraceCode};

/// A trace never grows beyond this many bytes of text; later details are left out and counted.
const MAX_BYTES: usize = 64 * 1024;

/// What a trace is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TraceKind {
    /// An invoke.
    Invoke,
    /// A sign-in, from the pop-up's first page to the end of the exchange.
    SignIn,
    /// A sign-out and its revocations.
    SignOut,
}

/// How a step ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// It did what it should.
    Ok,
    /// It worked, by a leniency or with something worth telling.
    Noted,
    /// A rule said no.
    Refused,
    /// It went wrong.
    Failed,
}

/// One step.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceStep {
    /// A stable name in kebab-case, such as `find-command`, `policy`, `credential`, `refresh`, `call`.
    pub name: String,
    /// When it began, in microseconds after the trace's start.
    pub at_micros: u64,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// How it ended.
    pub outcome: StepOutcome,
    /// What was decided and why: one sentence.
    pub decision: String,
    /// What was seen, redacted.
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    pub details: Map<String, Value>,
}

/// A finished trace.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The code that a person quotes.
    pub code: TraceCode,
    /// What it is of.
    pub kind: TraceKind,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took in all, in microseconds.
    pub micros: u64,
    /// What it was about, such as `Repairs: listRepairs`.
    pub subject: String,
    /// The internal id of the user it belongs to, as text; empty when he is not known here.
    pub user: String,
    /// The manifest id of the app, where one was found.
    pub app: Option<String>,
    /// The stable code of the error it ended with.
    pub error: Option<String>,
    /// The steps in the order in which they began.
    pub steps: Vec<TraceStep>,
    /// Details that did not fit.
    pub details_left_out: u32,
}

struct Draft {
    trace: Trace,
    bytes: usize,
}

/// Writes a trace while the work goes on. Cheap to clone; clones write the same trace.
#[derive(Clone)]
pub struct Recorder {
    draft: Arc<Mutex<Draft>>,
    began: Instant,
    code: TraceCode,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recorder({})", self.code)
    }
}

impl Recorder {
    /// Begins a trace.
    pub fn start(kind: TraceKind, clock: &SharedClock, random: &dyn Random) -> Self {
        let code = TraceCode::generate(random);
        let trace = Trace {
            code: code.clone(),
            kind,
            started_at: clock.now(),
            micros: 0,
            subject: String::new(),
            user: String::new(),
            app: None,
            error: None,
            steps: Vec::with_capacity(12),
            details_left_out: 0,
        };
        Self {
            draft: Arc::new(Mutex::new(Draft { trace, bytes: 0 })),
            began: Instant::now(),
            code,
        }
    }

    /// The code that a person quotes.
    pub fn code(&self) -> &TraceCode {
        &self.code
    }

    /// Says what the trace is about.
    pub fn about(&self, subject: impl Into<String>) {
        self.lock().trace.subject = subject.into();
    }

    /// Says for whom.
    pub fn user(&self, id: impl Display) {
        self.lock().trace.user = id.to_string();
    }

    /// Says of which app.
    pub fn app(&self, manifest_id: impl Display) {
        self.lock().trace.app = Some(manifest_id.to_string());
    }

    /// Says which error ended it.
    pub fn error(&self, code: &str) {
        self.lock().trace.error = Some(code.to_owned());
    }

    /// Begins a step; it is entered when the guard is closed or dropped.
    pub fn step(&self, name: &'static str) -> StepGuard {
        StepGuard {
            recorder: self.clone(),
            began: Instant::now(),
            step: Some(TraceStep {
                name: name.to_owned(),
                at_micros: micros(self.began.elapsed()),
                micros: 0,
                outcome: StepOutcome::Ok,
                decision: String::new(),
                details: Map::new(),
            }),
        }
    }

    /// A step of its own that took no time worth measuring.
    pub fn note(&self, name: &'static str, outcome: StepOutcome, decision: impl Into<String>) {
        self.step(name).end(outcome, decision);
    }

    /// The trace as it stands now, with its duration set. Its steps are given away: what is
    /// entered later is not in it.
    pub fn finish(&self) -> Trace {
        let mut draft = self.lock();
        draft.trace.micros = micros(self.began.elapsed());
        let mut steps = std::mem::take(&mut draft.trace.steps);
        steps.sort_by_key(|step| step.at_micros);
        Trace {
            steps,
            ..draft.trace.clone()
        }
    }

    fn lock(&self) -> MutexGuard<'_, Draft> {
        // A panic while a step was entered leaves at worst that step out.
        self.draft.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, mut step: TraceStep) {
        let mut draft = self.lock();
        let mut room = MAX_BYTES.saturating_sub(draft.bytes);
        let mut left_out = 0;
        let cost = step.name.len() + step.decision.len() + 96;
        room = room.saturating_sub(cost);
        draft.bytes += cost;
        step.details.retain(|key, value| {
            let cost = key.len() + length(value) + 4;
            let fits = cost <= room;
            if fits {
                room -= cost;
                draft.bytes += cost;
            } else {
                left_out += 1;
            }
            fits
        });
        draft.trace.details_left_out += left_out;
        if draft.bytes <= MAX_BYTES * 2 {
            draft.trace.steps.push(step);
        }
    }
}

/// About how many bytes a value has as JSON, without writing it.
fn length(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 20,
        // A control character is written as six at the most.
        Value::String(text) => 2 + text.len() + text.bytes().filter(|b| is_escaped(*b)).count() * 5,
        Value::Array(items) => 2 + items.iter().map(|item| length(item) + 1).sum::<usize>(),
        Value::Object(fields) => {
            let pairs = fields
                .iter()
                .map(|(key, value)| key.len() + length(value) + 4);
            2 + pairs.sum::<usize>()
        }
    }
}

const fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// A step under way.
#[derive(Debug)]
#[must_use = "a step is entered when its guard is closed or dropped"]
pub struct StepGuard {
    recorder: Recorder,
    began: Instant,
    step: Option<TraceStep>,
}

impl StepGuard {
    /// Adds what was seen.
    pub fn detail(&mut self, key: &'static str, value: impl Into<Value>) -> &mut Self {
        if let Some(step) = &mut self.step {
            step.details.insert(key.to_owned(), value.into());
        }
        self
    }

    /// Adds a URL without its secrets.
    pub fn url(&mut self, key: &'static str, url: &Url) -> &mut Self {
        self.detail(key, redact_url(url))
    }

    /// Ends the step well.
    pub fn ok(self, decision: impl Into<String>) {
        self.end(StepOutcome::Ok, decision);
    }

    /// Ends the step.
    pub fn end(mut self, outcome: StepOutcome, decision: impl Into<String>) {
        if let Some(step) = &mut self.step {
            step.outcome = outcome;
            step.decision = decision.into();
        }
    }
}

impl Drop for StepGuard {
    fn drop(&mut self) {
        if let Some(mut step) = self.step.take() {
            step.micros = micros(self.began.elapsed());
            if step.decision.is_empty() {
                step.outcome = StepOutcome::Failed;
                "did not come to an end".clone_into(&mut step.decision);
            }
            self.recorder.enter(step);
        }
    }
}

/// Query parameters whose values are shown; those of every other parameter of an OAuth message
/// become dots.
const SHOWN_PARAMETERS: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "prompt",
    "audience",
    "resource",
    "access_type",
    "code_challenge_method",
    "iss",
    "error",
    "grant_type",
    "login_hint",
];
const HIDDEN_PARAMETERS: &[&str] = &[
    "code",
    "state",
    "nonce",
    "code_challenge",
    "code_verifier",
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "token",
    "assertion",
    "client_assertion",
    "key",
    "api_key",
    "apikey",
    "password",
    "secret",
    "session_state",
    "sig",
    "signature",
    "ticket",
];

/// The URL with credentials in its authority removed and the values of secret-looking query
/// parameters replaced by dots; the fragment is dropped.
pub fn redact_url(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_fragment(None);
    // Both fail only for URLs that cannot have credentials at all.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    if url.query().is_some() {
        let oauth = url
            .query_pairs()
            .any(|(name, _)| name == "state" || name == "client_id");
        let pairs: Vec<String> = url
            .query_pairs()
            .map(|(name, value)| {
                let lower = name.to_ascii_lowercase();
                let hide = HIDDEN_PARAMETERS.contains(&lower.as_str())
                    || (oauth && !SHOWN_PARAMETERS.contains(&lower.as_str()));
                let mut pair = url::form_urlencoded::Serializer::new(String::new());
                pair.append_pair(&name, if hide { "…" } else { &value });
                pair.finish().replace("%E2%80%A6", "…")
            })
            .collect();
        shown.set_query(None);
        return format!("{shown}?{}", pairs.join("&"));
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandom, TestClock};

    fn recorder() -> Recorder {
        let clock: SharedClock = Arc::new(TestClock::default());
        Recorder::start(TraceKind::Invoke, &clock, &SeededRandom::new(1))
    }

    #[test]
    fn steps_stand_in_the_order_in_which_they_began() {
        let recorder = recorder();
        let outer = recorder.step("credential");
        recorder.step("refresh").ok("refreshed");
        outer.ok("token valid after a refresh");
        let trace = recorder.finish();
        let names: Vec<_> = trace.steps.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["credential", "refresh"]);
    }

    #[test]
    fn a_step_that_is_dropped_without_a_word_counts_as_failed() {
        let recorder = recorder();
        drop(recorder.step("call"));
        assert_eq!(recorder.finish().steps[0].outcome, StepOutcome::Failed);
    }

    #[test]
    fn a_trace_does_not_grow_beyond_its_limit() {
        let recorder = recorder();
        for _ in 0..100 {
            let mut step = recorder.step("call");
            step.detail("body", "x".repeat(4096));
            step.ok("called");
        }
        let trace = recorder.finish();
        assert!(trace.details_left_out > 0);
        let bytes = serde_json::to_vec(&trace)
            .expect("a trace serializes")
            .len();
        assert!(bytes < MAX_BYTES * 2, "{bytes}");
    }

    #[test]
    fn a_shown_url_holds_no_code_state_or_password() {
        let url = Url::parse(
            "https://u:p@as.example/cb?code=c0de&state=5tate&iss=https%3A%2F%2Fas&custom=v#frag",
        )
        .expect("a URL");
        let shown = redact_url(&url);
        for secret in ["c0de", "5tate", "u:p", "frag", "=v"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("iss=https"), "{shown}");
    }
}
