//! The host: what the pipeline is made of.

use std::sync::Arc;

use cloakroom_broker::Broker;
use cloakroom_egress::Guard;
use cloakroom_model::{SharedClock, SharedRandom};
use cloakroom_store::{Store, TraceQueue};
use cloakroom_vault::Vault;
use url::Url;

use crate::catalog::Catalog;

/// Settings of the host.
#[derive(Debug, Clone)]
pub struct HostConfig {
    /// The URL that browsers use, an origin.
    pub public_url: Url,
    /// Refuses origin maps.
    pub production: bool,
}

/// What a host is made of.
#[derive(Debug, Clone)]
pub struct HostParts {
    /// Its settings.
    pub config: HostConfig,
    /// What is kept.
    pub store: Store,
    /// Whose keys sign the paths of images.
    pub vault: Arc<Vault>,
    /// The OAuth client.
    pub broker: Arc<Broker>,
    /// The way out.
    pub guard: Arc<Guard>,
    /// Where traces of invokes go.
    pub traces: TraceQueue,
    /// Time.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
}

/// The invoke pipeline and the apps it serves. One a process; share it behind an [`Arc`].
#[derive(Debug)]
pub struct Host {
    pub(crate) parts: HostParts,
    pub(crate) catalog: Catalog,
}

impl Host {
    /// A host from its parts.
    pub fn new(parts: HostParts) -> Arc<Self> {
        Arc::new(Self {
            catalog: Catalog::new(parts.store.clone(), parts.clock.clone()),
            parts,
        })
    }
}
