//! Listening, and ending in good order.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::wiring::Installation;

/// How long requests under way may go on after the signal to end.
const GRACE: Duration = Duration::from_secs(20);

/// Loopback in both families (decision 26): browsers take `localhost` for either.
pub(crate) async fn listen(port: u16, flag: &str) -> Result<Vec<TcpListener>> {
    let first = bind((Ipv4Addr::LOCALHOST, port).into(), flag).await?;
    let mut listeners = vec![first];
    // A machine without IPv6 is served by the first.
    if let Ok(second) = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
        listeners.push(second);
    }
    Ok(listeners)
}

/// Binds, or names the flag that chooses another port.
pub(crate) async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "port {} is taken or not allowed: choose another with {flag}",
            address.port()
        )
    })
}

/// Serves until SIGINT or SIGTERM, then lets requests under way end.
pub(crate) async fn run(installation: Installation, listeners: Vec<TcpListener>) -> Result<()> {
    let (end, ended) = watch::channel(false);
    let background = tokio::spawn(installation.broker.clone().run_background());
    let mut servers = Vec::new();
    for listener in listeners {
        servers.push(tokio::spawn(serve_one(
            listener,
            installation.router.clone(),
            ended.clone(),
        )));
    }
    signal().await?;
    tracing::info!("ending: requests under way may finish");
    end.send_replace(true);
    for server in servers {
        if tokio::time::timeout(GRACE, server).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
    }
    background.abort();
    installation.broker.tick().await?;
    installation.traces.flush().await;
    Ok(())
}

async fn serve_one(
    listener: TcpListener,
    router: Router,
    mut ended: watch::Receiver<bool>,
) -> Result<()> {
    // The doors count by the address of the other side.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            // An error means that the sender is gone, which is an end as well.
            let _ = ended.wait_for(|ended| *ended).await;
        })
        .await
        .context("serving")
}

async fn signal() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
