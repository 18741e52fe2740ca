//! `/api/v1/apps/{id}/authentication`: *Authentication and authorization* of the manifest. The exact
//! difference is shown before anything is saved.

use app_package::NewAuthorization;
use axum::Json;
use axum::extract::State;
use cloakroom_host::{AuthenticationEdit, AuthenticationView, InstallationView};
use cloakroom_model::{AppId, Role};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::apps::{AppsError, id};
use crate::app::App;
use crate::body;
use crate::conventions::{IfMatch, Tagged};
use crate::identity::Developer;
use crate::parts::Path;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, save))
        .routes(routes!(preview))
}

/// What the manifest is to say.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAuthentication {
    /// The way of authentication.
    #[serde(rename = "type")]
    kind: AuthenticationKind,
    /// The ID of an API key or OAuth client registration, as it goes into the manifest: one of
    /// ours, or the vendor's.
    #[serde(default)]
    registration_id: Option<String>,
}

/// Ways of authentication.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
enum AuthenticationKind {
    /// None.
    None,
    /// API key.
    ApiKey,
    /// Single sign-on by Microsoft Entra, which this host does not serve yet.
    EntraSso,
    /// OAuth 2.0.
    OAuth,
}

impl From<NewAuthentication> for NewAuthorization {
    fn from(new: NewAuthentication) -> Self {
        // An empty ID is refused where the manifest is edited, at its field.
        let id = new.registration_id.unwrap_or_default().trim().to_owned();
        match new.kind {
            AuthenticationKind::None => Self::None,
            AuthenticationKind::ApiKey => Self::ApiKey {
                registration_id: id,
            },
            AuthenticationKind::EntraSso => Self::EntraSso,
            AuthenticationKind::OAuth => Self::OAuth {
                configuration_id: id,
            },
        }
    }
}

/// What the manifest says now. Its ETag is the version that serves.
#[utoipa::path(
    get, path = "/apps/{id}/authentication", operation_id = "show_app_authentication", tag = "apps",
    params(("id" = AppId, Path, description = "The app.")),
    responses(
        (status = 200, body = AuthenticationView, headers(("ETag" = String, description = "The version, in quotes."))),
        AppsError,
    ),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Tagged<Json<AuthenticationView>>, AppsError> {
    let view = app.host.authentication(&caller.tenant, &id(&text)?).await?;
    Ok(Tagged(StatusCode::OK, view.version.clone(), Json(view)))
}

/// What saving would change: the lines of the manifest, what is to be approved, and what the
/// validator would say. Nothing is kept.
#[utoipa::path(
    post, path = "/apps/{id}/authentication/preview", operation_id = "preview_app_authentication", tag = "apps",
    params(("id" = AppId, Path, description = "The app.")),
    request_body = NewAuthentication,
    responses((status = 200, body = AuthenticationEdit), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn preview(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    body::Json(new): body::Json<NewAuthentication>,
) -> Result<Json<AuthenticationEdit>, AppsError> {
    let edit = app
        .host
        .preview_authentication(&caller.tenant, &id(&text)?, &new.into())
        .await?;
    Ok(Json(edit))
}

/// Save it as a new version of the app. An administrator's serves at once; a developer's waits
/// where it changes the registration.
#[utoipa::path(
    put, path = "/apps/{id}/authentication", operation_id = "save_app_authentication", tag = "apps",
    params(
        ("id" = AppId, Path, description = "The app."),
        ("If-Match" = String, Header, description = "The version that serves now, in quotes."),
    ),
    request_body = NewAuthentication,
    responses((status = 200, body = InstallationView), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn save(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
    body::Json(new): body::Json<NewAuthentication>,
) -> Result<Tagged<Json<InstallationView>>, AppsError> {
    let approves = caller.role >= Role::Admin;
    let view = app
        .host
        .save_authentication(
            &caller.tenant,
            &id(&text)?,
            &new.into(),
            seen.tag(),
            approves,
        )
        .await?;
    Ok(Tagged(StatusCode::OK, view.version.clone(), Json(view)))
}
