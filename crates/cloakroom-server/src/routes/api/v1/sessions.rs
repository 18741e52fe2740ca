//! `/api/v1/sessions`: where one is signed in, and ending it.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use cloakroom_model::{Caller, Door, Role, SessionId, UserId};
use cloakroom_store::ListedSession;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::conventions::{ConventionError, PageQuery};
use crate::identity::{Member, Reader, session};
use crate::parts::{Path, Query};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, end_others))
        .routes(routes!(end))
}

route_error! {
    /// Why sessions were not listed or ended.
    enum SessionsError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        /// There is none with that id, or it is somebody else's. Both look the same.
        Unknown => (
            NOT_FOUND, "session_unknown",
            "That session has ended already.",
            "No live session that you may end has this id."
        ),
    }
}

from_store_error!(SessionsError);

/// A browser in which somebody is signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListedSessionView {
    id: SessionId,
    /// Whose: the account's own name.
    name: String,
    display_name: String,
    /// How he entered: `link`, or a provider's id.
    entered_by: String,
    /// What the browser calls itself. Any program can call itself so.
    agent: String,
    /// Milliseconds UTC.
    created_at: i64,
    /// When it was last noted as used, within a minute.
    last_seen_at: i64,
    /// When it ends at the latest.
    expires_at: i64,
    /// Whether it is the one that asks.
    current: bool,
}

impl ListedSessionView {
    fn of(session: ListedSession, caller: &Caller) -> Self {
        let current = matches!(&caller.door, Door::Session { session: id } if *id == session.id);
        Self {
            id: session.public_id,
            name: session.person.user.subject.subject,
            display_name: session.person.user.display_name,
            entered_by: session.entered_by,
            agent: session.agent,
            created_at: session.created_at.as_millis(),
            last_seen_at: session.last_seen_at.as_millis(),
            expires_at: session.expires_at.as_millis(),
            current,
        }
    }
}

/// A page of sessions.
#[derive(Serialize, utoipa::ToSchema)]
struct SessionList {
    sessions: Vec<ListedSessionView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

/// Whose sessions.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SessionQuery {
    /// Those of the whole tenant, for admins; by default one's own. The administrator's token sees
    /// all of the tenant.
    #[serde(default)]
    all: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
}

/// Whose sessions the caller may see and end: `None` for all of the tenant.
fn whose(caller: &Caller, all: bool) -> Result<Option<UserId>, SessionsError> {
    let may = caller.door == Door::Administrator || (all && caller.role >= Role::Admin);
    if may {
        return Ok(None);
    }
    caller.user.id.map(Some).ok_or(SessionsError::Unknown)
}

/// List live sessions, the newest first: one's own, or for an admin those of the tenant.
#[utoipa::path(
    get, path = "/sessions", operation_id = "list_sessions", tag = "session",
    params(SessionQuery),
    responses((status = 200, body = SessionList), SessionsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn list(
    Reader(caller): Reader,
    State(app): State<App>,
    Query(asked): Query<SessionQuery>,
) -> Result<Json<SessionList>, SessionsError> {
    let request = PageQuery::of(asked.cursor, asked.limit).request()?;
    let of = whose(&caller, asked.all)?;
    let now = app.clock.now();
    let page = app
        .store
        .sessions()
        .page(&caller.tenant, of, now, &request)
        .await?;
    Ok(Json(SessionList {
        sessions: page
            .items
            .into_iter()
            .map(|session| ListedSessionView::of(session, &caller))
            .collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// End a session: dead on every replica with the next request. One's own, or for an admin any of
/// the tenant.
#[utoipa::path(
    delete, path = "/sessions/{id}", operation_id = "end_session", tag = "session",
    params(("id" = SessionId, Path, description = "The session.")),
    responses((status = 204, description = "It has ended."), SessionsError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn end(
    Reader(caller): Reader,
    State(app): State<App>,
    Path(id): Path,
) -> Result<Response, SessionsError> {
    let id: SessionId = id.parse().map_err(|_| SessionsError::Unknown)?;
    let of = whose(&caller, true)?;
    let ended = app
        .store
        .sessions()
        .end_listed(&caller.tenant, &id, of)
        .await?
        .ok_or(SessionsError::Unknown)?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if matches!(&caller.door, Door::Session { session } if *session == ended) {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, session::forget());
    }
    Ok(response)
}

/// What became of one's other sessions.
#[derive(Serialize, utoipa::ToSchema)]
struct EndedSessions {
    /// How many have ended.
    ended: u64,
}

/// End all of one's own sessions but the one that asks.
#[utoipa::path(
    delete, path = "/sessions", operation_id = "end_other_sessions", tag = "session",
    responses((status = 200, body = EndedSessions), SessionsError),
    security(("session" = ["member"])),
)]
async fn end_others(
    Member(caller): Member,
    State(app): State<App>,
) -> Result<Json<EndedSessions>, SessionsError> {
    let (Door::Session { session }, Some(user)) = (&caller.door, caller.user.id) else {
        return Err(SessionsError::Unknown);
    };
    let ended = app
        .store
        .sessions()
        .end_others(&caller.tenant, user, *session)
        .await?;
    Ok(Json(EndedSessions { ended }))
}
