//! The caller's token: read, asked about, judged (RFC 6750).

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::answers::{self, Challenge};
use crate::introspection::Token;
use crate::log::{EntryId, fingerprint};
use crate::server::Server;

/// Whose request this is, if its token is good and allows `scope`; else the answer.
pub(crate) async fn identified(
    server: &Server,
    id: EntryId,
    headers: &HeaderMap,
    scope: Option<&str>,
) -> Result<Token, Response> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let bearer = values
        .next()
        .filter(|_| values.next().is_none())
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    // Without any token the challenge carries no error code (RFC 6750 §3.1).
    let Some(bearer) = bearer else {
        return Err(refused(server, id, &Challenge::Missing));
    };
    server
        .log()
        .note(id, |entry| entry.token = Some(fingerprint(bearer)));
    let token = match server.introspection.ask(bearer).await {
        Ok(Some(token)) => token,
        Ok(None) => return Err(refused(server, id, &Challenge::InvalidToken)),
        Err(error) => {
            tracing::warn!(%error, "the authorization server could not be asked");
            let message = "The authorization server could not be asked about the token.";
            return Err(
                answers::error(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message)
                    .into_response(),
            );
        }
    };
    server
        .log()
        .note(id, |entry| entry.subject = Some(token.subject.clone()));
    match scope {
        Some(wanted) if !token.allows(scope) => {
            Err(refused(server, id, &Challenge::InsufficientScope(wanted)))
        }
        _ => Ok(token),
    }
}

fn refused(server: &Server, id: EntryId, challenge: &Challenge<'_>) -> Response {
    server.log().note(id, |entry| {
        entry.error = challenge.code().map(str::to_owned);
    });
    challenge.answer()
}
