//! `/api/v1/tenants`: for the administrator of the installation.

use axum::Json;
use axum::extract::State;
use cloakroom_model::TenantId;
use cloakroom_store::Tenant;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, PageQuery, next};
use crate::identity::Administrator;
use crate::parts::Query;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create))
}

route_error! {
    /// Why tenants were not listed or made.
    enum TenantsError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        /// The id has other characters than ids have.
        BadId => (
            BAD_REQUEST, "tenant_id_malformed",
            "That is not a tenant id.",
            "A tenant id has 1 to 64 letters, digits, '-', '_' and '.'."
        ),
    }
}

from_store_error!(TenantsError);

#[derive(Serialize, utoipa::ToSchema)]
struct TenantView {
    id: TenantId,
    name: String,
}

/// A page of tenants.
#[derive(Serialize, utoipa::ToSchema)]
struct TenantList {
    tenants: Vec<TenantView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTenant {
    id: String,
    name: Option<String>,
}

/// List all tenants, the oldest first.
#[utoipa::path(
    get, path = "/tenants", operation_id = "list_tenants", tag = "people",
    params(PageQuery),
    responses((status = 200, body = TenantList), TenantsError),
    security(("administrator" = [])),
)]
async fn list(
    _: Administrator,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<TenantList>, TenantsError> {
    let page = app.store.people().tenants_page(&page.request()?).await?;
    let view = |Tenant { id, name }| TenantView { id, name };
    Ok(Json(TenantList {
        next: next(&page),
        tenants: page.items.into_iter().map(view).collect(),
    }))
}

/// Makes a tenant; one that is there stays as it is.
#[utoipa::path(
    post, path = "/tenants", operation_id = "create_tenant", tag = "people",
    request_body = NewTenant,
    responses((status = 200, body = TenantView), TenantsError),
    security(("administrator" = [])),
)]
async fn create(
    _: Administrator,
    State(app): State<App>,
    body::Json(new): body::Json<NewTenant>,
) -> Result<Json<TenantView>, TenantsError> {
    let id: TenantId = new.id.parse().map_err(|_| TenantsError::BadId)?;
    let name = new.name.unwrap_or_else(|| id.to_string());
    app.store
        .people()
        .add_tenant(
            &Tenant {
                id: id.clone(),
                name: name.clone(),
            },
            app.clock.now(),
        )
        .await?;
    Ok(Json(TenantView { id, name }))
}
