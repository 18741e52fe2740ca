//! Cloakroom in one binary: command line, configuration, wiring, the embedded web UI.
#![forbid(unsafe_code)]

mod api;
mod cli;
mod config;
mod data_folder;
#[cfg(feature = "demo")]
mod demo;
mod explain;
mod generate;
mod inspect;
mod operations;
mod output;
mod pack;
mod render;
mod serve;
mod sign_in;
mod validate;
mod verbs;
mod wiring;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser as _;
use cloakroom_model::SystemRandom;
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, ServeArgs, Verb};
use crate::config::Config;
use crate::wiring::Installation;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log(&cli.verb);
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cloakroom: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Servers tell what they do; other verbs only what goes wrong.
fn log(verb: &Verb) {
    let usual = match verb {
        Verb::Serve(_) => "info,sqlx=warn",
        #[cfg(feature = "demo")]
        Verb::Demo(_) => "warn",
        _ => "warn",
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_env("CLOAKROOM_LOG").unwrap_or_else(|_| EnvFilter::new(usual)),
        )
        .with_writer(std::io::stderr)
        .init();
}

fn run(cli: Cli) -> Result<ExitCode> {
    // Fails only when one is installed already, which nobody else here does.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("runtime")?;
    runtime.block_on(async {
        match cli.verb {
            Verb::Serve(args) => serve(&args).await,
            #[cfg(feature = "demo")]
            Verb::Demo(args) => demo::run(args).await,
            Verb::Invoke(args) => verbs::invoke::run(args).await,
            Verb::Render(args) => render::run(&args),
            Verb::Registration(verb) => verbs::registration::run(verb).await,
            Verb::ApiKey(verb) => verbs::api_key::run(verb).await,
            Verb::App(verb) => verbs::app::run(verb).await,
            Verb::Host(verb) => verbs::host::run(verb).await,
            Verb::Person(verb) => verbs::person::run(verb).await,
            Verb::Doctor(args) => return verbs::doctor::run(args).await,
            Verb::Grant(verb) => verbs::grant::run(verb).await,
            Verb::Inspect(args) => return inspect::run(&args),
            Verb::Validate(args) => return Ok(validate::run(&args)),
            Verb::Explain(args) => explain::run(&args),
            Verb::Generate(args) => generate::run(&args, &SystemRandom),
            Verb::Pack(args) => pack::run(&args),
        }?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn serve(args: &ServeArgs) -> Result<()> {
    let config = Config::read(args)?;
    let listeners = serve::listen(config.port, "--port").await?;
    let installation = Installation::open(&config).await?;
    if let Some(port) = config.operations_port {
        operations::serve(port, installation.traces.clone()).await?;
    }
    if installation.first_tenant().await? {
        println!(
            "A new installation: enter with the link that `cloakroom person link admin` prints."
        );
    }
    println!("Open {}", config.public_url);
    serve::run(installation, listeners).await
}
