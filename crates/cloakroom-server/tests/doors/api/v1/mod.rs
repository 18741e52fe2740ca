//! `/api/v1`.
pub(crate) mod apps;
mod host_users;
mod hosts;
mod matrix;
mod persons;
mod registrations;
mod session;
mod sign_ins;
mod tenants;
mod traces;
