//! Signing in and out at this server.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Id, Shared, consent};
use crate::cookies;
use crate::pages;
use crate::params::Params;
use crate::script::Consent;
use crate::sessions::COOKIE;

/// Adds the session cookie to a page. Not `Secure`: the sample runs on plain loopback, where
/// Safari would refuse such a cookie.
pub(super) fn session_cookie(mut page: Response, session: &str) -> Response {
    let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        page.headers_mut().append(header::SET_COOKIE, value);
    }
    page
}

pub(super) async fn login(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::from_form(&body);
    server.log().note(id, |entry| {
        entry.add(&params);
        entry.processed = true;
    });
    let session = cookies::value(&headers, COOKIE).unwrap_or_default();
    let waiting = params.get("request").unwrap_or_default();
    let Some(request) = server.sessions().waiting(waiting, &session).cloned() else {
        return pages::problem(
            "This page is too old, or was opened in another browser. Start again.",
        );
    };
    let name = params
        .get("username")
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let password = params.get("password").unwrap_or_default();
    let Some(user) = server.user(&name).filter(|user| user.password == password) else {
        server
            .log()
            .note(id, |entry| entry.error = Some("wrong_password".to_owned()));
        let problem = "That name and password don't go together. Try again.";
        let page = pages::login(
            &server.users,
            &request.client_name,
            waiting,
            Some(&name),
            Some(problem),
        );
        return (StatusCode::UNAUTHORIZED, page).into_response();
    };
    let signed_in = server.sessions().sign_in(&session, &user.name);
    let Ok(fresh) = signed_in else {
        return pages::problem("There is no randomness to make a session of.");
    };
    let next = if server.script().consent == Consent::Automatic {
        let decided = server.sessions().decide(waiting, &fresh);
        decided.map_or_else(
            || pages::problem("This request has been answered already."),
            |request| consent::allow(&server, &request, &user.name),
        )
    } else {
        Redirect::to(&format!("/consent?request={waiting}")).into_response()
    };
    session_cookie(next, &fresh)
}

pub(super) async fn sign_out(State(server): Shared, headers: HeaderMap) -> Response {
    if let Some(session) = cookies::value(&headers, COOKIE) {
        server.sessions().sign_out(&session);
    }
    let gone = format!("{COOKIE}=; Path=/; Max-Age=0");
    (
        [(header::SET_COOKIE, gone)],
        pages::message("You are signed out."),
    )
        .into_response()
}
