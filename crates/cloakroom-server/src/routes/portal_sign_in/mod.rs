//! `/portal-sign-in/{provider}/callback`: a provider's answer to a sign-in of our own people.

pub(crate) mod binding;

use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use axum::routing::get;
use cloakroom_broker::{CallbackInput, PortalEntry, PortalSignInError};
use cloakroom_model::Explain as _;
use http::{HeaderMap, StatusCode, header};

use crate::app::App;
use crate::body::pairs;
use crate::identity::session;
use crate::limits::Address;
use crate::parts::Path;
use crate::routes::sign_in::page::{self, Last};
use crate::routes::sign_in::{see_other, too_often};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/portal-sign-in/{provider}/callback", get(callback))
        .route("/portal-sign-in-problem/{code}", get(problem))
}

/// Whatever the outcome, the browser leaves the URL that holds the code at once, for a page that
/// was chosen when the sign-in began, or one that only the outcome decides.
async fn callback(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    address: Address,
    headers: HeaderMap,
) -> Response {
    if let Err(too_many) = app.limits.callback(address) {
        return too_often(too_many, true);
    }
    let input = CallbackInput {
        path: uri.path().to_owned(),
        parameters: pairs(uri.query().unwrap_or_default().as_bytes()),
        bindings: binding::all(&headers),
    };
    let entered = match app.broker.portal_callback(&input).await {
        Ok(entry) => enter(&app, &entry, &headers).await,
        Err(error) => Err(error),
    };
    let outcome = entered
        .as_ref()
        .err()
        .map_or("entered", |error| error.code());
    metrics::counter!("cloakroom_portal_sign_ins_total", "outcome" => outcome).increment(1);
    entered.unwrap_or_else(|error| {
        tracing::warn!(
            error = error.developer(),
            "a portal sign-in came to nothing"
        );
        see_other(&format!("/portal-sign-in-problem/{}", error.code()))
    })
}

/// Begins a session in the first tenant that lets the person in, always with a new token; one that
/// this browser had meanwhile ends.
async fn enter(
    app: &App,
    entry: &PortalEntry,
    headers: &HeaderMap,
) -> Result<Response, PortalSignInError> {
    let first = entry.people.first();
    let (person, user) = first
        .and_then(|person| Some((person, person.user.id?)))
        .ok_or(PortalSignInError::NotAdmitted)?;
    if let Some((old, _)) = session::of(headers, app).await? {
        app.store.sessions().end(&old.person.tenant, old.id).await?;
    }
    let (_, cookie) = session::begin(app, &person.tenant, user, &entry.provider, headers).await?;
    metrics::counter!("cloakroom_sessions_begun_total").increment(1);
    let mut response = see_other(&entry.target);
    let set = response.headers_mut();
    set.append(header::SET_COOKIE, cookie);
    for cookie in binding::remove_all(headers) {
        set.append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Where a sign-in ends that came to nothing. The code selects among our own sentences; nothing of
/// the request is shown.
async fn problem(Path(code): Path) -> Response {
    let kinds = PortalSignInError::kinds();
    let error = kinds
        .iter()
        .find(|error| error.code() == code)
        .unwrap_or(&PortalSignInError::StateUnknown);
    let page = Last {
        title: "You are not signed in".to_owned(),
        lines: vec![error.user()],
        back: Some("/".to_owned()),
        ..Last::default()
    };
    page::answer(StatusCode::BAD_REQUEST, &page)
}
