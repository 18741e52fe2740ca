//! `GET /api/v1/extensions`: what the chat offers to this person.

use axum::Json;
use axum::extract::State;
use cloakroom_host::ExtensionView;
use serde::Serialize;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::identity::Member;
use crate::problem::{CatalogFault, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

route_error! {
    /// Why extensions were not listed.
    enum ExtensionsError {
        ..Catalog(CatalogFault),
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct Extensions {
    extensions: Vec<ExtensionView>,
}

#[utoipa::path(
    get, path = "/extensions", operation_id = "list_extensions", tag = "chat",
    responses((status = 200, body = Extensions), ExtensionsError),
    security(("session" = ["member"])),
)]
async fn list(
    Member(caller): Member,
    State(app): State<App>,
) -> Result<Json<Extensions>, ExtensionsError> {
    Ok(Json(Extensions {
        extensions: app.host.extensions(&caller).await.map_err(CatalogFault)?,
    }))
}
