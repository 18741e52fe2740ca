//! The refresh: intent first, one in flight, committed before used.
//!
//! Why so careful: most providers rotate refresh tokens, and many end the whole grant when a
//! rotated one comes back. Let the stored pair be A. We send A's refresh token; the provider makes
//! B and forgets A. If we crash before B is stored, the store still has A. Sending A again is
//! then either an honest repeat or, to the provider, a thief. So the row says *before* anything is
//! sent that it will be (the intent), and whoever finds an intent marked as sent without a result
//! knows that the outcome is unknown (SEC-TOKEN-05). It sends A again only where the registration
//! says that the provider has a reuse window, within it, and once. Otherwise the user signs in
//! again, and the trace says why.
//!
//! Every write names the generation it is for. A late writer, or one whose lease was taken over,
//! changes nothing, and what it brought is revoked (SEC-TOKEN-13).

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::{Recorder, StepOutcome, Timestamp, fault};
use cloakroom_store::{Grant, GrantState, NewTokens, RegistrationKey, StoreError};
use cloakroom_vault::RefreshToken;

use super::credential::token_place;
use crate::broker::Broker;
use crate::registrations::Loaded;
use crate::token_endpoint::{self, TokenAnswer, TokenError, TokenRequest};

/// The first pause after a failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// How long a refused client is left alone.
const CLIENT_PAUSE: Duration = Duration::from_mins(5);
/// After so many failures in a row, whoever asks, a token endpoint gets a pause (REL-08).
const ENDPOINT_FAILURES: u32 = 3;

/// Why a refresh came to nothing, for the trace.
#[derive(Debug)]
enum Ended {
    /// A new generation is in the store.
    Refreshed {
        rotated: bool,
        leniencies: Vec<String>,
    },
    /// Another process or an earlier call had done it.
    MovedOn,
    /// Not tried: it failed a moment ago.
    Waiting(Timestamp),
    /// The user has to sign in again.
    SignInAgain(&'static str),
    /// It failed for now.
    Failed { code: String, retry_at: Timestamp },
    /// The grant ended meanwhile; what came was revoked.
    Dead,
}

/// How long the provider takes a refresh token again that it has rotated.
fn reuse_window(loaded: &Loaded) -> Duration {
    Duration::from_secs(loaded.settings.reuse_window_seconds)
}

impl Broker {
    /// Refreshes a grant, or waits for the refresh that is under way. What came of it stands in
    /// the store; the caller reads it there.
    pub(super) async fn refresh(self: &Arc<Self>, grant: &Grant, trace: &Recorder) {
        let (broker, wanted, recorder) = (self.clone(), grant.clone(), trace.clone());
        self.flights
            .fly(grant.id, move || async move {
                let mut step = recorder.step("refresh");
                step.detail("generation", wanted.generation);
                let ended = broker.attempt(&wanted).await;
                broker.forget(&wanted);
                match ended {
                    Ok(Ended::Refreshed {
                        rotated,
                        leniencies,
                    }) => {
                        step.detail("rotated", rotated);
                        let outcome = if leniencies.is_empty() {
                            StepOutcome::Ok
                        } else {
                            StepOutcome::Noted
                        };
                        if !leniencies.is_empty() {
                            step.detail("leniencies", leniencies);
                        }
                        let kept = if rotated {
                            "a new refresh token"
                        } else {
                            "the old refresh token"
                        };
                        step.end(
                            outcome,
                            format!("the provider gave a new access token; {kept} is kept"),
                        );
                    }
                    Ok(Ended::MovedOn) => step.ok("somebody else has refreshed it in the meantime"),
                    Ok(Ended::Waiting(at)) => {
                        step.detail("retryAt", at.as_millis());
                        step.end(
                            StepOutcome::Refused,
                            "not tried: the last try failed a moment ago",
                        );
                    }
                    Ok(Ended::SignInAgain(reason)) => {
                        step.detail("code", reason);
                        step.end(StepOutcome::Failed, "the user has to sign in again");
                    }
                    Ok(Ended::Failed { code, retry_at }) => {
                        step.detail("code", code)
                            .detail("retryAt", retry_at.as_millis());
                        step.end(StepOutcome::Failed, "failed for now; the grant is kept");
                    }
                    Ok(Ended::Dead) => {
                        step.end(
                            StepOutcome::Refused,
                            "the grant ended meanwhile; the new tokens are revoked",
                        );
                    }
                    Err(error) => step.end(StepOutcome::Failed, error.to_string()),
                }
            })
            .await;
    }

    async fn attempt(self: &Arc<Self>, wanted: &Grant) -> Result<Ended, StoreError> {
        let me = self.parts.config.process.as_str();
        let grants = self.parts.store.grants();
        let Some(grant) = grants.get(&wanted.tenant, wanted.id).await? else {
            return Ok(Ended::MovedOn);
        };
        if grant.generation != wanted.generation || grant.state != GrantState::Active {
            return Ok(Ended::MovedOn);
        }
        let now = self.now();
        if let Some(at) = grant.retry_at.filter(|at| *at > now) {
            return Ok(Ended::Waiting(at));
        }
        if let Some(at) = self.endpoint_pause(&grant.registration) {
            return Ok(Ended::Waiting(at));
        }
        if let Some(attempt) = &grant.attempt {
            let over = self.parts.config.embedded || attempt.owner == me || attempt.until <= now;
            if !over {
                return Ok(self.await_other(&grant).await);
            }
            if let Some(sent_at) = attempt.sent_at {
                let owner = attempt.owner.clone();
                return self.outcome_unknown(&grant, &owner, sent_at).await;
            }
        }
        let Some(loaded) = self.registration_of(&grant.registration).await? else {
            return self.give_up(&grant, "registration_moved").await;
        };
        // The repeat after an unknown outcome was allowed earlier; the window may have gone by.
        if grant
            .retried_at
            .is_some_and(|sent_at| now.since(sent_at) >= reuse_window(&loaded))
        {
            return self.give_up(&grant, "refresh_outcome_unknown").await;
        }
        fault::point("refresh.before-intent");
        if !grants
            .intend(&grant, me, now.plus(self.parts.config.lease), now)
            .await?
        {
            return Ok(Ended::MovedOn);
        }
        fault::point("refresh.after-intent");
        let Some(token) = self.open_refresh_token(&grant).await else {
            return self.give_up(&grant, "token_unreadable").await;
        };
        let Ok(secret) = self.client_secret(&loaded).await else {
            return self
                .fail(&grant, "client_secret_unreadable", LONGEST_PAUSE, None)
                .await;
        };
        if !grants.sent(&grant, me, self.now()).await? {
            return Ok(Ended::MovedOn);
        }
        fault::point("refresh.sent");
        // The lifetime counts from before the request was sent.
        let asked_at = self.now();
        let request = TokenRequest::Refresh { token: &token };
        let answer = token_endpoint::send(
            &self.parts.guard,
            &loaded.settings,
            secret.as_ref(),
            request,
        )
        .await;
        fault::point("refresh.headers");
        fault::point("refresh.body");
        match answer {
            Ok(answer) => {
                self.keep_answer(&grant, &loaded, answer, token, asked_at)
                    .await
            }
            Err(failure) => self.failed(&grant, failure, asked_at).await,
        }
    }

    /// Another process has the lease: waits for its result, for as long as its lease lasts.
    async fn await_other(&self, grant: &Grant) -> Ended {
        for _ in 0..150 {
            tokio::time::sleep(Duration::from_millis(200)).await;
            match self.parts.store.grants().get(&grant.tenant, grant.id).await {
                Ok(Some(now))
                    if now.generation == grant.generation && now.attempt == grant.attempt => {}
                _ => return Ended::MovedOn,
            }
        }
        Ended::Waiting(self.now().plus(FIRST_PAUSE))
    }

    /// An attempt was sent and its result never came.
    async fn outcome_unknown(
        &self,
        grant: &Grant,
        owner: &str,
        sent_at: Timestamp,
    ) -> Result<Ended, StoreError> {
        let window = self
            .registration_of(&grant.registration)
            .await?
            .map_or(Duration::ZERO, |loaded| reuse_window(&loaded));
        let now = self.now();
        if grant.retried_at.is_none() && now.since(sent_at) < window {
            // Given back as failed, and due at once: the next caller sends it again, for the last
            // time, if the window is still open then.
            self.parts
                .store
                .grants()
                .failed(grant, owner, now, "refresh_outcome_unknown", Some(sent_at))
                .await?;
            return Ok(Ended::Failed {
                code: "refresh_outcome_unknown".to_owned(),
                retry_at: now,
            });
        }
        self.give_up(grant, "refresh_outcome_unknown").await
    }

    async fn keep_answer(
        &self,
        grant: &Grant,
        loaded: &Loaded,
        answer: TokenAnswer,
        old: RefreshToken,
        asked_at: Timestamp,
    ) -> Result<Ended, StoreError> {
        let me = self.parts.config.process.as_str();
        let rotated = answer.refresh_token.is_some();
        // An answer without a refresh token keeps the old one (SEC-TOKEN-08).
        let refresh = answer.refresh_token.unwrap_or(old);
        let next = grant.generation + 1;
        let vault = &self.parts.vault;
        let sealed = async {
            let access = vault
                .seal(
                    &token_place(grant, "access_token", next),
                    answer.access_token.expose().as_bytes(),
                )
                .await?;
            let refresh = vault
                .seal(
                    &token_place(grant, "refresh_token", next),
                    refresh.expose().as_bytes(),
                )
                .await?;
            Ok::<_, cloakroom_vault::SealError>((access, refresh))
        }
        .await;
        let (access_token, refresh_token) = match sealed {
            Ok(sealed) => sealed,
            Err(error) => return Err(StoreError::Unavailable(error.to_string())),
        };
        fault::point("refresh.sealed");
        let lifetime = answer.expires_in.or(loaded
            .settings
            .default_lifetime_seconds
            .map(Duration::from_secs));
        let new = NewTokens {
            access_token,
            refresh_token: Some(refresh_token),
            scopes: answer.scopes.unwrap_or_else(|| grant.scopes.clone()),
            obtained_at: asked_at,
            expires_at: lifetime.map(|lifetime| asked_at.plus(lifetime)),
            registration_version: loaded.registration.version,
        };
        fault::point("refresh.before-commit");
        let kept = self.commit(grant, me, &new).await?;
        fault::point("refresh.after-commit");
        self.endpoint_works(&grant.registration);
        if loaded.registration.broken.is_some() {
            // The provider takes the client again.
            self.parts
                .store
                .registrations()
                .mark(&grant.registration, None)
                .await?;
        }
        if !kept {
            let fresh = Grant {
                generation: next,
                ..grant.clone()
            };
            let tokens = [
                ("refresh_token", new.refresh_token.as_ref()),
                ("access_token", Some(&new.access_token)),
            ];
            self.queue_revocations(&fresh, &tokens).await?;
            return Ok(Ended::Dead);
        }
        fault::point("refresh.before-reply");
        Ok(Ended::Refreshed {
            rotated,
            leniencies: answer.leniencies,
        })
    }

    /// Commits, and when the database's answer was lost reads back what became of it (REL-06).
    async fn commit(&self, grant: &Grant, me: &str, new: &NewTokens) -> Result<bool, StoreError> {
        let grants = self.parts.store.grants();
        let mut pause = Duration::from_millis(100);
        loop {
            match grants.refreshed(grant, me, new).await {
                Ok(kept) if kept => return Ok(true),
                Ok(_) => {
                    let now = grants.get(&grant.tenant, grant.id).await?;
                    return Ok(
                        now.is_some_and(|now| now.access_token.as_ref() == Some(&new.access_token))
                    );
                }
                // The tokens are in memory only: giving up now would lose the grant.
                Err(StoreError::Unavailable(error)) if pause < Duration::from_secs(20) => {
                    tracing::warn!(%error, "a refreshed grant could not be committed yet");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn failed(
        &self,
        grant: &Grant,
        failure: token_endpoint::Failure,
        asked_at: Timestamp,
    ) -> Result<Ended, StoreError> {
        let code = failure.error.code().to_owned();
        match &failure.error {
            TokenError::Refused { .. } => {
                self.endpoint_works(&grant.registration);
                // Judged against the generation that was sent (SEC-TOKEN-06): the store refuses
                // when the row has moved on, and then nothing is lost.
                if self
                    .parts
                    .store
                    .grants()
                    .sign_in_again(grant, "grant_ended")
                    .await?
                {
                    return Ok(Ended::SignInAgain("grant_ended"));
                }
                Ok(Ended::MovedOn)
            }
            TokenError::Client { .. } => {
                let said = failure.error.to_string();
                self.parts
                    .store
                    .registrations()
                    .mark(&grant.registration, Some(&said))
                    .await?;
                tracing::warn!(registration = %grant.registration.id, code, "the provider refused the client itself");
                self.fail(grant, &code, CLIENT_PAUSE, None).await
            }
            TokenError::Transient { retry_after, .. } => {
                self.endpoint_fails(&grant.registration);
                self.fail(grant, &code, self.pause(grant), *retry_after)
                    .await
            }
            _ if !failure.sent => {
                self.endpoint_fails(&grant.registration);
                self.fail(grant, &code, self.pause(grant), None).await
            }
            _ => {
                self.endpoint_fails(&grant.registration);
                let me = self.parts.config.process.clone();
                // The provider's window opened when the request reached it, not when we gave up.
                self.outcome_unknown(grant, &me, asked_at).await
            }
        }
    }

    async fn fail(
        &self,
        grant: &Grant,
        code: &str,
        pause: Duration,
        retry_after: Option<Duration>,
    ) -> Result<Ended, StoreError> {
        let me = self.parts.config.process.as_str();
        let retry_at = self
            .now()
            .plus(retry_after.map_or(pause, |asked| asked.max(pause)));
        self.parts
            .store
            .grants()
            .failed(grant, me, retry_at, code, None)
            .await?;
        Ok(Ended::Failed {
            code: code.to_owned(),
            retry_at,
        })
    }

    async fn give_up(&self, grant: &Grant, reason: &'static str) -> Result<Ended, StoreError> {
        if self
            .parts
            .store
            .grants()
            .sign_in_again(grant, reason)
            .await?
        {
            return Ok(Ended::SignInAgain(reason));
        }
        Ok(Ended::MovedOn)
    }

    fn pause(&self, grant: &Grant) -> Duration {
        let doublings = u32::try_from(grant.failures.clamp(0, 10)).unwrap_or(10);
        let pause = FIRST_PAUSE
            .saturating_mul(1 << doublings)
            .min(LONGEST_PAUSE);
        // Up to a quarter more, so that grants which failed together do not come back together.
        let [jitter] = self.parts.random.bytes::<1>();
        pause + pause.mul_f64(f64::from(jitter) / 1024.0)
    }

    fn endpoint_pause(&self, key: &RegistrationKey) -> Option<Timestamp> {
        let until = self.caches().endpoints.get(key)?.until?;
        (until > self.now()).then_some(until)
    }

    fn endpoint_fails(&self, key: &RegistrationKey) {
        let now = self.now();
        let mut caches = self.caches();
        let backoff = caches.endpoints.entry(key.clone()).or_default();
        backoff.failures += 1;
        if backoff.failures >= ENDPOINT_FAILURES {
            let doublings = (backoff.failures - ENDPOINT_FAILURES).min(6);
            backoff.until = Some(now.plus(FIRST_PAUSE * (1 << doublings)));
        }
    }

    fn endpoint_works(&self, key: &RegistrationKey) {
        self.caches().endpoints.remove(key);
    }

    async fn open_refresh_token(&self, grant: &Grant) -> Option<RefreshToken> {
        let sealed = grant.refresh_token.as_ref()?;
        let place = token_place(grant, "refresh_token", grant.generation);
        let opened = self.parts.vault.open(&place, sealed).await.ok()?;
        Some(RefreshToken::new(std::str::from_utf8(&opened).ok()?))
    }

    /// At start: attempts of processes that are gone are judged now, not by the next user.
    pub(crate) async fn recover_refreshes(&self) -> Result<usize, StoreError> {
        let me = self.parts.config.process.as_str();
        let over = if self.parts.config.embedded {
            Timestamp::from_millis(i64::MAX)
        } else {
            self.now()
        };
        let interrupted = self.parts.store.grants().interrupted(me, over).await?;
        let found = interrupted.len();
        for grant in interrupted {
            let Some(attempt) = grant.attempt.clone() else {
                continue;
            };
            if let Some(sent_at) = attempt.sent_at {
                self.outcome_unknown(&grant, &attempt.owner, sent_at)
                    .await?;
            } else {
                // Nothing had been sent: the lease is given back, and the next caller tries.
                let now = self.now();
                self.parts
                    .store
                    .grants()
                    .failed(&grant, &attempt.owner, now, "refresh_interrupted", None)
                    .await?;
            }
            self.forget(&grant);
        }
        Ok(found)
    }
}
