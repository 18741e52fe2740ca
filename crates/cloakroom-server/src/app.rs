//! What every handler works with, and the router made of all planes.

use std::ops::Deref;
use std::sync::Arc;

use axum::{Router, middleware};
use cloakroom_broker::Broker;
use cloakroom_host::Host;
use cloakroom_model::{SharedClock, SharedRandom, Subject, TenantId, User};
use cloakroom_store::{Store, TraceQueue};
use cloakroom_vault::TokenHash;

use crate::config::ServerConfig;
use crate::identity::memory::Memory;
use crate::limits::Limits;
use crate::{access_log, headers, host_check, idempotency, routes, web};

/// What the doors lead to.
#[derive(Clone)]
pub struct Services {
    /// The invoke pipeline.
    pub host: Arc<Host>,
    /// Registrations, sign-ins and grants.
    pub broker: Arc<Broker>,
    /// People, sessions, hosts and traces.
    pub store: Store,
    /// Where traces wait to be written, so that one can be read right after its invoke.
    pub traces: TraceQueue,
    /// Time.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
}

/// The state of the router.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: ServerConfig,
    /// The public URL as browsers write it into `Origin`.
    pub(crate) origin: String,
    /// The public URL as browsers write it into `Host`.
    pub(crate) authority: String,
    /// Hosts by the hash of their credential.
    pub(crate) hosts: Memory<TokenHash, Arc<cloakroom_store::Host>>,
    /// Hosts' users by the name that the host gives them.
    pub(crate) users: Memory<(TenantId, Subject), User>,
    /// How often what has been done.
    pub(crate) limits: Limits,
    services: Services,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Deref for Inner {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.services
    }
}

/// The router with all doors. It needs no listener: the terminal calls it in its own process.
pub fn router(mut config: ServerConfig, services: Services) -> Router {
    for host in &mut config.internal_hosts {
        host.make_ascii_lowercase();
    }
    let app = App(Arc::new(Inner {
        origin: config.origin(),
        authority: config.authority(),
        limits: Limits::new(&config.rate_limits, &services.clock),
        config,
        hosts: Memory::default(),
        users: Memory::default(),
        services,
    }));
    let checked = Router::new()
        .merge(routes::invoke::router())
        .merge(routes::redirect::router())
        .merge(routes::portal_sign_in::router())
        .merge(routes::sign_in::router())
        .merge(routes::signed_in::router())
        .merge(routes::api::router().layer(middleware::from_fn_with_state(
            app.clone(),
            idempotency::answer_again,
        )))
        .merge(web::router())
        .method_not_allowed_fallback(|| async { routes::api::NoRoute::Method })
        .layer(middleware::from_fn_with_state(
            app.clone(),
            host_check::check,
        ));
    Router::new()
        .merge(checked)
        .merge(routes::health::router())
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(
            crate::problem::panicked,
        ))
        .layer(middleware::from_fn_with_state(app.clone(), headers::set))
        .layer(middleware::from_fn(access_log::log))
        .with_state(app)
}
