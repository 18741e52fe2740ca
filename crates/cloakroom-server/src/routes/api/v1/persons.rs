//! `/api/v1/persons`: the people of a tenant, its local accounts, and links to enter by.

use axum::extract::State;
use axum::{Extension, Json};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloakroom_model::{Role, Subject, TenantId, UserId};
use cloakroom_store::Person;
use cloakroom_vault::{EnterCode, TokenHash};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, IfMatch, PageQuery, ShownOnce, Tagged, next};
use crate::identity::Admin;
use crate::parts::{Path, Query};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change))
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
        /// There is a local account of that name.
        Exists => (
            CONFLICT, "person_exists",
            "There is a person with that name already.",
            "A local account of this tenant has this name; a PUT of it changes it."
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
    /// The ETag of the person, without its quotes.
    tag: String,
}

/// The tag of a person as he is: of all that can be changed of him.
fn tag(person: &Person) -> String {
    let all = serde_json::json!([person.role, person.user.display_name]);
    let hash = TokenHash::of(&all.to_string());
    URL_SAFE_NO_PAD.encode(&hash.as_bytes()[..9])
}

impl PersonView {
    fn of(person: Person, app: &App) -> Self {
        let tag = tag(&person);
        let Subject { issuer, subject } = person.user.subject;
        let provider = app.broker.sign_in_providers().name_of(&issuer);
        Self {
            name: subject,
            display_name: person.user.display_name,
            role: person.role,
            provider: provider.map(str::to_owned),
            issuer,
            tag,
        }
    }
}

fn tagged(status: StatusCode, person: Person, app: &App) -> Tagged<Json<PersonView>> {
    let view = PersonView::of(person, app);
    Tagged(status, view.tag.clone(), Json(view))
}

#[derive(Serialize, utoipa::ToSchema)]
struct PersonList {
    persons: Vec<PersonView>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PersonInput {
    name: String,
    display_name: Option<String>,
    role: Option<Role>,
}

/// What may be changed of a local account. What is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PersonChange {
    display_name: Option<String>,
    role: Option<Role>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Link {
    url: String,
}

/// List the people of the tenant: local accounts, and those who came in by a provider. A search
/// finds the words of their names, and accounts.
#[utoipa::path(
    get, path = "/persons", operation_id = "list_persons", tag = "people",
    params(PageQuery),
    responses((status = 200, body = PersonList), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn list(
    Admin(caller): Admin,
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<PersonList>, PersonsError> {
    let (people, request) = (app.store.people(), page.request()?);
    let page = people.page(&caller.tenant, &request).await?;
    let view = |person| PersonView::of(person, &app);
    Ok(Json(PersonList {
        next: next(&page),
        persons: page.items.into_iter().map(view).collect(),
    }))
}

fn display_name(text: &str) -> Result<&str, PersonsError> {
    let text = text.trim();
    let shown = (1..=64).contains(&text.chars().count()) && !text.contains(char::is_control);
    shown.then_some(text).ok_or(PersonsError::BadName)
}

/// Make a local account.
#[utoipa::path(
    post, path = "/persons", operation_id = "create_person", tag = "people",
    request_body = PersonInput,
    responses((status = 201, body = PersonView, description = "Made."), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn create(
    Admin(caller): Admin,
    State(app): State<App>,
    body::Json(input): body::Json<PersonInput>,
) -> Result<Tagged<Json<PersonView>>, PersonsError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if !(1..=64).contains(&input.name.len()) || !input.name.chars().all(plain) {
        return Err(PersonsError::BadName);
    }
    let display_name = display_name(input.display_name.as_deref().unwrap_or(&input.name))?;
    let (people, subject) = (app.store.people(), Subject::local(&input.name));
    if people.find(&caller.tenant, &subject).await?.is_some() {
        return Err(PersonsError::Exists);
    }
    let (role, now) = (input.role.unwrap_or(Role::Member), app.clock.now());
    let random = app.random.as_ref();
    let made = people.ensure(&caller.tenant, &subject, display_name, role, now, random);
    Ok(tagged(StatusCode::CREATED, made.await?, &app))
}

async fn local(app: &App, tenant: &TenantId, name: &str) -> Result<Person, PersonsError> {
    let people = app.store.people();
    let found = people.find(tenant, &Subject::local(name)).await?;
    found.ok_or(PersonsError::Unknown)
}

/// Show a local account.
#[utoipa::path(
    get, path = "/persons/{name}", operation_id = "show_person", tag = "people",
    params(("name" = String, Path, description = "The account's name.")),
    responses(
        (status = 200, body = PersonView, headers(("ETag" = String, description = "The tag, in quotes."))),
        PersonsError,
    ),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn show(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
) -> Result<Tagged<Json<PersonView>>, PersonsError> {
    let person = local(&app, &caller.tenant, &name).await?;
    Ok(tagged(StatusCode::OK, person, &app))
}

/// Change the display name or the role of a local account.
#[utoipa::path(
    put, path = "/persons/{name}", operation_id = "change_person", tag = "people",
    params(
        ("name" = String, Path, description = "The account's name."),
        ("If-Match" = String, Header, description = "The ETag: the tag in quotes."),
    ),
    request_body = PersonChange,
    responses((status = 200, body = PersonView), PersonsError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn change(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
    seen: IfMatch,
    body::Json(input): body::Json<PersonChange>,
) -> Result<Tagged<Json<PersonView>>, PersonsError> {
    let mut person = local(&app, &caller.tenant, &name).await?;
    if tag(&person) != seen.tag() {
        return Err(ConventionError::Changed.into());
    }
    let before = &person.user.display_name;
    let new_name = display_name(input.display_name.as_deref().unwrap_or(before))?.to_owned();
    let role = input.role.unwrap_or(person.role);
    if !app.store.people().update(&person, &new_name, role).await? {
        return Err(ConventionError::Changed.into());
    }
    person.user.display_name = new_name;
    person.role = role;
    Ok(tagged(StatusCode::OK, person, &app))
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
    let person = local(&app, &caller.tenant, &name).await?;
    let user: UserId = person.user.id.ok_or(PersonsError::Unknown)?;
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
