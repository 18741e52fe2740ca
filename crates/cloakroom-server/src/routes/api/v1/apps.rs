//! `/api/v1/apps`: packages installed in the caller's tenant, their bindings and icons.

use app_package::{EditError, Problem};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use cloakroom_host::{InstallError, InstallOptions, InstallationView};
use cloakroom_model::{AppId, RegistrationId};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body::{self, Zip, pairs};
use crate::conventions::{ConventionError, IfMatch, PageQuery, Tagged, next};
use crate::identity::{Admin, Developer, Reader};
use crate::limits::TooMany;
use crate::parts::{Path, Query};
use crate::problem::{CatalogFault, Documented, FieldProblem, RouteError, route_error, said_below};
use crate::routes::api::picture;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, install))
        .routes(routes!(show, uninstall))
        .routes(routes!(bind))
        .routes(routes!(icon))
}

said_below! {
    /// What the host says, with its status.
    pub(super) struct Refused(InstallError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            InstallError::Package(_)
            | InstallError::ManifestId(_)
            | InstallError::MapInProduction
            | InstallError::Map { .. }
            | InstallError::Binding(_)
            | InstallError::Edit(_) => StatusCode::BAD_REQUEST,
            InstallError::OtherOwner(_) | InstallError::Waiting | InstallError::Serving => {
                StatusCode::CONFLICT
            }
            InstallError::Changed => StatusCode::PRECONDITION_FAILED,
            InstallError::NotInstalled | InstallError::UnknownVersion => StatusCode::NOT_FOUND,
            InstallError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Every problem of the package, by its place.
    fn fields(&self) -> Vec<FieldProblem> {
        if let InstallError::Edit(error @ EditError::Id { .. }) = &self.0 {
            return vec![FieldProblem {
                field: "registrationId".to_owned(),
                message: format!("{error}."),
            }];
        }
        let field = |problem: &Problem| FieldProblem {
            field: problem.place(),
            message: format!("{} {}", problem.sentence, problem.fix),
        };
        self.0.problems().iter().map(field).collect()
    }

    fn document(problems: &mut Documented) {
        problems.add(
            StatusCode::BAD_REQUEST,
            &[
                "map_in_production",
                "map_invalid",
                "binding_invalid",
                "registration_id_malformed",
            ],
        );
        problems.add(
            StatusCode::CONFLICT,
            &["app_other_owner", "version_waiting", "version_serving"],
        );
        problems.add(StatusCode::PRECONDITION_FAILED, &["changed"]);
        problems.add(StatusCode::NOT_FOUND, &["app_unknown", "version_unknown"]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why an app was not installed, shown, bound or removed.
    pub(super) enum AppsError {
        ..Refused(Refused),
        ..Catalog(CatalogFault),
        ..TooMany(TooMany),
        ..Convention(ConventionError),
        /// There is no such app in the tenant.
        Unknown => (
            NOT_FOUND, "app_unknown",
            "There is no such app.",
            "No app installed in this tenant has this id."
        ),
        /// A map or binding in the query is not written as one.
        Option { name: &'static str } => (
            BAD_REQUEST, "install_option",
            "The app was not installed: an option could not be understood.",
            "Each {name} is written as {name}=LEFT=RIGHT: map=https://declared.example=http://127.0.0.1:8789, bind=ID-IN-THE-PACKAGE=reg_…"
        ),
    }
}

impl From<InstallError> for AppsError {
    fn from(error: InstallError) -> Self {
        Self::Refused(Refused(error))
    }
}

/// A page of apps.
#[derive(Serialize, utoipa::ToSchema)]
struct AppList {
    apps: Vec<InstallationView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Binding {
    foreign_id: String,
    registration_id: RegistrationId,
}

pub(super) fn id(text: &str) -> Result<AppId, AppsError> {
    text.parse().map_err(|_| AppsError::Unknown)
}

/// With its tag: when it was last changed.
fn tagged(status: StatusCode, view: InstallationView) -> Tagged<Json<InstallationView>> {
    Tagged(status, view.changed_at.to_string(), Json(view))
}

/// List the apps of the tenant, by name. A search finds the words of names, and manifest ids.
#[utoipa::path(
    get, path = "/apps", operation_id = "list_apps", tag = "apps",
    params(PageQuery),
    responses((status = 200, body = AppList), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<AppList>, AppsError> {
    let request = page.request()?;
    let page = app.host.installed_page(&caller.tenant, &request).await;
    let page = page.map_err(CatalogFault)?;
    Ok(Json(AppList {
        next: next(&page),
        apps: page.items,
    }))
}

/// Show an app as it is now.
#[utoipa::path(
    get, path = "/apps/{id}", operation_id = "show_app", tag = "apps",
    params(("id" = AppId, Path, description = "The app.")),
    responses(
        (status = 200, body = InstallationView, headers(("ETag" = String, description = "changedAt, in quotes."))),
        AppsError,
    ),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Tagged<Json<InstallationView>>, AppsError> {
    let found = app.host.show_app(&caller.tenant, &id(&text)?).await;
    let view = found.map_err(CatalogFault)?.ok_or(AppsError::Unknown)?;
    Ok(tagged(StatusCode::OK, view))
}

/// Install a package, or a new version of one.
#[utoipa::path(
    post, path = "/apps", operation_id = "install_app", tag = "apps",
    params(("map" = Vec<String>, Query, description = "In development: `https://declared.example=http://127.0.0.1:8789`."), ("bind" = Vec<String>, Query, description = "`ID-IN-THE-PACKAGE=reg_…`.")),
    request_body(content = inline(Vec<u8>), content_type = "application/zip"),
    responses((status = 201, body = InstallationView), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn install(
    Developer(caller): Developer,
    State(app): State<App>,
    RawQuery(query): RawQuery,
    Zip(package): Zip,
) -> Result<Tagged<Json<InstallationView>>, AppsError> {
    app.limits.upload(&caller.tenant)?;
    let options = options(&query.unwrap_or_default())?;
    let installed = app
        .host
        .install(&caller.tenant, &package, options)
        .await
        .map_err(Refused)?;
    Ok(tagged(StatusCode::CREATED, installed))
}

/// `map=LEFT=RIGHT` and `bind=LEFT=RIGHT`, each as often as wanted.
pub(super) fn options(query: &str) -> Result<InstallOptions, AppsError> {
    let mut options = InstallOptions::default();
    for (name, value) in pairs(query.as_bytes()) {
        // IDs of other services are often base64 and end with `=`; ours never hold one.
        let (name, list, sides) = match name.as_str() {
            "map" => ("map", &mut options.map, value.split_once('=')),
            "bind" => ("bind", &mut options.bindings, value.rsplit_once('=')),
            _ => continue,
        };
        let (left, right) = sides.ok_or(AppsError::Option { name })?;
        list.push((left.to_owned(), right.to_owned()));
    }
    Ok(options)
}

/// Binds an ID that the package carries to a registration of ours (decision 13).
#[utoipa::path(
    post, path = "/apps/{id}/bindings", operation_id = "bind_app", tag = "apps",
    params(
        ("id" = AppId, Path, description = "The app."),
        ("If-Match" = String, Header, description = "The ETag: changedAt in quotes."),
    ),
    request_body = Binding,
    responses((status = 200, body = InstallationView), AppsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn bind(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
    body::Json(binding): body::Json<Binding>,
) -> Result<Tagged<Json<InstallationView>>, AppsError> {
    let Binding {
        foreign_id,
        registration_id,
    } = binding;
    let (id, seen) = (id(&text)?, seen.changed_at()?);
    let bound = app
        .host
        .bind(&caller.tenant, &id, seen, &foreign_id, &registration_id)
        .await;
    Ok(tagged(StatusCode::OK, bound.map_err(Refused)?))
}

/// Remove an app from the tenant.
#[utoipa::path(
    delete, path = "/apps/{id}", operation_id = "uninstall_app", tag = "apps",
    params(
        ("id" = AppId, Path, description = "The app."),
        ("If-Match" = String, Header, description = "The ETag: changedAt in quotes."),
    ),
    responses((status = 204, description = "Removed from the tenant."), AppsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn uninstall(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(text): Path,
    seen: IfMatch,
) -> Result<StatusCode, AppsError> {
    let (id, seen) = (id(&text)?, seen.changed_at()?);
    let removed = app.host.uninstall(&caller.tenant, &id, seen).await;
    removed.map_err(Refused)?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(
    get, path = "/apps/{id}/icon", operation_id = "icon_app", tag = "apps",
    params(("id" = AppId, Path, description = "The app.")),
    responses((status = 200, body = inline(Vec<u8>), content_type = "image/png", description = "The icon."), AppsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn icon(
    Reader(caller): Reader,
    State(app): State<App>,
    Path(text): Path,
) -> Result<Response, AppsError> {
    let found = app
        .host
        .icon(&caller.tenant, &id(&text)?)
        .await
        .map_err(CatalogFault)?;
    Ok(match found {
        Some(icon) => picture(icon, "private, max-age=300"),
        None => AppsError::Unknown.into_response(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn maps_and_bindings_are_read_in_their_order() {
        let options =
            options("map=https%3A%2F%2Fa%3Dhttp%3A%2F%2Fb&bind=Zm9y%3D%3D=reg_x&map=c=d&other=1")
                .unwrap();
        let pair = |left: &str, right: &str| (left.to_owned(), right.to_owned());
        assert_eq!(options.map, [pair("https://a", "http://b"), pair("c", "d")]);
        assert_eq!(options.bindings, [pair("Zm9y==", "reg_x")]);
    }

    #[test]
    fn an_option_without_two_sides_is_refused() {
        assert!(options("map=https://a").is_err());
        assert!(options("bind=x").is_err());
    }
}
