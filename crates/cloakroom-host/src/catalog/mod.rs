//! The installed apps, compiled once and kept: a version for as long as it is used, a tenant's list
//! until it is asked after five seconds what has changed, which alone is read then.

mod compile;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cloakroom_egress::Origin;
use cloakroom_model::{AppId, Explain, ManifestId, SharedClock, TenantId, Timestamp};
use cloakroom_store::{Installation, Store, StoreError};
use url::Url;

use crate::shown::shown;

pub(crate) use compile::{CompiledApp, CompiledCommand, compile, options, without_host_commands};
pub(crate) use view::installation;
pub use view::{
    AppCard, AppName, AuthView, ChoiceView, CommandView, ExtensionView, InstallationView,
    ParameterView, WaitingView,
};

/// How long a tenant's list is used before it is read again (decision 20).
const STALENESS: Duration = Duration::from_secs(5);
/// Compiled versions that are kept; beyond it those no list uses are dropped.
const VERSIONS: usize = 512;

/// Characters of a short name: more than Teams lets it have.
const NAME: usize = 64;

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

/// Beyond so many changes all apps of a tenant are read at once.
const SINGLY: usize = 16;

/// An app as it was at its last change; `None` where it can't be served.
type Seen = (Timestamp, Option<Arc<InstalledApp>>);

/// A tenant's apps at a moment.
#[derive(Debug, Clone)]
struct Read {
    /// Those that can be served, by manifest id.
    apps: Arc<Vec<Arc<InstalledApp>>>,
    /// All that are installed.
    seen: Arc<HashMap<ManifestId, Seen>>,
    /// When they were read; `None` once they have changed here.
    at: Option<Timestamp>,
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
        let before = self.kept().tenants.get(tenant).cloned();
        if let Some(read) = &before
            && let Some(at) = read.at
            && at <= now
            && now.since(at) < STALENESS
        {
            return Ok(Arc::clone(&read.apps));
        }
        let seen = match &before {
            Some(read) => self.changed(tenant, &read.seen).await?,
            None => None,
        };
        let read = match (seen, before) {
            (None, Some(read)) => Read {
                at: Some(now),
                ..read
            },
            (seen, _) => {
                let seen = match seen {
                    Some(seen) => seen,
                    None => self.all(tenant).await?,
                };
                let mut apps: Vec<_> = seen.values().filter_map(|(_, app)| app.clone()).collect();
                apps.sort_by(|a, b| {
                    let (a, b) = (&a.installation.manifest_id, &b.installation.manifest_id);
                    a.as_str().cmp(b.as_str())
                });
                Read {
                    apps: Arc::new(apps),
                    seen: Arc::new(seen),
                    at: Some(now),
                }
            }
        };
        let apps = Arc::clone(&read.apps);
        self.kept().tenants.insert(tenant.clone(), read);
        Ok(apps)
    }

    /// All apps of a tenant.
    async fn all(&self, tenant: &TenantId) -> Result<HashMap<ManifestId, Seen>, CatalogError> {
        let mut all = HashMap::new();
        for installation in self.store.apps().installed(tenant).await? {
            let (id, at) = (installation.manifest_id.clone(), installation.changed_at);
            all.insert(id, (at, self.ready(installation).await?));
        }
        Ok(all)
    }

    /// The apps of a tenant as they are now, with those that have not changed as they were; `None`
    /// when none has.
    async fn changed(
        &self,
        tenant: &TenantId,
        before: &HashMap<ManifestId, Seen>,
    ) -> Result<Option<HashMap<ManifestId, Seen>>, CatalogError> {
        let states = self.store.apps().states(tenant).await?;
        let (same, other): (Vec<_>, Vec<_>) = states
            .into_iter()
            .partition(|(id, at)| before.get(id).is_some_and(|(seen, _)| seen == at));
        if other.is_empty() && same.len() == before.len() {
            return Ok(None);
        }
        if other.len() > SINGLY {
            return Ok(Some(self.all(tenant).await?));
        }
        let mut now: HashMap<ManifestId, Seen> = same
            .into_iter()
            .filter_map(|(id, _)| before.get(&id).cloned().map(|seen| (id, seen)))
            .collect();
        for (id, _) in other {
            // Between the two readings it may have gone.
            if let Some(installation) = self.store.apps().get(tenant, &id).await? {
                let at = installation.changed_at;
                now.insert(id, (at, self.ready(installation).await?));
            }
        }
        Ok(Some(now))
    }

    /// An installation with its versions compiled; `None` where it can't be served, which is logged.
    pub(crate) async fn ready(
        &self,
        installation: Installation,
    ) -> Result<Option<Arc<InstalledApp>>, CatalogError> {
        let Some(compiled) = self.version(&installation, &installation.version).await? else {
            return Ok(None);
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
        Ok(Some(Arc::new(InstalledApp {
            installation,
            compiled,
            waiting,
            origin_map,
        })))
    }

    /// Gives names to the apps of a tenant that were installed before names were kept.
    pub(crate) async fn name(&self, tenant: &TenantId) -> Result<(), CatalogError> {
        loop {
            let unnamed = self.store.apps().unnamed(tenant).await?;
            if unnamed.is_empty() {
                return Ok(());
            }
            for mut installation in unnamed {
                let compiled = self.version(&installation, &installation.version).await?;
                installation.name = compiled.map(|app| name(&app)).unwrap_or_default();
                self.store.apps().name(installation).await?;
            }
        }
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

    /// Has a tenant's list asked for changes when it is next wanted: it has just changed here.
    pub(crate) fn forget(&self, tenant: &TenantId) {
        if let Some(read) = self.kept().tenants.get_mut(tenant) {
            read.at = None;
        }
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

/// What lists call an app: its short name.
pub(crate) fn name(app: &CompiledApp) -> String {
    shown(&app.manifest.name.short, NAME)
}

fn version_key(installation: &Installation, version: &str) -> VersionKey {
    (
        installation.owner.clone(),
        installation.manifest_id.clone(),
        version.to_owned(),
    )
}
