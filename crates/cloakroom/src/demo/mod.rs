//! `cloakroom demo`: everything on loopback, with the sample provider and API in this process.

mod ports;
mod samples;
mod seed;

use std::net::Ipv4Addr;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cli::DemoArgs;
use crate::config::Config;
use crate::data_folder::{self, DataFolder};
use crate::serve;
use crate::wiring::Installation;

/// Further loopback targets that an extension under development may be served from.
const LOOPBACK_VARIABLE: &str = "CLOAKROOM_DEMO_LOOPBACK";

pub(crate) async fn run(args: DemoArgs) -> Result<()> {
    let began = Instant::now();
    let folder = DataFolder::open(&args.data)?;
    let ports = ports::choose(&args, &folder.file("ports.toml"))?;
    let listeners = serve::listen(ports.cloakroom, "--port").await?;
    let loopback = |port| (Ipv4Addr::LOCALHOST, port).into();
    // Bound here first, so that a port that is taken is told with the name of its flag.
    let provider = serve::bind(
        loopback(ports.authorization_server),
        "--authorization-server-port",
    )
    .await?;
    let api = serve::bind(loopback(ports.api), "--api-port").await?;
    let secrets = samples::Secrets::read_or_make(&folder)?;
    let samples = samples::start(&args, &ports, &secrets, provider, api)?;
    drop(folder);

    let mut config = Config::development(args.data.clone(), ports.cloakroom)?;
    config.demo = true;
    config.allow_loopback = vec![
        ("127.0.0.1".to_owned(), ports.authorization_server),
        ("127.0.0.1".to_owned(), ports.api),
    ];
    if let Ok(more) = std::env::var(LOOPBACK_VARIABLE) {
        for target in more.split(',').filter(|target| !target.is_empty()) {
            config
                .allow_loopback
                .push(crate::config::host_and_port(target).context(LOOPBACK_VARIABLE)?);
        }
    }
    let installation = Installation::open(&config).await?;
    seed::seed(&installation, &ports, &secrets).await?;
    let link = seed::link(&installation, &config.public_url).await?;

    println!(
        "Sample authorization server  {}  (fault dial: {}/dial)",
        samples.issuer, samples.issuer
    );
    println!(
        "Sample repairs API           http://127.0.0.1:{}",
        ports.api
    );
    println!("Data folder                  {}", args.data.display());
    println!(
        "Administrator's token        {}",
        args.data.join(data_folder::ADMINISTRATOR).display()
    );
    println!(
        "Ready after {:.1} s. Sign in at the provider as karin or alex, password repairs.",
        began.elapsed().as_secs_f32()
    );
    println!("Open {link}");
    let served = serve::run(installation, listeners).await;
    samples.stop().await;
    served
}
