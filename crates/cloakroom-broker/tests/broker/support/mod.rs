//! A broker on a real store, against the sample authorization server over loopback, and a browser
//! that goes between the two.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    missing_docs,
    unreachable_pub
)]

mod browser;
pub mod canary;
pub mod signed_in;

use std::sync::Arc;

pub use browser::Browser;
use cloakroom_broker::{
    AppIdentity, Authorized, Broker, BrokerConfig, BrokerParts, CallbackError, CallbackInput,
    CallbackOutcome, RegistrationInput, ToProvider, Visitor,
};
use cloakroom_egress::{Exception, Guard, Policy};
use cloakroom_model::{
    Caller, Clock as _, Door, HostId, Recorder, RegistrationId, Role, SharedClock, SharedRandom,
    SignInId, Subject, SystemRandom, TenantId, TestClock, TraceKind, User,
};
use cloakroom_store::{DatabaseUrl, NewSession, Store, Tenant, TraceQueue};
use cloakroom_vault::{
    BindingToken, ClientSecret, MasterKey, SessionToken, TicketToken, Vault, VaultLimits,
};
use sample_authorization_server::{Client, Config, Running, Script};
use serde_json::{Value, json};
use url::Url;

pub const REDIRECT: &str = "/api/platform/v1.0/oAuthRedirect";
/// With characters that each way of authenticating writes differently.
pub const CLIENT_SECRET: &str = "s%3A+c r&et";
pub const API: &str = "https://repairs.contoso.example/repairs";

pub struct World {
    pub broker: Arc<Broker>,
    pub parts: BrokerParts,
    pub clock: TestClock,
    pub provider: Running,
    pub registration: RegistrationId,
    pub folder: tempfile::TempDir,
}

/// What a world is made with.
pub struct Setup<'a> {
    /// Further fields of the registration.
    pub change: &'a mut dyn FnMut(&mut Value),
    /// Where its data lies; absent: a file in its folder.
    pub database: Option<DatabaseUrl>,
    /// Ports on loopback that the egress guard lets through, beside the provider's.
    pub reachable: Vec<u16>,
}

pub fn tenant(name: &str) -> TenantId {
    name.parse().unwrap()
}

pub fn app() -> AppIdentity {
    AppIdentity {
        owner: tenant("contoso"),
        manifest_id: "5a31b6b1".parse().unwrap(),
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With further fields of the registration.
    pub async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let mut change = Some(change);
        Self::made(Setup {
            change: &mut |input| {
                if let Some(change) = change.take() {
                    change(input);
                }
            },
            database: None,
            reachable: Vec::new(),
        })
        .await
    }

    pub async fn made(setup: Setup<'_>) -> Self {
        let provider = sample_authorization_server::spawn(Config {
            clients: vec![Client::confidential(
                "cloakroom",
                "Cloakroom",
                CLIENT_SECRET,
                &format!("http://localhost:8787{REDIRECT}"),
            )],
            ..Config::default()
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::default();
        let shared: SharedClock = Arc::new(clock.clone());
        let random: SharedRandom = Arc::new(SystemRandom);
        let path = folder.path().join("store.db").display().to_string();
        let database = setup.database.unwrap_or(DatabaseUrl::Sqlite(path));
        let store = Store::open(&database).await.unwrap();
        for id in ["contoso", "fabrikam"] {
            let new = Tenant {
                id: tenant(id),
                name: id.to_owned(),
            };
            store.people().add_tenant(&new, clock.now()).await.unwrap();
        }
        let vault = Vault::unlock(
            MasterKey::generate(&*random),
            Arc::new(store.keys()),
            shared.clone(),
            random.clone(),
            VaultLimits::default(),
        )
        .await
        .unwrap();
        let exceptions = std::iter::once(provider.addr.port())
            .chain(setup.reachable)
            .map(|port| Exception::new("127.0.0.1", port).unwrap());
        let guard = Guard::new(Policy::development(exceptions), shared.clone()).unwrap();
        let parts = BrokerParts {
            config: BrokerConfig::new(Url::parse("http://localhost:8787/").unwrap(), "first"),
            traces: TraceQueue::start(store.clone(), shared.clone()),
            store,
            vault: Arc::new(vault),
            guard: Arc::new(guard),
            clock: shared,
            random,
        };
        let broker = Broker::new(parts.clone());
        let mut input = registration(provider.issuer());
        (setup.change)(&mut input);
        let secret = ClientSecret::new(CLIENT_SECRET);
        let saved = broker
            .save(
                &tenant("contoso"),
                None,
                serde_json::from_value::<RegistrationInput>(input).unwrap(),
                Some(secret),
            )
            .await;
        let registration = match saved {
            Ok(view) => serde_json::to_value(view).unwrap()["id"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap(),
            Err(error) => panic!("{error:?}"),
        };
        Self {
            broker,
            parts,
            clock,
            provider,
            registration,
            folder,
        }
    }

    /// Another process on the same store, with nothing in memory.
    pub fn restarted(&self, process: &str) -> Arc<Broker> {
        let mut parts = self.parts.clone();
        process.clone_into(&mut parts.config.process);
        Broker::new(parts)
    }

    pub fn trace(&self) -> Recorder {
        Recorder::start(TraceKind::Invoke, &self.parts.clock, &*self.parts.random)
    }

    /// A local user in a browser session.
    pub async fn person(&self, in_tenant: &str, name: &str) -> (Caller, Visitor) {
        let token = SessionToken::generate(&*self.parts.random);
        self.person_in(in_tenant, name, &token).await
    }

    /// A local user in the session of that cookie.
    pub async fn person_in(
        &self,
        in_tenant: &str,
        name: &str,
        token: &SessionToken,
    ) -> (Caller, Visitor) {
        let tenant = tenant(in_tenant);
        let people = self.parts.store.people();
        let now = self.clock.now();
        let person = people
            .ensure(
                &tenant,
                &Subject::local(name),
                name,
                Role::Member,
                now,
                &*self.parts.random,
            )
            .await
            .unwrap();
        let user = person.user.id.unwrap();
        let token = token.hash();
        let ends = now.plus(std::time::Duration::from_hours(168));
        let session = self
            .parts
            .store
            .sessions()
            .begin(
                &NewSession {
                    tenant: &tenant,
                    user,
                    token: &token,
                    entered_by: "link",
                    agent: "",
                    expires_at: ends,
                },
                now,
                &*self.parts.random,
            )
            .await
            .unwrap();
        let caller = Caller {
            tenant: tenant.clone(),
            user: person.user,
            door: Door::Session { session },
            role: Role::Member,
        };
        (
            caller,
            Visitor {
                tenant,
                user,
                session,
            },
        )
    }

    /// A user of a host, who has never been here.
    #[allow(clippy::unused_self)] // Asked for as the other callers are.
    pub fn guest(&self, in_tenant: &str, id: &str) -> Caller {
        let host: HostId = "host_00000000000000000000000000".parse().unwrap();
        Caller {
            tenant: tenant(in_tenant),
            user: User {
                id: None,
                subject: Subject::channel(&host, id),
                display_name: id.to_owned(),
            },
            door: Door::Host { host },
            role: Role::Member,
        }
    }

    pub async fn authorized(&self, caller: &Caller) -> Authorized {
        let url = Url::parse(API).unwrap();
        self.broker
            .authorize(caller, &app(), &self.registration, &url, &self.trace())
            .await
            .unwrap()
    }

    /// Starts a sign-in and goes on to the provider.
    pub async fn leave(
        &self,
        caller: &Caller,
        visitor: Option<&Visitor>,
    ) -> (SignInId, ToProvider) {
        let link = self
            .broker
            .start_sign_in(&self.authorized(caller).await, &[])
            .await
            .unwrap();
        let to = self
            .broker
            .go_on(&ticket(&link.url), visitor)
            .await
            .unwrap();
        (link.id, to)
    }

    /// The callback that the provider's answer makes in the browser that left.
    pub async fn come_back(
        &self,
        to: &ToProvider,
        answer: &Url,
    ) -> Result<CallbackOutcome, (CallbackError, Option<SignInId>)> {
        self.broker
            .callback(callback(answer, &[to.binding.expose()]))
            .await
    }

    /// The whole sign-in of one of our users.
    pub async fn sign_in(&self, caller: &Caller, visitor: &Visitor, name: &str) {
        let (_, to) = self.leave(caller, Some(visitor)).await;
        let answer = allow(&to, name).await;
        match self.come_back(&to, &answer).await {
            Ok(CallbackOutcome::Completed { .. }) => {}
            other => panic!("{other:?}"),
        }
    }

    /// Whether the provider has ended every grant that it ever made.
    pub fn all_ended(&self) -> bool {
        let grants = self.provider.server.grants();
        grants.iter().all(|grant| grant.ended.is_some())
    }

    pub fn refreshes(&self) -> u64 {
        self.provider.server.log().counters().refreshes
    }

    pub fn exchanges(&self) -> u64 {
        self.provider.server.log().counters().exchanges
    }

    pub fn script(&self, script: Value) {
        self.provider
            .server
            .set_script(serde_json::from_value::<Script>(script).unwrap());
    }
}

pub fn registration(issuer: &str) -> Value {
    json!({
        "name": "Contoso Repairs", "baseUrl": "https://repairs.contoso.example/", "clientId": "cloakroom",
        "authorizationEndpoint": format!("{issuer}/authorize"), "tokenEndpoint": format!("{issuer}/token"),
        "revocationEndpoint": format!("{issuer}/revoke"), "scopes": ["repairs.read"],
        "clientAuthentication": "basic",
    })
}

/// With the provider named as issuer: endpoints come from its metadata.
pub fn with_issuer(input: &mut Value) {
    let endpoint = input["tokenEndpoint"].as_str().unwrap().to_owned();
    input["issuer"] = json!(endpoint.strip_suffix("/token").unwrap());
    input["scopes"] = json!(["openid", "repairs.read"]);
}

/// Signs in at the provider in a browser of its own and allows; gives where that leads.
pub async fn allow(to: &ToProvider, name: &str) -> Url {
    Browser::default().allow(&to.authorization_url, name).await
}

pub fn ticket(url: &str) -> TicketToken {
    TicketToken::new(url.rsplit('/').next().unwrap())
}

/// A callback with the query of a URL and these binding cookies.
pub fn callback(url: &Url, bindings: &[&str]) -> CallbackInput {
    CallbackInput {
        path: url.path().to_owned(),
        parameters: url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
        bindings: bindings
            .iter()
            .map(|value| BindingToken::new(*value))
            .collect(),
    }
}
