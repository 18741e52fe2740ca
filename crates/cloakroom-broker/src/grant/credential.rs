//! The token for a call: from memory while it is valid, after one refresh otherwise.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::{Recorder, StepOutcome, Timestamp};
use cloakroom_store::{Grant, GrantState, StoreError};
use cloakroom_vault::{AccessToken, Place};
use serde_json::json;
use uuid::Uuid;

use super::error::{CredentialError, SignInReason};
use crate::broker::{Authorized, Broker, Held, Read};

/// An access token for one call, and where it came from.
#[derive(Debug)]
pub struct Credential {
    /// What goes behind `Bearer`.
    pub bearer: AccessToken,
    /// The account it belongs to.
    pub account: String,
    pub(crate) grant: Uuid,
    pub(crate) generation: i64,
}

/// The code of a failure that is the registration's and not the grant's.
const CLIENT_REFUSED: &str = "client_refused";

/// Whether a grant's token can be used now.
#[derive(Debug, PartialEq, Eq)]
enum Freshness {
    /// Yes.
    Valid,
    /// Yes, but it is about to end.
    Ending,
    /// No.
    Ended,
}

/// How long before its end a token is refreshed: the configured margin, but never more than a
/// fifth of its lifetime, so that a short-lived token is not refreshed on every call
/// (SEC-TOKEN-16).
pub(crate) fn margin(configured: Duration, lifetime: Duration) -> Duration {
    configured.min(lifetime / 5)
}

fn freshness(grant: &Grant, configured: Duration, now: Timestamp) -> Freshness {
    let Some(expires_at) = grant.expires_at else {
        return Freshness::Valid;
    };
    if now >= expires_at {
        return Freshness::Ended;
    }
    // A clock set back: the token was obtained in the future, and its end cannot be trusted.
    let margin = margin(configured, expires_at.since(grant.obtained_at));
    if expires_at.since(now) <= margin || now < grant.obtained_at.minus(Duration::from_mins(5)) {
        return Freshness::Ending;
    }
    Freshness::Valid
}

impl Broker {
    /// An access token of the caller under the authorized registration.
    pub async fn credential(
        self: &Arc<Self>,
        authorized: &Authorized,
        trace: &Recorder,
    ) -> Result<Credential, CredentialError> {
        let mut step = trace.step("credential");
        let found = self.find_credential(authorized, trace).await;
        match &found {
            Ok((credential, grant)) => {
                step.detail("generation", credential.generation);
                step.detail("account", credential.account.as_str());
                step.detail("scopes", json!(grant.scopes));
                match grant.expires_at {
                    None => step.ok("the token is used until the API refuses it: the provider stated no lifetime"),
                    Some(expires_at) => {
                        let configured = Duration::from_secs(authorized.registration.settings.refresh_margin_seconds);
                        let margin = margin(configured, expires_at.since(grant.obtained_at));
                        step.detail("expiresAt", expires_at.as_millis());
                        step.detail("nextRefreshAt", expires_at.minus(margin).as_millis());
                        let left = expires_at.since(self.now()).as_secs();
                        step.ok(format!("the token is valid for {left} more seconds"));
                    }
                }
            }
            Err(error) => {
                use cloakroom_model::Explain as _;
                step.detail("code", error.code());
                if let CredentialError::ProviderUnavailable {
                    retry_at: Some(at), ..
                } = error
                {
                    step.detail("retryAt", at.as_millis());
                }
                let outcome = match error {
                    CredentialError::SignIn(_) => StepOutcome::Refused,
                    _ => StepOutcome::Failed,
                };
                step.end(outcome, error.developer());
            }
        }
        found.map(|(credential, _)| credential)
    }

    async fn find_credential(
        self: &Arc<Self>,
        authorized: &Authorized,
        trace: &Recorder,
    ) -> Result<(Credential, Grant), CredentialError> {
        let mut refreshed = false;
        loop {
            let grant = self.usable_grant(authorized).await?;
            let settings = &authorized.registration.settings;
            let configured = Duration::from_secs(settings.refresh_margin_seconds);
            let state = freshness(&grant, configured, self.now());
            let waits = grant.retry_at.is_some_and(|at| at > self.now());
            match state {
                Freshness::Valid => return self.open_token(grant).await,
                // Refreshing did not help or has to wait, and the token still works.
                Freshness::Ending if refreshed || waits || grant.refresh_token.is_none() => {
                    return self.open_token(grant).await;
                }
                Freshness::Ended if grant.refresh_token.is_none() => {
                    return Err(CredentialError::SignIn(SignInReason::ExpiredWithoutRefresh));
                }
                Freshness::Ended if refreshed || waits => {
                    return Err(self.unavailable(authorized, &grant));
                }
                Freshness::Ending | Freshness::Ended => {
                    self.refresh(&grant, trace).await;
                    refreshed = true;
                }
            }
        }
    }

    /// After the API answered 401 `invalid_token`: another token than the one it refused, by at
    /// most one refresh (SEC-TOKEN-17).
    pub async fn after_rejection(
        self: &Arc<Self>,
        authorized: &Authorized,
        rejected: &Credential,
        trace: &Recorder,
    ) -> Result<Credential, CredentialError> {
        let grant = self.usable_grant(authorized).await?;
        if grant.id == rejected.grant && grant.generation == rejected.generation {
            if grant.refresh_token.is_none() {
                return Err(CredentialError::SignIn(SignInReason::TokenRejected));
            }
            self.refresh(&grant, trace).await;
        }
        let grant = self.usable_grant(authorized).await?;
        if grant.id == rejected.grant && grant.generation == rejected.generation {
            return Err(self.unavailable(authorized, &grant));
        }
        self.open_token(grant)
            .await
            .map(|(credential, _)| credential)
    }

    /// The words for a refresh that did not work: the client refused, or something passing.
    fn unavailable(&self, authorized: &Authorized, grant: &Grant) -> CredentialError {
        let failure = grant
            .failure
            .clone()
            .unwrap_or_else(|| "refresh_waiting".to_owned());
        if failure == CLIENT_REFUSED {
            return CredentialError::RegistrationBroken(failure);
        }
        let endpoint = self
            .caches()
            .endpoints
            .get(&authorized.registration.registration.key)
            .and_then(|backoff| backoff.until);
        CredentialError::ProviderUnavailable {
            failure,
            retry_at: grant.retry_at.max(endpoint),
        }
    }

    /// The current grant, if it may serve this app.
    async fn usable_grant(&self, authorized: &Authorized) -> Result<Grant, CredentialError> {
        let held = self
            .held(authorized)
            .await
            .map_err(|error| CredentialError::Store(error.to_string()))?;
        let Some(held) = held else {
            return Err(CredentialError::SignIn(SignInReason::NoGrant));
        };
        let (grant, apps) = &*held;
        match &grant.state {
            GrantState::SignInAgain(reason) => {
                return Err(CredentialError::SignIn(SignInReason::from_code(reason)));
            }
            // The current grant is never pending; an inconsistent row must not be used.
            GrantState::Pending(_) => return Err(CredentialError::SignIn(SignInReason::NoGrant)),
            GrantState::Active => {}
        }
        let app = (&authorized.app.owner, &authorized.app.manifest_id);
        if !apps.iter().any(|(owner, id)| (owner, id) == app) {
            return Err(CredentialError::SignIn(SignInReason::ConsentForApp));
        }
        Ok(grant.clone())
    }

    async fn held(&self, authorized: &Authorized) -> Result<Held, StoreError> {
        let Some(user) = authorized.caller.user.id else {
            return Ok(None);
        };
        let tenant = &authorized.caller.tenant;
        let registration = &authorized.registration.registration.key;
        let slot = (tenant.clone(), user.0, registration.id);
        if let Some(read) = self.caches().grants.get(&slot)
            && self.fresh(read)
        {
            return Ok(read.value.clone());
        }
        let at = self.now();
        let grants = self.parts.store.grants();
        let held = match grants.current(tenant, user, registration).await? {
            None => None,
            Some(grant) => {
                let apps = grants.apps(&grant).await?;
                Some(Arc::new((grant, apps)))
            }
        };
        self.caches().grants.insert(
            slot,
            Read {
                value: held.clone(),
                at,
            },
        );
        Ok(held)
    }

    /// Forgets what is held of a grant in memory: it has just changed.
    pub(crate) fn forget(&self, grant: &Grant) {
        self.caches()
            .grants
            .remove(&(grant.tenant.clone(), grant.user.0, grant.registration.id));
    }

    async fn open_token(&self, grant: Grant) -> Result<(Credential, Grant), CredentialError> {
        let unreadable = || CredentialError::SignIn(SignInReason::Unreadable);
        let sealed = grant.access_token.as_ref().ok_or_else(unreadable)?;
        let opened = self
            .parts
            .vault
            .open(
                &token_place(&grant, "access_token", grant.generation),
                sealed,
            )
            .await;
        let opened = match opened {
            Ok(opened) => opened,
            // A key that is missing here is an operator's fault and no reason to sign in.
            Err(
                error @ (cloakroom_vault::OpenError::KeyMissing
                | cloakroom_vault::OpenError::Records(_)),
            ) => {
                return Err(CredentialError::Store(error.to_string()));
            }
            Err(_) => return Err(unreadable()),
        };
        let bearer = AccessToken::new(std::str::from_utf8(&opened).map_err(|_| unreadable())?);
        self.caches()
            .used
            .insert((grant.tenant.clone(), grant.id), self.now());
        let credential = Credential {
            bearer,
            account: grant.account.clone(),
            grant: grant.id,
            generation: grant.generation,
        };
        Ok((credential, grant))
    }
}

/// Where a grant's tokens lie.
pub(crate) fn token_place<'a>(
    grant: &'a Grant,
    column: &'static str,
    generation: i64,
) -> Place<'a> {
    Place {
        tenant: &grant.tenant,
        table: "grants",
        column,
        row: grant.id,
        generation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Guard: `cloakroom_broker::grant::credential::margin`
    #[test]
    fn sec_token_16_the_margin_is_never_more_than_a_fifth_of_the_lifetime() {
        let minute = Duration::from_mins(1);
        assert_eq!(
            margin(minute, Duration::from_secs(30)),
            Duration::from_secs(6)
        );
        assert_eq!(margin(minute, Duration::from_mins(10)), minute);
        assert_eq!(margin(minute, Duration::from_hours(1)), minute);
        assert_eq!(
            margin(Duration::ZERO, Duration::from_hours(1)),
            Duration::ZERO
        );
    }
}
