//! `POST /api/invoke`: Teams' activity in, a `composeExtension` answer out (decision 15).

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use cloakroom_host::{FaultKind, InvokeFault, Invoked};
use cloakroom_model::Caller;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::body;
use crate::identity::host::{self, ActivityIdentityError};
use crate::identity::{Identity, IdentityError, session};
use crate::limits::TooMany;
use crate::parts::Query;
use crate::problem::{Documented, RouteError, route_error, said_below};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/api/invoke", post(invoke))
}

const TRACE: HeaderName = HeaderName::from_static("cloakroom-trace");
const ERROR: HeaderName = HeaderName::from_static("cloakroom-error");
const SIGN_IN: HeaderName = HeaderName::from_static("cloakroom-sign-in");

said_below! {
    /// What the pipeline says of a caller's fault, with its status.
    struct Refused(InvokeFault);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match self.0.kind() {
            FaultKind::BadRequest => StatusCode::BAD_REQUEST,
            FaultKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            // As bots answer `signin/verifyState`.
            FaultKind::NotConfirmed => StatusCode::PRECONDITION_FAILED,
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::BAD_REQUEST, &[]);
        problems.add(StatusCode::PRECONDITION_FAILED, &[]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why there is no answer.
    enum InvokeError {
        ..Identity(IdentityError),
        ..Activity(ActivityIdentityError),
        ..Refused(Refused),
        ..TooMany(TooMany),
    }
}

#[derive(Deserialize)]
struct Which {
    app: Option<String>,
}

async fn invoke(
    identity: Identity,
    State(app): State<App>,
    Query(which): Query<Which>,
    body::Json(activity): body::Json<Value>,
) -> Result<Response, InvokeError> {
    let caller = caller(&identity, &activity, &app).await?;
    app.limits.invoke(&caller, brings_digits(&activity))?;
    match app
        .host
        .invoke(&caller, &activity, which.app.as_deref())
        .await
    {
        Ok(invoked) => Ok(answer(invoked)),
        Err(fault) => {
            let code = fault.trace_code().to_string();
            let mut response = InvokeError::from(Refused(fault)).into_response();
            insert(&mut response, TRACE, &code);
            Ok(response)
        }
    }
}

/// Whether it is a try at the six digits, in either of the two ways (decision 15).
fn brings_digits(activity: &Value) -> bool {
    activity["name"] == "signin/verifyState" || !activity["value"]["state"].is_null()
}

/// For whom: by session the session's person, whatever the activity says; by credential one of
/// the host's own users.
async fn caller(identity: &Identity, activity: &Value, app: &App) -> Result<Caller, InvokeError> {
    host::check_identifiers(activity)?;
    match identity {
        Identity::Session(session) => {
            host::check_tenant(activity, &[session.person.tenant.as_str()])?;
            Ok(session::caller(session))
        }
        Identity::Host(host) => Ok(host::caller(host, activity, app).await?),
        Identity::Administrator(_) => Err(IdentityError::Door {
            wanted: "a session or a host credential: an invoke is for a person",
        }
        .into()),
    }
}

fn answer(invoked: Invoked) -> Response {
    let Invoked {
        answer,
        trace_code,
        error,
        sign_in,
    } = invoked;
    let json = [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    )];
    let mut response = (json, answer.into_bytes()).into_response();
    insert(&mut response, TRACE, &trace_code.to_string());
    if let Some(code) = &error {
        insert(&mut response, ERROR, code);
    }
    if let Some(id) = &sign_in {
        insert(&mut response, SIGN_IN, id.as_str());
    }
    response
}

fn insert(response: &mut Response, name: HeaderName, value: &str) {
    // Codes and ids are ASCII.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
