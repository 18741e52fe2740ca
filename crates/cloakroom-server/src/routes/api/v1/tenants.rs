//! `/api/v1/tenants`: for the administrator of the installation.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use cloakroom_model::TenantId;
use cloakroom_store::Tenant;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::body;
use crate::identity::Administrator;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> Router<App> {
    Router::new().route("/tenants", get(list).post(create))
}

route_error! {
    /// Why tenants were not listed or made.
    enum TenantsError {
        ..Store(StoreFault),
        /// The id has other characters than ids have.
        BadId => (
            BAD_REQUEST, "tenant_id_malformed",
            "That is not a tenant id.",
            "A tenant id has 1 to 64 letters, digits, '-', '_' and '.'."
        ),
    }
}

from_store_error!(TenantsError);

#[derive(Serialize)]
struct TenantView {
    id: TenantId,
    name: String,
}

#[derive(Serialize)]
struct TenantList {
    tenants: Vec<TenantView>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTenant {
    id: String,
    name: Option<String>,
}

async fn list(_: Administrator, State(app): State<App>) -> Result<Json<TenantList>, TenantsError> {
    let tenants = app.store.people().tenants().await?;
    let tenants = tenants
        .into_iter()
        .map(|Tenant { id, name }| TenantView { id, name })
        .collect();
    Ok(Json(TenantList { tenants }))
}

/// Makes a tenant; one that is there stays as it is.
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
