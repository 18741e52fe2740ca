//! `/api/v1/grants`: where one is signed in, and ending it (SEC-WEB-11).

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{GrantView, SignedOut};
use cloakroom_model::{Door, GrantId, Recorder, TraceKind};
use serde::Serialize;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::identity::Reader;
use crate::parts::Path;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(end))
}

route_error! {
    /// Why grants were not listed or ended.
    enum GrantsError {
        ..Store(StoreFault),
        /// There is none with that id, or it is somebody else's. Both look the same.
        Unknown => (
            NOT_FOUND, "grant_unknown",
            "That sign-in has ended already.",
            "No grant that you may end has this id."
        ),
    }
}

from_store_error!(GrantsError);

#[derive(Serialize, utoipa::ToSchema)]
struct GrantList {
    grants: Vec<GrantView>,
}

/// What became of the provider's side.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Ended {
    pub(super) revoked: SignedOut,
}

/// The caller's own grants; the administrator's token lists the tenant's.
#[utoipa::path(
    get, path = "/grants", operation_id = "list_grants", tag = "grants",
    responses((status = 200, body = GrantList), GrantsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn list(
    Reader(caller): Reader,
    State(app): State<App>,
) -> Result<Json<GrantList>, GrantsError> {
    let all = caller.door == Door::Administrator;
    Ok(Json(GrantList {
        grants: app.broker.grants(&caller, all).await?,
    }))
}

#[utoipa::path(
    delete, path = "/grants/{id}", operation_id = "end_grant", tag = "grants",
    params(("id" = GrantId, Path, description = "The grant.")),
    responses((status = 200, body = Ended), GrantsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn end(
    Reader(caller): Reader,
    State(app): State<App>,
    Path(id): Path,
) -> Result<Json<Ended>, GrantsError> {
    let id: GrantId = id.parse().map_err(|_| GrantsError::Unknown)?;
    let trace = Recorder::start(TraceKind::SignOut, &app.clock, app.random.as_ref());
    trace.about("End a grant");
    if let Some(user) = caller.user.id {
        trace.user(user.0);
    }
    let ended = app.broker.revoke_grant(&caller, &id, &trace).await;
    app.traces.submit(&caller.tenant, trace.finish());
    ended?
        .map(|revoked| Json(Ended { revoked }))
        .ok_or(GrantsError::Unknown)
}
