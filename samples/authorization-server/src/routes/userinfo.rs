//! Userinfo (OpenID Connect Core §5.3), also for tokens without the scope `openid`, as plain
//! OAuth providers offer it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use super::{Id, Shared};
use crate::log::fingerprint;
use crate::script::Endpoint;

pub(super) async fn userinfo(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
) -> Response {
    server.log().count(|counters| counters.userinfos += 1);
    let fault = server.dial.take(Endpoint::Userinfo);
    if let Some(instead) = fault.instead() {
        return fault.send(&server.dial, Endpoint::Userinfo, instead).await;
    }
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    if let Some(token) = bearer {
        server.log().note(id, |entry| {
            entry.processed = true;
            entry
                .presented
                .insert("access_token".to_owned(), fingerprint(token));
        });
    }
    let now = server.clock().millis();
    let active = bearer
        .and_then(|token| server.tables().active(token, now, true))
        .filter(|active| !active.refresh);
    let answer = match active {
        Some(active) => Json(json!({
            "sub": active.user,
            "preferred_username": active.user,
            "name": server.user(&active.user).map_or(&active.user, |user| &user.display_name),
        }))
        .into_response(),
        None => (
            StatusCode::UNAUTHORIZED,
            [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")],
        )
            .into_response(),
    };
    fault.send(&server.dial, Endpoint::Userinfo, answer).await
}
