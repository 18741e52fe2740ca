//! From configuration to a router: the one place where the crates are put together.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use cloakroom_broker::{Broker, BrokerConfig, BrokerParts};
use cloakroom_egress::{Exception, Guard, Policy};
use cloakroom_host::{Host, HostConfig, HostParts};
use cloakroom_model::{Role, SharedClock, SharedRandom, Subject, SystemClock, SystemRandom};
use cloakroom_server::{ServerConfig, Services};
use cloakroom_store::{DatabaseUrl, Store, Tenant, TraceQueue};
use cloakroom_vault::{AdminToken, KeyRecords as _, MasterKey, Vault, VaultLimits};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::config::Config;
use crate::data_folder::{self, DataFolder};

/// The master key, when it comes by environment.
const MASTER_KEY_VARIABLE: &str = "CLOAKROOM_MASTER_KEY";

/// A wired installation.
pub(crate) struct Installation {
    pub(crate) router: Router,
    pub(crate) store: Store,
    pub(crate) broker: Arc<Broker>,
    #[cfg_attr(not(feature = "demo"), allow(dead_code))]
    pub(crate) host: Arc<Host>,
    pub(crate) traces: TraceQueue,
    pub(crate) clock: SharedClock,
    pub(crate) random: SharedRandom,
    pub(crate) administrator: AdminToken,
    _folder: DataFolder,
}

impl Installation {
    /// Opens data folder, store and vault, and puts the rest on top.
    pub(crate) async fn open(config: &Config) -> Result<Self> {
        let folder = DataFolder::open(&config.data)?;
        let clock: SharedClock = Arc::new(SystemClock::with_offset(clock_offset()));
        let random: SharedRandom = Arc::new(SystemRandom);
        let url: DatabaseUrl = match &config.database {
            Some(url) => url.parse()?,
            None => DatabaseUrl::Sqlite(folder.file("cloakroom.db").display().to_string()),
        };
        let embedded = matches!(url, DatabaseUrl::Sqlite(_));
        let store = Store::open(&url)
            .await
            .with_context(|| format!("database {url:?}"))?
            .with_session_idle(config.session_limits.idle);
        let master = master_key(&folder.file(data_folder::MASTER_KEY), &store, &*random).await?;
        let keys = Arc::new(store.keys());
        let vault = Vault::unlock(
            master,
            keys,
            clock.clone(),
            random.clone(),
            VaultLimits::default(),
        );
        let vault = Arc::new(vault.await?);
        let administrator = administrator(&folder.file(data_folder::ADMINISTRATOR), &random)?;
        let guard = Arc::new(guard(config, &clock)?);
        let traces = TraceQueue::start(store.clone(), clock.clone());
        let mut settings = BrokerConfig::new(config.public_url.clone(), process(&*random));
        settings.production = config.production;
        settings.embedded = embedded;
        settings.shared_redirect = config.demo || embedded;
        settings.sign_in_providers = crate::sign_in::providers(&config.sign_in, config.production)?;
        let broker = Broker::new(BrokerParts {
            config: settings,
            store: store.clone(),
            vault: vault.clone(),
            guard: guard.clone(),
            clock: clock.clone(),
            random: random.clone(),
            traces: traces.clone(),
        });
        broker.recover().await?;
        let host = Host::new(HostParts {
            config: HostConfig {
                public_url: config.public_url.clone(),
                production: config.production,
            },
            store: store.clone(),
            vault,
            broker: broker.clone(),
            guard,
            traces: traces.clone(),
            clock: clock.clone(),
            random: random.clone(),
        });
        let mut server = ServerConfig::new(config.public_url.clone());
        server.internal_hosts.clone_from(&config.internal_hosts);
        server.production = config.production;
        server.demo = config.demo;
        server.administrator = Some(administrator.hash());
        server.rate_limits = config.rate_limits;
        server.session_lifetime = config.session_limits.lifetime;
        server.trusted_proxies.clone_from(&config.trusted_proxies);
        let router = cloakroom_server::router(
            server,
            Services {
                store: store.clone(),
                traces: traces.clone(),
                broker: broker.clone(),
                host: host.clone(),
                clock: clock.clone(),
                random: random.clone(),
            },
        );
        Ok(Self {
            router,
            store,
            broker,
            host,
            traces,
            clock,
            random,
            administrator,
            _folder: folder,
        })
    }
}

impl Installation {
    /// A new installation gets one tenant with one administrator, so that there is something to
    /// enter. Gives whether it was new.
    pub(crate) async fn first_tenant(&self) -> Result<bool> {
        let people = self.store.people();
        if !people.tenants().await?.is_empty() {
            return Ok(false);
        }
        let now = self.clock.now();
        let tenant = Tenant {
            id: "default".parse()?,
            name: "Default".to_owned(),
        };
        people.add_tenant(&tenant, now).await?;
        people
            .ensure(
                &tenant.id,
                &Subject::local("admin"),
                "Administrator",
                Role::Admin,
                now,
                &*self.random,
            )
            .await?;
        Ok(true)
    }
}

/// In fault tests the clock can be moved; the shipped program has no such door.
fn clock_offset() -> i64 {
    #[cfg(feature = "faults")]
    if let Some(offset) = std::env::var("CLOAKROOM_CLOCK_OFFSET_MS")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        return offset;
    }
    0
}

/// The master key: from the environment, from its file, or made on the first run. Never made when
/// there is data already (SEC-VAULT-05).
async fn master_key(
    path: &Path,
    store: &Store,
    random: &dyn cloakroom_model::Random,
) -> Result<MasterKey> {
    if let Ok(text) = std::env::var(MASTER_KEY_VARIABLE) {
        return MasterKey::from_text(&text).with_context(|| MASTER_KEY_VARIABLE.to_owned());
    }
    if let Some(text) = data_folder::read_secret(path)? {
        return MasterKey::from_text(&text).with_context(|| format!("{}", path.display()));
    }
    let known = store
        .keys()
        .check_value()
        .await
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    if known.is_some() {
        bail!(
            "the master key of this data is missing: put it back at {} or give it in {MASTER_KEY_VARIABLE}. \
             Without it nothing that was sealed can be opened, so no new one is made.",
            path.display()
        );
    }
    let key = MasterKey::generate(random);
    data_folder::write_secret(path, &key.to_text())?;
    Ok(key)
}

/// The administrator's token, made on the first run.
fn administrator(path: &Path, random: &SharedRandom) -> Result<AdminToken> {
    if let Some(token) = data_folder::read_secret(path)? {
        return Ok(AdminToken::new(token));
    }
    let token = AdminToken::issue(&**random);
    data_folder::write_secret(path, token.expose())?;
    Ok(token)
}

fn guard(config: &Config, clock: &SharedClock) -> Result<Guard> {
    let mut extra_roots = Vec::new();
    if let Some(path) = &config.certificate_authorities {
        let read =
            |certificate: Result<_, _>| certificate.with_context(|| format!("{}", path.display()));
        let certificates =
            CertificateDer::pem_file_iter(path).with_context(|| format!("{}", path.display()))?;
        extra_roots = certificates.map(read).collect::<Result<_>>()?;
    }
    let allowed_networks = config
        .allow_private
        .iter()
        .map(|network| {
            network
                .parse()
                .with_context(|| format!("egress.allow-private: {network}"))
        })
        .collect::<Result<_>>()?;
    let loopback_allowed = config
        .allow_loopback
        .iter()
        .map(|(host, port)| Exception::new(host, *port).with_context(|| format!("{host}:{port}")))
        .collect::<Result<_>>()?;
    let policy = Policy {
        production: config.production,
        loopback_allowed,
        allowed_networks,
        extra_roots,
        ..Policy::default()
    };
    Guard::new(policy, clock.clone()).context("egress")
}

/// A name for this process, in leases: another one at each start.
fn process(random: &dyn cloakroom_model::Random) -> String {
    format!(
        "{}-{:016x}",
        std::process::id(),
        u64::from_le_bytes(random.bytes())
    )
}
