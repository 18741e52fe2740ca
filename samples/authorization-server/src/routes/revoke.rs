//! Revocation (RFC 7009).

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::oauth::{ClientRequest, OAuthError};
use super::{Id, Shared};
use crate::log::EntryId;
use crate::script::Endpoint;
use crate::server::Server;

pub(super) async fn revoke(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    server.log().count(|counters| counters.revocations += 1);
    let request = ClientRequest::read(&server, id, &headers, &body);
    let fault = server.dial.take(Endpoint::Revocation);
    if let Some(instead) = fault.instead() {
        return fault
            .send(&server.dial, Endpoint::Revocation, instead)
            .await;
    }
    server.log().note(id, |entry| entry.processed = true);
    let answer = match request.and_then(|request| process(&server, id, &request)) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => {
            server
                .log()
                .note(id, |entry| entry.error = Some(error.error.to_owned()));
            error.into_response()
        }
    };
    fault.send(&server.dial, Endpoint::Revocation, answer).await
}

fn process(server: &Server, id: EntryId, request: &ClientRequest) -> Result<(), OAuthError> {
    let client = request.client(server, id)?;
    let token = request
        .params
        .get("token")
        .ok_or_else(|| OAuthError::invalid_request("token is missing."))?;
    // An unknown token is a success as well (RFC 7009 §2.2).
    let grant = server.tables().revoke(token, &client.id);
    server.log().note(id, |entry| entry.grant = grant);
    Ok(())
}
