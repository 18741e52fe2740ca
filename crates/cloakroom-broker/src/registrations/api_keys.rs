//! API key registrations: saving them, and their keys for the pipeline.

use std::sync::Arc;

use cloakroom_model::{
    Caller, Explain as _, Recorder, RegistrationId, StepOutcome, TenantId, Timestamp,
};
use cloakroom_store::{
    ListedRegistration, Page, PageRequest, Registration, RegistrationKind, SecondSecret,
    StoreError, Version,
};
use cloakroom_vault::{ClientSecret, OpenError};
use url::Url;

use super::read::settings;
use super::{RegistrationError, Reservation, Which, place};
use crate::broker::{Broker, Read};
use crate::policy::{self, AppIdentity, PolicyError};
use crate::registration::{
    self, ApiKeyInput, ApiKeySettings, ApiKeyView, Environment, KeptKeys, KeyInUse,
};

/// An API key registration in the version in force, its keys still sealed.
#[derive(Debug)]
pub(crate) struct LoadedKey {
    pub(crate) registration: Registration,
    pub(crate) settings: ApiKeySettings,
    version: Version,
}

/// An API key, opened. It leaves by the header of one request.
#[derive(Debug)]
pub struct ApiKey {
    /// The key.
    pub key: ClientSecret,
}

/// A caller's right to use an API key for an app at a URL: all rules have been checked, nothing
/// has been opened yet. Made only by [`Broker::authorize_key`].
#[derive(Debug, Clone)]
pub struct KeyAuthorized {
    registration: Arc<LoadedKey>,
}

impl KeyAuthorized {
    /// The name of the registration.
    pub fn registration_name(&self) -> &str {
        &self.registration.settings.name
    }
}

fn view(registration: &Registration, settings: ApiKeySettings, second: bool) -> ApiKeyView {
    ApiKeyView {
        id: registration.public_id.clone(),
        version: registration.version,
        has_second_key: second,
        created_at: registration.created_at,
        changed_at: registration.changed_at,
        settings,
    }
}

impl Broker {
    /// A page of the API key registrations of a tenant, by name.
    pub async fn api_keys(
        &self,
        owner: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<ApiKeyView>, RegistrationError> {
        let store = self.parts.store.registrations();
        let page = store.page(owner, RegistrationKind::ApiKey, request).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for ListedRegistration {
            registration,
            settings: text,
            held,
        } in page.items
        {
            items.push(view(
                &registration,
                settings(&registration, &text)?,
                held.second,
            ));
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// An API key registration of that tenant, without its keys.
    pub async fn show_api_key(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<ApiKeyView, RegistrationError> {
        let row = self.api_key_row(owner, id).await?;
        let loaded = self.load_key(row).await?;
        let second = loaded.version.second.is_some();
        Ok(view(&loaded.registration, loaded.settings.clone(), second))
    }

    /// Reserves the ID of an API key registration.
    pub async fn reserve_api_key(
        &self,
        owner: &TenantId,
    ) -> Result<Reservation, RegistrationError> {
        let kind = RegistrationKind::ApiKey;
        Ok(self.reserve_row(owner, kind, false).await?.1)
    }

    /// Makes an API key registration, in a reserved ID or a new one.
    pub async fn create_api_key(
        &self,
        owner: &TenantId,
        input: ApiKeyInput,
    ) -> Result<ApiKeyView, RegistrationError> {
        let reserved = match &input.id {
            None => None,
            Some(id) => {
                let found = self.parts.store.registrations().find(id).await?;
                let row = found
                    .filter(|row| &row.key.owner == owner && row.kind == RegistrationKind::ApiKey)
                    .ok_or(RegistrationError::NotFound)?;
                if row.version > 0 {
                    return Err(RegistrationError::Saved);
                }
                Some(row)
            }
        };
        // Judged before an ID is reserved for nothing.
        let settings = self.judged(&input, KeptKeys::default())?;
        let row = match reserved {
            Some(row) => row,
            None => {
                self.reserve_row(owner, RegistrationKind::ApiKey, false)
                    .await?
                    .0
            }
        };
        self.keep_keys(&row, None, &settings, input).await?;
        self.show_api_key(owner, &row.public_id).await
    }

    /// Saves an API key registration over the version that the caller knows.
    pub async fn update_api_key(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
        version: i64,
        input: ApiKeyInput,
    ) -> Result<ApiKeyView, RegistrationError> {
        let row = self.api_key_row(owner, id).await?;
        if row.version != version {
            return Err(RegistrationError::Changed);
        }
        let old = self.load_key(row.clone()).await?;
        let kept = KeptKeys {
            first: old.version.client_secret.is_some(),
            second: old.version.second.is_some(),
        };
        let settings = self.judged(&input, kept)?;
        // As with client secrets (SEC-TOKEN-12): who may edit may not thereby read.
        if old.settings.base_url != settings.base_url {
            let again = |field: &str| {
                registration::FieldProblem::new(
                    field,
                    "secret_needed_again",
                    "A changed base URL sends the key to another place. Enter the key again.",
                )
            };
            let mut problems = Vec::new();
            if input.key.is_none() {
                problems.push(again("key"));
            }
            if kept.second && input.second_key.is_none() && !input.remove_second_key {
                problems.push(again("secondKey"));
            }
            if !problems.is_empty() {
                return Err(RegistrationError::Fields(problems));
            }
        }
        self.keep_keys(&row, Some(&old), &settings, input).await?;
        self.show_api_key(owner, id).await
    }

    fn judged(
        &self,
        input: &ApiKeyInput,
        kept: KeptKeys,
    ) -> Result<ApiKeySettings, RegistrationError> {
        let environment = Environment {
            production: self.parts.config.production,
        };
        registration::validate_api_key(input, kept, environment).map_err(RegistrationError::Fields)
    }

    async fn keep_keys(
        &self,
        row: &Registration,
        old: Option<&LoadedKey>,
        settings: &ApiKeySettings,
        input: ApiKeyInput,
    ) -> Result<(), RegistrationError> {
        let (key, next) = (&row.key, row.version + 1);
        let seal = async |secret: &ClientSecret, which| {
            let place = place(key, next, which);
            self.parts
                .vault
                .seal(&place, secret.expose().as_bytes())
                .await
        };
        let kept = old.and_then(|old| old.version.client_secret.clone());
        let first = match (&input.key, kept) {
            (Some(typed), _) => Some(seal(typed, Which::First).await?),
            (None, Some(sealed)) => Some(
                self.moved(
                    key,
                    sealed,
                    (row.version, Which::First),
                    (next, Which::First),
                )
                .await?,
            ),
            (None, None) => None,
        };
        let second = match (&input.second_key, old) {
            (Some(typed), _) => Some(SecondSecret {
                secret: seal(typed, Which::Second).await?,
                until: None,
            }),
            (None, Some(old)) if !input.remove_second_key => {
                self.second_moved(key, old.version.second.clone(), row.version, next)
                    .await?
            }
            (None, _) => None,
        };
        self.keep_version(row, settings, &settings.name, first, second)
            .await
    }

    async fn api_key_row(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<Registration, RegistrationError> {
        let row = self.saved_row(owner, id).await?;
        Some(row)
            .filter(|row| row.kind == RegistrationKind::ApiKey)
            .ok_or(RegistrationError::NotFound)
    }

    async fn load_key(&self, row: Registration) -> Result<Arc<LoadedKey>, StoreError> {
        let version = self.version(&row).await?;
        Ok(Arc::new(LoadedKey {
            settings: settings(&row, &version.settings)?,
            version,
            registration: row,
        }))
    }

    /// The registration in force, from memory when read a moment ago.
    async fn key_registration(
        &self,
        id: &RegistrationId,
    ) -> Result<Option<Arc<LoadedKey>>, StoreError> {
        if let Some(read) = self.caches().keys.get(id)
            && self.fresh(read)
        {
            return Ok(Some(read.value.clone()));
        }
        let at: Timestamp = self.now();
        let found = self.parts.store.registrations().find(id).await?;
        let Some(row) = found.filter(|row| row.version > 0 && row.kind == RegistrationKind::ApiKey)
        else {
            return Ok(None);
        };
        let loaded = self.load_key(row).await?;
        self.caches().keys.insert(
            id.clone(),
            Read {
                value: loaded.clone(),
                at,
            },
        );
        Ok(Some(loaded))
    }

    /// Checks tenant, app and base-URL rule for a call to `url` with an API key. Opens nothing
    /// (SEC-VAULT-07).
    pub async fn authorize_key(
        &self,
        caller: &Caller,
        app: &AppIdentity,
        registration: &RegistrationId,
        url: &Url,
        trace: &Recorder,
    ) -> Result<KeyAuthorized, PolicyError> {
        let mut step = trace.step("policy");
        step.detail("registration", registration.as_str())
            .url("url", url);
        let checked = self.check_key(caller, app, registration, url).await;
        match &checked {
            Ok(authorized) => step.ok(format!(
                "allowed: tenant, app and base URL fit the API key registration \"{}\"",
                authorized.registration_name()
            )),
            Err(error) => {
                step.detail("code", error.code());
                step.end(StepOutcome::Refused, error.developer());
            }
        }
        checked
    }

    async fn check_key(
        &self,
        caller: &Caller,
        app: &AppIdentity,
        registration: &RegistrationId,
        url: &Url,
    ) -> Result<KeyAuthorized, PolicyError> {
        let loaded = self
            .key_registration(registration)
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
        Ok(KeyAuthorized {
            registration: loaded,
        })
    }

    /// Opens the key in use.
    pub async fn api_key(&self, authorized: &KeyAuthorized) -> Result<ApiKey, OpenError> {
        let loaded = &authorized.registration;
        let (which, sealed) = match loaded.settings.in_use {
            KeyInUse::First => (Which::First, loaded.version.client_secret.as_ref()),
            KeyInUse::Second => {
                let second = loaded.version.second.as_ref();
                (Which::Second, second.map(|second| &second.secret))
            }
        };
        let sealed = sealed.ok_or(OpenError::Format)?;
        let place = place(&loaded.registration.key, loaded.registration.version, which);
        let opened = self.parts.vault.open(&place, sealed).await?;
        let text = std::str::from_utf8(&opened).map_err(|_| OpenError::Format)?;
        Ok(ApiKey {
            key: ClientSecret::new(text),
        })
    }

    /// Whether a tenant may bind its apps to an API key registration.
    pub(super) async fn admits_tenant_to_key(
        &self,
        tenant: &TenantId,
        id: &RegistrationId,
    ) -> Result<bool, StoreError> {
        let Some(loaded) = self.key_registration(id).await? else {
            return Ok(false);
        };
        let open = loaded.settings.restrict_by_org == registration::RestrictByOrg::AnyOrganization;
        Ok(open || loaded.registration.key.owner == *tenant)
    }
}
