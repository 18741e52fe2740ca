//! `/api/v1/session`: entering by a code, leaving, and who one is (decision 2).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use cloakroom_model::{Role, Subject, TenantId};
use cloakroom_store::Person;
use cloakroom_vault::{EnterCode, SessionToken};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::identity::{IdentityError, LiveSession, same_origin, session};
use crate::limits::{Address, TooMany};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, leave))
        .routes(routes!(preview))
        .routes(routes!(enter))
        .routes(routes!(switch))
}

route_error! {
    /// Why there is no session, or not the one that was asked for.
    pub(super) enum SessionError {
        ..Identity(IdentityError),
        ..Store(StoreFault),
        ..TooMany(TooMany),
        /// The code is unknown, used up or too old. All look the same.
        Code => (
            FORBIDDEN, "enter_code",
            "This link has been used or is too old. Ask for a new one.",
            "The code is unknown, used or older than ten minutes. `cloakroom person link NAME` prints a fresh one."
        ),
        /// This browser has a live session, which a link never replaces.
        Occupied { name: String } => (
            CONFLICT, "session_live",
            "You are signed in as {name}. Sign out first.",
            "A link to enter by does not replace a live session: a foreign link would otherwise sign people in as somebody else."
        ),
        /// Switching persons is for demos.
        NoDemo => (
            NOT_FOUND, "demo_only",
            "Persons can be switched in the demo only.",
            "session/switch exists in demo mode alone."
        ),
        /// There is no such person.
        UnknownPerson => (
            NOT_FOUND, "person_unknown",
            "There is no such person.",
            "No local account of this tenant has this name."
        ),
    }
}

from_store_error!(SessionError);

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionView {
    user: SelfView,
    tenant: OwnTenant,
    /// All tenants that this person is in, this one included.
    tenants: Vec<OwnTenant>,
    role: Role,
    /// The provider that this person signed in by; none for local accounts.
    provider: Option<String>,
    csrf_token: String,
    demo: Option<Demo>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct SelfView {
    id: String,
    name: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct OwnTenant {
    id: TenantId,
    name: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Demo {
    persons: Vec<DemoPerson>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct DemoPerson {
    name: String,
    display_name: String,
    current: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterCodeInput {
    code: String,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Preview {
    display_name: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Switch {
    person: String,
}

/// What a session says of itself. The id is the account's own name; internal ids stay inside.
async fn view(
    app: &App,
    person: &Person,
    token: &SessionToken,
) -> Result<SessionView, SessionError> {
    let demo = if app.config.demo {
        let persons = app.store.people().local(&person.tenant).await?;
        let persons = persons
            .into_iter()
            .map(|other| DemoPerson {
                current: other.user.id == person.user.id,
                name: other.user.subject.subject,
                display_name: other.user.display_name,
            })
            .collect();
        Some(Demo { persons })
    } else {
        None
    };
    let people = app.store.people();
    let known = people.tenants().await?;
    let own = |id: &TenantId| OwnTenant {
        id: id.clone(),
        name: known
            .iter()
            .find(|tenant| tenant.id == *id)
            .map_or_else(String::new, |tenant| tenant.name.clone()),
    };
    let memberships = people.memberships(person).await?;
    Ok(SessionView {
        tenants: memberships.iter().map(|one| own(&one.tenant)).collect(),
        provider: app
            .broker
            .sign_in_providers()
            .name_of(&person.user.subject.issuer)
            .map(str::to_owned),
        user: SelfView {
            id: person.user.subject.subject.clone(),
            name: person.user.display_name.clone(),
        },
        tenant: own(&person.tenant),
        role: person.role,
        csrf_token: same_origin::token(token).expose().to_owned(),
        demo,
    })
}

#[utoipa::path(
    get, path = "/session", operation_id = "show_session", tag = "session",
    responses((status = 200, body = SessionView), SessionError),
    security(("session" = ["member"])),
)]
async fn show(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<SessionView>, SessionError> {
    let (session, token) = session::of(&headers, &app)
        .await?
        .ok_or(IdentityError::Nobody)?;
    Ok(Json(view(&app, &session.person, &token).await?))
}

/// Entering has no session yet whose token could prove anything: the browser's word that the
/// request comes from our own page, and the content type, keep other sites from signing people in.
pub(super) fn require_own_page(app: &App, headers: &HeaderMap) -> Result<(), IdentityError> {
    if !same_origin::proven(headers, &app.origin) {
        return Err(IdentityError::CrossSite);
    }
    same_origin::require_content_type(&Method::POST, headers)
}

/// Whom a code would let in, before anybody acts on it. Uses nothing up.
#[utoipa::path(
    post, path = "/session/preview", operation_id = "preview_session", tag = "session",
    request_body = EnterCodeInput,
    responses((status = 200, body = Preview), SessionError),
    security(()),
)]
async fn preview(
    State(app): State<App>,
    headers: HeaderMap,
    body::Json(EnterCodeInput { code }): body::Json<EnterCodeInput>,
) -> Result<Json<Preview>, SessionError> {
    require_own_page(&app, &headers)?;
    let owner = app
        .store
        .sessions()
        .code_owner(&EnterCode::new(code).hash(), app.clock.now())
        .await?;
    let person = owner.ok_or(SessionError::Code)?;
    Ok(Json(Preview {
        display_name: person.user.display_name,
    }))
}

/// Begins a session by a code. The session's token is always new, whatever cookie came with the
/// request (SEC-WEB-04).
#[utoipa::path(
    post, path = "/session/enter", operation_id = "enter_session", tag = "session",
    request_body = EnterCodeInput,
    responses((status = 200, body = SessionView, description = "Entered; sets the session cookie."), SessionError),
    security(()),
)]
async fn enter(
    State(app): State<App>,
    address: Address,
    headers: HeaderMap,
    body::Json(EnterCodeInput { code }): body::Json<EnterCodeInput>,
) -> Result<Response, SessionError> {
    require_own_page(&app, &headers)?;
    app.limits.entry(address)?;
    if let Some((live, _)) = session::of(&headers, &app).await? {
        return Err(SessionError::Occupied {
            name: live.person.user.display_name,
        });
    }
    let used = app
        .store
        .sessions()
        .consume_code(&EnterCode::new(code).hash(), app.clock.now())
        .await?;
    let (tenant, user) = used.ok_or(SessionError::Code)?;
    let person = app
        .store
        .people()
        .get(&tenant, user)
        .await?
        .ok_or(SessionError::Code)?;
    begun(&app, &person, session::BY_LINK, &headers).await
}

/// Begins a session of that person, and says so.
pub(super) async fn begun(
    app: &App,
    person: &Person,
    by: &str,
    headers: &HeaderMap,
) -> Result<Response, SessionError> {
    let user = person.user.id.ok_or(SessionError::UnknownPerson)?;
    let (token, cookie) = session::begin(app, &person.tenant, user, by, headers).await?;
    metrics::counter!("cloakroom_sessions_begun_total").increment(1);
    let body = Json(view(app, person, &token).await?);
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

/// Ends the session on the server and in the browser.
#[utoipa::path(
    delete, path = "/session", operation_id = "leave_session", tag = "session",
    responses((status = 204, description = "The session has ended, on the server and in the browser."), SessionError),
    security(("session" = ["member"])),
)]
async fn leave(
    LiveSession(session): LiveSession,
    State(app): State<App>,
) -> Result<Response, SessionError> {
    app.store
        .sessions()
        .end(&session.person.tenant, session.id)
        .await?;
    // The cookie and whatever the page kept; HTTP caches hold nothing of ours.
    let clear = (HeaderValue::from_static("\"storage\""), session::forget());
    let headers = [
        (http::HeaderName::from_static("clear-site-data"), clear.0),
        (header::SET_COOKIE, clear.1),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// In the demo: the same browser as another person of the tenant, with a session of his own.
#[utoipa::path(
    post, path = "/session/switch", operation_id = "switch_session", tag = "session",
    request_body = Switch,
    responses((status = 200, body = SessionView, description = "Entered as another; sets the session cookie."), SessionError),
    security(("session" = ["member"])),
)]
async fn switch(
    LiveSession(old): LiveSession,
    State(app): State<App>,
    headers: HeaderMap,
    body::Json(Switch { person }): body::Json<Switch>,
) -> Result<Response, SessionError> {
    if !app.config.demo {
        return Err(SessionError::NoDemo);
    }
    let found = app
        .store
        .people()
        .find(&old.person.tenant, &Subject::local(&person))
        .await?;
    let person = found.ok_or(SessionError::UnknownPerson)?;
    app.store.sessions().end(&old.person.tenant, old.id).await?;
    begun(&app, &person, session::BY_LINK, &headers).await
}
