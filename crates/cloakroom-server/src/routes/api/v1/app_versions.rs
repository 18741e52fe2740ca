//! `/api/v1/apps/{id}`: versions, the package, and what the validator says of it.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use cloakroom_host::{Findings, InstallationView, VersionView};
use cloakroom_model::AppId;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::apps::{AppsError, id};
use crate::app::App;
use crate::conventions::{IfMatch, Tagged};
use crate::identity::{Admin, Developer};
use crate::parts::{Path, PathPair, Query};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(serve))
        .routes(routes!(forget))
        .routes(routes!(package))
        .routes(routes!(findings))
}

/// The versions of an app.
#[derive(Serialize, utoipa::ToSchema)]
struct VersionList {
    /// The newest first, at most a hundred.
    versions: Vec<VersionView>,
}

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WhichVersion {
    /// The SHA-256 of its content; absent: the one that serves.
    version: Option<String>,
}

/// Which version, and for whom.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Judging {
    /// The SHA-256 of its content; absent: the one that serves.
    version: Option<String>,
    /// Also what the store wants.
    #[serde(default)]
    store: bool,
}

/// List the versions of an app, each with what it would change.
#[utoipa::path(
    get, path = "/apps/{id}/versions", operation_id = "list_app_versions", tag = "apps",
    params(("id" = AppId, Path, description = "The app.")),
    responses((status = 200, body = VersionList), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Json<VersionList>, AppsError> {
    let versions = app.host.versions(&caller.tenant, &id(&text)?).await?;
    Ok(Json(VersionList { versions }))
}

/// Let a version serve: approve the one that waits, or go back to an older one.
#[utoipa::path(
    post, path = "/apps/{id}/versions/{version}/serve", operation_id = "serve_app_version", tag = "apps",
    params(
        ("id" = AppId, Path, description = "The app."),
        ("version" = String, Path, description = "The SHA-256 of its content."),
        ("If-Match" = String, Header, description = "The version that serves now, in quotes."),
    ),
    responses((status = 200, body = InstallationView), AppsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn serve(
    Admin(caller): Admin,
    State(app): State<App>,
    PathPair(text, version): PathPair,
    seen: IfMatch,
) -> Result<Tagged<Json<InstallationView>>, AppsError> {
    let view = app
        .host
        .serve_version(&caller.tenant, &id(&text)?, seen.tag(), &version)
        .await?;
    Ok(Tagged(StatusCode::OK, view.version.clone(), Json(view)))
}

/// Forget a version that does not serve. One that waits is thereby refused.
#[utoipa::path(
    delete, path = "/apps/{id}/versions/{version}", operation_id = "forget_app_version", tag = "apps",
    params(
        ("id" = AppId, Path, description = "The app."),
        ("version" = String, Path, description = "The SHA-256 of its content."),
    ),
    responses((status = 204, description = "Forgotten."), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn forget(
    Developer(caller): Developer,
    State(app): State<App>,
    PathPair(text, version): PathPair,
) -> Result<StatusCode, AppsError> {
    app.host
        .forget_version(&caller.tenant, &id(&text)?, &version)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download the package: the same bytes for the same content.
#[utoipa::path(
    get, path = "/apps/{id}/package", operation_id = "download_app", tag = "apps",
    params(("id" = AppId, Path, description = "The app."), WhichVersion),
    responses((status = 200, body = inline(Vec<u8>), content_type = "application/zip", description = "The zip."), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn package(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    Query(which): Query<WhichVersion>,
) -> Result<Response, AppsError> {
    let zip = app
        .host
        .package(&caller.tenant, &id(&text)?, which.version.as_deref())
        .await?;
    let mut response = zip.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"package.zip\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// What the validator says of a version, with the sources that it speaks of.
#[utoipa::path(
    get, path = "/apps/{id}/findings", operation_id = "validate_app", tag = "apps",
    params(("id" = AppId, Path, description = "The app."), Judging),
    responses((status = 200, body = Findings), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn findings(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    Query(judging): Query<Judging>,
) -> Result<Json<Findings>, AppsError> {
    let found = app
        .host
        .findings(
            &caller.tenant,
            &id(&text)?,
            judging.version.as_deref(),
            judging.store,
        )
        .await?;
    Ok(Json(found))
}
