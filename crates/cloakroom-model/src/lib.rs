//! What every other crate of Cloakroom speaks of: ids, clock, randomness, tenants and users,
//! explanations of errors, and the trace of what was done.
//!
//! Architecture invariant: no I/O beyond the operating system's clock and random source, and both
//! of these only behind [`Clock`] and [`Random`], which everybody else takes as an argument.
#![forbid(unsafe_code)]

mod caller;
mod clock;
mod explain;
pub mod fault;
mod id;
mod random;
mod trace;

pub use caller::{Caller, Door, Role, Subject, User};
pub use clock::{Clock, SharedClock, SystemClock, TestClock, Timestamp};
pub use explain::Explain;
pub use id::{
    AppId, DoctorRunId, GrantId, HostId, IdError, ManifestId, RegistrationId, SessionId, SignInId,
    TenantId, TraceCode, UserId,
};
pub use random::{Random, SeededRandom, SharedRandom, SystemRandom};
pub use trace::{Recorder, StepGuard, StepOutcome, Trace, TraceKind, TraceStep, redact_url};
