//! Sign-ins, and the attacks on them.

mod callback;
mod confirm;
mod end;
mod issuer;
mod link;
mod request;
