//! The consent page, and its decision.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;

use super::answer::{self, Outcome};
use super::{Id, Shared};
use crate::cookies;
use crate::grants::CodeRequest;
use crate::pages;
use crate::params::Params;
use crate::server::Server;
use crate::sessions::{AuthorizationRequest, COOKIE};

const TOO_OLD: &str = "This page is too old, or was opened in another browser. Start again.";

pub(super) async fn show(
    State(server): Shared,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = Params::from_query(query.as_deref());
    let session = cookies::value(&headers, COOKIE).unwrap_or_default();
    let id = params.get("request").unwrap_or_default();
    let sessions = server.sessions();
    match (sessions.waiting(id, &session), sessions.user(&session)) {
        (Some(request), Some(user)) => {
            let name = server.user(user).map_or(user, |user| &user.display_name);
            pages::consent(&server.scopes, request, name, id)
        }
        _ => pages::problem(TOO_OLD),
    }
}

pub(super) async fn decide(
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
    let decided = {
        let mut sessions = server.sessions();
        let user = sessions.user(&session).map(str::to_owned);
        user.and_then(|user| {
            let request = sessions.decide(params.get("request").unwrap_or_default(), &session)?;
            Some((user, request))
        })
    };
    let Some((user, request)) = decided else {
        return pages::problem(TOO_OLD);
    };
    if params.get("decision") == Some("allow") {
        allow(&server, &request, &user)
    } else {
        let denied = Outcome::Error {
            error: "access_denied",
            description: Some("The user did not allow it."),
        };
        answer::send(&server, &request, &denied)
    }
}

/// Issues a code and sends it.
pub(super) fn allow(server: &Server, request: &AuthorizationRequest, user: &str) -> Response {
    let code = CodeRequest {
        client: request.client_id.clone(),
        user: user.to_owned(),
        redirect_uri: request.redirect_uri.clone(),
        scopes: request.scopes.clone(),
        challenge: request.challenge.clone(),
        nonce: request.nonce.clone(),
    };
    let expires = server
        .clock()
        .millis()
        .saturating_add(server.code_seconds.saturating_mul(1000));
    let issued = server.tables().issue_code(code, expires);
    match issued {
        Ok(code) => answer::send(server, request, &Outcome::Code(&code)),
        Err(_) => answer::send(
            server,
            request,
            &Outcome::Error {
                error: "server_error",
                description: None,
            },
        ),
    }
}
