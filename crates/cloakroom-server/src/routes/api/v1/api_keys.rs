//! `/api/v1/api-keys`: API key registrations of the caller's tenant.

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{ApiKeyInput, ApiKeyView, RegistrationError};
use cloakroom_model::RegistrationId;
use http::StatusCode;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::registrations::{Refused, Reserved, id};
use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, IfMatch, PageQuery, Tagged};
use crate::identity::Developer;
use crate::parts::{Path, Query};
use crate::problem::route_error;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(reserve))
        .routes(routes!(show, update, remove))
}

route_error! {
    /// Why an API key registration was not made, shown or removed.
    enum ApiKeysError {
        ..Refused(Refused),
        ..Convention(ConventionError),
    }
}

impl From<RegistrationError> for ApiKeysError {
    fn from(error: RegistrationError) -> Self {
        Self::Refused(Refused(error))
    }
}

/// A page of API key registrations.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct ApiKeyList {
    api_keys: Vec<ApiKeyView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

fn tagged(status: StatusCode, view: ApiKeyView) -> Tagged<Json<ApiKeyView>> {
    Tagged(status, view.version.to_string(), Json(view))
}

/// List API key registrations, by name.
#[utoipa::path(
    get, path = "/api-keys", operation_id = "list_api_keys", tag = "api keys",
    params(PageQuery),
    responses((status = 200, body = ApiKeyList), ApiKeysError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<ApiKeyList>, ApiKeysError> {
    let page = app
        .broker
        .api_keys(&caller.tenant, &page.request()?)
        .await?;
    Ok(Json(ApiKeyList {
        api_keys: page.items,
        next: page.next.map(|next| next.to_string()),
    }))
}

/// Reserve the ID of an API key registration, for a manifest that is written first.
#[utoipa::path(
    post, path = "/api-keys/reserve", operation_id = "reserve_api_key", tag = "api keys",
    responses((status = 201, body = Reserved), ApiKeysError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn reserve(
    Developer(caller): Developer,
    State(app): State<App>,
) -> Result<(StatusCode, Json<Reserved>), ApiKeysError> {
    let reservation = app.broker.reserve_api_key(&caller.tenant).await?;
    let reserved = Reserved {
        id: reservation.id,
        redirect_url: reservation.redirect_url,
    };
    Ok((StatusCode::CREATED, Json(reserved)))
}

/// Register an API key, in a reserved ID or a new one.
#[utoipa::path(
    post, path = "/api-keys", operation_id = "create_api_key", tag = "api keys",
    request_body = ApiKeyInput,
    responses((status = 201, body = ApiKeyView), ApiKeysError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn create(
    Developer(caller): Developer,
    State(app): State<App>,
    body::Json(input): body::Json<ApiKeyInput>,
) -> Result<Tagged<Json<ApiKeyView>>, ApiKeysError> {
    let view = app.broker.create_api_key(&caller.tenant, input).await?;
    Ok(tagged(StatusCode::CREATED, view))
}

/// Show an API key registration. Its keys are never shown.
#[utoipa::path(
    get, path = "/api-keys/{id}", operation_id = "show_api_key", tag = "api keys",
    params(("id" = RegistrationId, Path, description = "The registration ID.")),
    responses(
        (status = 200, body = ApiKeyView, headers(("ETag" = String, description = "The version, in quotes."))),
        ApiKeysError,
    ),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Tagged<Json<ApiKeyView>>, ApiKeysError> {
    let view = app.broker.show_api_key(&caller.tenant, &id(&text)?).await?;
    Ok(tagged(StatusCode::OK, view))
}

/// Save an API key registration as a new version: enter a second key, send it, remove the first.
#[utoipa::path(
    put, path = "/api-keys/{id}", operation_id = "update_api_key", tag = "api keys",
    params(
        ("id" = RegistrationId, Path, description = "The registration ID."),
        ("If-Match" = String, Header, description = "The ETag: the version in quotes."),
    ),
    request_body = ApiKeyInput,
    responses((status = 200, body = ApiKeyView), ApiKeysError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn update(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
    body::Json(input): body::Json<ApiKeyInput>,
) -> Result<Tagged<Json<ApiKeyView>>, ApiKeysError> {
    let (id, version) = (id(&text)?, seen.version()?);
    let view = app
        .broker
        .update_api_key(&caller.tenant, &id, version, input)
        .await?;
    Ok(tagged(StatusCode::OK, view))
}

/// Delete an API key registration: nothing uses it from now on, and its keys are destroyed.
#[utoipa::path(
    delete, path = "/api-keys/{id}", operation_id = "delete_api_key", tag = "api keys",
    params(
        ("id" = RegistrationId, Path, description = "The registration ID."),
        ("If-Match" = String, Header, description = "The ETag: the version in quotes."),
    ),
    responses((status = 204, description = "Deleted."), ApiKeysError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn remove(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
) -> Result<StatusCode, ApiKeysError> {
    let (id, version) = (id(&text)?, seen.version()?);
    app.broker.show_api_key(&caller.tenant, &id).await?;
    app.broker
        .delete(&caller.tenant, &id, Some(version))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
