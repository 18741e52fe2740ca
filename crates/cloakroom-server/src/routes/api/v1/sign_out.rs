//! `POST /api/v1/sign-out`: out of a registration, here at once and then at the provider.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use cloakroom_model::{Recorder, RegistrationId, TraceKind};
use serde::Deserialize;

use super::grants::Ended;
use crate::app::App;
use crate::body;
use crate::identity::Member;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> Router<App> {
    Router::new().route("/sign-out", post(sign_out))
}

route_error! {
    /// Why nobody was signed out.
    enum SignOutError {
        ..Store(StoreFault),
    }
}

from_store_error!(SignOutError);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Which {
    registration_id: RegistrationId,
}

/// Signing out of what one is not signed in to is done, too: the answer says `nothing`.
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
