//! The authorization endpoint (RFC 6749 §3.1, RFC 7636 §4.3).

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::HeaderMap;
use http::header::HOST;

use super::answer::{self, Outcome};
use super::consent;
use super::login::session_cookie;
use super::{Id, Shared};
use crate::config::Client;
use crate::cookies;
use crate::log::EntryId;
use crate::pages;
use crate::params::Params;
use crate::pkce::Challenge;
use crate::script::{Consent, Pkce, Script};
use crate::server::Server;
use crate::sessions::{AuthorizationRequest, COOKIE, ResponseMode};

pub(super) async fn authorize(
    State(server): Shared,
    Extension(id): Id,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if let Some(origin) = server.script().bounce_to
        && headers.get(HOST).and_then(|host| host.to_str().ok()) != authority(&origin)
    {
        let query = query.unwrap_or_default();
        return Redirect::to(&format!("{origin}/authorize?{query}")).into_response();
    }
    begin(&server, id, &Params::from_query(query.as_deref()), &headers)
}

fn authority(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, authority)| authority)
}

pub(super) async fn authorize_by_post(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::from_form(&body);
    server.log().note(id, |entry| entry.add(&params));
    begin(&server, id, &params, &headers)
}

fn begin(server: &Server, id: EntryId, params: &Params, headers: &HeaderMap) -> Response {
    server.log().count(|counters| counters.authorizations += 1);
    server.log().note(id, |entry| entry.processed = true);
    let script = server.script();
    let clients = server.clients();
    // Until client and redirect URI are known to belong together nothing is sent anywhere
    // (RFC 6749 §4.1.2.1): the person reads what is wrong.
    let (client, redirect_uri) = match destination(&clients, params) {
        Ok(found) => found,
        Err(problem) => return pages::problem(&problem),
    };
    let mode = match params.get("response_mode") {
        None | Some("query") => ResponseMode::Query,
        Some("form_post") => ResponseMode::FormPost,
        Some(other) => {
            return pages::problem(&format!("The response mode {other} is not offered."));
        }
    };
    let mut request = AuthorizationRequest {
        client_id: client.id.clone(),
        client_name: client.name.clone(),
        redirect_uri: redirect_uri.to_owned(),
        response_mode: mode,
        state: params.get("state").map(str::to_owned),
        nonce: params.get("nonce").map(str::to_owned),
        scopes: AuthorizationRequest::scopes_of(params),
        challenge: None,
        login_hint: params.get("login_hint").map(str::to_owned),
    };
    match challenge(server, &script, params, &request.scopes) {
        Ok(challenge) => request.challenge = challenge,
        Err((error, description)) => {
            server
                .log()
                .note(id, |entry| entry.error = Some(error.to_owned()));
            return answer::send(
                server,
                &request,
                &Outcome::Error {
                    error,
                    description: Some(description),
                },
            );
        }
    }
    if let Some(scripted) = &script.authorization_error {
        server
            .log()
            .note(id, |entry| entry.error = Some(scripted.error.clone()));
        let outcome = Outcome::Error {
            error: &scripted.error,
            description: scripted.description.as_deref(),
        };
        return answer::send(server, &request, &outcome);
    }
    ask(server, &script, params, headers, request)
}

/// The client and its redirect URI, which must be one of those registered, byte for byte.
fn destination<'a>(
    clients: &'a [Client],
    params: &'a Params,
) -> Result<(&'a Client, &'a str), String> {
    if let Some(name) = params.repeated() {
        return Err(format!("The parameter {name} came more than once."));
    }
    let id = params
        .get("client_id")
        .ok_or("The request does not name a client.")?;
    let client = clients
        .iter()
        .find(|client| client.id == id)
        .ok_or_else(|| format!("There is no client {id}."))?;
    let redirect_uri = params
        .get("redirect_uri")
        .ok_or("The request does not say where the answer should go.")?;
    if !client
        .redirect_uris
        .iter()
        .any(|known| known == redirect_uri)
    {
        return Err(format!(
            "{redirect_uri} is not a redirect URI of {}.",
            client.name
        ));
    }
    Ok((client, redirect_uri))
}

fn challenge(
    server: &Server,
    script: &Script,
    params: &Params,
    scopes: &[String],
) -> Result<Option<Challenge>, (&'static str, &'static str)> {
    match params.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(("unsupported_response_type", "Only code.")),
        None => return Err(("invalid_request", "response_type is missing.")),
    }
    if scopes
        .iter()
        .any(|wanted| !server.scopes.iter().any(|scope| scope.name == *wanted))
    {
        return Err(("invalid_scope", "One of the scopes does not exist here."));
    }
    match (params.get("code_challenge"), script.pkce) {
        (Some(_), Pkce::Refused) => Err((
            "invalid_request",
            "code_challenge is not a known parameter.",
        )),
        (None, Pkce::Enforced) => Err(("invalid_request", "code_challenge is missing.")),
        (None, Pkce::Optional | Pkce::Refused) => Ok(None),
        (Some(challenge), Pkce::Enforced | Pkce::Optional) => {
            Challenge::read(challenge, params.get("code_challenge_method"))
                .map(Some)
                .map_err(|problem| ("invalid_request", problem))
        }
    }
}

/// Asks the person whatever has to be asked: who he is, and whether he allows it.
fn ask(
    server: &Server,
    script: &Script,
    params: &Params,
    headers: &HeaderMap,
    request: AuthorizationRequest,
) -> Response {
    let prompt = params.get("prompt").unwrap_or_default();
    let fresh_login = prompt
        .split(' ')
        .any(|wish| matches!(wish, "login" | "select_account"));
    let known = cookies::value(headers, COOKIE).filter(|session| server.sessions().knows(session));
    let user = known
        .as_deref()
        .filter(|_| !fresh_login)
        .and_then(|session| server.sessions().user(session).map(str::to_owned));
    if prompt == "none" {
        let error = match (&user, script.consent) {
            (None, _) => "login_required",
            (Some(_), Consent::Ask) => "consent_required",
            (Some(user), Consent::Automatic) => return consent::allow(server, &request, user),
        };
        return answer::send(
            server,
            &request,
            &Outcome::Error {
                error,
                description: None,
            },
        );
    }
    if let (Some(user), Consent::Automatic) = (&user, script.consent) {
        return consent::allow(server, &request, user);
    }
    let mut sessions = server.sessions();
    let session = match known {
        Some(session) => session,
        None => match sessions.begin() {
            Ok(session) => session,
            Err(_) => return pages::problem("There is no randomness to make a session of."),
        },
    };
    let hint = request.login_hint.clone();
    let client_name = request.client_name.clone();
    let Ok(waiting) = sessions.wait(&session, request, server.clock().millis()) else {
        return pages::problem("There is no randomness to keep the request by.");
    };
    drop(sessions);
    let page = if user.is_some() {
        Redirect::to(&format!("/consent?request={waiting}")).into_response()
    } else {
        pages::login(&server.users, &client_name, &waiting, hint.as_deref(), None)
    };
    session_cookie(page, &session)
}
