//! `POST /api/v1/session/tenant`: the same person in another tenant that he is in.

use axum::extract::State;
use axum::response::Response;
use cloakroom_model::TenantId;
use http::HeaderMap;
use serde::Deserialize;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{SessionError, SessionView, begun};
use crate::app::App;
use crate::body;
use crate::identity::{LiveSession, session};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(switch_tenant))
}

route_error! {
    /// Why the tenant was not switched.
    enum SwitchError {
        ..Session(SessionError),
        ..Store(StoreFault),
        /// There is no such tenant, or this person is not in it. Both look the same.
        NotIn => (
            NOT_FOUND, "tenant_not_yours",
            "You are not in that organization.",
            "A person of a provider is in the tenants that the provider's groups lead to; a local account is in its own alone."
        ),
    }
}

from_store_error!(SwitchError);

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SwitchTenant {
    tenant: TenantId,
}

/// Ends this session and begins one in the other tenant, with a token and a role of its own.
#[utoipa::path(
    post, path = "/session/tenant", operation_id = "switch_tenant", tag = "session",
    request_body = SwitchTenant,
    responses((status = 200, body = SessionView, description = "In the other tenant; sets the session cookie."), SwitchError),
    security(("session" = ["member"])),
)]
async fn switch_tenant(
    LiveSession(old): LiveSession,
    State(app): State<App>,
    headers: HeaderMap,
    body::Json(SwitchTenant { tenant }): body::Json<SwitchTenant>,
) -> Result<Response, SwitchError> {
    let memberships = app.store.people().memberships(&old.person).await?;
    let person = memberships
        .into_iter()
        .find(|person| person.tenant == tenant)
        .ok_or(SwitchError::NotIn)?;
    let by = app
        .broker
        .sign_in_providers()
        .iter()
        .find(|provider| provider.issuer == person.user.subject.issuer)
        .map_or(session::BY_LINK, |provider| provider.id.as_str());
    app.store.sessions().end(&old.person.tenant, old.id).await?;
    Ok(begun(&app, &person, by, &headers).await?)
}
