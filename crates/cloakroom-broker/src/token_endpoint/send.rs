//! Token and revocation requests, over the network.

use std::time::Duration;

use cloakroom_egress::{Guard, Limits, OutboundRequest, Purpose, Response};
use cloakroom_vault::ClientSecret;

use super::answer::{self, TokenAnswer};
use super::error::{Failure, TokenError};
use super::request::{self, HttpRequest, TokenRequest};
use crate::registration::Settings;

/// The hard deadline of a token request; a refresh's lease is longer (SEC-TOKEN-02).
const DEADLINE: Duration = Duration::from_secs(30);
/// Some identity providers put groups and pictures into an `id_token` (SEC-TOKEN-15).
const LARGEST_ANSWER: usize = 1 << 20;

/// Sends one token request, once, and reads its answer. Follows no redirect (SEC-TOKEN-10) and
/// tries nothing a second time, in no other way either (SEC-TOKEN-14, SEC-SIGNIN-07).
pub(crate) async fn send(
    guard: &Guard,
    settings: &Settings,
    secret: Option<&ClientSecret>,
    request: TokenRequest<'_>,
) -> Result<TokenAnswer, Failure> {
    let built = request::build(&request, settings, secret).map_err(TokenError::from)?;
    let response = out(guard, Purpose::Token, built).await?;
    let mut secrets = request.secrets();
    secrets.extend(secret.map(ClientSecret::expose));
    let answer = answer::read(
        response.status,
        &response.headers,
        &response.body,
        settings,
        &secrets,
    )?;
    Ok(answer)
}

/// Revokes a token (RFC 7009). Any 2xx is success, also for a token that the provider does not
/// know (§2.2).
pub(crate) async fn revoke(
    guard: &Guard,
    settings: &Settings,
    secret: Option<&ClientSecret>,
    token: &str,
    hint: &str,
) -> Result<(), Failure> {
    let Some(url) = &settings.revocation_endpoint else {
        return Err(TokenError::NoRevocationEndpoint.into());
    };
    let built =
        request::build_revocation(url, token, hint, settings, secret).map_err(TokenError::from)?;
    let response = out(guard, Purpose::Revocation, built).await?;
    if response.status.is_success() {
        return Ok(());
    }
    let mut secrets = vec![token];
    secrets.extend(secret.map(ClientSecret::expose));
    Err(revocation_failure(&response, settings, &secrets).into())
}

fn revocation_failure(response: &Response, settings: &Settings, secrets: &[&str]) -> TokenError {
    match answer::read(
        response.status,
        &response.headers,
        &response.body,
        settings,
        secrets,
    ) {
        Err(error) => error,
        // Not a success and yet a token answer: nothing of it is used.
        Ok(_) => TokenError::Rejected {
            status: response.status.as_u16(),
            error: "unexpected_answer".to_owned(),
            description: None,
        },
    }
}

async fn out(guard: &Guard, purpose: Purpose, built: HttpRequest) -> Result<Response, TokenError> {
    let HttpRequest {
        method,
        url,
        headers,
        body,
    } = built;
    let mut request = OutboundRequest::new(purpose, method, url).limits(Limits {
        first_byte: DEADLINE,
        total: DEADLINE,
        body_bytes: LARGEST_ANSWER,
        ..purpose.limits()
    });
    request.headers = headers;
    request.body = body;
    Ok(guard.send(request).await?)
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
