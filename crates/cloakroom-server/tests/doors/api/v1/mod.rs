//! `/api/v1`.
mod api_keys;
mod app_versions;
pub(crate) mod apps;
mod conventions;
mod doctor;
mod grants;
mod host_users;
mod hosts;
mod matrix;
mod persons;
mod presets;
mod registrations;
mod session;
mod sign_ins;
mod tenants;
mod traces;

pub(crate) use matrix::{Access, ROUTES, filled};
