//! The doors, in folders that mirror their paths.

pub(crate) mod api;
pub(crate) mod health;
pub(crate) mod invoke;
pub(crate) mod portal_sign_in;
pub(crate) mod redirect;
pub(crate) mod sign_in;
pub(crate) mod signed_in;
