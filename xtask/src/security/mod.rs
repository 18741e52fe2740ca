//! The table of security requirements: which test plays which attack, and what stops it.

pub(crate) mod mutants;
mod requirement;
mod sources;
pub(crate) mod table;
