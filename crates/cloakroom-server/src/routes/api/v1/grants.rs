//! `/api/v1/grants`: where one is signed in, and ending it (SEC-WEB-11).

use axum::Json;
use axum::extract::State;
use cloakroom_broker::{GrantQuery, GrantView, SignedOut};
use cloakroom_host::AppName;
use cloakroom_model::{Door, GrantId, Recorder, RegistrationId, Subject, TraceKind};
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::conventions::{ConventionError, PageQuery};
use crate::identity::Reader;
use crate::parts::{Path, Query};
use crate::problem::{CatalogFault, StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(end))
}

route_error! {
    /// Why grants were not listed or ended.
    enum GrantsError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        ..Catalog(CatalogFault),
        /// There is none with that id, or it is somebody else's. Both look the same.
        Unknown => (
            NOT_FOUND, "grant_unknown",
            "That sign-in has ended already.",
            "No grant that you may end has this id."
        ),
    }
}

from_store_error!(GrantsError);

/// A grant, and for which apps it was given.
#[derive(Serialize, utoipa::ToSchema)]
struct ListedGrant {
    #[serde(flatten)]
    grant: GrantView,
    /// The apps that may use it and are installed.
    apps: Vec<AppName>,
}

/// A page of grants.
#[derive(Serialize, utoipa::ToSchema)]
struct GrantList {
    grants: Vec<ListedGrant>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

/// Whose grants. For who may see those of the tenant, `issuer` with `subject`, `registration` and
/// `app` narrow them down.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct GrantFilterQuery {
    /// Those of the whole tenant, for admins; by default one's own. The administrator's token sees
    /// all of the tenant.
    #[serde(default)]
    all: bool,
    /// Only those of this user: by whom he is named.
    issuer: Option<String>,
    /// His name there.
    subject: Option<String>,
    /// Only those under this registration.
    registration: Option<String>,
    /// Only those with consent for this app.
    app: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
}

/// What became of the provider's side.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Ended {
    pub(super) revoked: SignedOut,
}

/// List grants, the newest first: one's own, or for who may those of the tenant.
#[utoipa::path(
    get, path = "/grants", operation_id = "list_grants", tag = "grants",
    params(GrantFilterQuery),
    responses((status = 200, body = GrantList), GrantsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn list(
    Reader(caller): Reader,
    State(app): State<App>,
    Query(asked): Query<GrantFilterQuery>,
) -> Result<Json<GrantList>, GrantsError> {
    let request = PageQuery::of(asked.cursor, asked.limit).request()?;
    let nothing = Json(GrantList {
        grants: Vec::new(),
        next: None,
    });
    let registration: Option<RegistrationId> = match asked.registration.as_deref().map(str::parse) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => return Ok(nothing),
    };
    let of_app = match asked.app.as_deref().map(str::parse) {
        None => None,
        Some(Err(_)) => return Ok(nothing),
        Some(Ok(id)) => match app
            .host
            .app_of(&caller.tenant, &id)
            .await
            .map_err(CatalogFault)?
        {
            Some(found) => Some(found),
            None => return Ok(nothing),
        },
    };
    let query = GrantQuery {
        all: asked.all || caller.door == Door::Administrator,
        user: asked.subject.map(|subject| Subject {
            issuer: asked.issuer.unwrap_or_else(|| Subject::LOCAL.to_owned()),
            subject,
        }),
        registration,
        app: of_app,
    };
    let page = app.broker.grants(&caller, &query, &request).await?;
    let mut grants = Vec::with_capacity(page.items.len());
    for grant in page.items {
        let apps = app.host.apps_of_grant(&caller.tenant, &grant.id).await;
        grants.push(ListedGrant {
            grant,
            apps: apps.map_err(CatalogFault)?,
        });
    }
    Ok(Json(GrantList {
        grants,
        next: page.next.map(|next| next.to_string()),
    }))
}

/// End a grant: here at once, then at the provider.
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
