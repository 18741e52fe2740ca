//! `/api/v1/descriptions`: OpenAPI descriptions, judged operation by operation, and apps made of them.

use app_package::{
    Choices, GenerateError, LeftOut, Limits, Offer, Target, generate, inspect, offers,
};
use axum::Json;
use axum::extract::{RawQuery, State};
use cloakroom_host::{InstallationView, sample_cards};
use http::StatusCode;
use serde::Serialize;
use url::Url;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::apps::{AppsError, options};
use crate::app::App;
use crate::body::{Description, pairs};
use crate::identity::Developer;
use crate::limits::TooMany;
use crate::problem::{Documented, FieldProblem, RouteError, route_error, said_below};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(operations))
        .routes(routes!(create))
}

said_below! {
    /// What the generator says.
    struct NotMade(GenerateFault);
}

/// The generator's error, explained.
#[derive(Debug)]
struct GenerateFault(GenerateError);

impl cloakroom_model::Explain for GenerateFault {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn user(&self) -> String {
        "No app could be made of this description.".to_owned()
    }

    fn developer(&self) -> String {
        self.0.to_string()
    }
}

impl RouteError for NotMade {
    fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }

    /// Why each operation was left out.
    fn fields(&self) -> Vec<FieldProblem> {
        match &self.0.0 {
            GenerateError::NothingToOffer(left_out) => left_out
                .iter()
                .map(|operation| FieldProblem {
                    field: format!("{} {}", operation.method, operation.path),
                    message: operation.why.clone(),
                })
                .collect(),
            GenerateError::NotInstallable(errors) => errors
                .problems
                .iter()
                .map(|problem| FieldProblem {
                    field: problem.place(),
                    message: format!("{} {}", problem.sentence, problem.fix),
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::BAD_REQUEST, &["nothing_to_offer"]);
    }
}

route_error! {
    /// Why an app was not made of a description.
    enum DescriptionError {
        ..NotMade(NotMade),
        ..Apps(AppsError),
        ..TooMany(TooMany),
        /// The server in the query is no URL.
        Server => (
            BAD_REQUEST, "server_malformed",
            "The server's address could not be understood.",
            "server is an absolute URL, such as https://api.example.com."
        ),
    }
}

impl From<GenerateError> for DescriptionError {
    fn from(error: GenerateError) -> Self {
        Self::NotMade(NotMade(GenerateFault(error)))
    }
}

/// A description as a message extension could offer it.
#[derive(Serialize, utoipa::ToSchema)]
struct DescriptionReport {
    /// What is wrong with the file as a whole.
    errors: Vec<ReasonView>,
    /// All operations, in the file's order.
    operations: Vec<OperationView>,
}

/// One operation.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct OperationView {
    /// In upper case.
    method: String,
    /// The path as written.
    path: String,
    /// `operationId`, or the one made from method and path.
    operation_id: String,
    /// Why it can't be offered; none if it can.
    reasons: Vec<ReasonView>,
    /// How its command would look, where it can be offered.
    offer: Option<OfferView>,
}

/// Why something can't be offered.
#[derive(Serialize, utoipa::ToSchema)]
struct ReasonView {
    /// A stable code.
    code: &'static str,
    /// From 1.
    line: u32,
    /// In characters, from 1.
    column: u32,
    /// What is wrong.
    message: String,
    /// How to mend it.
    fix: String,
}

/// A command that could be made.
#[derive(Serialize, utoipa::ToSchema)]
struct OfferView {
    /// The command's title.
    title: String,
    /// The titles of its parameters.
    parameters: Vec<String>,
    /// Cards of an answer that fits the description, made up where it gives no example.
    #[schema(value_type = Vec<Object>)]
    cards: Vec<serde_json::Value>,
}

/// An app that was made.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct MadeApp {
    /// The installed app.
    app: InstallationView,
    /// Operations that no command calls.
    left_out: Vec<LeftOutView>,
    /// Fields of a registration that the description knows; `null` where the API wants no OAuth.
    #[schema(value_type = Option<Object>)]
    registration: Option<serde_json::Value>,
}

/// An operation that no command calls.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct LeftOutView {
    /// In upper case.
    method: String,
    /// The path as written.
    path: String,
    /// A stable code.
    code: String,
    /// Why.
    why: String,
}

impl From<LeftOut> for LeftOutView {
    fn from(left_out: LeftOut) -> Self {
        Self {
            method: left_out.method,
            path: left_out.path,
            code: left_out.code,
            why: left_out.why,
        }
    }
}

/// The query: what to make of the file.
struct Wanted {
    file: String,
    choices: Choices,
}

fn wanted(query: &str) -> Result<Wanted, DescriptionError> {
    let mut file = "openapi.json".to_owned();
    let mut choices = Choices::default();
    for (name, value) in pairs(query.as_bytes()) {
        let value = value.trim().to_owned();
        match name.as_str() {
            _ if value.is_empty() => {}
            "file" => file = value,
            "name" => choices.name = Some(value),
            "operation" => choices.operations.push(value),
            "registration" => choices.registration = Some(value),
            "server" => {
                let server: Url = value.parse().map_err(|_| DescriptionError::Server)?;
                choices.server = Some(server);
            }
            _ => {}
        }
    }
    Ok(Wanted { file, choices })
}

/// Judge every operation of an OpenAPI description, and show the cards of those that can be offered.
#[utoipa::path(
    post, path = "/descriptions/operations", operation_id = "inspect_description", tag = "apps",
    params(
        ("file" = Option<String>, Query, description = "The file's name: `.yaml` and `.yml` are read as YAML."),
        ("server" = Option<String>, Query, description = "The API's server, where the description names none that is absolute."),
    ),
    request_body(content = inline(Vec<u8>), content_type = "application/octet-stream", description = "The description, JSON or YAML."),
    responses((status = 200, body = DescriptionReport), DescriptionError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn operations(
    Developer(caller): Developer,
    State(app): State<App>,
    RawQuery(query): RawQuery,
    Description(bytes): Description,
) -> Result<Json<DescriptionReport>, DescriptionError> {
    app.limits.upload(&caller.tenant)?;
    let Wanted { file, choices } = wanted(&query.unwrap_or_default())?;
    let report =
        tokio::task::spawn_blocking(move || report(&file, &bytes, choices.server.as_ref()));
    // A task that is not aborted ends by itself, or by a panic that is ours.
    Ok(Json(report.await.unwrap_or_else(|_| DescriptionReport {
        errors: Vec::new(),
        operations: Vec::new(),
    })))
}

fn report(file: &str, bytes: &[u8], server: Option<&Url>) -> DescriptionReport {
    let limits = Limits::default();
    let inspection = inspect(file, bytes, &limits);
    let offers = offers(file, bytes, server, &limits).unwrap_or_default();
    let reason = |finding| {
        let problem = inspection.error(finding);
        ReasonView {
            code: problem.code,
            line: problem.line,
            column: problem.column,
            message: problem.sentence,
            fix: problem.fix,
        }
    };
    let target = inspection.target(Target::MessageExtension);
    let operations = target.operations.iter().map(|operation| OperationView {
        offer: offers
            .iter()
            .find(|offer| offer.method == operation.method && offer.path == operation.path)
            .map(offered),
        method: operation.method.clone(),
        path: operation.path.clone(),
        operation_id: operation.operation_id.clone(),
        reasons: operation.reasons.iter().map(reason).collect(),
    });
    DescriptionReport {
        operations: operations.collect(),
        errors: target.errors.iter().map(reason).collect(),
    }
}

fn offered(offer: &Offer) -> OfferView {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let parameters = offer.command["parameters"].as_array();
    OfferView {
        title: text(&offer.command["title"]),
        parameters: parameters
            .into_iter()
            .flatten()
            .map(|parameter| text(&parameter["title"]))
            .collect(),
        cards: sample_cards(&offer.template, &offer.sample),
    }
}

/// Make a package of a description, and install it.
#[utoipa::path(
    post, path = "/descriptions/apps", operation_id = "create_app", tag = "apps",
    params(
        ("file" = Option<String>, Query, description = "The file's name: `.yaml` and `.yml` are read as YAML."),
        ("server" = Option<String>, Query, description = "The API's server, where the description names none that is absolute."),
        ("operation" = Vec<String>, Query, description = "Operation ids, in the order wanted; none: the first ten that can be offered."),
        ("name" = Option<String>, Query, description = "The app's short name; absent: the description's title."),
        ("registration" = Option<String>, Query, description = "The registration ID for the manifest."),
        ("map" = Vec<String>, Query, description = "In development: `https://declared.example=http://127.0.0.1:8789`."),
    ),
    request_body(content = inline(Vec<u8>), content_type = "application/octet-stream", description = "The description, JSON or YAML."),
    responses((status = 201, body = MadeApp), DescriptionError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn create(
    Developer(caller): Developer,
    State(app): State<App>,
    RawQuery(query): RawQuery,
    Description(bytes): Description,
) -> Result<(StatusCode, Json<MadeApp>), DescriptionError> {
    app.limits.upload(&caller.tenant)?;
    let query = query.unwrap_or_default();
    let Wanted { file, mut choices } = wanted(&query)?;
    let map = options(&query)?;
    choices.id = uuid::Builder::from_random_bytes(app.random.bytes())
        .into_uuid()
        .to_string();
    let made = generate(&file, &bytes, &choices, &Limits::default())?;
    let zip = made
        .files
        .to_zip()
        .map_err(|_| GenerateError::NothingToOffer(Vec::new()))?;
    let installed = app
        .host
        .install(&caller.tenant, &zip, map)
        .await
        .map_err(AppsError::from)?;
    let made = MadeApp {
        app: installed,
        left_out: made.left_out.into_iter().map(LeftOutView::from).collect(),
        registration: made.registration,
    };
    Ok((StatusCode::CREATED, Json(made)))
}
