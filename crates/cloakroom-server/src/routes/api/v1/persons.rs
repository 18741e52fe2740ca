//! `/api/v1/persons`: the local accounts of a tenant, and links to enter by.

use axum::extract::State;
use axum::{Extension, Json};
use cloakroom_model::{Role, Subject, UserId};
use cloakroom_store::Person;
use cloakroom_vault::EnterCode;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::ShownOnce;
use crate::identity::Admin;
use crate::parts::Path;
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(link))
}

route_error! {
    /// Why accounts were not listed or made, or no link given.
    enum PersonsError {
        ..Store(StoreFault),
        /// The name has other characters than names have.
        BadName => (
            BAD_REQUEST, "person_name",
            "That name cannot be used.",
            "name has 1 to 64 letters, digits, '-', '_', '.' and '@'; displayName 1 to 64 characters."
        ),
        /// There is no such account in the tenant.
        Unknown => (
            NOT_FOUND, "person_unknown",
            "There is no such person.",
            "No local account of this tenant has this name."
        ),
    }
}

from_store_error!(PersonsError);

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct PersonView {
    name: String,
    display_name: String,
    role: Role,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        Self {
            name: person.user.subject.subject,
            display_name: person.user.display_name,
            role: person.role,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct PersonList {
    persons: Vec<PersonView>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PersonInput {
    name: String,
    display_name: Option<String>,
    role: Option<Role>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Link {
    url: String,
}

#[utoipa::path(
    get, path = "/persons", operation_id = "list_persons", tag = "people",
    responses((status = 200, body = PersonList), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn list(
    Admin(caller): Admin,
    State(app): State<App>,
) -> Result<Json<PersonList>, PersonsError> {
    let persons = app.store.people().local(&caller.tenant).await?;
    Ok(Json(PersonList {
        persons: persons.into_iter().map(PersonView::from).collect(),
    }))
}

/// Makes an account, or changes the display name and role of the one with that name.
#[utoipa::path(
    post, path = "/persons", operation_id = "create_person", tag = "people",
    request_body = PersonInput,
    responses((status = 201, body = PersonView, description = "Made."), (status = 200, body = PersonView, description = "Changed."), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn create(
    Admin(caller): Admin,
    State(app): State<App>,
    body::Json(input): body::Json<PersonInput>,
) -> Result<(StatusCode, Json<PersonView>), PersonsError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    let display_name = input.display_name.as_deref().unwrap_or(&input.name).trim();
    let named = (1..=64).contains(&input.name.len()) && input.name.chars().all(plain);
    let shown = (1..=64).contains(&display_name.chars().count())
        && !display_name.contains(char::is_control);
    if !named || !shown {
        return Err(PersonsError::BadName);
    }
    let (people, subject) = (app.store.people(), Subject::local(&input.name));
    let existed = people.find(&caller.tenant, &subject).await?;
    let role = input
        .role
        .or(existed.as_ref().map(|person| person.role))
        .unwrap_or(Role::Member);
    let status = if existed.is_some() {
        people
            .update(&caller.tenant, &subject, display_name, role)
            .await?;
        StatusCode::OK
    } else {
        let (now, random) = (app.clock.now(), app.random.as_ref());
        people
            .ensure(&caller.tenant, &subject, display_name, role, now, random)
            .await?;
        StatusCode::CREATED
    };
    let view = PersonView {
        display_name: display_name.to_owned(),
        role,
        name: input.name,
    };
    Ok((status, Json(view)))
}

/// A fresh link to enter by: one use, and not for long (decision 2). The code stands in the
/// fragment, which browsers send to nobody.
#[utoipa::path(
    post, path = "/persons/{name}/link", operation_id = "link_person", tag = "people",
    params(("name" = String, Path, description = "The account's name.")),
    responses((status = 200, body = Link), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn link(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
) -> Result<(Extension<ShownOnce>, Json<Link>), PersonsError> {
    let person = app
        .store
        .people()
        .find(&caller.tenant, &Subject::local(&name))
        .await?;
    let user: UserId = person
        .and_then(|person| person.user.id)
        .ok_or(PersonsError::Unknown)?;
    let code = EnterCode::generate(app.random.as_ref());
    let now = app.clock.now();
    let until = now.plus(app.config.enter_code_lifetime);
    app.store
        .sessions()
        .add_code(
            &caller.tenant,
            user,
            &code.hash(),
            now,
            until,
            app.random.as_ref(),
        )
        .await?;
    let link = Link {
        url: format!("{}/#enter={}", app.origin, code.expose()),
    };
    Ok((Extension(ShownOnce), Json(link)))
}
