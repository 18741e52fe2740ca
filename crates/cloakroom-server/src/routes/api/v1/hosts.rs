//! `/api/v1/hosts`: who may bring invokes, and by which credential.

use axum::extract::State;
use axum::{Extension, Json};
use cloakroom_model::{HostId, TenantId, Timestamp};
use cloakroom_store::{Host, NewHost};
use cloakroom_vault::HostCredential;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, PageQuery, ShownOnce, next};
use crate::identity::Admin;
use crate::parts::{Path, Query};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(remove))
}

route_error! {
    /// Why hosts were not listed, made or removed.
    enum HostsError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        /// The name is empty or too long.
        BadName => (
            BAD_REQUEST, "host_name",
            "Give the host a name of 1 to 64 characters.",
            "name has 1 to 64 characters."
        ),
        /// Too many ids, or one that is no id.
        BadTenantIds => (
            BAD_REQUEST, "host_tenant_ids",
            "The host's tenant ids cannot be used.",
            "tenantIds are at most 16 texts of 1 to 128 characters each."
        ),
        /// There is no such host in the tenant.
        Unknown => (
            NOT_FOUND, "host_unknown",
            "There is no such host.",
            "No host of this tenant has this id."
        ),
    }
}

from_store_error!(HostsError);

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct HostView {
    id: HostId,
    name: String,
    tenant: TenantId,
    tenant_ids: Vec<String>,
    created_at: Timestamp,
}

impl From<Host> for HostView {
    fn from(host: Host) -> Self {
        let Host {
            tenant,
            id,
            name,
            tenant_ids,
            created_at,
        } = host;
        Self {
            id,
            name,
            tenant,
            tenant_ids,
            created_at,
        }
    }
}

/// A page of hosts.
#[derive(Serialize, utoipa::ToSchema)]
struct HostList {
    hosts: Vec<HostView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct HostInput {
    name: String,
    #[serde(default)]
    tenant_ids: Vec<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct CreatedHost {
    #[serde(flatten)]
    host: HostView,
    /// Shown this once; only its hash is kept.
    credential: String,
}

/// List the hosts of the tenant, the oldest first.
#[utoipa::path(
    get, path = "/hosts", operation_id = "list_hosts", tag = "hosts",
    params(PageQuery),
    responses((status = 200, body = HostList), HostsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn list(
    Admin(caller): Admin,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<HostList>, HostsError> {
    let (hosts, request) = (app.store.hosts(), page.request()?);
    let page = hosts.page(&caller.tenant, &request).await?;
    Ok(Json(HostList {
        next: next(&page),
        hosts: page.items.into_iter().map(HostView::from).collect(),
    }))
}

#[utoipa::path(
    post, path = "/hosts", operation_id = "create_host", tag = "hosts",
    request_body = HostInput,
    responses((status = 201, body = CreatedHost), HostsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn create(
    Admin(caller): Admin,
    State(app): State<App>,
    body::Json(input): body::Json<HostInput>,
) -> Result<(StatusCode, Extension<ShownOnce>, Json<CreatedHost>), HostsError> {
    if !(1..=64).contains(&input.name.trim().chars().count()) {
        return Err(HostsError::BadName);
    }
    let sound = |id: &String| (1..=128).contains(&id.len()) && !id.contains(char::is_control);
    if input.tenant_ids.len() > 16 || !input.tenant_ids.iter().all(sound) {
        return Err(HostsError::BadTenantIds);
    }
    let credential = HostCredential::issue(app.random.as_ref());
    let host = Host {
        tenant: caller.tenant,
        id: HostId::generate(app.random.as_ref()),
        name: input.name.trim().to_owned(),
        tenant_ids: input.tenant_ids,
        created_at: app.clock.now(),
    };
    app.store
        .hosts()
        .add(&NewHost {
            host: host.clone(),
            credential: credential.hash(),
        })
        .await?;
    let created = CreatedHost {
        host: host.into(),
        credential: credential.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(created)))
}

#[utoipa::path(
    delete, path = "/hosts/{id}", operation_id = "remove_host", tag = "hosts",
    params(("id" = HostId, Path, description = "The host.")),
    responses((status = 204, description = "Removed; its credential is dead."), HostsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn remove(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(id): Path,
) -> Result<StatusCode, HostsError> {
    let id: HostId = id.parse().map_err(|_| HostsError::Unknown)?;
    let removed = app.store.hosts().remove(&caller.tenant, &id).await?;
    app.hosts.forget(|host| host.id == id);
    if removed {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(HostsError::Unknown)
    }
}
