//! `/api/v1/traces`: one's own traces; for developers of the tenant and its admins, see SEC-WEB-10.

use axum::Json;
use axum::extract::State;
use cloakroom_model::{Caller, Role, Timestamp, Trace, TraceCode, TraceKind};
use cloakroom_store::{PageRequest, TraceFilter, TraceHead};
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::conventions::{ConventionError, PageQuery};
use crate::identity::Reader;
use crate::parts::{Path, Query};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
}

route_error! {
    /// Why traces were not shown.
    enum TracesError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        /// There is none with that code, or it is not the caller's to see. Both look the same.
        Unknown => (
            NOT_FOUND, "trace_unknown",
            "There is no trace with that code. Traces are kept for a day.",
            "No trace of this tenant that you may see has this code. Members see their own, admins the tenant's."
        ),
    }
}

from_store_error!(TracesError);

/// Which traces.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TraceFilterQuery {
    /// Only of this kind.
    kind: Option<TraceKind>,
    /// Only those that ended with an error.
    #[serde(default)]
    failed: bool,
    /// Only of this app, by its manifest's id.
    app: Option<String>,
    /// Only those with this in code, subject, app or error, without case.
    search: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct TraceHeadView {
    code: TraceCode,
    kind: TraceKind,
    started_at: Timestamp,
    micros: i64,
    subject: String,
    app: Option<String>,
    error: Option<String>,
}

impl From<TraceHead> for TraceHeadView {
    fn from(head: TraceHead) -> Self {
        let TraceHead {
            code,
            kind,
            subject,
            app,
            error,
            started_at,
            micros,
        } = head;
        Self {
            code,
            kind,
            started_at,
            micros,
            subject,
            app,
            error,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct TraceList {
    traces: Vec<TraceHeadView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

/// Whose traces a caller sees: all of the tenant, or those of this user.
fn scope(caller: &Caller) -> Option<String> {
    match caller.role {
        Role::Admin => None,
        // A user without an id has no traces; no row has this text as its user.
        Role::Member | Role::Developer => Some(
            caller
                .user
                .id
                .map_or_else(|| "nobody".to_owned(), |id| id.0.to_string()),
        ),
    }
}

#[utoipa::path(
    get, path = "/traces", operation_id = "list_traces", tag = "traces",
    params(TraceFilterQuery),
    responses((status = 200, body = TraceList), TracesError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn list(
    Reader(caller): Reader,
    State(app): State<App>,
    Query(asked): Query<TraceFilterQuery>,
) -> Result<Json<TraceList>, TracesError> {
    let request = PageRequest {
        search: asked.search,
        ..PageQuery::of(asked.cursor, asked.limit).request()?
    };
    app.traces.flush().await;
    let filter = TraceFilter {
        user: scope(&caller),
        kind: asked.kind,
        app: asked.app,
        failed: asked.failed,
    };
    let traces = app.store.traces();
    let page = traces.page(&caller.tenant, &filter, &request).await?;
    Ok(Json(TraceList {
        traces: page.items.into_iter().map(TraceHeadView::from).collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

#[utoipa::path(
    get, path = "/traces/{code}", operation_id = "show_trace", tag = "traces",
    params(("code" = TraceCode, Path, description = "The trace's code.")),
    responses((status = 200, body = Trace), TracesError),
    security(("session" = ["member"]), ("administrator" = [])),
)]
async fn show(
    Reader(caller): Reader,
    State(app): State<App>,
    Path(code): Path,
) -> Result<Json<Trace>, TracesError> {
    let code: TraceCode = code.parse().map_err(|_| TracesError::Unknown)?;
    app.traces.flush().await;
    let user = scope(&caller);
    let trace = app
        .store
        .traces()
        .find(&caller.tenant, &code, user.as_deref())
        .await?;
    trace.map(Json).ok_or(TracesError::Unknown)
}
