//! What is kept: records and one way to the rows, on SQLite and PostgreSQL.
//!
//! Architecture invariants: no SQL anywhere else; each statement is one named constant that is
//! valid on both databases; absence is `Option`, never an error; time comes as an argument; a row
//! that contradicts itself is an error that names table, column and row.
#![forbid(unsafe_code)]

mod apps;
mod db;
mod doctor_runs;
mod error;
mod grants;
mod hosts;
mod idempotency;
mod keys;
mod page;
mod people;
mod portal_sign_ins;
mod registrations;
mod revocations;
mod row;
mod sessions;
mod sign_ins;
mod statements;
mod store;
mod traces;

pub use apps::{AppVersion, Apps, Installation, NewAppVersion, NewInstallation};
pub use db::DatabaseUrl;
pub use doctor_runs::{DoctorRun, DoctorRuns, DoctorStatus};
pub use error::StoreError;
pub use grants::{
    Attempt, Grant, GrantFilter, GrantState, Grants, NewGrant, NewTokens, PendingGrant, Placed,
    Replaced,
};
pub use hosts::{Host, Hosts, NewHost};
pub use idempotency::{Begun, Idempotency, IdempotentRequest, KeptAnswer};
pub use keys::Keys;
pub use page::{Cursor, MOST_ROWS, NotACursor, Page, PageRequest};
pub use people::{People, Person, Tenant};
pub use portal_sign_ins::{PortalSignIn, PortalSignIns};
pub use registrations::{
    ListedRegistration, NewVersion, Registration, RegistrationKey, RegistrationKind, Registrations,
    SecondSecret, SecretsHeld, Version,
};
pub use revocations::{Revocation, Revocations};
pub use sessions::{ListedSession, NewSession, Session, Sessions};
pub use sign_ins::{Continued, Ended, NewSignIn, SignIn, SignInStatus, SignIns};
pub use statements::ALL as STATEMENTS;
pub use store::Store;
pub use traces::{TraceFilter, TraceHead, TraceQueue, Traces};
