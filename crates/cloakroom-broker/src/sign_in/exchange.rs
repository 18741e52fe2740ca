//! The code for tokens, and the tokens for a grant.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::{OutboundRequest, Purpose};
use cloakroom_model::{GrantId, ManifestId, Recorder, StepOutcome, TenantId, Timestamp, fault};
use cloakroom_store::{Grant, GrantState, NewGrant, PendingGrant, Placed, SignIn, StoreError};
use cloakroom_vault::{AccessToken, ConfirmCode, PkceVerifier};
use http::{HeaderValue, header};
use serde_json::{Value, json};

use super::callback::CallbackOutcome;
use super::error::CallbackError;
use super::flow::WithCode;
use super::leave::verifier_place;
use crate::broker::Broker;
use crate::id_token;
use crate::registrations::Loaded;
use crate::token_endpoint::{self, TokenAnswer, TokenRequest};

impl Broker {
    /// Exchanges the code, once, and keeps what comes (decision 11).
    pub(super) async fn exchange(
        self: &Arc<Self>,
        with_code: WithCode,
        loaded: &Arc<Loaded>,
        trace: &Recorder,
    ) -> Result<(CallbackOutcome, String), CallbackError> {
        let (answer, asked_at) = self.redeem(&with_code, loaded, trace).await?;
        let WithCode {
            sign_in, continued, ..
        } = with_code;
        let account = self
            .account(loaded, &answer, continued.nonce.as_ref(), trace)
            .await?;
        self.keep_grant(
            &sign_in,
            continued.session,
            loaded,
            answer,
            account,
            asked_at,
            trace,
        )
        .await
    }

    /// The code for tokens, once. Also says when they were asked for, from which their lifetime
    /// counts.
    pub(crate) async fn redeem(
        &self,
        with_code: &WithCode,
        loaded: &Loaded,
        trace: &Recorder,
    ) -> Result<(TokenAnswer, Timestamp), CallbackError> {
        let WithCode {
            sign_in,
            continued,
            code,
            state,
        } = with_code;
        let unusable = |what: &str| CallbackError::Store(what.to_owned());
        fault::point("exchange.before-intent");
        let verifier = match &continued.verifier {
            None => None,
            Some(sealed) => {
                let opened = self
                    .parts
                    .vault
                    .open(&verifier_place(sign_in), sealed)
                    .await
                    .map_err(|_| unusable("the PKCE verifier does not open"))?;
                let text = std::str::from_utf8(&opened)
                    .map_err(|_| unusable("the PKCE verifier does not open"))?;
                Some(PkceVerifier::new(text))
            }
        };
        let secret = self
            .client_secret(loaded)
            .await
            .map_err(|_| unusable("the client secret does not open"))?;
        if !self
            .parts
            .store
            .sign_ins()
            .sent(sign_in, self.now())
            .await?
        {
            return Err(CallbackError::Replayed(sign_in.public_id.clone()));
        }
        fault::point("exchange.after-intent");
        let mut step = trace.step("exchange");
        step.url("tokenEndpoint", &loaded.settings.token_endpoint);
        step.detail(
            "clientAuthentication",
            json!(loaded.settings.client_authentication),
        );
        step.detail("pkce", verifier.is_some());
        // The lifetime counts from before the request was sent.
        let asked_at = self.now();
        let redirect_uri = self.redirect_uri(loaded);
        let request = TokenRequest::AuthorizationCode {
            code,
            redirect_uri: &redirect_uri,
            verifier: verifier.as_ref(),
            state,
        };
        fault::point("exchange.sent");
        let answer = token_endpoint::send(
            &self.parts.guard,
            &loaded.settings,
            secret.as_ref(),
            request,
        )
        .await;
        fault::point("exchange.headers");
        fault::point("exchange.body");
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => {
                step.detail("code", failure.error.code());
                step.end(StepOutcome::Failed, failure.error.to_string());
                return Err(CallbackError::Exchange(failure.error));
            }
        };
        let refresh = if answer.refresh_token.is_some() {
            "with"
        } else {
            "without"
        };
        step.detail(
            "expiresInSeconds",
            answer.expires_in.map(|lifetime| lifetime.as_secs()),
        );
        step.detail("scopes", json!(answer.scopes));
        let words = format!("the provider gave an access token, {refresh} a refresh token");
        if answer.leniencies.is_empty() {
            step.ok(words);
        } else {
            step.detail("leniencies", json!(answer.leniencies));
            step.end(StepOutcome::Noted, words);
        }
        Ok((answer, asked_at))
    }

    /// Which account signed in (decision 7).
    pub(crate) async fn account(
        &self,
        loaded: &Loaded,
        answer: &TokenAnswer,
        nonce: Option<&cloakroom_vault::TokenHash>,
        trace: &Recorder,
    ) -> Result<String, CallbackError> {
        let step = trace.step("account");
        if let Some(id_token) = &answer.id_token
            && loaded.settings.issuer.is_some()
        {
            match id_token::validate(
                &self.parts.guard,
                &self.issuer_keys,
                &loaded.settings,
                id_token,
                nonce,
                self.now(),
            )
            .await
            {
                Ok(claims) => {
                    step.ok("the subject of the validated id_token");
                    return Ok(claims.sub);
                }
                Err(error) => {
                    step.end(StepOutcome::Failed, error.to_string());
                    return Err(CallbackError::IdToken(error));
                }
            }
        }
        let Some(pointer) = &loaded.settings.account_pointer else {
            step.ok("\"default\": no id_token of a known issuer, and no account pointer");
            return Ok("default".to_owned());
        };
        if let Some(account) = answer.pointer(pointer) {
            step.ok("found in the token answer by the account pointer");
            return Ok(account);
        }
        if let Some(account) = self.userinfo(loaded, &answer.access_token, pointer).await {
            step.ok("found in the userinfo answer by the account pointer");
            return Ok(account);
        }
        step.end(
            StepOutcome::Noted,
            "\"default\": the account pointer found nothing",
        );
        Ok("default".to_owned())
    }

    async fn userinfo(
        &self,
        loaded: &Loaded,
        token: &AccessToken,
        pointer: &str,
    ) -> Option<String> {
        let endpoint = loaded.settings.userinfo_endpoint.clone()?;
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose())).ok()?;
        bearer.set_sensitive(true);
        let request = OutboundRequest::get(Purpose::UserInfo, endpoint)
            .header(header::AUTHORIZATION, bearer)
            .total(Duration::from_secs(15));
        let response = self.parts.guard.send(request).await.ok()?;
        if !response.status.is_success() {
            return None;
        }
        let answer: Value = serde_json::from_slice(&response.body).ok()?;
        match answer.pointer(pointer)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    #[allow(clippy::too_many_arguments)] // Each is a different fact of the one thing being kept.
    async fn keep_grant(
        self: &Arc<Self>,
        sign_in: &SignIn,
        session: Option<uuid::Uuid>,
        loaded: &Loaded,
        answer: TokenAnswer,
        account: String,
        asked_at: Timestamp,
        trace: &Recorder,
    ) -> Result<(CallbackOutcome, String), CallbackError> {
        let mut step = trace.step("grant");
        let now = self.now();
        let proven = match session {
            None => false,
            // Still alive on the server, and still of the user for whom it was started.
            Some(session) => self.session_proves(sign_in, session, now).await?,
        };
        let confirm = (!proven).then(|| ConfirmCode::issue(&*self.parts.random));
        let mut grant = self.new_grant(sign_in, loaded, &answer, account, asked_at);
        let store_failed =
            |error: cloakroom_vault::SealError| CallbackError::Store(error.to_string());
        let vault = &self.parts.vault;
        let place = crate::grant::token_place(&grant, "access_token", 1);
        let access = vault
            .seal(&place, answer.access_token.expose().as_bytes())
            .await
            .map_err(store_failed)?;
        let refresh = match &answer.refresh_token {
            None => None,
            Some(token) => {
                let place = crate::grant::token_place(&grant, "refresh_token", 1);
                Some(
                    vault
                        .seal(&place, token.expose().as_bytes())
                        .await
                        .map_err(store_failed)?,
                )
            }
        };
        grant.access_token = Some(access);
        grant.refresh_token = refresh;
        if let Some(code) = &confirm {
            grant.current = false;
            grant.state = GrantState::Pending(PendingGrant {
                confirm: self.confirm_hash(&grant, code.expose()).await?,
                wrong_codes: 0,
                until: now.plus(self.parts.config.confirm_lifetime),
            });
        }
        fault::point("exchange.sealed");
        let missing: Vec<_> = sign_in
            .scopes
            .iter()
            .filter(|s| !grant.scopes.contains(s))
            .cloned()
            .collect();
        step.detail("scopes", json!(grant.scopes));
        step.detail("generation", 1);
        let account = grant.account.clone();
        fault::point("exchange.before-commit");
        self.place_grant(&grant, &sign_in.app).await?;
        fault::point("exchange.after-commit");
        self.forget(&grant);
        fault::point("exchange.before-reply");
        let outcome = if missing.is_empty() {
            StepOutcome::Ok
        } else {
            StepOutcome::Noted
        };
        if !missing.is_empty() {
            step.detail("scopesNotGranted", json!(missing));
        }
        let id = sign_in.public_id.clone();
        match confirm {
            None => {
                step.end(
                    outcome,
                    "the same user's session was alive at Continue and is now: the grant is made",
                );
                Ok((CallbackOutcome::Completed { id }, account))
            }
            Some(code) => {
                step.end(
                    outcome,
                    "nobody is proven yet: the grant waits for the six digits",
                );
                Ok((CallbackOutcome::Pending { id, code }, account))
            }
        }
    }

    /// Commits, with the revocation of what it takes the place of: a pending one takes none yet.
    async fn place_grant(
        &self,
        grant: &Grant,
        app: &(TenantId, ManifestId),
    ) -> Result<(), StoreError> {
        loop {
            let replaced = match grant.state {
                GrantState::Active => self.replaced_by(grant).await?,
                GrantState::Pending(_) | GrantState::SignInAgain(_) => None,
            };
            let new = NewGrant {
                grant: grant.clone(),
                app: app.clone(),
            };
            // Moved: the older grant was refreshed or replaced while it was read.
            if self.parts.store.grants().add(new, replaced).await? != Placed::Moved {
                return Ok(());
            }
        }
    }

    pub(crate) async fn session_proves(
        &self,
        sign_in: &SignIn,
        session: uuid::Uuid,
        now: Timestamp,
    ) -> Result<bool, CallbackError> {
        let user = self
            .parts
            .store
            .sessions()
            .alive(&sign_in.tenant, session, now)
            .await?;
        let Some(user) = user else {
            return Err(CallbackError::SessionEnded);
        };
        if user == sign_in.user {
            return Ok(true);
        }
        let linked = self
            .parts
            .store
            .people()
            .linked(&sign_in.tenant, sign_in.user)
            .await?;
        Ok(linked == Some(user))
    }

    fn new_grant(
        &self,
        sign_in: &SignIn,
        loaded: &Loaded,
        answer: &TokenAnswer,
        account: String,
        asked_at: Timestamp,
    ) -> Grant {
        let lifetime = answer.expires_in.or(loaded
            .settings
            .default_lifetime_seconds
            .map(Duration::from_secs));
        Grant {
            // The same id as the sign-in's: so the digits end the one with the other.
            id: sign_in.id,
            public_id: GrantId::generate(&*self.parts.random),
            tenant: sign_in.tenant.clone(),
            user: sign_in.user,
            registration: sign_in.registration.clone(),
            registration_version: loaded.registration.version,
            kind: "oauth".to_owned(),
            account,
            current: true,
            state: GrantState::Active,
            generation: 1,
            access_token: None,
            refresh_token: None,
            // Absent means: as asked for (RFC 6749 §5.1).
            scopes: answer
                .scopes
                .clone()
                .unwrap_or_else(|| sign_in.scopes.clone()),
            obtained_at: asked_at,
            expires_at: lifetime.map(|lifetime| asked_at.plus(lifetime)),
            last_used_at: None,
            last_refresh_at: None,
            attempt: None,
            retried_at: None,
            failures: 0,
            retry_at: None,
            failure: None,
            created_at: asked_at,
        }
    }
}
