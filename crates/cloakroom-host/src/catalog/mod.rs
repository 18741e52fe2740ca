//! The installed apps, compiled once and kept: a tenant's list for five seconds, a version for as
//! long as it is used.

mod compile;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cloakroom_egress::Origin;
use cloakroom_model::{AppId, Explain, ManifestId, SharedClock, TenantId, Timestamp};
use cloakroom_store::{Installation, Store, StoreError};
use url::Url;

pub(crate) use compile::{CompiledApp, CompiledCommand, compile, options, without_host_commands};
pub(crate) use view::installation;
pub use view::{
    AppCard, AuthView, ChoiceView, CommandView, ExtensionView, InstallationView, ParameterView,
    WaitingView,
};

/// How long a tenant's list is used before it is read again (decision 20).
const STALENESS: Duration = Duration::from_secs(5);
/// Compiled versions that are kept; beyond it those no list uses are dropped.
const VERSIONS: usize = 512;

/// An app as it is installed in a tenant.
#[derive(Debug)]
pub(crate) struct InstalledApp {
    pub(crate) installation: Installation,
    pub(crate) compiled: Arc<CompiledApp>,
    /// The version that waits to be approved.
    pub(crate) waiting: Option<Arc<CompiledApp>>,
    origin_map: Vec<(Origin, Origin)>,
}

impl InstalledApp {
    /// The origin that is dialled in place of the URL's, if the installation maps it.
    pub(crate) fn dial(&self, url: &Url) -> Option<Origin> {
        let declared = Origin::of(url)?;
        self.origin_map
            .iter()
            .find(|(from, _)| *from == declared)
            .map(|(_, to)| to.clone())
    }
}

/// Why the installed apps could not be read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct CatalogError(#[from] StoreError);

impl CatalogError {
    pub(crate) fn into_inner(self) -> StoreError {
        self.0
    }
}

impl Explain for CatalogError {
    fn code(&self) -> &'static str {
        "store_unavailable"
    }

    fn user(&self) -> String {
        "Something went wrong here. Try again in a moment.".to_owned()
    }

    fn developer(&self) -> String {
        format!("The installed apps could not be read: {}.", self.0)
    }
}

/// A tenant's apps at a moment.
#[derive(Debug, Clone)]
struct Read {
    apps: Arc<Vec<Arc<InstalledApp>>>,
    at: Timestamp,
}

type VersionKey = (TenantId, ManifestId, String);

#[derive(Debug, Default)]
struct Kept {
    tenants: HashMap<TenantId, Read>,
    versions: HashMap<VersionKey, Arc<CompiledApp>>,
}

/// The installed apps of all tenants.
#[derive(Debug)]
pub(crate) struct Catalog {
    store: Store,
    clock: SharedClock,
    kept: Mutex<Kept>,
}

impl Catalog {
    pub(crate) fn new(store: Store, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            kept: Mutex::default(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Entries are replaced whole; a panic leaves none half written.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is installed in the tenant, by manifest id.
    pub(crate) async fn apps(
        &self,
        tenant: &TenantId,
    ) -> Result<Arc<Vec<Arc<InstalledApp>>>, CatalogError> {
        let now = self.clock.now();
        if let Some(read) = self.kept().tenants.get(tenant)
            && read.at <= now
            && now.since(read.at) < STALENESS
        {
            return Ok(Arc::clone(&read.apps));
        }
        let mut apps = Vec::new();
        for installation in self.store.apps().installed(tenant).await? {
            let Some(compiled) = self.version(&installation, &installation.version).await? else {
                continue;
            };
            let waiting = match &installation.waiting {
                Some(version) => self.version(&installation, version).await?,
                None => None,
            };
            let origin_map = installation
                .origin_map
                .iter()
                .filter_map(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)))
                .collect();
            apps.push(Arc::new(InstalledApp {
                installation,
                compiled,
                waiting,
                origin_map,
            }));
        }
        let apps = Arc::new(apps);
        self.kept().tenants.insert(
            tenant.clone(),
            Read {
                apps: Arc::clone(&apps),
                at: now,
            },
        );
        Ok(apps)
    }

    /// One app of the tenant.
    pub(crate) async fn app(
        &self,
        tenant: &TenantId,
        is_it: impl Fn(&Installation) -> bool,
    ) -> Result<Option<Arc<InstalledApp>>, CatalogError> {
        Ok(self
            .apps(tenant)
            .await?
            .iter()
            .find(|app| is_it(&app.installation))
            .cloned())
    }

    /// One app of the tenant by our id.
    pub(crate) async fn by_id(
        &self,
        tenant: &TenantId,
        id: &AppId,
    ) -> Result<Option<Arc<InstalledApp>>, CatalogError> {
        self.app(tenant, |installation| installation.app_id == *id)
            .await
    }

    /// Forgets a tenant's list: it has just changed here.
    pub(crate) fn forget(&self, tenant: &TenantId) {
        self.kept().tenants.remove(tenant);
    }

    /// Keeps a version that has just been compiled for an upload.
    pub(crate) fn keep(
        &self,
        installation: &Installation,
        version: &str,
        compiled: Arc<CompiledApp>,
    ) {
        let mut kept = self.kept();
        if kept.versions.len() >= VERSIONS {
            kept.versions
                .retain(|_, version| Arc::strong_count(version) > 1);
        }
        kept.versions
            .insert(version_key(installation, version), compiled);
    }

    /// A version of an app, compiled; `None` when it can't be served, which is logged.
    pub(crate) async fn version(
        &self,
        installation: &Installation,
        version: &str,
    ) -> Result<Option<Arc<CompiledApp>>, CatalogError> {
        if let Some(compiled) = self
            .kept()
            .versions
            .get(&version_key(installation, version))
        {
            return Ok(Some(Arc::clone(compiled)));
        }
        let Installation {
            owner, manifest_id, ..
        } = installation;
        let Some(package) = self
            .store
            .apps()
            .package(owner, manifest_id, version)
            .await?
        else {
            tracing::error!(%owner, %manifest_id, version, "an installed version has no package");
            return Ok(None);
        };
        match compile::from_zip(&package) {
            Ok(compiled) => {
                let compiled = Arc::new(compiled);
                self.keep(installation, version, Arc::clone(&compiled));
                Ok(Some(compiled))
            }
            Err(problems) => {
                tracing::error!(%owner, %manifest_id, version, %problems, "an installed package can't be served");
                Ok(None)
            }
        }
    }
}

fn version_key(installation: &Installation, version: &str) -> VersionKey {
    (
        installation.owner.clone(),
        installation.manifest_id.clone(),
        version.to_owned(),
    )
}
