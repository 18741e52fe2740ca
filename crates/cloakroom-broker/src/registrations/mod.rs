//! Registrations as the portal makes them and the pipeline reads them.

mod api_keys;
mod end;
mod error;
mod read;
mod save;

pub(crate) use api_keys::LoadedKey;
pub use api_keys::{ApiKey, KeyAuthorized};
use cloakroom_store::{Registration, RegistrationKey, SecondSecret};
use cloakroom_vault::{Place, Sealed};
pub use end::Uses;
pub use error::RegistrationError;
pub use save::Reservation;

use crate::registration::Settings;

/// A registration in the version in force, its secret still sealed.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) registration: Registration,
    pub(crate) settings: Settings,
    pub(crate) client_secret: Option<Sealed>,
    pub(crate) second: Option<SecondSecret>,
}

impl Loaded {
    pub(crate) fn provider_host(&self) -> String {
        let url = &self.settings.authorization_endpoint;
        match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// Which of the two secrets of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    First,
    Second,
}

fn secret_place(key: &RegistrationKey, version: i64) -> Place<'_> {
    place(key, version, Which::First)
}

fn place(key: &RegistrationKey, version: i64, which: Which) -> Place<'_> {
    Place {
        tenant: &key.owner,
        table: "registration_versions",
        column: match which {
            Which::First => "client_secret",
            Which::Second => "second_secret",
        },
        row: key.id,
        generation: version,
    }
}
