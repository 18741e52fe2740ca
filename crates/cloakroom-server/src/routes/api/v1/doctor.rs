//! Tests of registrations: the doctor's runs.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use cloakroom_broker::doctor::{DoctorError, DoctorRunView};
use cloakroom_host::OperationError;
use cloakroom_model::{Caller, DoctorRunId, Door, RegistrationId, Subject, Timestamp, UserId};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::identity::Developer;
use crate::parts::{Path, Query};
use crate::problem::{
    Documented, RouteError, StoreFault, from_store_error, route_error, said_below,
};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(show))
        .routes(routes!(sign_in))
}

/// The longest that an answer is held back, in seconds.
const LONGEST: u64 = 25;

said_below! {
    /// What the broker says, with its status.
    struct Refused(DoctorError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            DoctorError::RegistrationNotFound | DoctorError::NotFound => StatusCode::NOT_FOUND,
            DoctorError::NotWaiting => StatusCode::CONFLICT,
            DoctorError::OtherPerson => StatusCode::FORBIDDEN,
            DoctorError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(
            StatusCode::NOT_FOUND,
            &["registration_not_found", "test_not_found"],
        );
        problems.add(StatusCode::CONFLICT, &["test_not_waiting"]);
        problems.add(StatusCode::FORBIDDEN, &["test_other_person"]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

said_below! {
    /// What the host says of the command, with its status.
    struct NoOperation(OperationError);
}

impl RouteError for NoOperation {
    fn status(&self) -> StatusCode {
        match &self.0 {
            OperationError::Catalog(_) => StatusCode::SERVICE_UNAVAILABLE,
            OperationError::Find(_)
            | OperationError::Request(_)
            | OperationError::OtherRegistration => StatusCode::BAD_REQUEST,
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(
            StatusCode::BAD_REQUEST,
            &[
                "app_unknown",
                "command_unknown",
                "parameter_missing",
                "parameter_invalid",
                "app_of_other_registration",
            ],
        );
    }
}

route_error! {
    /// Why a test was not begun, shown or gone on with.
    enum DoctorRoutesError {
        ..Refused(Refused),
        ..NoOperation(NoOperation),
        ..Store(StoreFault),
        /// The administrator's token is nobody, and no local account was named.
        PersonUnknown => (
            BAD_REQUEST, "person_unknown",
            "There is no such person here.",
            "`person` names a local account of the tenant, as `cloakroom person list` shows it."
        ),
        /// A session acts for its own person.
        PersonNamed => (
            BAD_REQUEST, "person_not_yours",
            "You can sign in for a test yourself, and nobody else for you.",
            "`person` is for the administrator's token; a session's test sign-in is its own person's."
        ),
    }
}

from_store_error!(DoctorRoutesError);

impl From<DoctorError> for DoctorRoutesError {
    fn from(error: DoctorError) -> Self {
        Self::Refused(Refused(error))
    }
}

/// What to test beside the registration itself.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct TestInput {
    /// Whether a test sign-in follows, if nothing found before makes it pointless.
    #[schema(default = true)]
    sign_in: Option<bool>,
    /// With the administrator's token: the local account that signs in; absent: nobody does.
    person: Option<String>,
    /// The app whose command is called with the token: its id here, or its manifest's.
    app: Option<String>,
    /// The command's id; absent: the app's first.
    command: Option<String>,
    /// Values of its parameters.
    parameters: BTreeMap<String, String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct TestList {
    /// The newest first, at most 20; tests are kept for a day.
    tests: Vec<DoctorRunView>,
}

/// Where the person signs in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct TestSignIn {
    /// The link, for the browser in which the person is signed in to the portal.
    url: String,
    /// When it ends.
    #[schema(value_type = i64)]
    expires_at: Timestamp,
}

fn registration(text: &str) -> Result<RegistrationId, DoctorRoutesError> {
    text.parse()
        .map_err(|_| DoctorError::RegistrationNotFound.into())
}

fn run(text: &str) -> Result<DoctorRunId, DoctorRoutesError> {
    text.parse().map_err(|_| DoctorError::NotFound.into())
}

/// Who will sign in for the test.
async fn person(
    app: &App,
    caller: &Caller,
    input: &TestInput,
) -> Result<Option<UserId>, DoctorRoutesError> {
    let named = input.person.as_deref();
    if caller.door != Door::Administrator {
        return match named {
            Some(_) => Err(DoctorRoutesError::PersonNamed),
            None if input.sign_in == Some(false) => Ok(None),
            None => Ok(caller.user.id),
        };
    }
    let Some(name) = named.filter(|_| input.sign_in != Some(false)) else {
        return Ok(None);
    };
    let people = app.store.people();
    let found = people.find(&caller.tenant, &Subject::local(name)).await?;
    let found = found.ok_or(DoctorRoutesError::PersonUnknown)?;
    Ok(found.user.id)
}

#[utoipa::path(
    get, path = "/registrations/{id}/tests", operation_id = "list_tests", tag = "doctor",
    params(("id" = RegistrationId, Path, description = "The OAuth client registration ID.")),
    responses((status = 200, body = TestList), DoctorRoutesError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(id): Path,
) -> Result<Json<TestList>, DoctorRoutesError> {
    let tests = app
        .broker
        .tests(&caller.tenant, &registration(&id)?)
        .await?;
    Ok(Json(TestList { tests }))
}

/// Test a registration against its provider: what needs no person at once, then a test sign-in and,
/// with a command, its API. A test's tokens are never a grant and are revoked at its end.
#[utoipa::path(
    post, path = "/registrations/{id}/tests", operation_id = "begin_test", tag = "doctor",
    params(("id" = RegistrationId, Path, description = "The OAuth client registration ID.")),
    request_body = TestInput,
    responses((status = 202, body = DoctorRunView, description = "Begun."), DoctorRoutesError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn begin(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(id): Path,
    body::Json(input): body::Json<TestInput>,
) -> Result<(StatusCode, Json<DoctorRunView>), DoctorRoutesError> {
    let id = registration(&id)?;
    let person = person(&app, &caller, &input).await?;
    let operation = match &input.app {
        None => None,
        Some(named) => {
            let values: Vec<_> = input.parameters.clone().into_iter().collect();
            let command = input.command.as_deref();
            let operation = app
                .host
                .operation(&caller.tenant, &id, named, command, &values)
                .await
                .map_err(|error| DoctorRoutesError::NoOperation(NoOperation(error)))?;
            Some(operation)
        }
    };
    let begun = app
        .broker
        .begin_test(&caller.tenant, &id, person, operation)
        .await?;
    Ok((StatusCode::ACCEPTED, Json(begun)))
}

#[derive(Deserialize)]
struct Patience {
    wait: Option<u64>,
    seen: Option<i64>,
}

/// With `wait` and `seen`, answers when the test has gone on, or after so many seconds.
#[utoipa::path(
    get, path = "/tests/{id}", operation_id = "show_test", tag = "doctor",
    params(
        ("id" = DoctorRunId, Path, description = "The test."),
        ("wait" = Option<u64>, Query, description = "Answer when something has changed, or after so many seconds; at most 25."),
        ("seen" = Option<i64>, Query, description = "The `revision` that is known."),
    ),
    responses((status = 200, body = DoctorRunView), DoctorRoutesError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn show(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(id): Path,
    Query(patience): Query<Patience>,
) -> Result<Json<DoctorRunView>, DoctorRoutesError> {
    let wait = Duration::from_secs(patience.wait.unwrap_or(0).min(LONGEST));
    let shown = app
        .broker
        .test(&caller.tenant, &run(&id)?, patience.seen, wait)
        .await?;
    Ok(Json(shown))
}

/// Make the link of the test sign-in, for the person of the test alone.
#[utoipa::path(
    post, path = "/tests/{id}/sign-in", operation_id = "begin_test_sign_in", tag = "doctor",
    params(("id" = DoctorRunId, Path, description = "The test.")),
    responses((status = 201, body = TestSignIn), DoctorRoutesError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn sign_in(
    Developer(caller): Developer,
    State(app): State<App>,
    Path(id): Path,
) -> Result<(StatusCode, Json<TestSignIn>), DoctorRoutesError> {
    let link = app.broker.begin_test_sign_in(&caller, &run(&id)?).await?;
    let link = TestSignIn {
        url: link.url,
        expires_at: link.expires_at,
    };
    Ok((StatusCode::CREATED, Json(link)))
}
