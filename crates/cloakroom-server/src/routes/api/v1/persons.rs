//! `/api/v1/persons`: the people of a tenant, its local accounts, and links to enter by.

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
use crate::conventions::{ConventionError, PageQuery, ShownOnce};
use crate::identity::Admin;
use crate::parts::{Path, Query};
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
        ..Convention(ConventionError),
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
    /// The account's name: our own for local accounts, else the provider's `sub`.
    name: String,
    display_name: String,
    role: Role,
    /// `local`, or the issuer that knows the person by that name.
    issuer: String,
    /// What that provider is called; none for local accounts, and for one no longer configured.
    /// The role of its people follows its groups at each sign-in.
    provider: Option<String>,
}

impl PersonView {
    fn of(person: Person, app: &App) -> Self {
        let Subject { issuer, subject } = person.user.subject;
        let provider = app.broker.sign_in_providers().name_of(&issuer);
        Self {
            name: subject,
            display_name: person.user.display_name,
            role: person.role,
            provider: provider.map(str::to_owned),
            issuer,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct PersonList {
    persons: Vec<PersonView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PersonQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
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

/// List the people of the tenant: local accounts, and those who came in by a provider.
#[utoipa::path(
    get, path = "/persons", operation_id = "list_persons", tag = "people",
    params(PersonQuery),
    responses((status = 200, body = PersonList), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn list(
    Admin(caller): Admin,
    State(app): State<App>,
    Query(asked): Query<PersonQuery>,
) -> Result<Json<PersonList>, PersonsError> {
    let request = PageQuery::of(asked.cursor, asked.limit).request()?;
    let page = app.store.people().page(&caller.tenant, &request).await?;
    let view = |person| PersonView::of(person, &app);
    Ok(Json(PersonList {
        persons: page.items.into_iter().map(view).collect(),
        next: page.next.map(|next| next.to_string()),
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
        issuer: Subject::LOCAL.to_owned(),
        provider: None,
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
