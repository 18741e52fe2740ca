//! The broker: what it holds, and who may use a registration.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cloakroom_egress::Guard;
use cloakroom_model::{
    Caller, RegistrationId, SharedClock, SharedRandom, StepOutcome, TenantId, Timestamp,
};
use cloakroom_store::{Grant, RegistrationKey, Store, StoreError, TraceQueue};
use cloakroom_vault::{TokenHash, Vault};
use tokio::sync::broadcast;
use url::Url;
use uuid::Uuid;

use crate::config::BrokerConfig;
use crate::grant::flight::Flights;
use crate::issuer_keys::IssuerKeys;
use crate::policy::{self, AppIdentity, PolicyError};
use crate::portal::SignInProviders;
use crate::registration::Settings;
use crate::registrations::{Loaded, LoadedKey};

/// What a broker is made of.
#[derive(Debug, Clone)]
pub struct BrokerParts {
    /// Its settings.
    pub config: BrokerConfig,
    /// What is kept.
    pub store: Store,
    /// What seals it.
    pub vault: Arc<Vault>,
    /// The way out.
    pub guard: Arc<Guard>,
    /// Time.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
    /// Where traces of sign-ins go.
    pub traces: TraceQueue,
}

/// Something read at a moment, used until it is too old.
#[derive(Debug, Clone)]
pub(crate) struct Read<T> {
    pub(crate) value: T,
    pub(crate) at: Timestamp,
}

/// The key of a user's current grant.
pub(crate) type GrantSlot = (TenantId, Uuid, Uuid);

/// What a slot holds: the grant and the apps it serves, or that there is none.
pub(crate) type Held = Option<Arc<(Grant, Vec<(TenantId, cloakroom_model::ManifestId)>)>>;

#[derive(Debug, Default)]
pub(crate) struct Caches {
    pub(crate) registrations: HashMap<RegistrationId, Read<Arc<Loaded>>>,
    pub(crate) keys: HashMap<RegistrationId, Read<Arc<LoadedKey>>>,
    pub(crate) grants: HashMap<GrantSlot, Read<Held>>,
    pub(crate) used: HashMap<(TenantId, Uuid), Timestamp>,
    pub(crate) endpoints: HashMap<RegistrationKey, Backoff>,
    /// The clients that we are at the portal's providers, by their names.
    pub(crate) providers: HashMap<String, Read<Arc<Settings>>>,
    /// When this process first saw an exchange of another that has not ended.
    pub(crate) interrupted: HashMap<Uuid, Timestamp>,
}

/// How a registration's token endpoint has been doing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Backoff {
    pub(crate) failures: u32,
    pub(crate) until: Option<Timestamp>,
}

/// The OAuth client. One a process; share it behind an [`Arc`].
#[derive(Debug)]
pub struct Broker {
    pub(crate) parts: BrokerParts,
    pub(crate) caches: Mutex<Caches>,
    pub(crate) flights: Flights,
    pub(crate) issuer_keys: IssuerKeys,
    /// Told whenever a sign-in of this process changes.
    pub(crate) changed: broadcast::Sender<Uuid>,
}

/// A caller's right to use a registration for an app at a URL: all rules have been checked, and
/// nothing has been opened yet. Made only by [`Broker::authorize`].
#[derive(Debug, Clone)]
pub struct Authorized {
    pub(crate) caller: Caller,
    pub(crate) app: AppIdentity,
    pub(crate) registration: Arc<Loaded>,
}

impl Authorized {
    /// The OAuth client registration ID.
    pub fn registration_id(&self) -> &RegistrationId {
        &self.registration.registration.public_id
    }

    /// The name of the registration.
    pub fn registration_name(&self) -> &str {
        &self.registration.settings.name
    }

    /// The host at which the user signs in.
    pub fn provider_host(&self) -> String {
        self.registration.provider_host()
    }
}

impl Broker {
    /// A broker from its parts.
    pub fn new(parts: BrokerParts) -> Arc<Self> {
        Arc::new(Self {
            parts,
            caches: Mutex::default(),
            flights: Flights::default(),
            issuer_keys: IssuerKeys::default(),
            changed: broadcast::channel(256).0,
        })
    }

    /// By which providers our own people sign in.
    pub fn sign_in_providers(&self) -> &SignInProviders {
        &self.parts.config.sign_in_providers
    }

    pub(crate) fn caches(&self) -> MutexGuard<'_, Caches> {
        // Entries are replaced whole; a panic leaves none half written.
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    pub(crate) fn fresh<T>(&self, read: &Read<T>) -> bool {
        // A clock set back makes an entry look new for ever; then it is read again.
        let now = self.now();
        read.at <= now && now.since(read.at) < self.parts.config.staleness
    }

    /// A hash of a message under a key of the tenant, for a purpose: without the key nobody can try
    /// out what the message was.
    ///
    /// # Errors
    /// When the tenant's keys cannot be read.
    pub async fn keyed_hash(
        &self,
        tenant: &TenantId,
        purpose: &str,
        message: &[u8],
    ) -> Result<TokenHash, StoreError> {
        let key = self.parts.vault.mac_key(tenant, purpose).await;
        let key = key.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(key.hash(message))
    }

    /// Checks tenant, app and base-URL rule for a call to `url`. Opens nothing (SEC-VAULT-07).
    pub async fn authorize(
        &self,
        caller: &Caller,
        app: &AppIdentity,
        registration: &RegistrationId,
        url: &Url,
        trace: &cloakroom_model::Recorder,
    ) -> Result<Authorized, PolicyError> {
        let mut step = trace.step("policy");
        step.detail("registration", registration.as_str())
            .url("url", url);
        let checked = self.check(caller, app, registration, url).await;
        match &checked {
            Ok(authorized) => step.ok(format!(
                "allowed: tenant, app and base URL fit the registration \"{}\"",
                authorized.registration_name()
            )),
            Err(error) => {
                step.detail("code", cloakroom_model::Explain::code(error));
                step.end(
                    StepOutcome::Refused,
                    cloakroom_model::Explain::developer(error),
                );
            }
        }
        checked
    }

    async fn check(
        &self,
        caller: &Caller,
        app: &AppIdentity,
        registration: &RegistrationId,
        url: &Url,
    ) -> Result<Authorized, PolicyError> {
        let loaded = self
            .registration(registration)
            .await
            .map_err(|error| PolicyError::Store(error.to_string()))?
            .ok_or_else(|| PolicyError::Unknown(registration.clone()))?;
        policy::check(
            &caller.tenant,
            app,
            &loaded.registration.key.owner,
            &loaded.settings,
            url,
        )?;
        Ok(Authorized {
            caller: caller.clone(),
            app: app.clone(),
            registration: loaded,
        })
    }
}
