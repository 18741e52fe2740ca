//! The tokens of a test: kept for their revocation from the moment they come, so that they end also
//! where the process does.

use std::time::Duration;

use cloakroom_store::{DoctorRun, StoreError};
use cloakroom_vault::{AccessToken, ClientSecret, RefreshToken};
use uuid::Uuid;

use super::FindingCode as Code;
use super::finding::Finding;
use crate::broker::Broker;
use crate::registrations::Loaded;
use crate::token_endpoint::{self, TokenAnswer};

/// When the background revokes what a test has left behind: after its longest course.
const LEFT_BEHIND: Duration = Duration::from_mins(10);

/// The tokens that are alive, as far as this test knows.
#[derive(Default)]
pub(crate) struct Held {
    access: Vec<(Option<Uuid>, AccessToken)>,
    refresh: Option<(Option<Uuid>, RefreshToken)>,
}

impl Held {
    /// The access token that came last.
    pub(super) fn access(&self) -> Option<&AccessToken> {
        self.access.last().map(|(_, token)| token)
    }

    /// The refresh token that is good now.
    pub(super) fn refresh(&self) -> Option<&RefreshToken> {
        self.refresh.as_ref().map(|(_, token)| token)
    }
}

impl Broker {
    /// Takes the tokens of an answer; a new refresh token takes the place of the old one.
    pub(super) async fn hold(
        &self,
        run: &DoctorRun,
        loaded: &Loaded,
        held: &mut Held,
        answer: &mut TokenAnswer,
    ) -> Result<(), StoreError> {
        let access = AccessToken::new(answer.access_token.expose());
        let row = self
            .keep_for_revocation(run, loaded, "access_token", access.expose())
            .await?;
        held.access.push((row, access));
        if let Some(refresh) = answer.refresh_token.take() {
            let row = self
                .keep_for_revocation(run, loaded, "refresh_token", refresh.expose())
                .await?;
            if let Some((Some(spent), _)) = held.refresh.replace((row, refresh)) {
                let owner = &run.registration.owner;
                self.parts.store.revocations().remove(owner, spent).await?;
            }
        }
        Ok(())
    }

    async fn keep_for_revocation(
        &self,
        run: &DoctorRun,
        loaded: &Loaded,
        kind: &str,
        token: &str,
    ) -> Result<Option<Uuid>, StoreError> {
        if loaded.settings.revocation_endpoint.is_none() {
            return Ok(None);
        }
        let under = (&run.registration, loaded.registration.version);
        let owner = &run.registration.owner;
        let new = self
            .revocation_of(owner, under, kind, token.as_bytes())
            .await?;
        let due = self.now().plus(LEFT_BEHIND);
        self.parts.store.revocations().add(&new, due).await?;
        Ok(Some(new.id))
    }

    /// Revokes what a test holds: the refresh token first, then the access tokens.
    pub(super) async fn let_go(
        &self,
        run: &DoctorRun,
        loaded: &Loaded,
        secret: Option<&ClientSecret>,
        held: Held,
    ) -> (Option<Finding>, String) {
        let settings = &loaded.settings;
        if settings.revocation_endpoint.is_none() {
            return (
                None,
                "the registration has no revocation endpoint: the tokens end by themselves"
                    .to_owned(),
            );
        }
        let refresh = held
            .refresh
            .iter()
            .map(|(row, token)| (*row, token.expose(), "refresh_token"));
        let access = held
            .access
            .iter()
            .map(|(row, token)| (*row, token.expose(), "access_token"));
        let mut finding = None;
        let mut revoked = 0_usize;
        for (row, token, kind) in refresh.chain(access) {
            let guard = &self.parts.guard;
            match token_endpoint::revoke(guard, settings, secret, token, kind).await {
                Ok(()) => {
                    revoked += 1;
                    if let Some(row) = row {
                        let owner = &run.registration.owner;
                        // One that stays is revoked once more, which harms nobody (RFC 7009 §2.2).
                        let _ = self.parts.store.revocations().remove(owner, row).await;
                    }
                }
                Err(failure) => {
                    let seen = format!("the {}: {}", kind.replace('_', " "), failure.error);
                    finding.get_or_insert_with(|| Finding::new(Code::RevocationFailed, seen));
                }
            }
        }
        (finding, format!("{revoked} tokens revoked"))
    }
}
