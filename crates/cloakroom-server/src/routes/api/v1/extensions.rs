//! `GET /api/v1/extensions`: what the chat offers to this person.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use cloakroom_host::ExtensionView;
use serde::Serialize;

use crate::app::App;
use crate::identity::Member;
use crate::problem::{CatalogFault, route_error};

pub(super) fn router() -> Router<App> {
    Router::new().route("/extensions", get(list))
}

route_error! {
    /// Why extensions were not listed.
    enum ExtensionsError {
        ..Catalog(CatalogFault),
    }
}

#[derive(Serialize)]
struct Extensions {
    extensions: Vec<ExtensionView>,
}

async fn list(
    Member(caller): Member,
    State(app): State<App>,
) -> Result<Json<Extensions>, ExtensionsError> {
    Ok(Json(Extensions {
        extensions: app.host.extensions(&caller).await.map_err(CatalogFault)?,
    }))
}
