//! The invoke pipeline: command, request, credential, call, cards, and its trace.
//!
//! ```text
//! activity -> find command -> build request -> authorize -> credential -> call -> select -> cards
//! ```
//!
//! Each arrow is a module, has one error enum of its own, and leaves one step in the trace. The
//! request is built before the registration is authorized, because the base-URL rule judges the
//! final URL; it holds no secret until the call.
//!
//! Architecture invariants: nothing of the caller's own HTTP request reaches an API; what an API
//! returns is data and only ever becomes text inside a card; on the way of an invoke with a valid
//! token nothing is written and, but for one look every five seconds, nothing is read.
#![forbid(unsafe_code)]

mod activity;
mod authorize;
mod call;
mod cards;
mod catalog;
mod challenge;
mod doctor;
mod find;
mod host;
mod images;
mod install;
mod invoke;
mod rendering;
mod request;
mod select;
mod shown;
#[cfg(test)]
#[path = "../tests/host/support/package.rs"]
mod testing;
mod versions;

pub use activity::ActivityError;
pub use authorize::ResolveError;
pub use call::{CallError, Checklist, KeyUsed, Said};
pub use cards::CardError;
pub use catalog::{
    AppCard, AppName, AuthView, CatalogError, ChoiceView, CommandView, ExtensionView,
    InstallationView, ParameterView, WaitingView,
};
pub use doctor::OperationError;
pub use find::FindError;
pub use host::{Host, HostConfig, HostParts};
pub use images::{ImageError, Picture, SniffError};
pub use install::{InstallError, InstallOptions};
pub use invoke::{FaultKind, InvokeAnswer, InvokeFault, Invoked};
pub use rendering::{Rendered, Rendering, RenderingError, sample_cards};
pub use request::RequestError;
pub use select::SelectError;
pub use shown::shown;
pub use versions::{
    AuthenticationEdit, AuthenticationView, Change, ChangedPart, FindingView, Findings, SourceView,
    VersionView,
};
