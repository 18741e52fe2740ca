//! A host on a real store and a real broker, an API and a token endpoint over loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    unreachable_pub,
    missing_docs
)]

pub mod api;
pub mod package;

use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::{Broker, BrokerConfig, BrokerParts, RegistrationInput};
use cloakroom_egress::{Exception, Guard, Policy};
use cloakroom_host::{Host, HostConfig, HostParts, InstallOptions, InvokeFault, Invoked};
use cloakroom_model::{
    Caller, Clock as _, Door, GrantId, HostId, ManifestId, RegistrationId, Role, SharedClock,
    SharedRandom, StepOutcome, Subject, SystemRandom, TenantId, TestClock, Trace, TraceStep, User,
};
use cloakroom_store::{
    DatabaseUrl, Grant, GrantState, NewGrant, RegistrationKey, Store, Tenant, TraceQueue,
};
use cloakroom_vault::{ClientSecret, MasterKey, Place, Vault, VaultLimits};
use package::{Package, SERVER};
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use wiremock::{MockServer, Request};

pub fn tenant(name: &str) -> TenantId {
    name.parse().unwrap()
}

pub struct World {
    pub parts: HostParts,
    pub host: Arc<Host>,
    pub broker: Arc<Broker>,
    pub store: Store,
    pub vault: Arc<Vault>,
    pub guard: Arc<Guard>,
    pub traces: TraceQueue,
    pub clock: TestClock,
    pub random: SharedRandom,
    pub api: MockServer,
    pub provider: MockServer,
    pub registration: RegistrationId,
    pub database: DatabaseUrl,
    _folder: tempfile::TempDir,
}

impl World {
    /// With a registration in `contoso` and the plainest package installed and bound to it.
    pub async fn new() -> Self {
        let world = Self::without_app().await;
        world.install(&Package::default()).await;
        world
    }

    pub async fn without_app() -> Self {
        Self::registered(|_| {}).await
    }

    /// With further fields of the registration.
    pub async fn registered(change: impl FnOnce(&mut Value)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::default();
        let shared: SharedClock = Arc::new(clock.clone());
        let random: SharedRandom = Arc::new(SystemRandom);
        let database = DatabaseUrl::Sqlite(folder.path().join("store.db").display().to_string());
        let store = Store::open(&database).await.unwrap();
        for name in ["contoso", "fabrikam"] {
            let new = Tenant {
                id: tenant(name),
                name: name.to_owned(),
            };
            store.people().add_tenant(&new, clock.now()).await.unwrap();
        }
        let key = MasterKey::generate(&*random);
        let vault = Vault::unlock(
            key,
            Arc::new(store.keys()),
            shared.clone(),
            random.clone(),
            VaultLimits::default(),
        );
        let vault = Arc::new(vault.await.unwrap());
        let (api, provider) = (MockServer::start().await, MockServer::start().await);
        let exception = Exception::new("127.0.0.1", provider.address().port()).unwrap();
        let guard = Arc::new(Guard::new(Policy::development([exception]), shared.clone()).unwrap());
        let traces = TraceQueue::start(store.clone(), shared.clone());
        let public_url = Url::parse("http://localhost:8787/").unwrap();
        let broker = Broker::new(BrokerParts {
            config: BrokerConfig::new(public_url.clone(), "first"),
            store: store.clone(),
            vault: vault.clone(),
            guard: guard.clone(),
            clock: shared.clone(),
            random: random.clone(),
            traces: traces.clone(),
        });
        let mut input = json!({
            "name": "Repairs", "baseUrl": format!("{SERVER}/"), "clientId": "cloakroom",
            "authorizationEndpoint": format!("{}/authorize", provider.uri()),
            "tokenEndpoint": format!("{}/token", provider.uri()),
            "scopes": ["repairs.read"],
        });
        change(&mut input);
        let input: RegistrationInput = serde_json::from_value(input).unwrap();
        let saved = broker
            .save(
                &tenant("contoso"),
                None,
                input,
                Some(ClientSecret::new("secret")),
            )
            .await
            .unwrap();
        let parts = HostParts {
            config: HostConfig {
                public_url,
                production: false,
            },
            store: store.clone(),
            vault: vault.clone(),
            broker: broker.clone(),
            guard: guard.clone(),
            traces: traces.clone(),
            clock: shared,
            random: random.clone(),
        };
        let host = Host::new(parts.clone());
        Self {
            parts,
            host,
            broker,
            store,
            vault,
            guard,
            traces,
            clock,
            random,
            api,
            provider,
            registration: saved.id,
            database,
            _folder: folder,
        }
    }

    pub fn options(&self) -> InstallOptions {
        InstallOptions {
            map: vec![(SERVER.to_owned(), self.api.uri())],
            bindings: vec![("vendors-id".to_owned(), self.registration.to_string())],
        }
    }

    pub async fn install(&self, package: &Package) {
        self.host
            .install(&tenant("contoso"), &package.zip(), self.options())
            .await
            .unwrap();
    }

    /// One of our own users, at a browser.
    pub async fn karin(&self) -> Caller {
        self.person("contoso", "karin").await
    }

    pub async fn person(&self, of: &str, name: &str) -> Caller {
        let person = self
            .store
            .people()
            .ensure(
                &tenant(of),
                &Subject::local(name),
                name,
                Role::Member,
                self.clock.now(),
                &*self.random,
            )
            .await
            .unwrap();
        Caller {
            tenant: tenant(of),
            user: person.user,
            door: Door::Session {
                session: Uuid::nil(),
            },
            role: Role::Member,
        }
    }

    /// A host's user whom nobody has seen before.
    pub fn guest(&self, of: &str) -> Caller {
        let host = HostId::generate(&*self.random);
        Caller {
            tenant: tenant(of),
            user: User {
                id: None,
                subject: Subject::aad(&host, "a1"),
                display_name: "A".to_owned(),
            },
            door: Door::Host { host },
            role: Role::Member,
        }
    }

    pub async fn registration_key(&self) -> RegistrationKey {
        self.store
            .registrations()
            .find(&self.registration)
            .await
            .unwrap()
            .unwrap()
            .key
    }

    /// Gives the caller a grant, as a sign-in would have left it.
    pub async fn grant(&self, caller: &Caller, lifetime: Option<Duration>) {
        let id = self.clock.now().new_uuid(&*self.random);
        let seal = async |column, token: &str| {
            let place = Place {
                tenant: &caller.tenant,
                table: "grants",
                column,
                row: id,
                generation: 1,
            };
            self.vault.seal(&place, token.as_bytes()).await.unwrap()
        };
        let grant = Grant {
            id,
            public_id: GrantId::generate(&*self.random),
            tenant: caller.tenant.clone(),
            user: caller.user.id.unwrap(),
            registration: self.registration_key().await,
            registration_version: 1,
            kind: "oauth".to_owned(),
            account: "karin".to_owned(),
            current: true,
            state: GrantState::Active,
            generation: 1,
            access_token: Some(seal("access_token", "access-1").await),
            refresh_token: Some(seal("refresh_token", "refresh-1").await),
            scopes: vec!["repairs.read".to_owned()],
            obtained_at: self.clock.now(),
            expires_at: lifetime.map(|lifetime| self.clock.now().plus(lifetime)),
            last_used_at: None,
            last_refresh_at: None,
            attempt: None,
            retried_at: None,
            failures: 0,
            retry_at: None,
            failure: None,
            created_at: self.clock.now(),
        };
        let app: ManifestId = package::APP.parse().unwrap();
        self.store
            .grants()
            .add(
                NewGrant {
                    grant,
                    app: (tenant("contoso"), app),
                },
                None,
            )
            .await
            .unwrap();
    }

    /// Signed in for an hour.
    pub async fn signed_in(&self) -> Caller {
        let karin = self.karin().await;
        self.grant(&karin, Some(Duration::from_hours(1))).await;
        karin
    }

    pub async fn search(&self, caller: &Caller) -> Result<Invoked, InvokeFault> {
        self.host.invoke(caller, &search("karin"), None).await
    }

    /// What an invoke answered: type and error.
    pub async fn outcome(&self, caller: &Caller) -> (String, Option<&'static str>) {
        let invoked = self.search(caller).await.unwrap();
        (kind(&invoked), invoked.error)
    }

    pub async fn trace(&self, invoked: &Invoked) -> Trace {
        self.traces.flush().await;
        let found = self
            .store
            .traces()
            .find(&tenant("contoso"), &invoked.trace_code, None)
            .await
            .unwrap();
        found.expect("the trace is kept")
    }

    pub async fn asked(&self) -> Vec<Request> {
        self.api.received_requests().await.unwrap()
    }
}

pub fn search(who: &str) -> Value {
    json!({"type": "invoke", "name": "composeExtension/query", "channelId": "msteams",
        "from": {"id": "29:1", "aadObjectId": "a1"}, "conversation": {"id": "c"},
        "value": {"commandId": "list", "commandContext": "compose",
            "parameters": [{"name": "assignedTo", "value": who}], "queryOptions": {"skip": 0, "count": 25}}})
}

pub fn kind(invoked: &Invoked) -> String {
    invoked.answer.to_value()["composeExtension"]["type"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

pub fn text(invoked: &Invoked) -> String {
    invoked.answer.to_value()["composeExtension"]["text"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

pub fn steps(trace: &Trace) -> Vec<(&str, StepOutcome)> {
    trace
        .steps
        .iter()
        .map(|step| (step.name.as_str(), step.outcome))
        .collect()
}

pub fn step<'t>(trace: &'t Trace, name: &str) -> &'t TraceStep {
    trace
        .steps
        .iter()
        .find(|step| step.name == name)
        .unwrap_or_else(|| panic!("no step {name} in {trace:#?}"))
}
