//! Reading registrations: for lists and forms, and for the pipeline.

use std::sync::Arc;

use cloakroom_model::{RegistrationId, TenantId};
use cloakroom_store::{Registration, RegistrationKey, StoreError};
use cloakroom_vault::{ClientSecret, OpenError};

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

    pub(super) async fn load(&self, row: Registration) -> Result<Arc<Loaded>, StoreError> {
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
