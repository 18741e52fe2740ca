//! `POST /api/invoke`: Teams' activity in, a `composeExtension` answer out (decision 15).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use cloakroom_broker::ConfirmError;
use cloakroom_host::{Invoked, InvokeFault};
use cloakroom_model::{Caller, Explain};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::body;
use crate::identity::host::{self, ActivityIdentityError};
use crate::identity::{Identity, IdentityError, session};
use crate::parts::Query;
use crate::problem::{RouteError, route_error};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/api/invoke", post(invoke))
}

const TRACE: HeaderName = HeaderName::from_static("cloakroom-trace");
const ERROR: HeaderName = HeaderName::from_static("cloakroom-error");
const SIGN_IN: HeaderName = HeaderName::from_static("cloakroom-sign-in");

/// What the pipeline says of a caller's fault, with its status.
#[derive(Debug)]
struct Refused(InvokeFault);

impl Explain for Refused {
    fn code(&self) -> &'static str {
        self.0.code()
    }
    fn user(&self) -> String {
        self.0.user()
    }
    fn developer(&self) -> String {
        self.0.developer()
    }
    fn place(&self) -> Option<String> {
        self.0.place()
    }
}

/// What the broker says of the six digits: 412, as bots answer `signin/verifyState`.
#[derive(Debug)]
struct Unconfirmed(ConfirmError);

impl Explain for Unconfirmed {
    fn code(&self) -> &'static str {
        self.0.code()
    }
    fn user(&self) -> String {
        self.0.user()
    }
    fn developer(&self) -> String {
        self.0.developer()
    }
}

impl RouteError for Unconfirmed {
    fn status(&self) -> StatusCode {
        match &self.0 {
            ConfirmError::Nothing | ConfirmError::Wrong(_) | ConfirmError::Dead => StatusCode::PRECONDITION_FAILED,
            ConfirmError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

route_error! {
    /// Why there is no answer.
    enum InvokeError {
        ..Identity(IdentityError),
        ..Activity(ActivityIdentityError),
        ..Refused(Refused),
        ..Unconfirmed(Unconfirmed),
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
    if activity["name"] == "signin/verifyState" {
        let digits = activity["value"]["state"].as_str().unwrap_or_default();
        app.broker.confirm(&caller, digits).await.map_err(Unconfirmed)?;
        return Ok(Json(json!({})).into_response());
    }
    let invoked = app.host.invoke(&caller, &activity, which.app.as_deref()).await.map_err(Refused)?;
    Ok(answer(invoked))
}

/// For whom: by session the session's person, whatever the activity says; by credential one of
/// the host's own users.
async fn caller(identity: &Identity, activity: &Value, app: &App) -> Result<Caller, InvokeError> {
    match identity {
        Identity::Session(session) => {
            host::check_tenant(activity, &[session.person.tenant.as_str()])?;
            Ok(session::caller(session))
        }
        Identity::Host(host) => Ok(host::caller(host, activity, app).await?),
        Identity::Administrator(_) => {
            Err(IdentityError::Door { wanted: "a session or a host credential: an invoke is for a person" }.into())
        }
    }
}

fn answer(invoked: Invoked) -> Response {
    let mut response = Json(invoked.answer).into_response();
    let headers = response.headers_mut();
    let mut insert = |name: HeaderName, value: &str| {
        // Codes and ids are ASCII.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    insert(TRACE, &invoked.trace_code.to_string());
    if let Some(code) = invoked.error {
        insert(ERROR, code);
    }
    if let Some(id) = &invoked.sign_in {
        insert(SIGN_IN, id.as_str());
    }
    response
}
