//! `POST /api/v1/sign-out`: out of a registration, here at once and then at the provider.

use axum::Json;
use axum::extract::State;
use cloakroom_model::{Recorder, RegistrationId, TraceKind};
use serde::Deserialize;

use super::grants::Ended;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::identity::Member;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_out))
}

route_error! {
    /// Why nobody was signed out.
    enum SignOutError {
        ..Store(StoreFault),
    }
}

from_store_error!(SignOutError);

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Which {
    registration_id: RegistrationId,
}

/// Signing out of what one is not signed in to is done, too: the answer says `nothing`.
#[utoipa::path(
    post, path = "/sign-out", operation_id = "sign_out", tag = "grants",
    request_body = Which,
    responses((status = 200, body = Ended), SignOutError),
    security(("session" = ["member"])),
)]
async fn sign_out(
    Member(caller): Member,
    State(app): State<App>,
    body::Json(Which { registration_id }): body::Json<Which>,
) -> Result<Json<Ended>, SignOutError> {
    let trace = Recorder::start(TraceKind::SignOut, &app.clock, app.random.as_ref());
    trace.about("Sign out");
    if let Some(user) = caller.user.id {
        trace.user(user.0);
    }
    let ended = app.broker.sign_out(&caller, &registration_id, &trace).await;
    app.traces.submit(&caller.tenant, trace.finish());
    Ok(Json(Ended { revoked: ended? }))
}
