//! The host: what the pipeline is made of.

use std::sync::Arc;

use cloakroom_broker::Broker;
use cloakroom_egress::Guard;
use cloakroom_model::{SharedClock, SharedRandom};
use cloakroom_store::{Store, TraceQueue};
use url::Url;

use crate::catalog::Catalog;
use crate::images::Signer;

/// Settings of the host.
#[derive(Debug, Clone)]
pub struct HostConfig {
    /// The URL that browsers use, an origin.
    pub public_url: Url,
    /// Refuses origin maps.
    pub production: bool,
}

/// The invoke pipeline and the apps it serves. One a process; share it behind an [`Arc`].
#[derive(Debug)]
pub struct Host {
    pub(crate) config: HostConfig,
    pub(crate) store: Store,
    pub(crate) broker: Arc<Broker>,
    pub(crate) guard: Arc<Guard>,
    pub(crate) traces: TraceQueue,
    pub(crate) clock: SharedClock,
    pub(crate) random: SharedRandom,
    pub(crate) catalog: Catalog,
    pub(crate) signer: Signer,
}

impl Host {
    /// A host from its parts.
    pub fn new(
        config: HostConfig,
        store: Store,
        broker: Arc<Broker>,
        guard: Arc<Guard>,
        traces: TraceQueue,
        clock: SharedClock,
        random: SharedRandom,
    ) -> Arc<Self> {
        Arc::new(Self {
            catalog: Catalog::new(store.clone(), clock.clone()),
            signer: Signer::new(&*random),
            config,
            store,
            broker,
            guard,
            traces,
            clock,
            random,
        })
    }
}
