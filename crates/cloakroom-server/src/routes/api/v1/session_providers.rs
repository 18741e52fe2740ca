//! `/api/v1/session/providers`: by which OpenID providers one may sign in, and leaving for one.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use cloakroom_broker::PortalSignInError;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::require_own_page;
use crate::app::App;
use crate::body;
use crate::identity::{IdentityError, session};
use crate::limits::{Address, TooMany};
use crate::parts::Path;
use crate::problem::{
    Documented, RouteError, StoreFault, from_store_error, route_error, said_below,
};
use crate::routes::portal_sign_in::binding;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(leave_for))
}

said_below! {
    /// What the broker says, with its status.
    struct Refused(PortalSignInError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            PortalSignInError::UnknownProvider => StatusCode::NOT_FOUND,
            PortalSignInError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            PortalSignInError::ClientAuthentication | PortalSignInError::NoTenant => {
                StatusCode::CONFLICT
            }
            // Those of the callback never come from here.
            PortalSignInError::Discovery(_)
            | PortalSignInError::Repeated(_)
            | PortalSignInError::StateMissing
            | PortalSignInError::StateUnknown
            | PortalSignInError::WrongPath
            | PortalSignInError::Late
            | PortalSignInError::BindingMissing
            | PortalSignInError::BindingWrong
            | PortalSignInError::Issuer
            | PortalSignInError::Refused(_)
            | PortalSignInError::CodeMissing
            | PortalSignInError::Exchange(_)
            | PortalSignInError::NoIdToken
            | PortalSignInError::IdToken(_)
            | PortalSignInError::NotAdmitted => StatusCode::BAD_GATEWAY,
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::NOT_FOUND, &["sign_in_provider_unknown"]);
        problems.add(
            StatusCode::CONFLICT,
            &["sign_in_provider_client", "sign_in_provider_tenant"],
        );
        problems.add(StatusCode::BAD_GATEWAY, &["sign_in_provider_unavailable"]);
    }
}

route_error! {
    /// Why nobody left for a provider.
    enum LeavingError {
        ..Identity(IdentityError),
        ..Store(StoreFault),
        ..TooMany(TooMany),
        ..Refused(Refused),
    }
}

from_store_error!(LeavingError);

#[derive(Serialize, utoipa::ToSchema)]
struct ProviderView {
    /// Its name in URLs.
    id: String,
    /// What its button says.
    name: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct ProviderList {
    providers: Vec<ProviderView>,
}

/// Where to go on when one has come in. A choice among our own pages, never a URL.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum Target {
    /// The chat.
    #[default]
    Chat,
    /// The developer portal.
    Portal,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Leave {
    #[serde(default)]
    target: Target,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Leaving {
    /// The provider's page to sign in at.
    url: String,
}

/// The providers to choose from, for everybody.
#[utoipa::path(
    get, path = "/session/providers", operation_id = "list_session_providers", tag = "session",
    responses((status = 200, body = ProviderList)),
    security(()),
)]
async fn list(State(app): State<App>) -> Json<ProviderList> {
    let providers = app.broker.sign_in_providers().iter();
    Json(ProviderList {
        providers: providers
            .map(|provider| ProviderView {
                id: provider.id.clone(),
                name: provider.name.clone(),
            })
            .collect(),
    })
}

/// Begins a sign-in at a provider: sets the cookie that binds its answer to this browser, and says
/// where to go. A session that this browser still has ends here, on the server too (SEC-WEB-04).
#[utoipa::path(
    post, path = "/session/providers/{id}", operation_id = "leave_for_provider", tag = "session",
    params(("id" = String, Path, description = "The provider's id.")),
    request_body = Leave,
    responses((status = 200, body = Leaving, description = "Where to go; sets the binding cookie and removes the session's."), LeavingError),
    security(()),
)]
async fn leave_for(
    State(app): State<App>,
    address: Address,
    Path(id): Path,
    headers: HeaderMap,
    body::Json(Leave { target }): body::Json<Leave>,
) -> Result<Response, LeavingError> {
    require_own_page(&app, &headers)?;
    app.limits.entry(address)?;
    let target = match target {
        Target::Chat => "/",
        Target::Portal => "/portal",
    };
    let leaving = app
        .broker
        .start_portal_sign_in(&id, target)
        .await
        .map_err(Refused)?;
    let mut response = Json(Leaving {
        url: leaving.authorization_url.into(),
    })
    .into_response();
    let set = response.headers_mut();
    for cookie in binding::set(&headers, &leaving.binding) {
        set.append(header::SET_COOKIE, cookie);
    }
    if let Some((old, _)) = session::of(&headers, &app).await? {
        app.store.sessions().end(&old.person.tenant, old.id).await?;
        set.append(header::SET_COOKIE, session::forget());
    }
    Ok(response)
}
