//! `/sign-in/{ticket}`: our first page in the pop-up, and leaving it for the provider.
//!
//! A GET or HEAD of the link consumes nothing, however often a previewer fetches it; only a press
//! of *Continue* or *Cancel* on our own page does (SEC-SIGNIN-11).

pub(crate) mod binding;
mod form;
pub(crate) mod page;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use cloakroom_broker::{FirstPage, SignInError, Visitor};
use cloakroom_host::AppCard;
use cloakroom_model::Explain as _;
use cloakroom_vault::TicketToken;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;

use crate::app::App;
use crate::body::Form;
use crate::headers::PageKind;
use crate::identity::session;
use crate::limits::{Address, TooMany};
use crate::parts::{Path, Query};
use crate::problem::RouteError as _;
use page::{First, Last};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in/{ticket}", get(show))
        .route("/sign-in/{ticket}/icon", get(icon))
        .route("/sign-in/{ticket}/continue", post(go_on))
        .route("/sign-in/{ticket}/cancel", post(cancel))
}

/// `?tab=1`: the chat itself went here, because pop-ups are blocked, and wants to be returned to.
#[derive(Deserialize)]
pub(crate) struct Mode {
    tab: Option<String>,
}

impl Mode {
    pub(crate) fn tab(&self) -> bool {
        self.tab.as_deref() == Some("1")
    }
}

async fn show(
    State(app): State<App>,
    Path(ticket): Path,
    Query(mode): Query<Mode>,
    headers: HeaderMap,
) -> Response {
    let first = match app
        .broker
        .first_page(&TicketToken::new(ticket.as_str()))
        .await
    {
        Ok(first) => first,
        Err(error) => return refused(&error, mode.tab()),
    };
    let (secret, cookie) = form::secret(&headers, app.random.as_ref());
    let csrf = form::token(&secret, &ticket);
    let page = view(&app, first, ticket, csrf.expose().to_owned(), mode.tab()).await;
    let mut response = page::answer(StatusCode::OK, &page);
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn view(app: &App, first: FirstPage, ticket: String, csrf: String, tab: bool) -> First {
    // A test gives no app anything, and must not look as if it did.
    let card = if first.test {
        None
    } else {
        card(app, &first).await
    };
    let (name, publisher, owner, has_icon) = match card {
        Some(card) => (
            card.name,
            card.publisher,
            card.owner.to_string(),
            card.icon.is_some(),
        ),
        None => (first.registration_name, String::new(), String::new(), false),
    };
    let name = page::shown(&name, 64);
    First {
        letter: name.chars().next().unwrap_or('•').to_uppercase().collect(),
        app: name,
        icon: has_icon.then(|| format!("/sign-in/{ticket}/icon")),
        publisher: page::shown(&publisher, 64),
        owner: page::shown(&owner, 64),
        provider: first.provider_host,
        scopes: first
            .scopes
            .iter()
            .map(|scope| page::scope(scope))
            .collect(),
        ticket,
        csrf,
        tab,
        test: first.test,
    }
}

/// What the app says of itself; without it the page still tells provider and scopes.
async fn card(app: &App, first: &FirstPage) -> Option<AppCard> {
    match app.host.app_card(&first.tenant, &first.app.1).await {
        Ok(card) => card,
        Err(error) => {
            tracing::warn!(
                error = error.developer(),
                "the first page of a sign-in lacks its app"
            );
            None
        }
    }
}

/// The app's icon, for who holds the link: there may be no session in the pop-up.
async fn icon(State(app): State<App>, Path(ticket): Path) -> Response {
    let Ok(first) = app.broker.first_page(&TicketToken::new(ticket)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match card(&app, &first).await.and_then(|card| card.icon) {
        Some(picture) => crate::routes::api::picture(picture, "no-store"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// *Continue*: binds the browser, and sends it to the provider.
async fn go_on(
    State(app): State<App>,
    Path(ticket): Path,
    address: Address,
    headers: HeaderMap,
    Form(fields): Form,
) -> Response {
    let fields = Form(fields);
    let tab = fields.one("tab").is_some();
    if let Err(too_many) = app.limits.sign_in(address) {
        return too_often(too_many, tab);
    }
    if !form::proven(&headers, &fields, &ticket, &app.origin) {
        return foreign_form();
    }
    let visitor = match visitor(&app, &headers).await {
        Ok(visitor) => visitor,
        Err(error) => return refused(&error, tab),
    };
    match app
        .broker
        .go_on(&TicketToken::new(ticket), visitor.as_ref())
        .await
    {
        Ok(leaving) => {
            let mut response = page::leave(leaving.provider_host, &leaving.authorization_url);
            for cookie in binding::set(&headers, &leaving.id, &leaving.binding, tab) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => refused(&error, tab),
    }
}

async fn cancel(
    State(app): State<App>,
    Path(ticket): Path,
    headers: HeaderMap,
    Form(fields): Form,
) -> Response {
    let fields = Form(fields);
    let tab = fields.one("tab").is_some();
    if !form::proven(&headers, &fields, &ticket, &app.origin) {
        return foreign_form();
    }
    match app.broker.cancel_by_link(&TicketToken::new(ticket)).await {
        Ok(id) => see_other(&format!(
            "/signed-in/{id}{}",
            if tab { "?tab=1" } else { "" }
        )),
        Err(error) => refused(&error, tab),
    }
}

/// The live session in this browser, as the broker wants it.
async fn visitor(app: &App, headers: &HeaderMap) -> Result<Option<Visitor>, SignInError> {
    let found = session::of(headers, app).await?;
    Ok(found.and_then(|(session, _)| {
        let user = session.person.user.id?;
        Some(Visitor {
            tenant: session.person.tenant,
            user,
            session: session.id,
        })
    }))
}

/// A 303 inside the pop-up: it becomes a GET, and the URL before it is left behind.
pub(crate) fn see_other(to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.extensions_mut().insert(PageKind::PopUp);
    response
}

fn status(error: &SignInError) -> StatusCode {
    match error {
        SignInError::NotFound => StatusCode::NOT_FOUND,
        SignInError::Expired | SignInError::Over(_) | SignInError::RegistrationGone => {
            StatusCode::GONE
        }
        SignInError::OtherUser | SignInError::TestNeedsSession | SignInError::Policy(_) => {
            StatusCode::FORBIDDEN
        }
        SignInError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn refused(error: &SignInError, tab: bool) -> Response {
    metrics::counter!("cloakroom_sign_ins_refused_total", "code" => error.code()).increment(1);
    if matches!(error, SignInError::Store(_)) {
        tracing::error!(error = error.developer(), "a sign-in page failed");
    }
    let page = Last {
        title: "This sign-in can't go on".to_owned(),
        lines: vec![error.user()],
        back: tab.then(|| "/".to_owned()),
        ..Last::default()
    };
    page::answer(status(error), &page)
}

/// A page for a person, and `Retry-After` for everybody else.
pub(crate) fn too_often(too_many: TooMany, tab: bool) -> Response {
    metrics::counter!("cloakroom_sign_ins_refused_total", "code" => too_many.code()).increment(1);
    let page = Last {
        title: "Not so fast".to_owned(),
        lines: vec![too_many.user()],
        back: tab.then(|| "/".to_owned()),
        ..Last::default()
    };
    let mut response = page::answer(StatusCode::TOO_MANY_REQUESTS, &page);
    if let Some(seconds) = too_many.retry_after() {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn foreign_form() -> Response {
    metrics::counter!("cloakroom_sign_ins_refused_total", "code" => "cross_site").increment(1);
    let page = Last {
        title: "This sign-in can't go on".to_owned(),
        lines: vec![
            "The button was not pressed on our own page, or the page is out of date. Go back and open the sign-in again.".to_owned(),
            "If this happens again, allow cookies for this site.".to_owned(),
        ],
        ..Last::default()
    };
    page::answer(StatusCode::FORBIDDEN, &page)
}
