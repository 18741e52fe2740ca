//! Introspection (RFC 7662), for resource servers.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};

use super::oauth::{ClientRequest, OAuthError};
use super::{Id, Shared};
use crate::log::EntryId;
use crate::script::Endpoint;
use crate::server::Server;

pub(super) async fn introspect(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    server.log().count(|counters| counters.introspections += 1);
    let request = ClientRequest::read(&server, id, &headers, &body);
    let fault = server.dial.take(Endpoint::Introspection);
    if let Some(instead) = fault.instead() {
        return fault
            .send(&server.dial, Endpoint::Introspection, instead)
            .await;
    }
    server.log().note(id, |entry| entry.processed = true);
    let answer = match request.and_then(|request| process(&server, id, &request)) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => {
            server
                .log()
                .note(id, |entry| entry.error = Some(error.error.to_owned()));
            error.into_response()
        }
    };
    fault
        .send(&server.dial, Endpoint::Introspection, answer)
        .await
}

fn process(server: &Server, id: EntryId, request: &ClientRequest) -> Result<Value, OAuthError> {
    let client = request.client(server, id)?;
    let token = request
        .params
        .get("token")
        .ok_or_else(|| OAuthError::invalid_request("token is missing."))?;
    let now = server.clock().millis();
    // A resource server asks because the token is being used; its client only looks at it.
    let active = server
        .tables()
        .active(token, now, client.introspects)
        .filter(|active| client.introspects || active.client == client.id);
    let Some(active) = active else {
        return Ok(json!({ "active": false }));
    };
    server
        .log()
        .note(id, |entry| entry.grant = Some(active.grant));
    Ok(json!({
        "active": true,
        "iss": server.issuer(),
        "sub": active.user,
        "username": active.user,
        "client_id": active.client,
        "scope": active.scopes.join(" "),
        "token_type": if active.refresh { "refresh_token" } else { "Bearer" },
        "iat": active.issued / 1000,
        "exp": active.expires / 1000,
    }))
}
