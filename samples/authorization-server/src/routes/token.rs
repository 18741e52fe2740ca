//! The token endpoint (RFC 6749 §3.2).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::oauth::{ClientRequest, OAuthError};
use super::{Id, Shared};
use crate::grants::{Cause, Issued, Refusal, Terms};
use crate::keys::Claims;
use crate::log::{EntryId, fingerprint};
use crate::script::{Endpoint, Pkce, Script, TokenFormat, Tokens};
use crate::server::Server;
use crate::sessions::AuthorizationRequest;

pub(super) async fn token(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = match ClientRequest::read(&server, id, &headers, &body) {
        Ok(request) => request,
        Err(error) => return refused(&server, id, error),
    };
    let endpoint = match request.params.get("grant_type") {
        Some("authorization_code") => Endpoint::Exchange,
        Some("refresh_token") => Endpoint::Refresh,
        Some(_) => {
            let error = OAuthError::new(
                "unsupported_grant_type",
                "Only authorization_code and refresh_token.",
            );
            return refused(&server, id, error);
        }
        None => {
            return refused(
                &server,
                id,
                OAuthError::invalid_request("grant_type is missing."),
            );
        }
    };
    server.log().count(|counters| match endpoint {
        Endpoint::Exchange => counters.exchanges += 1,
        _ => counters.refreshes += 1,
    });
    let fault = server.dial.take(endpoint);
    if let Some(instead) = fault.instead() {
        return fault.send(&server.dial, endpoint, instead).await;
    }
    server.log().note(id, |entry| entry.processed = true);
    let answer = match process(&server, id, &request, endpoint) {
        Ok(answer) => answer,
        Err(error) => refused(&server, id, error),
    };
    fault.send(&server.dial, endpoint, answer).await
}

fn refused(server: &Server, id: EntryId, error: OAuthError) -> Response {
    server
        .log()
        .note(id, |entry| entry.error = Some(error.error.to_owned()));
    error.into_response()
}

fn process(
    server: &Server,
    id: EntryId,
    request: &ClientRequest,
    endpoint: Endpoint,
) -> Result<Response, OAuthError> {
    let client = request.client(server, id)?;
    let script = server.script();
    let params = &request.params;
    let lifetime_seconds = script
        .access_token_seconds
        .unwrap_or(server.access_token_seconds);
    let terms = Terms {
        now: server.clock().millis(),
        access_millis: lifetime_seconds.saturating_mul(1000),
        refresh_millis: server.refresh_token_seconds.saturating_mul(1000),
        rotation: script.rotation,
        access_token_bytes: script.token_answer.access_token_bytes,
    };
    let result = if endpoint == Endpoint::Exchange {
        let code = params
            .get("code")
            .ok_or_else(|| OAuthError::invalid_request("code is missing."))?;
        let verifier = params.get("code_verifier");
        if script.pkce == Pkce::Refused && verifier.is_some() {
            return Err(OAuthError::invalid_request(
                "code_verifier is not a known parameter.",
            ));
        }
        let granted = |asked: &[String]| script.token_answer.scope.granted(asked);
        server.tables().redeem(
            code,
            &client.id,
            params.get("redirect_uri"),
            verifier,
            granted,
            terms,
        )
    } else {
        let token = params
            .get("refresh_token")
            .ok_or_else(|| OAuthError::invalid_request("refresh_token is missing."))?;
        let scopes = AuthorizationRequest::scopes_of(params);
        let wanted = (!scopes.is_empty()).then_some(scopes.as_slice());
        let rotation = script.token_answer.refresh_token.rotation(terms.rotation);
        server
            .tables()
            .refresh(token, &client.id, wanted, Terms { rotation, ..terms })
    };
    let issued = result.map_err(|refusal| counted(server, refusal))?;
    note_issued(server, id, &issued, endpoint);
    answer(server, &script, &issued, lifetime_seconds)
}

fn counted(server: &Server, refusal: Refusal) -> OAuthError {
    server.log().count(|counters| match refusal.cause {
        Cause::Reuse => counters.reuses += 1,
        Cause::CodeReplay => counters.code_replays += 1,
        Cause::Plain => {}
    });
    OAuthError::new(refusal.error, refusal.description)
}

fn note_issued(server: &Server, id: EntryId, issued: &Issued, endpoint: Endpoint) {
    server.log().count(|counters| match endpoint {
        Endpoint::Exchange => counters.exchanges_granted += 1,
        _ => counters.refreshes_granted += 1,
    });
    server.log().note(id, |entry| {
        entry.grant = Some(issued.grant);
        entry
            .issued
            .insert("access_token".to_owned(), fingerprint(&issued.access_token));
        if let Some(token) = &issued.refresh_token {
            entry
                .issued
                .insert("refresh_token".to_owned(), fingerprint(token));
        }
    });
}

fn answer(
    server: &Server,
    script: &Script,
    issued: &Issued,
    lifetime_seconds: u64,
) -> Result<Response, OAuthError> {
    let id_token = if issued.scopes.iter().any(|scope| scope == "openid") {
        let claims = Claims {
            issuer: server.issuer(),
            client: &issued.client,
            user: &issued.user,
            name: server
                .user(&issued.user)
                .map_or(&issued.user, |user| &user.display_name),
            nonce: issued.nonce.as_deref(),
            now_seconds: server.clock().seconds(),
        };
        server
            .keys
            .id_token(&claims, script.token_answer.id_token)
            .map_err(|_| OAuthError::new("server_error", "The id_token could not be signed."))?
    } else {
        None
    };
    let members = script.token_answer.members(&Tokens {
        access_token: &issued.access_token,
        refresh_token: issued.refresh_token.as_deref(),
        id_token,
        scopes: &issued.scopes,
        lifetime_seconds,
        now_seconds: server.clock().seconds(),
    });
    Ok(match script.token_answer.format {
        TokenFormat::Json => Json(Value::Object(members)).into_response(),
        TokenFormat::Form => (
            [(header::CONTENT_TYPE, "application/x-www-form-urlencoded")],
            form(&members),
        )
            .into_response(),
    })
}

fn form(members: &Map<String, Value>) -> String {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(members.iter().map(|(name, value)| (name, text(value))))
        .finish()
}
