//! The OpenAPI description of the portal API, made from the routes themselves.

use axum::Router;
use axum::routing::get;
use http::header;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Info, OpenApi, Paths, RefOr, Required, Schema};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;

use super::v1;
use crate::app::App;
use crate::idempotency::IdempotencyError;
use crate::identity::IdentityError;
use crate::identity::same_origin::TOKEN;
use crate::identity::session::COOKIE;
use crate::problem::{Documented, FieldProblem, Problem};

/// The description of every route under `/api/v1`, as it is served and as clients are generated
/// from it.
///
/// ```
/// let description = cloakroom_server::openapi();
/// assert!(description.paths.paths.contains_key("/api/v1/registrations"));
/// ```
pub fn openapi() -> OpenApi {
    described().1
}

/// The routes with their description.
pub(super) fn described() -> (Router<App>, OpenApi) {
    let mut info = Info::new("Cloakroom portal API", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "For the web UI, the terminal and automation. Each operation names who may call it: the \
         least role of a session, the administrator's token, or both. Times are milliseconds since \
         1970-01-01 UTC. Everything that goes wrong is answered as problem+json."
            .to_owned(),
    );
    let (router, mut description) = OpenApiRouter::with_openapi(OpenApi::new(info, Paths::new()))
        .nest("/api/v1", v1::router())
        .split_for_parts();
    complete(&mut description);
    (router, description)
}

/// Adds what holds for all operations alike.
fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_default();
    let schemas = &mut components.schemas;
    schemas.insert(Problem::name().into_owned(), Problem::schema());
    schemas.insert(FieldProblem::name().into_owned(), FieldProblem::schema());
    for schema in schemas.values_mut() {
        open_parts(schema);
    }
    let session = ApiKey::Cookie(ApiKeyValue::with_description(
        COOKIE,
        "A browser session. Roles: member, developer, admin; each may do what those before it may.",
    ));
    let csrf = ApiKey::Header(ApiKeyValue::with_description(
        TOKEN,
        "The csrfToken of GET /api/v1/session. The browser's own word that the request comes from \
         this origin (Sec-Fetch-Site, Origin) is needed too.",
    ));
    let administrator = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "The administrator's token; the header Cloakroom-Tenant names the tenant.",
        ))
        .build();
    for (name, scheme) in [
        ("session", SecurityScheme::ApiKey(session)),
        ("csrf", SecurityScheme::ApiKey(csrf)),
        ("administrator", SecurityScheme::Http(administrator)),
    ] {
        components
            .security_schemes
            .insert(name.to_owned(), RefOr::T(scheme));
    }
    for item in description.paths.paths.values_mut() {
        for (operation, changes) in operations(item) {
            complete_operation(operation, changes);
        }
        if let Some(post) = &mut item.post {
            accept_key(post);
        }
    }
}

/// A part of a whole (`allOf`) may not forbid what the other parts bring; serde's
/// `deny_unknown_fields` holds for the part's own row alone.
fn open_parts(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema
        && let Some(properties) = &object.additional_properties
        && matches!(**properties, AdditionalProperties::FreeForm(false))
    {
        object.additional_properties = None;
    }
}

/// The operations of a path, and whether each changes something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let PathItem {
        get,
        put,
        post,
        delete,
        patch,
        ..
    } = item;
    let changing = [put, post, delete, patch].into_iter().flatten();
    get.iter_mut()
        .map(|operation| (operation, false))
        .chain(changing.map(|operation| (operation, true)))
}

fn complete_operation(operation: &mut Operation, changes: bool) {
    let requirements = operation.security.get_or_insert_default();
    let open = requirements
        .iter()
        .all(|r| *r == SecurityRequirement::default());
    if changes {
        for requirement in requirements.iter_mut() {
            // The same-origin proof goes with every cookie.
            *requirement = with_csrf(requirement);
        }
    }
    if open {
        return;
    }
    for (status, response) in Documented::of::<IdentityError>().responses() {
        operation
            .responses
            .responses
            .entry(status)
            .or_insert(response);
    }
}

/// Every create may be sent again with the same key.
fn accept_key(operation: &mut Operation) {
    let open = |requirement: &SecurityRequirement| *requirement == SecurityRequirement::default();
    if operation.security.iter().flatten().all(open) {
        return;
    }
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(255))
        .build();
    let parameter = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Sent again within 24 hours with the same body, the request is answered as the first time.",
        ))
        .schema(Some(text))
        .build();
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(RefOr::T(parameter));
    for (status, response) in Documented::of::<IdempotencyError>().responses() {
        operation
            .responses
            .responses
            .entry(status)
            .or_insert(response);
    }
}

/// A requirement, with the token against cross-site requests where it wants a session.
fn with_csrf(requirement: &SecurityRequirement) -> SecurityRequirement {
    let wants_session =
        serde_json::to_value(requirement).is_ok_and(|value| value.get("session").is_some());
    if wants_session {
        requirement.clone().add("csrf", [] as [&str; 0])
    } else {
        requirement.clone()
    }
}

/// `GET /api/v1/openapi.json`: the description, for everybody.
pub(super) fn router(description: &OpenApi) -> Router<App> {
    // Plain data: it always serializes.
    let text = description.to_json().unwrap_or_default();
    Router::new().route(
        "/api/v1/openapi.json",
        get(move || {
            let text = text.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], text) }
        }),
    )
}
