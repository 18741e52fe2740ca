//! Refreshes, under strict rotation with the end of the whole grant on reuse unless a test says
//! otherwise.

mod ended;
mod lifetime;
mod once;
mod outcome_unknown;
mod refusals;
