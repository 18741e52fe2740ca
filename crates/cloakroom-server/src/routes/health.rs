//! `GET /healthz` and `GET /readyz`: for whoever watches the process, under any name.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::App;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
}

route_error! {
    /// Why the process is not ready.
    enum ReadyError {
        ..Store(StoreFault),
    }
}

from_store_error!(ReadyError);

/// The process lives.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can do its work: the database answers.
async fn readyz(State(app): State<App>) -> Result<&'static str, ReadyError> {
    app.store.ping().await?;
    Ok("ready\n")
}
