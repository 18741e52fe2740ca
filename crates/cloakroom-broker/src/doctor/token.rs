//! The token endpoint, asked with a code that was made up: `invalid_grant` says that it knows the
//! client, `invalid_client` that it does not (RFC 6749 §5.2). Nothing that anybody has is spent.

use cloakroom_egress::{OutboundRequest, Purpose};
use cloakroom_vault::{AuthorizationCode, ClientSecret, PkceVerifier, RefreshToken, StateToken};
use http::HeaderValue;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use url::Url;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use super::trouble::{of_endpoint, said, speaks_of_pkce, unanswered};
use super::written::{method, method_name};
use crate::broker::Broker;
use crate::registration::{ClientAuthentication, Settings};
use crate::registrations::Loaded;
use crate::token_endpoint::{self, TokenError, TokenRequest};

impl Broker {
    /// What the token endpoint says to the client. `client_known` is what the authorization
    /// endpoint said of the client ID; `None` where it said nothing. `is_token_endpoint`: it is known
    /// to be one, because it was entered as authorization endpoint too, and is none.
    pub(super) async fn check_token(
        &self,
        loaded: &Loaded,
        secret: Option<&ClientSecret>,
        client_known: Option<bool>,
        is_token_endpoint: bool,
    ) -> (Vec<Finding>, String) {
        let settings = &loaded.settings;
        let url = &settings.token_endpoint;
        let error = match self.made_up_code(loaded, settings, secret).await {
            Ok(()) => {
                return (
                    Vec::new(),
                    "the provider gave a token for a code that was made up".to_owned(),
                );
            }
            Err(error) => error,
        };
        if let Some(finding) = of_endpoint(Endpoint::Token, url, &error) {
            let mistaken = matches!(
                finding.code,
                Code::EndpointAnswersPage | Code::EndpointRedirects
            );
            let finding = if mistaken
                && !is_token_endpoint
                && (*url == settings.authorization_endpoint
                    || self.asks_people_to_sign_in(loaded).await)
            {
                Finding::of(
                    Code::AuthorizationEndpointAsTokenEndpoint,
                    Endpoint::Token,
                    url,
                    "it answers a token request as a place where people sign in does",
                )
            } else {
                finding
            };
            return (vec![finding], error.to_string());
        }
        match &error {
            TokenError::Refused { .. } => (
                Vec::new(),
                format!(
                    "the client is accepted by `{}`; the made-up code is not, as it should be",
                    method(settings)
                ),
            ),
            TokenError::Client {
                error: code,
                description,
            } => {
                let said = said(code, description.as_deref());
                let finding = self
                    .why_the_client_is_refused(loaded, secret, client_known, &said)
                    .await;
                (vec![finding], format!("the provider answered {said}"))
            }
            TokenError::Rejected { status, error, .. } if is_of_the_request(*status, error) => (
                vec![Finding::of(
                    Code::TokenRequestRefused,
                    Endpoint::Token,
                    url,
                    &format!("it answered with status {status} and `{error}`"),
                )],
                "the request is rejected before the code is looked at".to_owned(),
            ),
            TokenError::Unreadable { status, .. } if matches!(status, 401 | 403) => {
                let said = format!("status {status}");
                let finding = self
                    .why_the_client_is_refused(loaded, secret, client_known, &said)
                    .await;
                (vec![finding], format!("the provider answered {said}"))
            }
            TokenError::Unreadable { status, .. } if *status == 415 => (
                vec![Finding::of(
                    Code::TokenRequestRefused,
                    Endpoint::Token,
                    url,
                    "it answered with status 415: it does not take this format",
                )],
                "the request's format is not taken".to_owned(),
            ),
            // How real tokens are answered, the test sign-in will show.
            other => (Vec::new(), format!("not conclusive: {other}")),
        }
    }

    /// One request with a code that nobody has, authenticated as `settings` say.
    async fn made_up_code(
        &self,
        loaded: &Loaded,
        settings: &Settings,
        secret: Option<&ClientSecret>,
    ) -> Result<(), TokenError> {
        let random = &*self.parts.random;
        let state = StateToken::generate(random);
        let code = AuthorizationCode::new(StateToken::generate(random).expose());
        let verifier = settings.pkce.then(|| PkceVerifier::generate(random));
        let redirect_uri = self.redirect_uri(loaded);
        let request = TokenRequest::AuthorizationCode {
            code: &code,
            redirect_uri: &redirect_uri,
            verifier: verifier.as_ref(),
            state: &state,
        };
        token_endpoint::send(&self.parts.guard, settings, secret, request)
            .await
            .map(drop)
            .map_err(|failure| failure.error)
    }

    /// Whether another way of authenticating would do: one at a time, each with a made-up code of
    /// its own. Only here, where somebody asked for a test; never in operation (SEC-TOKEN-14).
    async fn why_the_client_is_refused(
        &self,
        loaded: &Loaded,
        secret: Option<&ClientSecret>,
        client_known: Option<bool>,
        said: &str,
    ) -> Finding {
        let settings = &loaded.settings;
        let url = &settings.token_endpoint;
        let mut tried = vec![method(settings)];
        if secret.is_some() && client_known != Some(false) {
            for other in others(settings.client_authentication) {
                let mut changed = settings.clone();
                changed.client_authentication = other;
                tried.push(method_name(other));
                let answer = self.made_up_code(loaded, &changed, secret).await;
                if is_past_the_client(&answer) {
                    return Finding::of(
                        Code::ClientAuthenticationOther,
                        Endpoint::Token,
                        url,
                        &format!(
                            "by `{}` it answered {said}, by `{}` it accepts the client",
                            method(settings),
                            method_name(other)
                        ),
                    )
                    .advice(format!("Choose `{}`.", method_name(other)));
                }
            }
        }
        let tried = tried
            .iter()
            .map(|way| format!("`{way}`"))
            .collect::<Vec<_>>()
            .join(", ");
        // A provider that asks everybody to sign in first has said nothing of this client.
        let client_known = match client_known {
            Some(true) if !self.refuses_nobody(loaded).await => None,
            known => known,
        };
        let (code, seen) = match client_known {
            Some(true) if secret.is_some() => (
                Code::ClientSecretRefused,
                format!(
                    "it answered {said}, tried by {tried}; the authorization endpoint knows the client ID"
                ),
            ),
            Some(true) => (
                Code::ClientAuthenticationOther,
                format!(
                    "it answered {said} to a client without a secret; the authorization endpoint knows the client ID"
                ),
            ),
            _ => (
                Code::ClientRefused,
                format!("it answered {said}, tried by {tried}"),
            ),
        };
        Finding::of(code, Endpoint::Token, url, &seen)
    }

    /// Whether the token endpoint answers an authorization request as authorization endpoints do.
    async fn asks_people_to_sign_in(&self, loaded: &Loaded) -> bool {
        let mut swapped = loaded.settings.clone();
        swapped.authorization_endpoint = swapped.token_endpoint.clone();
        self.asks_people(&Loaded {
            registration: loaded.registration.clone(),
            settings: swapped,
            client_secret: None,
            second: None,
        })
        .await
    }

    /// The endpoints that nothing has been sent to yet: do they exist?
    pub(super) async fn check_other_endpoints(
        &self,
        loaded: &Loaded,
        secret: Option<&ClientSecret>,
    ) -> Vec<Finding> {
        let settings = &loaded.settings;
        let random = &*self.parts.random;
        let mut found = Vec::new();
        if let Some(url) = settings
            .refresh_endpoint
            .as_ref()
            .filter(|url| **url != settings.token_endpoint)
        {
            let token = RefreshToken::new(StateToken::generate(random).expose());
            let request = TokenRequest::Refresh { token: &token };
            let answer = token_endpoint::send(&self.parts.guard, settings, secret, request).await;
            if let Err(failure) = answer {
                found.extend(of_endpoint(Endpoint::Refresh, url, &failure.error));
            }
        }
        if let Some(url) = &settings.revocation_endpoint {
            let token = StateToken::generate(random);
            let answer = token_endpoint::revoke(
                &self.parts.guard,
                settings,
                secret,
                token.expose(),
                "access_token",
            )
            .await;
            if let Err(failure) = answer {
                found.extend(of_endpoint(Endpoint::Revocation, url, &failure.error));
            }
        }
        if let Some(url) = &settings.userinfo_endpoint {
            found.extend(self.check_userinfo(url).await);
        }
        found
    }

    /// The userinfo endpoint, asked with a token that was made up: to refuse it is right.
    async fn check_userinfo(&self, url: &Url) -> Option<Finding> {
        let token = StateToken::generate(&*self.parts.random);
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok()?;
        bearer.set_sensitive(true);
        let request = OutboundRequest::get(Purpose::UserInfo, url.clone());
        let answer = self.parts.guard.send(request.header(AUTHORIZATION, bearer));
        let response = match answer.await {
            Ok(response) => response,
            Err(error) => return Some(unanswered(Endpoint::Userinfo, url, &error)),
        };
        let kind = response.headers.get(CONTENT_TYPE);
        let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let status = response.status.as_u16();
        let code = match status {
            404 | 405 | 410 | 501 => Code::EndpointNotFound,
            300..=399 => Code::EndpointRedirects,
            429 | 502..=504 => Code::EndpointFailing,
            200..=299 if is_page => Code::EndpointAnswersPage,
            _ => return None,
        };
        let seen = format!("it answered with status {status} to a GET with a made-up token");
        Some(Finding::of(code, Endpoint::Userinfo, url, &seen))
    }
}

/// Whether an answer shows that the client was accepted: the code was looked at, or its verifier.
fn is_past_the_client(answer: &Result<(), TokenError>) -> bool {
    match answer {
        Ok(()) | Err(TokenError::Refused { .. }) => true,
        Err(TokenError::Rejected {
            error, description, ..
        }) => speaks_of_pkce(&said(error, description.as_deref())),
        Err(_) => false,
    }
}

/// Errors that no other code would change.
fn is_of_the_request(status: u16, error: &str) -> bool {
    matches!(
        error,
        "unsupported_grant_type" | "unauthorized_grant_type" | "unsupported_media_type"
    ) || status == 415
}

/// The other ways to send a secret.
fn others(chosen: ClientAuthentication) -> impl Iterator<Item = ClientAuthentication> {
    use ClientAuthentication::{Basic, BasicRaw, Post};
    [Post, Basic, BasicRaw]
        .into_iter()
        .filter(move |other| *other != chosen)
}
