//! Reading registrations: for lists and forms, and for the pipeline.

use std::sync::Arc;

use cloakroom_model::{RegistrationId, TenantId};
use cloakroom_store::{
    Page, PageRequest, Registration, RegistrationKey, RegistrationKind, SecretsHeld, StoreError,
    Version,
};
use cloakroom_vault::{ClientSecret, OpenError};
use serde::de::DeserializeOwned;

use super::{Loaded, RegistrationError, secret_place};
use crate::broker::{Broker, Read};
use crate::registration::{self, RegistrationView};

impl Broker {
    /// A registration of that tenant, without its secret.
    pub async fn show(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<RegistrationView, RegistrationError> {
        let row = self.parts.store.registrations().find(id).await?;
        let row = row
            .filter(|row| &row.key.owner == owner && row.version > 0)
            .filter(|row| row.kind == RegistrationKind::OAuth)
            .ok_or(RegistrationError::NotFound)?;
        let loaded = self.load(row).await?;
        Ok(self.view(&loaded))
    }

    /// Whether a tenant may bind its apps to a registration: to its own, or to one that is open to
    /// any organization. Unknown and closed ones look the same.
    pub async fn admits_tenant(
        &self,
        tenant: &TenantId,
        id: &RegistrationId,
    ) -> Result<bool, StoreError> {
        let Some(loaded) = self.registration(id).await? else {
            return self.admits_tenant_to_key(tenant, id).await;
        };
        let open = loaded.settings.restrict_by_org == registration::RestrictByOrg::AnyOrganization;
        Ok(open || loaded.registration.key.owner == *tenant)
    }

    /// A page of the registrations of a tenant, by name.
    pub async fn page(
        &self,
        owner: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<RegistrationView>, RegistrationError> {
        let store = self.parts.store.registrations();
        let page = store.page(owner, RegistrationKind::OAuth, request).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for listed in page.items {
            items.push(RegistrationView::new(
                &listed.registration,
                self.parts.config.url(&listed.registration.redirect_path),
                settings(&listed.registration, &listed.settings)?,
                listed.held,
            ));
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    fn view(&self, loaded: &Loaded) -> RegistrationView {
        RegistrationView::new(
            &loaded.registration,
            self.parts.config.url(&loaded.registration.redirect_path),
            loaded.settings.clone(),
            SecretsHeld {
                first: loaded.client_secret.is_some(),
                second: loaded.second.is_some(),
                second_until: loaded.second.as_ref().and_then(|second| second.until),
            },
        )
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
        if row.version == 0 || row.kind != RegistrationKind::OAuth {
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
            Some(row) if row.version > 0 && row.kind == RegistrationKind::OAuth => {
                self.load(row).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    pub(super) async fn load(&self, row: Registration) -> Result<Arc<Loaded>, StoreError> {
        let version = self.version(&row).await?;
        let settings = settings(&row, &version.settings)?;
        Ok(Arc::new(Loaded {
            settings,
            client_secret: version.client_secret,
            second: version.second,
            registration: row,
        }))
    }

    /// The version in force.
    pub(super) async fn version(&self, row: &Registration) -> Result<Version, StoreError> {
        let store = self.parts.store.registrations();
        let version = store.version(&row.key, row.version).await?;
        version.ok_or_else(|| broken(row, "version"))
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

/// Settings from their row.
pub(super) fn settings<T: DeserializeOwned>(
    row: &Registration,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| broken(row, "settings"))
}

fn broken(row: &Registration, column: &'static str) -> StoreError {
    StoreError::Inconsistent {
        table: "registration_versions",
        column,
        row: format!("{}/{}", row.public_id, row.version),
    }
}
