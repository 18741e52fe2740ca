//! Reserving, saving and removing registrations.

use std::time::Duration;

use cloakroom_egress::{OutboundRequest, Purpose};
use cloakroom_model::{RegistrationId, TenantId, Timestamp};
use cloakroom_store::{
    NewVersion, Registration, RegistrationKey, RegistrationKind, SecondSecret, StoreError, Version,
};
use cloakroom_vault::{ClientSecret, Sealed};
use serde::Serialize;

use super::{Loaded, RegistrationError, Which, place, secret_place};
use crate::broker::Broker;
use crate::registration::{
    self, DiscoveredView, Environment, FieldProblem, RegistrationInput, RegistrationView, Settings,
};

/// The longest that two client secrets are kept side by side.
const LONGEST_OVERLAP: Duration = Duration::from_hours(90 * 24);

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
        let (_, reservation) = self
            .reserve_row(owner, RegistrationKind::OAuth, false)
            .await?;
        Ok(reservation)
    }

    /// Makes a registration, in a reserved ID or a new one.
    ///
    /// # Errors
    /// [`RegistrationError::Saved`] for an ID that was saved before.
    pub async fn create(
        &self,
        owner: &TenantId,
        input: RegistrationInput,
        secret: Option<ClientSecret>,
    ) -> Result<RegistrationView, RegistrationError> {
        let id = input.id.clone();
        if let Some(id) = &id
            && self.show(owner, id).await.is_ok()
        {
            return Err(RegistrationError::Saved);
        }
        self.save(owner, id.as_ref(), input, secret).await
    }

    /// Saves a registration over the version that the caller knows.
    ///
    /// # Errors
    /// [`RegistrationError::Changed`] when another version is in force.
    pub async fn update(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
        version: i64,
        input: RegistrationInput,
        secret: Option<ClientSecret>,
    ) -> Result<RegistrationView, RegistrationError> {
        if self.show(owner, id).await?.version != version {
            return Err(RegistrationError::Changed);
        }
        self.save_over(owner, Some(id), Some(version), input, secret)
            .await
    }

    /// Puts the client secret before in force again, and keeps the one in force for the rest of
    /// its time: the way back from a secret that turned out wrong.
    pub async fn swap_secrets(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
        version: i64,
    ) -> Result<RegistrationView, RegistrationError> {
        let store = self.parts.store.registrations();
        let found = store.find(id).await?;
        let row = found
            .filter(|row| &row.key.owner == owner && row.version > 0)
            .filter(|row| row.kind == RegistrationKind::OAuth)
            .ok_or(RegistrationError::NotFound)?;
        if row.version != version {
            return Err(RegistrationError::Changed);
        }
        let old = self.load(row.clone()).await?;
        let now = self.now();
        let second = old.second.as_ref().ok_or(RegistrationError::NoSecond)?;
        if second.until.is_some_and(|until| until <= now) {
            return Err(RegistrationError::NoSecond);
        }
        let (key, next) = (&row.key, version + 1);
        let first = self
            .moved(
                key,
                second.secret.clone(),
                (version, Which::Second),
                (next, Which::First),
            )
            .await?;
        let former = match old.client_secret.clone() {
            None => None,
            Some(secret) => Some(SecondSecret {
                secret: self
                    .moved(key, secret, (version, Which::First), (next, Which::Second))
                    .await?,
                until: second.until,
            }),
        };
        self.keep_version(&row, &old.settings, &old.settings.name, Some(first), former)
            .await?;
        self.show(owner, id).await
    }

    pub(super) async fn reserve_row(
        &self,
        owner: &TenantId,
        kind: RegistrationKind,
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
        store.reserve(&key, &public_id, kind, &path, now).await?;
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
        input: RegistrationInput,
        secret: Option<ClientSecret>,
    ) -> Result<RegistrationView, RegistrationError> {
        self.save_over(owner, id, None, input, secret).await
    }

    async fn save_over(
        &self,
        owner: &TenantId,
        id: Option<&RegistrationId>,
        version: Option<i64>,
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
                    .filter(|found| found.kind == RegistrationKind::OAuth)
                    .ok_or(RegistrationError::NotFound)?,
            ),
        };
        if let (Some(version), Some(found)) = (version, &found)
            && found.version != version
        {
            return Err(RegistrationError::Changed);
        }
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
            None => {
                self.reserve_row(owner, RegistrationKind::OAuth, settings.announces_iss)
                    .await?
                    .0
            }
        };
        let former_until = self.former_until(&input, secret.is_some())?;
        self.keep(&row, old.as_deref(), &settings, secret, former_until, moved)
            .await?;
        if moved {
            self.detach_grants(&row.key).await?;
        }
        self.show(owner, &row.public_id).await
    }

    /// Until when the client secret before stays, if it is to stay.
    fn former_until(
        &self,
        input: &RegistrationInput,
        new_secret: bool,
    ) -> Result<Option<Timestamp>, RegistrationError> {
        let Some(until) = input.former_secret_until.filter(|_| new_secret) else {
            return Ok(None);
        };
        let now = self.now();
        if until <= now || until > now.plus(LONGEST_OVERLAP) {
            return Err(RegistrationError::Fields(vec![FieldProblem::new(
                "formerSecretUntil",
                "former_secret_until",
                "The secret before stays until a moment of the next 90 days.",
            )]));
        }
        Ok(Some(until))
    }

    async fn keep(
        &self,
        row: &Registration,
        old: Option<&Loaded>,
        settings: &Settings,
        secret: Option<ClientSecret>,
        former_until: Option<Timestamp>,
        moved: bool,
    ) -> Result<(), RegistrationError> {
        let version = row.version + 1;
        let key = &row.key;
        let kept = old.and_then(|old| Some((old.registration.version, old.client_secret.clone()?)));
        let new_secret = secret.is_some();
        let client_secret = match (secret, &kept) {
            (Some(secret), _) => {
                let place = secret_place(key, version);
                let sealed = self.parts.vault.seal(&place, secret.expose().as_bytes());
                Some(sealed.await?)
            }
            // The same secret under the new version: its place changes, so it is sealed anew.
            (None, Some((from, sealed))) => Some(
                self.moved(
                    key,
                    sealed.clone(),
                    (*from, Which::First),
                    (version, Which::First),
                )
                .await?,
            ),
            (None, None) => None,
        };
        let second = match (old, kept, former_until) {
            // The secret before was given for other endpoints.
            _ if moved => None,
            (_, Some((from, sealed)), Some(until)) => Some(SecondSecret {
                secret: self
                    .moved(key, sealed, (from, Which::First), (version, Which::Second))
                    .await?,
                until: Some(until),
            }),
            (Some(old), ..) if !new_secret => {
                let from = old.registration.version;
                self.second_moved(key, old.second.clone(), from, version)
                    .await?
            }
            _ => None,
        };
        self.keep_version(row, settings, &settings.name, client_secret, second)
            .await
    }

    /// A second secret under a new version, unless its time is over.
    pub(super) async fn second_moved(
        &self,
        key: &RegistrationKey,
        second: Option<SecondSecret>,
        from: i64,
        to: i64,
    ) -> Result<Option<SecondSecret>, RegistrationError> {
        let now = self.now();
        let Some(SecondSecret { secret, until }) =
            second.filter(|second| second.until.is_none_or(|until| until > now))
        else {
            return Ok(None);
        };
        let secret = self
            .moved(key, secret, (from, Which::Second), (to, Which::Second))
            .await?;
        Ok(Some(SecondSecret { secret, until }))
    }

    /// A secret sealed anew for another place.
    pub(super) async fn moved(
        &self,
        key: &RegistrationKey,
        sealed: Sealed,
        from: (i64, Which),
        to: (i64, Which),
    ) -> Result<Sealed, RegistrationError> {
        let opened = self
            .parts
            .vault
            .open(&place(key, from.0, from.1), &sealed)
            .await
            .map_err(|_| RegistrationError::Fields(vec![FieldProblem::secret_again()]))?;
        Ok(self
            .parts
            .vault
            .seal(&place(key, to.0, to.1), &opened)
            .await?)
    }

    /// Keeps the next version of a row and puts it in force.
    pub(super) async fn keep_version<S: Serialize + Sync>(
        &self,
        row: &Registration,
        settings: &S,
        name: &str,
        client_secret: Option<Sealed>,
        second: Option<SecondSecret>,
    ) -> Result<(), RegistrationError> {
        let new = NewVersion {
            key: row.key.clone(),
            public_id: row.public_id.clone(),
            kind: row.kind,
            name_key: name.to_lowercase(),
            replaces: row.version,
            version: Version {
                version: row.version + 1,
                // Settings are plain data and always serialize.
                settings: serde_json::to_string(settings).unwrap_or_default(),
                client_secret,
                second,
            },
        };
        let saved = self.parts.store.registrations().save(new, self.now()).await;
        self.forget_registration(&row.public_id);
        match saved {
            Ok(true) => Ok(()),
            Ok(false) => Err(RegistrationError::Changed),
            Err(StoreError::Conflict(_)) => Err(RegistrationError::NameTaken),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn forget_registration(&self, id: &RegistrationId) {
        let mut caches = self.caches();
        caches.registrations.remove(id);
        caches.keys.remove(id);
    }

    /// What an issuer's metadata document says: the endpoints for the form.
    ///
    /// # Errors
    /// [`RegistrationError::Discovery`] when there is none, or none that can be used.
    pub async fn discovered(&self, issuer: &str) -> Result<DiscoveredView, RegistrationError> {
        Ok(DiscoveredView::from(&self.discover(issuer.trim()).await?))
    }

    /// What an issuer says of itself.
    pub(crate) async fn discover(
        &self,
        issuer: &str,
    ) -> Result<registration::Discovered, RegistrationError> {
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
