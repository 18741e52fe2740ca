//! `/api/v1/hosts`: who may bring invokes, and by which credential.

use axum::extract::State;
use axum::routing::{delete, get};
use axum::{Json, Router};
use cloakroom_model::{HostId, TenantId, Timestamp};
use cloakroom_store::{Host, NewHost};
use cloakroom_vault::HostCredential;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::body;
use crate::identity::Admin;
use crate::parts::Path;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/hosts", get(list).post(create))
        .route("/hosts/{id}", delete(remove))
}

route_error! {
    /// Why hosts were not listed, made or removed.
    enum HostsError {
        ..Store(StoreFault),
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

#[derive(Serialize)]
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

#[derive(Serialize)]
struct HostList {
    hosts: Vec<HostView>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct HostInput {
    name: String,
    #[serde(default)]
    tenant_ids: Vec<String>,
}

#[derive(Serialize)]
struct Created {
    #[serde(flatten)]
    host: HostView,
    /// Shown this once; only its hash is kept.
    credential: String,
}

async fn list(Admin(caller): Admin, State(app): State<App>) -> Result<Json<HostList>, HostsError> {
    let hosts = app.store.hosts().list(&caller.tenant).await?;
    Ok(Json(HostList {
        hosts: hosts.into_iter().map(HostView::from).collect(),
    }))
}

async fn create(
    Admin(caller): Admin,
    State(app): State<App>,
    body::Json(input): body::Json<HostInput>,
) -> Result<(StatusCode, Json<Created>), HostsError> {
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
    let created = Created {
        host: host.into(),
        credential: credential.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(created)))
}

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
