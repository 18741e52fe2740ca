//! The request of a command, for the doctor: built as an invoke builds it, and not sent.

use cloakroom_broker::doctor::Operation;
use cloakroom_model::{Explain, Recorder, RegistrationId, TenantId, TraceKind};
use serde_json::Value;

use crate::activity::Query;
use crate::authorize::{Needed, resolve};
use crate::catalog::CatalogError;
use crate::find::{FindError, find};
use crate::host::Host;
use crate::request::{RequestError, build};

/// Why a command is not called by a test.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// No such app or command.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The values make no request.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The app uses another registration, or none of ours.
    #[error("the app does not use the registration")]
    OtherRegistration,
    /// The installed apps could not be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

impl Explain for OperationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Find(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::OtherRegistration => "app_of_other_registration",
            Self::Catalog(error) => error.code(),
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Find(error) => error.user(),
            Self::Request(error) => error.user(),
            Self::OtherRegistration => "This app does not use this registration.".to_owned(),
            Self::Catalog(error) => error.user(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Find(error) => error.developer(),
            Self::Request(error) => error.developer(),
            Self::OtherRegistration => {
                "The app's registration ID, by its manifest or its binding, is another. Test the registration that it uses, or bind the app to this one."
                    .to_owned()
            }
            Self::Catalog(error) => error.developer(),
        }
    }
}

impl Host {
    /// The request that a command of an installed app makes with these values, for a test of the
    /// registration that the app uses. `app` is our id or the manifest's.
    ///
    /// # Errors
    /// When there is no such command, the values do not fit, or the app uses another registration.
    pub async fn operation(
        &self,
        tenant: &TenantId,
        registration: &RegistrationId,
        app: &str,
        command: Option<&str>,
        values: &[(String, String)],
    ) -> Result<Operation, OperationError> {
        let apps = self.catalog.apps(tenant).await?;
        let query = Query {
            command: command.map(str::to_owned),
            context: None,
            parameters: values
                .iter()
                .map(|(name, value)| (Some(name.clone()), Value::from(value.as_str())))
                .collect(),
            skip: 0,
            count: 25,
            state: None,
            recipient: None,
            locale: None,
        };
        // What building tells goes into the test's own report, not into a trace.
        let trace = Recorder::start(TraceKind::Invoke, &self.parts.clock, &*self.parts.random);
        let found = find(&apps, Some(app), &query, &trace)?;
        if resolve(&found.app) != Ok(Needed::Token(registration.clone())) {
            return Err(OperationError::OtherRegistration);
        }
        let prepared = build(found.command(), &query, &trace)?;
        let installation = &found.app.installation;
        let operation = &found.command().command.operation;
        Ok(Operation {
            app_owner: installation.owner.clone(),
            manifest_id: installation.manifest_id.clone(),
            command: found.command().command.id.clone(),
            method: prepared.method.as_str().to_owned(),
            dial: found
                .app
                .dial(&prepared.url)
                .map(|origin| origin.to_string()),
            url: prepared.url,
            scopes: operation.security.scopes.clone(),
        })
    }
}
