//! The operators' door: a listener of its own for `/metrics`.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;

use crate::serve::bind;

/// Counts from here on, and serves the counts on loopback in Prometheus' text format.
pub(crate) async fn serve(port: u16) -> Result<()> {
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics")?;
    let listener = bind((Ipv4Addr::LOCALHOST, port).into(), "--operations-port").await?;
    let router = Router::new().route("/metrics", get(move || async move { recorder.render() }));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the operators' door closed");
        }
    });
    Ok(())
}
