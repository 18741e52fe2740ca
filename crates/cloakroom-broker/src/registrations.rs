//! Registrations as the portal makes them and the pipeline reads them.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::{OutboundRequest, Purpose};
use cloakroom_model::{Explain, RegistrationId, TenantId};
use cloakroom_store::{NewVersion, Registration, RegistrationKey, StoreError, Version};
use cloakroom_vault::{ClientSecret, OpenError, Place, SealError, Sealed};

use crate::broker::{Broker, Read};
use crate::registration::{
    self, Environment, FieldProblem, RegistrationInput, RegistrationView, Settings,
};

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

/// An ID reserved before the form is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// The OAuth client registration ID.
    pub id: RegistrationId,
    /// The redirect URL to enter at the provider.
    pub redirect_url: String,
}

/// Why a registration was not made, changed or shown.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldProblem>),
    /// There is none with that ID in this tenant.
    #[error("no such registration")]
    NotFound,
    /// The tenant has another of that name.
    #[error("the name is taken")]
    NameTaken,
    /// Somebody else saved it in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The issuer's metadata could not be used.
    #[error("the issuer's metadata could not be used: {0}")]
    Discovery(String),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault did not seal.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Explain for RegistrationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "registration_invalid",
            Self::NotFound => "registration_not_found",
            Self::NameTaken => "registration_name_taken",
            Self::Changed => "registration_changed",
            Self::Discovery(_) => "issuer_metadata_unusable",
            Self::Store(_) | Self::Seal(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Fields(_) => {
                "The registration was not saved; some fields need mending.".to_owned()
            }
            Self::NotFound => "There is no such registration here.".to_owned(),
            Self::NameTaken => {
                "Another registration has that name. Choose another name.".to_owned()
            }
            Self::Changed => {
                "Somebody else saved this registration in the meantime. Load it again.".to_owned()
            }
            Self::Discovery(_) => {
                "The provider's description of itself could not be used.".to_owned()
            }
            Self::Store(_) | Self::Seal(_) => {
                "Nothing was saved. Try again in a moment.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Fields(problems) => {
                let fields: Vec<_> = problems
                    .iter()
                    .map(|p| format!("{}: {}", p.field, p.message))
                    .collect();
                fields.join("; ")
            }
            Self::Discovery(why) => {
                format!(
                    "{why}. Leave the issuer empty to enter the endpoints by hand, or correct it (RFC 8414 §3.3)."
                )
            }
            Self::NameTaken => {
                "Registration names are unique in a tenant, without case.".to_owned()
            }
            other => other.to_string(),
        }
    }
}

impl Broker {
    /// Reserves an ID and its redirect URL.
    pub async fn reserve(&self, owner: &TenantId) -> Result<Reservation, RegistrationError> {
        let (_, reservation) = self.reserve_row(owner, false).await?;
        Ok(reservation)
    }

    async fn reserve_row(
        &self,
        owner: &TenantId,
        announces_iss: bool,
    ) -> Result<(Registration, Reservation), RegistrationError> {
        let now = self.now();
        let public_id = RegistrationId::generate(&*self.parts.random);
        let key = RegistrationKey {
            owner: owner.clone(),
            id: now.new_uuid(&*self.parts.random),
        };
        let path = registration::redirect_path(
            &public_id,
            announces_iss || self.parts.config.shared_redirect,
        );
        let store = self.parts.store.registrations();
        store.reserve(&key, &public_id, &path, now).await?;
        let row = store.get(&key).await?.ok_or(RegistrationError::NotFound)?;
        Ok((
            row,
            Reservation {
                redirect_url: self.parts.config.url(&path),
                id: public_id,
            },
        ))
    }

    /// Saves a registration: a new one, a reserved one, or a new version of one.
    ///
    /// # Errors
    /// All wrong fields at once; nothing is saved then.
    pub async fn save(
        &self,
        owner: &TenantId,
        id: Option<&RegistrationId>,
        mut input: RegistrationInput,
        secret: Option<ClientSecret>,
    ) -> Result<RegistrationView, RegistrationError> {
        let found = match id {
            None => None,
            Some(id) => Some(
                self.parts
                    .store
                    .registrations()
                    .find(id)
                    .await?
                    .filter(|found| &found.key.owner == owner)
                    .ok_or(RegistrationError::NotFound)?,
            ),
        };
        let discovered = match input
            .issuer
            .as_deref()
            .map(str::trim)
            .filter(|issuer| !issuer.is_empty())
        {
            None => None,
            Some(issuer) => Some(self.discover(issuer).await?),
        };
        if let Some(discovered) = &discovered {
            input.take_discovered(discovered);
        }
        let old = match &found {
            Some(row) if row.version > 0 => Some(self.load(row.clone()).await?),
            _ => None,
        };
        let environment = Environment {
            production: self.parts.config.production,
        };
        let has_secret =
            secret.is_some() || old.as_ref().is_some_and(|old| old.client_secret.is_some());
        let mut settings = registration::validate(&input, has_secret, &environment)
            .map_err(RegistrationError::Fields)?;
        if let Some(discovered) = &discovered {
            settings.take_discovered(discovered);
        }
        let moved = old
            .as_ref()
            .is_some_and(|old| registration::moves_secret(&old.settings, &settings));
        if moved && secret.is_none() && old.as_ref().is_some_and(|old| old.client_secret.is_some())
        {
            return Err(RegistrationError::Fields(
                vec![FieldProblem::secret_again()],
            ));
        }
        let row = match found {
            Some(row) => row,
            None => self.reserve_row(owner, settings.announces_iss).await?.0,
        };
        self.keep(&row, old.as_deref(), &settings, secret).await?;
        if moved {
            self.detach_grants(&row.key).await?;
        }
        self.show(owner, &row.public_id).await
    }

    async fn keep(
        &self,
        row: &Registration,
        old: Option<&Loaded>,
        settings: &Settings,
        secret: Option<ClientSecret>,
    ) -> Result<(), RegistrationError> {
        let version = row.version + 1;
        let place = secret_place(&row.key, version);
        let client_secret = match (
            secret,
            old.and_then(|old| old.client_secret.as_ref().map(|s| (old, s))),
        ) {
            (Some(secret), _) => Some(
                self.parts
                    .vault
                    .seal(&place, secret.expose().as_bytes())
                    .await?,
            ),
            (None, Some((old, sealed))) => {
                // The same secret under the new version: its place changes, so it is sealed anew.
                let opened = self
                    .parts
                    .vault
                    .open(&secret_place(&row.key, old.registration.version), sealed)
                    .await
                    .map_err(|_| RegistrationError::Fields(vec![FieldProblem::secret_again()]))?;
                Some(self.parts.vault.seal(&place, &opened).await?)
            }
            (None, None) => None,
        };
        // Settings are plain data and always serialize.
        let json = serde_json::to_string(settings).unwrap_or_default();
        let new = NewVersion {
            key: row.key.clone(),
            name_key: settings.name.to_lowercase(),
            replaces: row.version,
            version: Version {
                version,
                settings: json,
                client_secret,
            },
        };
        let saved = self.parts.store.registrations().save(new, self.now()).await;
        self.caches().registrations.remove(&row.public_id);
        match saved {
            Ok(true) => Ok(()),
            Ok(false) => Err(RegistrationError::Changed),
            Err(StoreError::Conflict(_)) => Err(RegistrationError::NameTaken),
            Err(error) => Err(error.into()),
        }
    }

    async fn discover(&self, issuer: &str) -> Result<registration::Discovered, RegistrationError> {
        let mut last = String::from("the issuer is not a URL");
        for url in registration::metadata_urls(issuer) {
            let request =
                OutboundRequest::get(Purpose::Metadata, url.clone()).total(Duration::from_secs(15));
            match self.parts.guard.send(request).await {
                Ok(response) if response.status.as_u16() == 200 => {
                    let metadata = serde_json::from_slice(&response.body).map_err(|_| {
                        RegistrationError::Discovery(format!("{url} did not answer JSON"))
                    })?;
                    return registration::endpoints_from_metadata(issuer, &metadata)
                        .map_err(|error| RegistrationError::Discovery(error.to_string()));
                }
                Ok(response) => last = format!("{url} answered {}", response.status),
                Err(error) => last = format!("{url}: {error}"),
            }
        }
        Err(RegistrationError::Discovery(last))
    }

    /// A registration of that tenant, without its secret.
    pub async fn show(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<RegistrationView, RegistrationError> {
        let row = self.parts.store.registrations().find(id).await?;
        let row = row
            .filter(|row| &row.key.owner == owner && row.version > 0)
            .ok_or(RegistrationError::NotFound)?;
        let loaded = self.load(row).await?;
        Ok(self.view(&loaded))
    }

    /// Whether a tenant may bind its apps to a registration: to its own, or to one that is open to
    /// any organization. Unknown and closed ones look the same.
    pub async fn admits_tenant(&self, tenant: &TenantId, id: &RegistrationId) -> Result<bool, StoreError> {
        let Some(loaded) = self.registration(id).await? else {
            return Ok(false);
        };
        let open = loaded.settings.restrict_by_org == registration::RestrictByOrg::AnyOrganization;
        Ok(open || loaded.registration.key.owner == *tenant)
    }

    /// The registrations of a tenant.
    pub async fn list(&self, owner: &TenantId) -> Result<Vec<RegistrationView>, RegistrationError> {
        let mut views = Vec::new();
        for row in self.parts.store.registrations().list(owner).await? {
            views.push(self.view(&*self.load(row).await?));
        }
        Ok(views)
    }

    fn view(&self, loaded: &Loaded) -> RegistrationView {
        RegistrationView::new(
            &loaded.registration.public_id,
            loaded.registration.version,
            &self.parts.config.url(&loaded.registration.redirect_path),
            &loaded.settings,
            loaded.client_secret.is_some(),
            loaded.registration.broken.as_deref(),
        )
    }

    /// Removes a registration: ends its grants, revokes them at the provider where it can, and
    /// destroys the secret.
    pub async fn delete(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<(), RegistrationError> {
        let store = self.parts.store.registrations();
        let row = store
            .find(id)
            .await?
            .filter(|row| &row.key.owner == owner)
            .ok_or(RegistrationError::NotFound)?;
        for grant in self.parts.store.grants().of_registration(&row.key).await? {
            // At once, not in the queue: the client secret that revoking needs is about to go.
            self.end_grant(&grant).await?;
        }
        store.remove(&row.key).await?;
        self.caches().registrations.remove(id);
        Ok(())
    }

    /// After its endpoints have moved: no grant is used there until its user has signed in again
    /// (SEC-TOKEN-12).
    async fn detach_grants(&self, key: &RegistrationKey) -> Result<(), RegistrationError> {
        for grant in self.parts.store.grants().of_registration(key).await? {
            self.parts
                .store
                .grants()
                .sign_in_again(&grant, "registration_moved")
                .await?;
            self.forget(&grant);
        }
        Ok(())
    }

    /// The registration in force, from memory when read a moment ago.
    pub(crate) async fn registration(
        &self,
        id: &RegistrationId,
    ) -> Result<Option<Arc<Loaded>>, StoreError> {
        if let Some(read) = self.caches().registrations.get(id)
            && self.fresh(read)
        {
            return Ok(Some(read.value.clone()));
        }
        let at = self.now();
        let Some(row) = self.parts.store.registrations().find(id).await? else {
            return Ok(None);
        };
        if row.version == 0 {
            return Ok(None);
        }
        let loaded = self.load(row).await?;
        self.caches().registrations.insert(
            id.clone(),
            Read {
                value: loaded.clone(),
                at,
            },
        );
        Ok(Some(loaded))
    }

    /// The registration of an internal key.
    pub(crate) async fn registration_of(
        &self,
        key: &RegistrationKey,
    ) -> Result<Option<Arc<Loaded>>, StoreError> {
        match self.parts.store.registrations().get(key).await? {
            Some(row) if row.version > 0 => self.load(row).await.map(Some),
            _ => Ok(None),
        }
    }

    async fn load(&self, row: Registration) -> Result<Arc<Loaded>, StoreError> {
        let broken = |column| StoreError::Inconsistent {
            table: "registration_versions",
            column,
            row: format!("{}/{}", row.public_id, row.version),
        };
        let version = self
            .parts
            .store
            .registrations()
            .version(&row.key, row.version)
            .await?
            .ok_or_else(|| broken("version"))?;
        let settings = serde_json::from_str(&version.settings).map_err(|_| broken("settings"))?;
        Ok(Arc::new(Loaded {
            settings,
            client_secret: version.client_secret,
            registration: row,
        }))
    }

    /// Opens the client secret. Callers have checked every rule before.
    pub(crate) async fn client_secret(
        &self,
        loaded: &Loaded,
    ) -> Result<Option<ClientSecret>, OpenError> {
        let Some(sealed) = &loaded.client_secret else {
            return Ok(None);
        };
        let place = secret_place(&loaded.registration.key, loaded.registration.version);
        let opened = self.parts.vault.open(&place, sealed).await?;
        let text = std::str::from_utf8(&opened).map_err(|_| OpenError::Format)?;
        Ok(Some(ClientSecret::new(text)))
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
