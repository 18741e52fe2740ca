//! Which registration an app uses here, and whether it may.

use app_package::Authorization;
use cloakroom_broker::{AppIdentity, Authorized, PolicyError};
use cloakroom_model::{Caller, Explain, Recorder, RegistrationId, StepOutcome};
use url::Url;

use crate::catalog::InstalledApp;
use crate::host::Host;

/// Why an app has no registration here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// The package carries another service's ID, and nobody has bound it (decision 13).
    #[error("the registration ID {0:?} of the package is not bound here")]
    Unbound(String),
    /// A kind of credential that is not built yet (decision 12).
    #[error("credentials of the kind {0} are not supported yet")]
    KindUnsupported(&'static str),
}

impl Explain for ResolveError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unbound(_) => "registration_unbound",
            Self::KindUnsupported(_) => "credential_kind_unsupported",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Unbound(_) => {
                "This extension's sign-in is not set up in your organization yet. Tell your administrator.".to_owned()
            }
            Self::KindUnsupported(_) => "This extension signs in by a way that is not supported here yet.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Unbound(id) => format!(
                "The package names the registration ID {id:?}, which is not one of this installation's. Bind it: \
                 `cloakroom app install PACKAGE --bind {id}=reg_…`, or on the app's page in the portal. The package \
                 itself stays as it is."
            ),
            Self::KindUnsupported(kind) => format!(
                "The manifest's authType is {kind}; OAuth 2.0 and none are served so far. Set authType to oAuth2.0 with an oAuthConfigurationId."
            ),
        }
    }
}

/// The registration that an app uses in this tenant: the binding of its ID, else its own ID where
/// that is one of ours. `None`: the API is called without a credential.
pub(crate) fn resolve(app: &InstalledApp) -> Result<Option<RegistrationId>, ResolveError> {
    let id = match &app.compiled.manifest.auth {
        Authorization::None => return Ok(None),
        Authorization::ApiKey { .. } => {
            return Err(ResolveError::KindUnsupported("apiSecretServiceAuth"));
        }
        Authorization::EntraSso { .. } => {
            return Err(ResolveError::KindUnsupported("microsoftEntra"));
        }
        Authorization::OAuth { configuration_id } => configuration_id,
    };
    let bound = app
        .installation
        .bindings
        .iter()
        .find(|(foreign, _)| foreign == id);
    let ours = bound.map_or(id.as_str(), |(_, registration)| registration);
    ours.parse()
        .map(Some)
        .map_err(|_| ResolveError::Unbound(id.clone()))
}

/// The app as the rules of registrations see it.
pub(crate) fn identity(app: &InstalledApp) -> AppIdentity {
    AppIdentity {
        owner: app.installation.owner.clone(),
        manifest_id: app.installation.manifest_id.clone(),
    }
}

/// Why an invoke may not go on.
#[derive(Debug)]
pub(crate) enum NotAuthorized {
    Resolve(ResolveError),
    Policy(PolicyError),
}

impl Host {
    /// Resolves the registration and checks its rules against the final URL. Nothing sealed is
    /// opened here, and a credential is only to be had with what this returns (SEC-VAULT-07).
    pub(crate) async fn authorize(
        &self,
        caller: &Caller,
        app: &InstalledApp,
        url: &Url,
        trace: &Recorder,
    ) -> Result<Option<Authorized>, NotAuthorized> {
        let registration = match resolve(app) {
            Ok(Some(registration)) => registration,
            Ok(None) => {
                trace.note(
                    "policy",
                    StepOutcome::Ok,
                    "the app calls its API without a credential",
                );
                return Ok(None);
            }
            Err(error) => {
                let mut step = trace.step("policy");
                step.detail("code", error.code());
                step.end(StepOutcome::Refused, error.developer());
                return Err(NotAuthorized::Resolve(error));
            }
        };
        self.parts
            .broker
            .authorize(caller, &identity(app), &registration, url, trace)
            .await
            .map(Some)
            .map_err(NotAuthorized::Policy)
    }
}
