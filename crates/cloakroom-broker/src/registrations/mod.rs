//! Registrations as the portal makes them and the pipeline reads them.

mod error;
mod read;
mod save;

use cloakroom_store::{Registration, RegistrationKey};
use cloakroom_vault::{Place, Sealed};
pub use error::RegistrationError;
pub use save::Reservation;

use crate::registration::Settings;

/// A registration in the version in force, its secret still sealed.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) registration: Registration,
    pub(crate) settings: Settings,
    pub(crate) client_secret: Option<Sealed>,
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

fn secret_place(key: &RegistrationKey, version: i64) -> Place<'_> {
    Place {
        tenant: &key.owner,
        table: "registration_versions",
        column: "client_secret",
        row: key.id,
        generation: version,
    }
}
