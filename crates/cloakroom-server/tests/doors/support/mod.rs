//! A whole installation in one process, and the actors who come to its doors.

mod answer;
mod browser;
mod installation;
mod provider;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use installation::{Installation, PUBLIC_URL};
pub(crate) use provider::Provider;
