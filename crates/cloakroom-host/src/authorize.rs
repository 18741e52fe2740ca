//! Which registration an app uses here, and whether it may.

use app_package::Authorization;
use cloakroom_broker::{AppIdentity, Authorized, KeyAuthorized, PolicyError};
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
    /// The package asks for single sign-on by Microsoft Entra, which this host does not serve yet.
    #[error("Microsoft Entra SSO is not served")]
    EntraSso,
}

impl Explain for ResolveError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unbound(_) => "registration_unbound",
            Self::EntraSso => "entra_sso_not_served",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Unbound(_) => {
                "This extension's sign-in is not set up in your organization yet. Tell your administrator.".to_owned()
            }
            Self::EntraSso => "This extension signs in by Microsoft Entra single sign-on, which is not served here yet.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Unbound(id) => format!(
                "The package names the registration ID {id:?}, which is not one of this installation's. Bind it: \
                 `cloakroom app install PACKAGE --bind {id}=reg_…`, or on the app's page in the portal. The package \
                 itself stays as it is."
            ),
            Self::EntraSso => "The manifest's authType is microsoftEntra. This host serves none, apiSecretServiceAuth and oAuth2.0; the package can still be uploaded to Teams. Here, register an OAuth client at Microsoft Entra and set authType to oAuth2.0 with its oAuthConfigurationId.".to_owned(),
        }
    }
}

/// The credential that an app's calls need in this tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needed {
    /// None at all.
    Nothing,
    /// The key of a registration.
    Key(RegistrationId),
    /// The user's token under a registration.
    Token(RegistrationId),
}

impl Needed {
    /// The registration, of whichever kind.
    pub(crate) fn registration(&self) -> Option<&RegistrationId> {
        match self {
            Self::Nothing => None,
            Self::Key(id) | Self::Token(id) => Some(id),
        }
    }
}

/// What an app needs: by the binding of its ID, else by its own ID where that is one of ours.
pub(crate) fn resolve(app: &InstalledApp) -> Result<Needed, ResolveError> {
    type Kind = fn(RegistrationId) -> Needed;
    let (id, kind): (_, Kind) = match &app.compiled.manifest.auth {
        Authorization::None => return Ok(Needed::Nothing),
        Authorization::EntraSso { .. } => return Err(ResolveError::EntraSso),
        Authorization::ApiKey { registration_id } => (registration_id, Needed::Key),
        Authorization::OAuth { configuration_id } => (configuration_id, Needed::Token),
    };
    let bound = app
        .installation
        .bindings
        .iter()
        .find(|(foreign, _)| foreign == id);
    let ours = bound.map_or(id.as_str(), |(_, registration)| registration);
    ours.parse()
        .map(kind)
        .map_err(|_| ResolveError::Unbound(id.clone()))
}

/// A credential that may be used for a call. Nothing sealed has been opened for it yet.
#[derive(Debug)]
pub(crate) enum Allowed {
    /// The API is called without one.
    Nothing,
    /// The app's key.
    Key(KeyAuthorized),
    /// The user's token.
    Token(Authorized),
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
    ) -> Result<Allowed, NotAuthorized> {
        let broker = &self.parts.broker;
        match resolve(app) {
            Ok(Needed::Nothing) => {
                trace.note(
                    "policy",
                    StepOutcome::Ok,
                    "the app calls its API without a credential",
                );
                Ok(Allowed::Nothing)
            }
            Ok(Needed::Key(registration)) => broker
                .authorize_key(caller, &identity(app), &registration, url, trace)
                .await
                .map(Allowed::Key)
                .map_err(NotAuthorized::Policy),
            Ok(Needed::Token(registration)) => broker
                .authorize(caller, &identity(app), &registration, url, trace)
                .await
                .map(Allowed::Token)
                .map_err(NotAuthorized::Policy),
            Err(error) => {
                let mut step = trace.step("policy");
                step.detail("code", error.code());
                step.end(StepOutcome::Refused, error.developer());
                Err(NotAuthorized::Resolve(error))
            }
        }
    }
}
