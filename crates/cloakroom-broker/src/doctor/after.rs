//! The second half of a run: the test sign-in came back with a code.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_egress::Response;
use cloakroom_model::{Recorder, redact_url};
use cloakroom_store::{DoctorRun, DoctorStatus};
use cloakroom_vault::{AccessToken, ClientSecret};
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use uuid::Uuid;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use super::held::Held;
use super::journal::{Journal, Stopped};
use super::operation::Operation;
use super::report::StepName;
use super::trouble::of_endpoint;
use super::{advice, written};
use crate::broker::Broker;
use crate::registrations::Loaded;
use crate::sign_in::{CallbackError, CallbackOutcome, WithCode};
use crate::token_endpoint::{self, TokenAnswer, TokenRequest, shown};

impl Broker {
    /// Exchanges the code of a test sign-in, once. What follows goes on in a task of its own, so
    /// that the window can close.
    pub(crate) async fn redeem_for_test(
        self: &Arc<Self>,
        run: Uuid,
        with_code: WithCode,
        loaded: &Arc<Loaded>,
        trace: &Recorder,
    ) -> Result<(CallbackOutcome, String), CallbackError> {
        let sign_in = &with_code.sign_in;
        let id = sign_in.public_id.clone();
        let proven = match with_code.continued.session {
            Some(session) => self.session_proves(sign_in, session, self.now()).await?,
            None => false,
        };
        if !proven {
            return Err(CallbackError::SessionEnded);
        }
        let store = self.parts.store.doctor_runs();
        let row = store.get(&sign_in.tenant, run).await?;
        let Some(row) = row.filter(|row| row.status == DoctorStatus::Waiting) else {
            return Err(CallbackError::Cancelled(id));
        };
        let mut journal = Journal::of(self, row)?;
        journal.found([]);
        let went = "the provider sent the browser back, with the right `state`".to_owned();
        let begun = async {
            journal.end(went).await?;
            journal.turn(DoctorStatus::Finishing).await?;
            journal.begin(StepName::Exchange).await
        };
        if begun.await.is_err() {
            return Err(CallbackError::Cancelled(id));
        }
        let (mut answer, _) = self.redeem(&with_code, loaded, trace).await?;
        let mut held = Held::default();
        self.hold(&journal.run, loaded, &mut held, &mut answer)
            .await?;
        let account = self
            .account(loaded, &answer, with_code.continued.nonce.as_ref(), trace)
            .await
            .err();
        let (broker, loaded) = (self.clone(), loaded.clone());
        let asked = with_code.sign_in.scopes.clone();
        tokio::spawn(async move {
            let ended = broker
                .finish(&mut journal, &loaded, &asked, answer, account, held)
                .await;
            if let Err(error) = ended {
                tracing::info!(%error, "a test of a registration was given up");
            }
        });
        Ok((CallbackOutcome::Completed { id }, "test".to_owned()))
    }

    async fn finish(
        &self,
        journal: &mut Journal,
        loaded: &Loaded,
        asked: &[String],
        answer: TokenAnswer,
        account: Option<CallbackError>,
        mut held: Held,
    ) -> Result<(), Stopped> {
        let secret = self.client_secret(loaded).await.ok().flatten();
        let with_refresh = held.refresh().is_some();
        let granted = answer.scopes.as_deref();
        let offered = journal.report.offline_access;
        journal.found(of_answer(loaded, asked, &answer, with_refresh, offered));
        if let Some(error) = account {
            journal.found([Finding::new(Code::IdTokenRefused, error.to_string())]);
        }
        journal
            .end(format!(
                "an access token{}, {} a refresh token; asked for {}, granted {}",
                lifetime(answer.expires_in),
                if with_refresh { "with" } else { "without" },
                written::listed(asked),
                granted.map_or_else(|| "as asked for".to_owned(), written::listed),
            ))
            .await?;

        self.try_api(journal, loaded, held.access()).await?;
        self.try_refresh(journal, loaded, secret.as_ref(), &mut held)
            .await?;

        journal.begin(StepName::Revocation).await?;
        let run: DoctorRun = journal.run.clone();
        let (finding, words) = self.let_go(&run, loaded, secret.as_ref(), held).await;
        journal.found(finding);
        journal.run.status = DoctorStatus::Done;
        journal.end(words).await
    }

    async fn try_api(
        &self,
        journal: &mut Journal,
        loaded: &Loaded,
        token: Option<&AccessToken>,
    ) -> Result<(), Stopped> {
        let Some(operation) = journal.report.operation.clone() else {
            journal
                .report
                .skip(StepName::Api, "no command was named for this test");
            return Ok(());
        };
        // The rule that holds at every use holds here: no token leaves for anywhere else.
        let covered = cloakroom_egress::base_url_covers(&loaded.settings.base_url, &operation.url);
        if covered.is_err() || !operation.is_safe() {
            let why = if covered.is_err() {
                "the base URL does not cover the operation"
            } else {
                "the operation is no GET; a test changes nothing"
            };
            journal.report.skip(StepName::Api, why);
            return Ok(());
        }
        journal.begin(StepName::Api).await?;
        let bearer = token
            .and_then(|token| HeaderValue::try_from(format!("Bearer {}", token.expose())).ok())
            .map(|mut value| {
                value.set_sensitive(true);
                value
            });
        let Some(bearer) = bearer else {
            return journal.end("the token can't stand in a header").await;
        };
        let words = match self.parts.guard.send(operation.request(bearer)).await {
            Ok(response) => {
                journal.found(of_api(&operation, &response));
                format!("it answered with status {}", response.status.as_u16())
            }
            Err(error) => {
                let seen = format!("`{}`: {error}", redact_url(&operation.url));
                journal.found([Finding::new(Code::ApiUnreachable, seen)]);
                error.to_string()
            }
        };
        journal.end(words).await
    }

    async fn try_refresh(
        &self,
        journal: &mut Journal,
        loaded: &Loaded,
        secret: Option<&ClientSecret>,
        held: &mut Held,
    ) -> Result<(), Stopped> {
        let Some(token) = held.refresh() else {
            journal
                .report
                .skip(StepName::Refresh, "there is no refresh token");
            return Ok(());
        };
        journal.begin(StepName::Refresh).await?;
        let settings = &loaded.settings;
        let request = TokenRequest::Refresh { token };
        let answer = token_endpoint::send(&self.parts.guard, settings, secret, request).await;
        let words = match answer {
            Ok(mut answer) => {
                journal.found(lenient(loaded, &answer, "refresh"));
                let before = token.expose().to_owned();
                let before = cloakroom_vault::Zeroizing::new(before);
                self.hold(&journal.run, loaded, held, &mut answer).await?;
                match held.refresh() {
                    Some(now) if now.expose() != before.as_str() => {
                        "it works, and the refresh token is replaced each time".to_owned()
                    }
                    _ => "it works, and the refresh token stays the same".to_owned(),
                }
            }
            Err(failure) => {
                let endpoint = match settings.refresh_endpoint {
                    Some(_) => Endpoint::Refresh,
                    None => Endpoint::Token,
                };
                let url = settings.refresh_url();
                let finding = of_endpoint(endpoint, url, &failure.error).unwrap_or_else(|| {
                    Finding::of(
                        Code::RefreshRefused,
                        endpoint,
                        url,
                        &failure.error.to_string(),
                    )
                });
                journal.found([finding]);
                failure.error.to_string()
            }
        };
        journal.end(words).await
    }
}

fn lifetime(lifetime: Option<Duration>) -> String {
    match lifetime {
        Some(lifetime) => format!(" good for {} seconds", lifetime.as_secs()),
        None => " without a stated end".to_owned(),
    }
}

/// What the answer to the exchange shows.
fn of_answer(
    loaded: &Loaded,
    asked: &[String],
    answer: &TokenAnswer,
    with_refresh: bool,
    offered: bool,
) -> Vec<Finding> {
    let mut found: Vec<_> = lenient(loaded, answer, "code exchange")
        .into_iter()
        .collect();
    if let Some(granted) = &answer.scopes {
        let missing: Vec<String> = asked
            .iter()
            .filter(|scope| !granted.contains(scope))
            // Many providers show that they granted it by the refresh token alone.
            .filter(|scope| !(with_refresh && *scope == "offline_access"))
            .cloned()
            .collect();
        if !missing.is_empty() {
            found.push(Finding::new(
                Code::ScopeNotGranted,
                format!(
                    "asked for {}, granted {}; missing {}",
                    written::listed(asked),
                    written::listed(granted),
                    written::listed(&missing)
                ),
            ));
        }
    }
    if !with_refresh {
        let finding = Finding::new(
            Code::NoRefreshToken,
            format!(
                "the answer has no `refresh_token`; the access token is{}",
                lifetime(answer.expires_in)
            ),
        );
        found.push(match advice::for_refresh_token(&loaded.settings, offered) {
            Some(advice) => finding.advice(advice),
            None => finding,
        });
    }
    found
}

fn lenient(loaded: &Loaded, answer: &TokenAnswer, which: &str) -> Option<Finding> {
    (!answer.leniencies.is_empty()).then(|| {
        let mut leniencies = answer.leniencies.clone();
        leniencies.dedup();
        Finding::of(
            Code::TokenAnswerLenient,
            Endpoint::Token,
            &loaded.settings.token_endpoint,
            &format!("at the {which}, {}", leniencies.join("; ")),
        )
    })
}

/// What the API's answer to the token shows. Nothing of its body is kept.
fn of_api(operation: &Operation, response: &Response) -> Option<Finding> {
    let header = |name| {
        let value: &HeaderValue = response.headers.get(name)?;
        Some(shown::text(value.to_str().ok()?, &[]))
    };
    let challenge = header(WWW_AUTHENTICATE);
    let kind = header(CONTENT_TYPE).unwrap_or_default();
    let seen = format!(
        "GET `{}` answered with status {}{}",
        redact_url(&operation.url),
        response.status.as_u16(),
        challenge
            .as_ref()
            .map(|challenge| format!(" and the challenge “{challenge}”"))
            .unwrap_or_default()
    );
    let insufficient = challenge
        .as_deref()
        .is_some_and(|challenge| challenge.contains("insufficient_scope"));
    let code = match response.status {
        StatusCode::UNAUTHORIZED => Code::ApiRefusesToken,
        StatusCode::FORBIDDEN if insufficient => Code::ApiWantsScopes,
        StatusCode::FORBIDDEN => Code::ApiForbids,
        StatusCode::NOT_FOUND | StatusCode::GONE => Code::ApiNotFound,
        status if status.is_success() && kind.to_ascii_lowercase().starts_with("text/html") => {
            Code::ApiAnswersPage
        }
        status if status.is_success() => return None,
        _ => Code::ApiFails,
    };
    Some(Finding::new(code, seen))
}
