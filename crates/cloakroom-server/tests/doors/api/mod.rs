//! `/api`.
mod v1;
