//! A whole installation in one process, and the actors who come to its doors.

mod answer;
mod browser;
mod installation;
mod issuer;
mod package;
mod provider;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use installation::{Installation, PUBLIC_URL};
pub(crate) use issuer::{Issuer, access, leave, parameter, sign_in_provider};
pub(crate) use package::sample_package;
pub(crate) use provider::{ACCESS_TOKEN, Provider, REFRESH_TOKEN};
