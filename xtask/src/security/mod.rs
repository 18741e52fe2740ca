//! The table of security requirements: which test plays which attack, and what stops it.

mod figures;
mod guard;
pub(crate) mod mutants;
mod requirement;
mod sources;
pub(crate) mod table;
mod tree;
