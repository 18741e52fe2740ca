//! `/api/v1/registrations`: OAuth client registrations of the caller's tenant.

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{RegistrationError, RegistrationInput, RegistrationView};
use cloakroom_model::{Explain, RegistrationId};
use http::StatusCode;
use serde::Serialize;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::identity::Developer;
use crate::parts::Path;
use crate::problem::{Documented, FieldProblem, RouteError, route_error, said_below};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, save))
        .routes(routes!(show, remove))
        .routes(routes!(reserve))
}

said_below! {
    /// What the broker says, with its status.
    struct Refused(RegistrationError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            RegistrationError::Fields(_) | RegistrationError::Discovery(_) => {
                StatusCode::BAD_REQUEST
            }
            RegistrationError::NotFound => StatusCode::NOT_FOUND,
            RegistrationError::NameTaken | RegistrationError::Changed => StatusCode::CONFLICT,
            RegistrationError::Store(_) | RegistrationError::Seal(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match &self.0 {
            RegistrationError::Fields(problems) => problems
                .iter()
                .map(|problem| FieldProblem {
                    field: problem.field.clone(),
                    message: problem.message.clone(),
                })
                .collect(),
            RegistrationError::Discovery(why) => {
                vec![FieldProblem {
                    field: "issuer".to_owned(),
                    message: why.clone(),
                }]
            }
            RegistrationError::NameTaken => {
                vec![FieldProblem {
                    field: "name".to_owned(),
                    message: self.0.user(),
                }]
            }
            RegistrationError::NotFound
            | RegistrationError::Changed
            | RegistrationError::Store(_)
            | RegistrationError::Seal(_) => Vec::new(),
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(
            StatusCode::BAD_REQUEST,
            &["registration_invalid", "issuer_metadata_unusable"],
        );
        problems.add(StatusCode::NOT_FOUND, &["registration_not_found"]);
        problems.add(
            StatusCode::CONFLICT,
            &["registration_name_taken", "registration_changed"],
        );
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why a registration was not made, shown or removed.
    enum RegistrationsError {
        ..Refused(Refused),
    }
}

impl From<RegistrationError> for RegistrationsError {
    fn from(error: RegistrationError) -> Self {
        Self::Refused(Refused(error))
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct RegistrationList {
    registrations: Vec<RegistrationView>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Reserved {
    id: RegistrationId,
    redirect_url: String,
}

fn id(text: &str) -> Result<RegistrationId, RegistrationsError> {
    text.parse().map_err(|_| RegistrationError::NotFound.into())
}

#[utoipa::path(
    get, path = "/registrations", operation_id = "list_registrations", tag = "registrations",
    responses((status = 200, body = RegistrationList), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
) -> Result<Json<RegistrationList>, RegistrationsError> {
    Ok(Json(RegistrationList {
        registrations: app.broker.list(&caller.tenant).await?,
    }))
}

#[utoipa::path(
    get, path = "/registrations/{id}", operation_id = "show_registration", tag = "registrations",
    params(("id" = RegistrationId, Path, description = "The OAuth client registration ID.")),
    responses((status = 200, body = RegistrationView), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Json<RegistrationView>, RegistrationsError> {
    Ok(Json(app.broker.show(&caller.tenant, &id(&text)?).await?))
}

/// Providers often want the redirect URL before there is anything to save.
#[utoipa::path(
    post, path = "/registrations/reserve", operation_id = "reserve_registration", tag = "registrations",
    responses((status = 201, body = Reserved), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn reserve(
    Developer(caller): Developer,
    State(app): State<App>,
) -> Result<(StatusCode, Json<Reserved>), RegistrationsError> {
    let reservation = app.broker.reserve(&caller.tenant).await?;
    let reserved = Reserved {
        id: reservation.id,
        redirect_url: reservation.redirect_url,
    };
    Ok((StatusCode::CREATED, Json(reserved)))
}

#[utoipa::path(
    post, path = "/registrations", operation_id = "save_registration", tag = "registrations",
    request_body = RegistrationInput,
    responses((status = 201, body = RegistrationView, description = "Made."), (status = 200, body = RegistrationView, description = "Saved as a new version."), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn save(
    Developer(caller): Developer,
    State(app): State<App>,
    body::Json(mut input): body::Json<RegistrationInput>,
) -> Result<(StatusCode, Json<RegistrationView>), RegistrationsError> {
    let (id, secret) = (input.id.clone(), input.client_secret.take());
    let view = app
        .broker
        .save(&caller.tenant, id.as_ref(), input, secret)
        .await?;
    let status = if view.version == 1 {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(view)))
}

#[utoipa::path(
    delete, path = "/registrations/{id}", operation_id = "remove_registration", tag = "registrations",
    params(("id" = RegistrationId, Path, description = "The OAuth client registration ID.")),
    responses((status = 204, description = "Removed."), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn remove(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<StatusCode, RegistrationsError> {
    app.broker.delete(&caller.tenant, &id(&text)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
