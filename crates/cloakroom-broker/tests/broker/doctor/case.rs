//! One registration with its provider, its API and its person, all with names of their own.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::doctor::{DoctorRunView, FindingCode, Operation};
use cloakroom_broker::{Broker, RegistrationInput};
use cloakroom_egress::{Exception, Guard, Policy};
use cloakroom_model::{Caller, Random as _, RegistrationId, SystemRandom};
use cloakroom_vault::ClientSecret;
use sample_authorization_server::{Client, Config, Running, Script};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Browser, REDIRECT, World, callback, ticket};

/// What the person does at the provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Person {
    Allows,
    Denies,
    StaysAway,
    Cancels,
}

/// What a case is made of; faults change it.
pub(super) struct Case {
    /// Letters and digits of this case alone.
    pub(super) own: String,
    /// The registration, as it is typed.
    pub(super) input: Value,
    pub(super) secret: String,
    /// The client, as the provider knows it.
    pub(super) client: Client,
    /// How the provider behaves when the registration is saved, and from then on.
    pub(super) at_save: Value,
    pub(super) script: Value,
    pub(super) api: ResponseTemplate,
    pub(super) person: Person,
    pub(super) production: bool,
    /// The scopes that the OpenAPI description wants.
    pub(super) wants: Vec<String>,
    /// The origin and path of the operation.
    pub(super) server: Option<String>,
    /// A port on loopback where nobody listens.
    pub(super) closed: u16,
    pub(super) port: u16,
    pub(super) host: String,
}

/// Letters and digits that were never seen before.
pub(super) fn own() -> String {
    let mut bytes = [0_u8; 8];
    SystemRandom.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(b'a' + byte % 26))
        .collect()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Case {
    fn right() -> Self {
        let own = own();
        let (port, host) = (free_port(), format!("{own}.localhost"));
        let at = format!("http://{host}:{port}");
        let secret = format!("{own}%:+ s&é");
        let client = Client::confidential(
            &format!("client-{own}"),
            &own,
            &secret,
            &format!("http://localhost:8787{REDIRECT}"),
        );
        Self {
            input: json!({
                "name": format!("Registration {own}"), "baseUrl": "http://127.0.0.1:1/",
                "clientId": client.id,
                "authorizationEndpoint": format!("{at}/authorize"),
                "tokenEndpoint": format!("{at}/token"),
                "revocationEndpoint": format!("{at}/revoke"),
                "scopes": ["repairs.read", "offline_access"], "clientAuthentication": "basic",
                "restrictByOrg": "AnyOrganization", "restrictByApp": "ExistingApp", "appId": own,
            }),
            secret,
            client,
            at_save: json!({}),
            script: json!({}),
            api: ResponseTemplate::new(200).set_body_json(json!([])),
            person: Person::Allows,
            production: false,
            wants: vec!["repairs.read".to_owned()],
            server: None,
            closed: free_port(),
            port,
            host,
            own,
        }
    }

    /// The provider's origin.
    pub(super) fn at(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }

    /// With the provider as issuer: its metadata give the endpoints.
    pub(super) fn with_issuer(&mut self) {
        self.input["issuer"] = json!(self.at());
    }
}

/// What came of a case.
pub(super) struct Outcome {
    pub(super) view: DoctorRunView,
    pub(super) provider: Running,
    pub(super) api: MockServer,
    pub(super) broker: Arc<Broker>,
    pub(super) registration: RegistrationId,
    pub(super) secret: String,
}

impl Outcome {
    pub(super) fn codes(&self) -> BTreeSet<FindingCode> {
        self.view.findings.iter().map(|found| found.code).collect()
    }
}

async fn started(case: &mut Case) -> Running {
    for _ in 0..20 {
        let config = Config {
            listen: ([127, 0, 0, 1], case.port).into(),
            issuer: Some(case.at()),
            clients: vec![case.client.clone()],
            script: serde_json::from_value::<Script>(case.at_save.clone()).unwrap(),
            ..Config::default()
        };
        if let Ok(running) = sample_authorization_server::spawn(config).await {
            return running;
        }
        // Somebody else took the port between finding and using it, which happens.
        tokio::task::yield_now().await;
    }
    panic!("no port {}", case.port);
}

/// Runs a case with these faults, the person's part included.
pub(super) async fn run(world: &World, faults: &[&(dyn Fn(&mut Case) + Sync)]) -> Outcome {
    let mut case = Case::right();
    for fault in faults {
        fault(&mut case);
    }
    let provider = started(&mut case).await;
    let api = MockServer::start().await;
    Mock::given(any())
        .respond_with(case.api.clone())
        .mount(&api)
        .await;
    let api_at = case
        .server
        .clone()
        .unwrap_or_else(|| format!("http://127.0.0.1:{}/{}", api.address().port(), case.own));
    if case.input["baseUrl"] == "http://127.0.0.1:1/" {
        case.input["baseUrl"] = json!(api_at);
    }
    let exceptions = [
        (case.host.as_str(), case.port),
        ("127.0.0.1", case.port),
        ("127.0.0.1", case.closed),
        ("127.0.0.1", api.address().port()),
    ]
    .map(|(host, port)| Exception::new(host, port).unwrap());
    let guard = Guard::new(Policy::development(exceptions), world.parts.clock.clone()).unwrap();
    let mut parts = world.parts.clone();
    parts.guard = Arc::new(guard);
    let broker = Broker::new(parts.clone());
    let (karin, visitor) = world.person("contoso", &case.own).await;
    let input: RegistrationInput = serde_json::from_value(case.input.clone()).unwrap();
    let secret = (input_needs_secret(&case.input)).then(|| ClientSecret::new(case.secret.clone()));
    let saved = broker.save(&karin.tenant, None, input, secret).await;
    let saved = saved.unwrap_or_else(|error| panic!("{error:?} of {}", case.input));
    provider
        .server
        .set_script(serde_json::from_value(case.script.clone()).unwrap());
    parts.config.production = case.production;
    let broker = Broker::new(parts);
    let operation = Operation {
        app_owner: karin.tenant.clone(),
        manifest_id: case.own.parse().unwrap(),
        command: "listRepairs".to_owned(),
        method: "GET".to_owned(),
        url: format!("{api_at}/repairs?assignedTo={}", case.own)
            .parse()
            .unwrap(),
        dial: None,
        scopes: case.wants.clone(),
    };
    let begun = broker
        .begin_test(&karin.tenant, &saved.id, karin.user.id, Some(operation))
        .await
        .unwrap();
    let mut view = settled(&broker, &karin, begun).await;
    if view.status == "waiting" {
        let link = broker.begin_test_sign_in(&karin, &view.id).await.unwrap();
        let to = broker
            .go_on(&ticket(&link.url), Some(&visitor))
            .await
            .unwrap();
        let mut browser = Browser::default();
        match case.person {
            Person::Allows | Person::Denies => {
                let decision = if case.person == Person::Allows {
                    "allow"
                } else {
                    "deny"
                };
                let answer = browser
                    .decide(&to.authorization_url, "karin", decision)
                    .await;
                // How it went the run tells.
                let _ = broker
                    .callback(callback(&answer, &[to.binding.expose()]))
                    .await;
            }
            Person::StaysAway => world.clock.advance(Duration::from_secs(601)),
            Person::Cancels => broker.cancel_sign_in(&karin, &link.id).await.unwrap(),
        }
        view = done(&broker, &karin, view).await;
    }
    Outcome {
        view,
        provider,
        api,
        broker,
        registration: saved.id,
        secret: case.secret,
    }
}

fn input_needs_secret(input: &Value) -> bool {
    input["clientAuthentication"] != "none"
}

/// Until the checks are over.
pub(super) async fn settled(
    broker: &Arc<Broker>,
    by: &Caller,
    view: DoctorRunView,
) -> DoctorRunView {
    until(broker, by, view, |status| status != "checking").await
}

pub(super) async fn done(broker: &Arc<Broker>, by: &Caller, view: DoctorRunView) -> DoctorRunView {
    until(broker, by, view, |status| status == "done").await
}

async fn until(
    broker: &Arc<Broker>,
    by: &Caller,
    mut view: DoctorRunView,
    reached: impl Fn(&str) -> bool,
) -> DoctorRunView {
    while !reached(view.status) {
        view = broker
            .test(
                &by.tenant,
                &view.id,
                Some(view.revision),
                Duration::from_secs(5),
            )
            .await
            .unwrap();
    }
    view
}
