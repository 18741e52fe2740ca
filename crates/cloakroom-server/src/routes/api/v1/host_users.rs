//! `/api/v1/persons/{name}/host-users`: which users of hosts are this person (decision 1).
//!
//! A host says for whom it speaks, and its word counts in its own namespace only. That one of its
//! users is one of ours is said here, by an administrator of the tenant, and nowhere else: the
//! host's user then has that person's grants, and that person's session proves a sign-in of his
//! (decision 5).

use axum::Json;
use axum::extract::State;
use cloakroom_broker::GrantQuery;
use cloakroom_model::{
    Caller, Door, HostId, Recorder, Role, Subject, TenantId, TraceKind, User, UserId,
};
use cloakroom_store::{MOST_ROWS, PageRequest, Person};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body;
use crate::conventions::{ConventionError, PageQuery, next};
use crate::identity::Admin;
use crate::parts::{Path, Query};
use crate::problem::{StoreFault, from_store_error, route_error};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, link, unlink))
}

route_error! {
    /// Why a host's user was not linked or unlinked.
    enum HostUsersError {
        ..Store(StoreFault),
        ..Convention(ConventionError),
        /// There is no such account in the tenant.
        Unknown => (
            NOT_FOUND, "person_unknown",
            "There is no such person.",
            "No local account of this tenant has this name."
        ),
        /// There is no such host in the tenant.
        UnknownHost => (
            NOT_FOUND, "host_unknown",
            "There is no such host.",
            "No host of this tenant has this hostId. `cloakroom host list` shows them."
        ),
        /// Neither or both of the two names were given, or one that no host sends.
        Name => (
            BAD_REQUEST, "host_user",
            "The host's user was not named in a way that can be understood.",
            "Give either aadObjectId or id, as the host sends it in from.aadObjectId or from.id: 1 to 256 characters, none of them a control character."
        ),
        /// There is no such link.
        Unlinked => (
            NOT_FOUND, "host_user_unlinked",
            "That user of the host is not linked to this person.",
            "This person has no such host user."
        ),
    }
}

from_store_error!(HostUsersError);

/// A host's user, by the host and one of the two names that hosts give.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct HostUser {
    /// The host.
    host_id: HostId,
    /// His `from.aadObjectId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    aad_object_id: Option<String>,
    /// His `from.id`, where he has no `aadObjectId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// A page of hosts' users.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct HostUserList {
    host_users: Vec<HostUser>,
    /// The cursor of the next page, when there is one.
    next: Option<String>,
}

/// Which page of a person's users at hosts.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HostUserQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
}

impl HostUser {
    fn subject(&self) -> Result<Subject, HostUsersError> {
        let (name, subject) = match (&self.aad_object_id, &self.id) {
            (Some(name), None) => (name, Subject::aad(&self.host_id, name)),
            (None, Some(name)) => (name, Subject::channel(&self.host_id, name)),
            _ => return Err(HostUsersError::Name),
        };
        if name.is_empty() || name.len() > 256 || name.contains(char::is_control) {
            return Err(HostUsersError::Name);
        }
        Ok(subject)
    }

    /// From the name under which a host's user is kept.
    fn of(subject: &Subject) -> Option<Self> {
        let host_id = subject.issuer.strip_prefix("host:")?.parse().ok()?;
        let (kind, name) = subject.subject.split_once(':')?;
        let name = Some(name.to_owned());
        let (aad_object_id, id) = match kind {
            "aad" => (name, None),
            _ => (None, name),
        };
        Some(Self {
            host_id,
            aad_object_id,
            id,
        })
    }
}

async fn person(app: &App, tenant: &TenantId, name: &str) -> Result<UserId, HostUsersError> {
    let found = app
        .store
        .people()
        .find(tenant, &Subject::local(name))
        .await?;
    found
        .and_then(|person| person.user.id)
        .ok_or(HostUsersError::Unknown)
}

/// List the hosts' users that are this person, in the order in which they first came.
#[utoipa::path(
    get, path = "/persons/{name}/host-users", operation_id = "list_host_users", tag = "people",
    params(("name" = String, Path, description = "The account."), HostUserQuery),
    responses((status = 200, body = HostUserList), HostUsersError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn list(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
    Query(asked): Query<HostUserQuery>,
) -> Result<Json<HostUserList>, HostUsersError> {
    let request = PageQuery::of(asked.cursor, asked.limit).request()?;
    let ours = person(&app, &caller.tenant, &name).await?;
    let people = app.store.people();
    let page = people.links(&caller.tenant, ours, &request).await?;
    Ok(Json(HostUserList {
        next: next(&page),
        host_users: page
            .items
            .iter()
            .filter_map(|person| HostUser::of(&person.user.subject))
            .collect(),
    }))
}

/// Links a host's user to the person; a link to another is replaced. What he held under his own
/// name until now is ended, because nobody could reach it any more.
#[utoipa::path(
    post, path = "/persons/{name}/host-users", operation_id = "link_host_user", tag = "people",
    params(("name" = String, Path, description = "The account.")),
    request_body = HostUser,
    responses((status = 201, body = HostUser, description = "Linked."), HostUsersError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn link(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
    body::Json(input): body::Json<HostUser>,
) -> Result<(StatusCode, Json<HostUser>), HostUsersError> {
    let ours = person(&app, &caller.tenant, &name).await?;
    let subject = input.subject()?;
    let hosts = app.store.hosts();
    if hosts.get(&caller.tenant, &input.host_id).await?.is_none() {
        return Err(HostUsersError::UnknownHost);
    }
    let people = app.store.people();
    let (now, random) = (app.clock.now(), app.random.as_ref());
    let of_host = people
        .ensure(
            &caller.tenant,
            &subject,
            &subject.subject,
            Role::Member,
            now,
            random,
        )
        .await?;
    let id = of_host.user.id.ok_or(HostUsersError::Unknown)?;
    people.link(&caller.tenant, id, ours, now).await?;
    forget(&app, &caller.tenant, &subject);
    end_grants(&app, &of_host).await?;
    Ok((StatusCode::CREATED, Json(input)))
}

/// Takes a link back.
#[utoipa::path(
    delete, path = "/persons/{name}/host-users", operation_id = "unlink_host_user", tag = "people",
    params(("name" = String, Path, description = "The account."), HostUser),
    responses((status = 204, description = "Taken back."), HostUsersError),
    security(("session" = ["admin"]), ("administrator" = [])),
)]
async fn unlink(
    Admin(caller): Admin,
    State(app): State<App>,
    Path(name): Path,
    Query(input): Query<HostUser>,
) -> Result<StatusCode, HostUsersError> {
    let ours = person(&app, &caller.tenant, &name).await?;
    let subject = input.subject()?;
    let people = app.store.people();
    let of_host = people.find(&caller.tenant, &subject).await?;
    let id = of_host
        .and_then(|person| person.user.id)
        .ok_or(HostUsersError::Unlinked)?;
    if !people.unlink(&caller.tenant, id, ours).await? {
        return Err(HostUsersError::Unlinked);
    }
    forget(&app, &caller.tenant, &subject);
    Ok(StatusCode::NO_CONTENT)
}

/// Who he is has changed: on this replica at once, on others within their five seconds.
fn forget(app: &App, tenant: &TenantId, subject: &Subject) {
    app.users.forget_key(&(tenant.clone(), subject.clone()));
}

async fn end_grants(app: &App, of_host: &Person) -> Result<(), HostUsersError> {
    let himself = Caller {
        tenant: of_host.tenant.clone(),
        user: User::clone(&of_host.user),
        door: Door::Administrator,
        role: Role::Member,
    };
    let mut request = PageRequest::first(MOST_ROWS);
    loop {
        let query = GrantQuery::default();
        let page = app.broker.grants(&himself, &query, &request).await?;
        for grant in page.items {
            let trace = Recorder::start(TraceKind::SignOut, &app.clock, app.random.as_ref());
            trace.about("A host's user was linked: end a grant of his own");
            let ended = app.broker.revoke_grant(&himself, &grant.id, &trace).await;
            app.traces.submit(&himself.tenant, trace.finish());
            ended?;
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok(()),
        }
    }
}
