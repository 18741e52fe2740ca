//! The installation: two tenants, persons, a host each, and one registration.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use cloakroom_broker::{
    AppIdentity, Broker, BrokerConfig, BrokerParts, SignInLink, SignInProvider, SignInProviders,
};
use cloakroom_egress::{Exception, Guard, Policy};
use cloakroom_host::{Host, HostConfig, HostParts};
use cloakroom_model::{
    Caller, Door, HostId, RegistrationId, Role, SeededRandom, SharedClock, SharedRandom, Subject,
    TenantId, TestClock, TraceKind,
};
use cloakroom_server::{ServerConfig, Services, router};
use cloakroom_store::{DatabaseUrl, Host as HostRow, NewHost, Person, Store, Tenant, TraceQueue};
use cloakroom_vault::{AdminToken, HostCredential, MasterKey, Vault, VaultLimits};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use super::{Browser, Issuer, Provider};

/// Where this installation says it is.
pub(crate) const PUBLIC_URL: &str = "http://localhost:8787";

/// Everything, on SQLite in a folder of its own, with a clock that stands still.
pub(crate) struct Installation {
    pub(crate) router: Router,
    /// A second server on the same store, behind the same public URL.
    pub(crate) replica: Router,
    pub(crate) broker: Arc<Broker>,
    pub(crate) store: Store,
    pub(crate) vault: Arc<Vault>,
    pub(crate) clock: TestClock,
    pub(crate) random: SharedRandom,
    pub(crate) provider: Provider,
    pub(crate) administrator: String,
    _folder: TempDir,
}

impl Installation {
    /// With tenants `contoso` (karin: admin, alex: member) and `fabrikam` (fay: admin).
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Where several may make registrations, so that each has a redirect path of its own.
    pub(crate) async fn with_own_redirect_paths() -> Self {
        Self::assemble(|_| {}, false).await
    }

    pub(crate) async fn with(configure: impl FnOnce(&mut ServerConfig)) -> Self {
        Self::assemble(configure, true).await
    }

    /// Where people of `contoso` and `fabrikam` sign in by these providers.
    pub(crate) async fn with_providers(
        providers: Vec<SignInProvider>,
        issuers: &[&Issuer],
    ) -> Self {
        let ports = issuers.iter().map(|issuer| issuer.port).collect();
        let providers = SignInProviders::new(providers, false).unwrap();
        Self::assemble_with(|_| {}, true, providers, ports).await
    }

    async fn assemble(configure: impl FnOnce(&mut ServerConfig), shared_redirect: bool) -> Self {
        Self::assemble_with(
            configure,
            shared_redirect,
            SignInProviders::default(),
            Vec::new(),
        )
        .await
    }

    async fn assemble_with(
        configure: impl FnOnce(&mut ServerConfig),
        shared_redirect: bool,
        sign_in_providers: SignInProviders,
        ports: Vec<u16>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let test_clock = TestClock::default();
        let clock: SharedClock = Arc::new(test_clock.clone());
        let random: SharedRandom = Arc::new(SeededRandom::new(7));
        let provider = Provider::start().await;
        let path = folder.path().join("cloakroom.db");
        let url: DatabaseUrl = format!("sqlite:{}", path.display()).parse().unwrap();
        let store = Store::open(&url).await.unwrap();
        let master = MasterKey::generate(random.as_ref());
        let keys = Arc::new(store.keys());
        let vault = Vault::unlock(
            master,
            keys,
            clock.clone(),
            random.clone(),
            VaultLimits::default(),
        );
        let vault = Arc::new(vault.await.unwrap());
        let loopback = [provider.port].into_iter().chain(ports);
        let loopback: Vec<_> = loopback
            .map(|port| Exception::new("127.0.0.1", port).unwrap())
            .collect();
        let guard = Arc::new(Guard::new(Policy::development(loopback), clock.clone()).unwrap());
        let traces = TraceQueue::start(store.clone(), clock.clone());
        let public_url = Url::parse(PUBLIC_URL).unwrap();
        let broker = Broker::new(BrokerParts {
            config: BrokerConfig {
                shared_redirect,
                sign_in_providers,
                ..BrokerConfig::new(public_url.clone(), "test")
            },
            store: store.clone(),
            vault: vault.clone(),
            guard: guard.clone(),
            clock: clock.clone(),
            random: random.clone(),
            traces: traces.clone(),
        });
        let administrator = AdminToken::issue(random.as_ref());
        let mut config = ServerConfig::new(public_url);
        config.administrator = Some(administrator.hash());
        configure(&mut config);
        let host_config = HostConfig {
            public_url: config.public_url.clone(),
            production: false,
        };
        let host = Host::new(HostParts {
            config: host_config,
            store: store.clone(),
            vault: vault.clone(),
            broker: broker.clone(),
            guard,
            traces: traces.clone(),
            clock: clock.clone(),
            random: random.clone(),
        });
        let services = Services {
            host,
            broker: broker.clone(),
            store: store.clone(),
            traces,
            clock: clock.clone(),
            random: random.clone(),
        };
        let installation = Self {
            replica: router(config.clone(), services.clone()),
            router: router(config, services),
            administrator: administrator.expose().to_owned(),
            broker,
            store,
            vault,
            clock: test_clock,
            random,
            provider,
            _folder: folder,
        };
        installation.people().await;
        installation
    }

    async fn people(&self) {
        let now = cloakroom_model::Clock::now(&self.clock);
        for (tenant, persons) in [
            (
                "contoso",
                &[
                    ("karin", Role::Admin),
                    ("dev", Role::Developer),
                    ("alex", Role::Member),
                ][..],
            ),
            ("fabrikam", &[("fay", Role::Admin)]),
        ] {
            let id: TenantId = tenant.parse().unwrap();
            let people = self.store.people();
            people
                .add_tenant(
                    &Tenant {
                        id: id.clone(),
                        name: tenant.to_owned(),
                    },
                    now,
                )
                .await
                .unwrap();
            for (name, role) in persons {
                let subject = Subject::local(name);
                people
                    .ensure(&id, &subject, name, *role, now, self.random.as_ref())
                    .await
                    .unwrap();
            }
        }
    }

    /// A browser that has never been here.
    pub(crate) fn anonymous(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    pub(crate) async fn person(&self, tenant: &str, name: &str) -> Person {
        let found = self
            .store
            .people()
            .find(&tenant.parse().unwrap(), &Subject::local(name))
            .await;
        found.unwrap().unwrap()
    }

    /// The code of a fresh link to enter by.
    pub(crate) async fn enter_code(&self, tenant: &str, name: &str) -> String {
        let path = format!("/api/v1/persons/{name}/link");
        let request = http::Request::post(path)
            .header("authorization", format!("Bearer {}", self.administrator))
            .header("content-type", "application/json")
            .header("cloakroom-tenant", tenant);
        let link = self.anonymous().send(request, "{}").await.json();
        let url = link["url"].as_str().unwrap();
        url.strip_prefix(&format!("{PUBLIC_URL}/#enter="))
            .unwrap()
            .to_owned()
    }

    /// A browser in which that person has entered.
    pub(crate) async fn enter(&self, tenant: &str, name: &str) -> Browser {
        let browser = self.anonymous();
        let code = self.enter_code(tenant, name).await;
        let entered = browser
            .post("/api/v1/session/enter", &json!({"code": code}))
            .await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        browser.take_token(&entered.json());
        browser
    }

    /// A host of that tenant, and its credential.
    pub(crate) async fn host(&self, tenant: &str, tenant_ids: &[&str]) -> (HostRow, String) {
        let credential = HostCredential::issue(self.random.as_ref());
        let host = HostRow {
            tenant: tenant.parse().unwrap(),
            id: HostId::generate(self.random.as_ref()),
            name: "Bot".to_owned(),
            tenant_ids: tenant_ids.iter().map(|&id| id.to_owned()).collect(),
            created_at: cloakroom_model::Clock::now(&self.clock),
        };
        let new = NewHost {
            host: host.clone(),
            credential: credential.hash(),
        };
        self.store.hosts().add(&new).await.unwrap();
        (host, credential.expose().to_owned())
    }

    /// The fields of a registration at the provider.
    pub(crate) fn registration_fields(&self) -> Value {
        json!({
            "name": "Repairs", "baseUrl": "https://repairs.example/", "clientId": "client",
            "clientSecret": "canary-client-secret",
            "authorizationEndpoint": self.provider.url("/authorize"),
            "tokenEndpoint": self.provider.url("/token"), "refreshEndpoint": self.provider.url("/token"),
            "scopes": ["repairs.read"],
        })
    }

    /// A registration of `contoso`, made at the door.
    pub(crate) async fn register(&self) -> RegistrationId {
        let karin = self.enter("contoso", "karin").await;
        let made = karin
            .post("/api/v1/registrations", &self.registration_fields())
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    /// The caller that a person's session is.
    pub(crate) async fn caller(&self, tenant: &str, name: &str) -> Caller {
        let person = self.person(tenant, name).await;
        Caller {
            tenant: person.tenant,
            user: person.user,
            door: Door::Session {
                session: uuid::Uuid::nil(),
            },
            role: person.role,
        }
    }

    /// A sign-in link for a caller, as the pipeline makes one.
    pub(crate) async fn link(&self, caller: &Caller, registration: &RegistrationId) -> SignInLink {
        let clock: SharedClock = Arc::new(self.clock.clone());
        let trace =
            cloakroom_model::Recorder::start(TraceKind::Invoke, &clock, self.random.as_ref());
        let app = AppIdentity {
            owner: "contoso".parse().unwrap(),
            manifest_id: "repairs".parse().unwrap(),
        };
        let url = Url::parse("https://repairs.example/repairs").unwrap();
        let authorized = self
            .broker
            .authorize(caller, &app, registration, &url, &trace)
            .await
            .unwrap();
        self.broker.start_sign_in(&authorized, &[]).await.unwrap()
    }

    /// Lets tasks in the background come to their end, such as noting that a session was used.
    pub(crate) async fn settle(&self) {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        // A write goes through the same single connection, and so after those before it.
        let _ = self
            .store
            .sessions()
            .purge(cloakroom_model::Timestamp::from_millis(0))
            .await;
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}
