//! The one outbound HTTP client: resolves, checks, pins, limits.
//!
//! Architecture invariants: a name is resolved once for each connection, every address of the
//! answer is judged, and the connection goes to a judged address; redirects are never followed;
//! ambient proxy settings are never read; nothing is read without a limit. No other crate builds
//! an HTTP client (SEC-EGRESS-06).
#![forbid(unsafe_code)]

mod address;
mod base_url;
mod body;
mod connect;
mod dial;
mod error;
mod guard;
mod origin;
mod policy;
mod pool;
mod request;
mod resolve;
mod slots;
mod tls;

pub use address::{AddressClass, classify};
pub use base_url::{BaseUrlMismatch, base_url_covers};
pub use dial::{Dial, Stream, TcpDial};
pub use error::{EgressError, Phase, Refusal};
pub use guard::{Guard, GuardError};
pub use origin::{Origin, OriginError};
pub use policy::{Exception, ExceptionError, Policy, PolicyError};
pub use request::{Limits, OutboundRequest, Purpose, Response, Timing};
pub use resolve::{Resolver, SystemResolver};
