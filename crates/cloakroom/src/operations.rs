//! The operators' door: a listener of its own for `/metrics`.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;

use cloakroom_store::TraceQueue;

use crate::serve::bind;

/// Counts from here on, and serves the counts on loopback in Prometheus' text format.
///
/// Traces that were dropped are counted by their queue, from the process's start (decision 16).
pub(crate) async fn serve(port: u16, traces: TraceQueue) -> Result<()> {
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics")?;
    let listener = bind((Ipv4Addr::LOCALHOST, port).into(), "--operations-port").await?;
    let counts = move || text(&recorder.render(), traces.dropped());
    let router = Router::new().route("/metrics", get(move || async move { counts() }));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the operators' door closed");
        }
    });
    Ok(())
}

fn text(counts: &str, dropped: u64) -> String {
    format!(
        "{counts}# TYPE cloakroom_traces_dropped_total counter\n\
         cloakroom_traces_dropped_total {dropped}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_traces_are_among_the_counts() {
        assert!(text("a_total 1\n\n", 7).ends_with("\ncloakroom_traces_dropped_total 7\n"));
    }
}
