//! `/api/v1/sign-ins/{id}`: how a sign-in stands, for the chat that waits for it.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{SignInError, SignInView};
use cloakroom_model::{Door, SignInId};
use http::StatusCode;
use serde::Deserialize;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::identity::{IdentityError, Member};
use crate::parts::{Path, Query};
use crate::problem::{
    Documented, RouteError, StoreFault, from_store_error, route_error, said_below,
};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(cancel))
}

/// The longest that an answer is held back, in seconds.
const LONGEST: u64 = 25;

said_below! {
    /// What the broker says, with its status.
    struct Refused(SignInError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            SignInError::NotFound => StatusCode::NOT_FOUND,
            SignInError::Expired | SignInError::Over(_) | SignInError::RegistrationGone => {
                StatusCode::GONE
            }
            SignInError::OtherUser | SignInError::TestNeedsSession | SignInError::Policy(_) => {
                StatusCode::FORBIDDEN
            }
            SignInError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::NOT_FOUND, &[]);
        problems.add(StatusCode::GONE, &[]);
        problems.add(StatusCode::FORBIDDEN, &[]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why a sign-in is not shown or cancelled.
    enum SignInsError {
        ..Identity(IdentityError),
        ..Store(StoreFault),
        ..Refused(Refused),
    }
}

from_store_error!(SignInsError);

impl From<SignInError> for SignInsError {
    fn from(error: SignInError) -> Self {
        Self::Refused(Refused(error))
    }
}

#[derive(Deserialize)]
struct Patience {
    wait: Option<u64>,
}

fn id(text: &str) -> Result<SignInId, SignInsError> {
    text.parse().map_err(|_| SignInError::NotFound.into())
}

/// With `wait`, answers when something changes, or after so many seconds.
#[utoipa::path(
    get, path = "/sign-ins/{id}", operation_id = "show_sign_in", tag = "chat",
    params(("id" = SignInId, Path, description = "The sign-in."), ("wait" = Option<u64>, Query, description = "Answer when something changes, or after so many seconds; at most 25.")),
    responses((status = 200, body = SignInView), SignInsError),
    security(("session" = ["member"])),
)]
async fn show(
    Member(caller): Member,
    State(app): State<App>,
    Path(text): Path,
    Query(patience): Query<Patience>,
) -> Result<Json<SignInView>, SignInsError> {
    let wait = Duration::from_secs(patience.wait.unwrap_or(0).min(LONGEST));
    let shown = app
        .broker
        .sign_in_status(&caller, &id(&text)?, wait)
        .await?;
    // The session was alive when the waiting began, and may have ended since (SEC-WEB-12).
    if let Door::Session { session } = caller.door {
        let now = app.clock.now();
        let alive = app
            .store
            .sessions()
            .alive(&caller.tenant, session, now)
            .await?;
        alive.ok_or(IdentityError::Nobody)?;
    }
    Ok(Json(shown))
}

#[utoipa::path(
    post, path = "/sign-ins/{id}/cancel", operation_id = "cancel_sign_in", tag = "chat",
    params(("id" = SignInId, Path, description = "The sign-in.")),
    responses((status = 204, description = "Cancelled."), SignInsError),
    security(("session" = ["member"])),
)]
async fn cancel(
    Member(caller): Member,
    State(app): State<App>,
    Path(text): Path,
) -> Result<StatusCode, SignInsError> {
    app.broker.cancel_sign_in(&caller, &id(&text)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
