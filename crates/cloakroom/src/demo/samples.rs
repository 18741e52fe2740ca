//! The sample authorization server and the sample API.

use anyhow::{Context, Result};
use cloakroom_model::SystemRandom;
use cloakroom_vault::ClientSecret;
use sample_authorization_server as provider;
use sample_repairs_api as api;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::ports::Ports;
use crate::cli::DemoArgs;
use crate::data_folder::{self, DataFolder};

/// The client id of Cloakroom at the sample provider.
pub(super) const CLIENT_ID: &str = "cloakroom";
const API_CLIENT_ID: &str = "repairs-api";

/// What Cloakroom and the API present to the sample provider; made on the first run.
pub(super) struct Secrets {
    pub(super) client: ClientSecret,
    api: ClientSecret,
}

impl Secrets {
    pub(super) fn read_or_make(folder: &DataFolder) -> Result<Self> {
        let one = |name: &str| -> Result<ClientSecret> {
            let path = folder.file(name);
            if let Some(secret) = data_folder::read_secret(&path)? {
                return Ok(ClientSecret::new(secret));
            }
            let secret = ClientSecret::generate(&SystemRandom);
            data_folder::write_secret(&path, secret.expose())?;
            Ok(secret)
        };
        Ok(Self {
            client: one("sample-client.secret")?,
            api: one("sample-api.secret")?,
        })
    }
}

/// The samples at work.
pub(super) struct Samples {
    pub(super) issuer: String,
    end: watch::Sender<bool>,
    tasks: Vec<JoinHandle<std::io::Result<()>>>,
}

impl Samples {
    /// Ends both.
    pub(super) async fn stop(self) {
        self.end.send_replace(true);
        for task in self.tasks {
            // Whether one of them failed at its end matters to nobody.
            let _ = task.await;
        }
    }
}

/// Starts both on listeners that are bound already.
pub(super) fn start(
    args: &DemoArgs,
    ports: &Ports,
    secrets: &Secrets,
    provider_listener: TcpListener,
    api_listener: TcpListener,
) -> Result<Samples> {
    let issuer = format!("http://127.0.0.1:{}", ports.authorization_server);
    let redirect = format!(
        "http://localhost:{}/api/platform/v1.0/oAuthRedirect",
        ports.cloakroom
    );
    let client =
        provider::Client::confidential(CLIENT_ID, "Cloakroom", secrets.client.expose(), &redirect);
    let resource_server = provider::Client::resource_server(API_CLIENT_ID, secrets.api.expose());
    let provider_config = provider::Config {
        issuer: Some(issuer.clone()),
        clients: vec![client, resource_server],
        access_token_seconds: args.token_seconds,
        see_also: Some(format!("http://127.0.0.1:{}/dial", ports.api)),
        ..provider::Config::default()
    };
    let introspection = api::Introspection {
        endpoint: format!("{issuer}/introspect")
            .parse()
            .context("the introspection endpoint")?,
        client_id: API_CLIENT_ID.to_owned(),
        client_secret: secrets.api.expose().to_owned(),
    };
    let api_config = api::Config::new(introspection);
    let (end, ended) = watch::channel(false);
    let until = |mut ended: watch::Receiver<bool>| async move {
        // An error means that the sender is gone, which is an end as well.
        let _ = ended.wait_for(|ended| *ended).await;
    };
    let tasks = vec![
        tokio::spawn(provider::serve(
            provider_config,
            provider_listener,
            until(ended.clone()),
        )),
        tokio::spawn(api::serve(api_config, api_listener, until(ended))),
    ];
    Ok(Samples { issuer, end, tasks })
}
