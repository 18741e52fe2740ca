//! Reserving, saving and removing registrations.

use std::time::Duration;

use cloakroom_egress::{OutboundRequest, Purpose};
use cloakroom_model::{RegistrationId, TenantId};
use cloakroom_store::{NewVersion, Registration, RegistrationKey, StoreError, Version};
use cloakroom_vault::ClientSecret;

use super::{Loaded, RegistrationError, secret_place};
use crate::broker::Broker;
use crate::registration::{
    self, Environment, FieldProblem, RegistrationInput, RegistrationView, Settings,
};

/// An ID reserved before the form is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// The OAuth client registration ID.
    pub id: RegistrationId,
    /// The redirect URL to enter at the provider.
    pub redirect_url: String,
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
}
