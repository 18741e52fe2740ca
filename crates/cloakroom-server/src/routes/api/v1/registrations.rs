//! `/api/v1/registrations`: OAuth client registrations of the caller's tenant.

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{
    DiscoveredView, RegistrationError, RegistrationInput, RegistrationView, Uses,
};
use cloakroom_model::{AppId, Explain, RegistrationId};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, IfMatch, PageQuery, Tagged};
use crate::identity::Developer;
use crate::parts::{Path, Query};
use crate::problem::{CatalogFault, Documented, FieldProblem, RouteError, route_error, said_below};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(reserve))
        .routes(routes!(discover))
        .routes(routes!(show, update, remove))
        .routes(routes!(swap_secrets))
        .routes(routes!(uses))
}

said_below! {
    /// What the broker says, with its status.
    pub(super) struct Refused(RegistrationError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            RegistrationError::Fields(_) | RegistrationError::Discovery(_) => {
                StatusCode::BAD_REQUEST
            }
            RegistrationError::NotFound => StatusCode::NOT_FOUND,
            RegistrationError::NameTaken
            | RegistrationError::Saved
            | RegistrationError::NoSecond => StatusCode::CONFLICT,
            RegistrationError::Changed => StatusCode::PRECONDITION_FAILED,
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
            | RegistrationError::Saved
            | RegistrationError::NoSecond
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
            &[
                "registration_name_taken",
                "registration_saved",
                "second_secret_missing",
            ],
        );
        problems.add(StatusCode::PRECONDITION_FAILED, &["registration_changed"]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why a registration was not made, shown or removed.
    enum RegistrationsError {
        ..Refused(Refused),
        ..Convention(ConventionError),
        ..Catalog(CatalogFault),
    }
}

impl From<RegistrationError> for RegistrationsError {
    fn from(error: RegistrationError) -> Self {
        Self::Refused(Refused(error))
    }
}

/// A page of registrations.
#[derive(Serialize, utoipa::ToSchema)]
struct RegistrationList {
    registrations: Vec<RegistrationView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

/// An ID and redirect URL to enter at the provider before there is anything to save.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reserved {
    pub(super) id: RegistrationId,
    pub(super) redirect_url: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct IssuerInput {
    /// The issuer's URL, byte for byte as it names itself.
    issuer: String,
}

/// What uses a registration, and what ends with it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegistrationUses {
    /// The apps of this tenant that use it.
    apps: Vec<AppUse>,
    /// Who is signed in under it.
    #[serde(flatten)]
    uses: Uses,
}

/// An app that uses a registration.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct AppUse {
    app_id: AppId,
    name: String,
}

pub(super) fn id(text: &str) -> Result<RegistrationId, Refused> {
    text.parse()
        .map_err(|_| Refused(RegistrationError::NotFound))
}

fn tagged(status: StatusCode, view: RegistrationView) -> Tagged<Json<RegistrationView>> {
    Tagged(status, view.version.to_string(), Json(view))
}

/// List registrations, by name.
#[utoipa::path(
    get, path = "/registrations", operation_id = "list_registrations", tag = "registrations",
    params(PageQuery),
    responses((status = 200, body = RegistrationList), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<RegistrationList>, RegistrationsError> {
    let page = app.broker.page(&caller.tenant, &page.request()?).await?;
    Ok(Json(RegistrationList {
        registrations: page.items,
        next: page.next.map(|next| next.to_string()),
    }))
}

/// Show a registration. Its secret is never shown.
#[utoipa::path(
    get, path = "/registrations/{id}", operation_id = "show_registration", tag = "registrations",
    params(("id" = RegistrationId, Path, description = "The OAuth client registration ID.")),
    responses(
        (status = 200, body = RegistrationView, headers(("ETag" = String, description = "The version, in quotes."))),
        RegistrationsError,
    ),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Tagged<Json<RegistrationView>>, RegistrationsError> {
    let view = app.broker.show(&caller.tenant, &id(&text)?).await?;
    Ok(tagged(StatusCode::OK, view))
}

/// Reserve an ID: providers often want the redirect URL before there is anything to save.
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

/// Register a client, in a reserved ID or a new one.
#[utoipa::path(
    post, path = "/registrations", operation_id = "create_registration", tag = "registrations",
    request_body = RegistrationInput,
    responses((status = 201, body = RegistrationView), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn create(
    Developer(caller): Developer,
    State(app): State<App>,
    body::Json(mut input): body::Json<RegistrationInput>,
) -> Result<Tagged<Json<RegistrationView>>, RegistrationsError> {
    let secret = input.take_secret();
    let view = app.broker.create(&caller.tenant, input, secret).await?;
    Ok(tagged(StatusCode::CREATED, view))
}

/// Save a registration as a new version. Without `clientSecret` the one that is kept stays.
#[utoipa::path(
    put, path = "/registrations/{id}", operation_id = "update_registration", tag = "registrations",
    params(
        ("id" = RegistrationId, Path, description = "The OAuth client registration ID."),
        ("If-Match" = String, Header, description = "The ETag: the version in quotes."),
    ),
    request_body = RegistrationInput,
    responses((status = 200, body = RegistrationView), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn update(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
    body::Json(mut input): body::Json<RegistrationInput>,
) -> Result<Tagged<Json<RegistrationView>>, RegistrationsError> {
    let (id, secret) = (id(&text)?, input.take_secret());
    let view = app
        .broker
        .update(&caller.tenant, &id, seen.version()?, input, secret)
        .await?;
    Ok(tagged(StatusCode::OK, view))
}

/// Put the client secret before in force again, while it is kept.
#[utoipa::path(
    post, path = "/registrations/{id}/swap-secrets", operation_id = "swap_secrets", tag = "registrations",
    params(
        ("id" = RegistrationId, Path, description = "The OAuth client registration ID."),
        ("If-Match" = String, Header, description = "The ETag: the version in quotes."),
    ),
    responses((status = 200, body = RegistrationView), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn swap_secrets(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
) -> Result<Tagged<Json<RegistrationView>>, RegistrationsError> {
    let view = app
        .broker
        .swap_secrets(&caller.tenant, &id(&text)?, seen.version()?)
        .await?;
    Ok(tagged(StatusCode::OK, view))
}

/// What uses a registration: what breaks when it is deleted.
#[utoipa::path(
    get, path = "/registrations/{id}/uses", operation_id = "registration_uses", tag = "registrations",
    params(("id" = RegistrationId, Path, description = "The registration ID, of an OAuth client or an API key.")),
    responses((status = 200, body = RegistrationUses), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn uses(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Json<RegistrationUses>, RegistrationsError> {
    let id = id(&text)?;
    let uses = app.broker.uses(&caller.tenant, &id).await?;
    let installed = app.host.installed(&caller.tenant).await;
    let apps = installed.map_err(CatalogFault)?.into_iter();
    let apps = apps.filter(|app| app.registration_id.as_deref() == Some(id.as_str()));
    let apps = apps
        .map(|app| AppUse {
            app_id: app.app_id,
            name: app.name,
        })
        .collect();
    Ok(Json(RegistrationUses { apps, uses }))
}

/// Ask an issuer for its endpoints.
#[utoipa::path(
    post, path = "/registrations/discover", operation_id = "discover_endpoints", tag = "registrations",
    request_body = IssuerInput,
    responses((status = 200, body = DiscoveredView), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn discover(
    Developer(_): Developer,
    State(app): State<App>,
    body::Json(IssuerInput { issuer }): body::Json<IssuerInput>,
) -> Result<Json<DiscoveredView>, RegistrationsError> {
    Ok(Json(app.broker.discovered(&issuer).await?))
}

/// Delete a registration: nothing uses it from now on, its grants end, and their tokens are
/// revoked at the provider where it can.
#[utoipa::path(
    delete, path = "/registrations/{id}", operation_id = "delete_registration", tag = "registrations",
    params(
        ("id" = RegistrationId, Path, description = "The OAuth client registration ID."),
        ("If-Match" = String, Header, description = "The ETag: the version in quotes."),
    ),
    responses((status = 204, description = "Deleted; revocations are queued."), RegistrationsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn remove(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
) -> Result<StatusCode, RegistrationsError> {
    let version = Some(seen.version()?);
    app.broker
        .delete(&caller.tenant, &id(&text)?, version)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
