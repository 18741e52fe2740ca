//! The first half of a run: everything that needs no person.

use std::sync::Arc;

use cloakroom_store::DoctorStatus;

use super::FindingCode as Code;
use super::finding::Endpoint;
use super::journal::{Journal, Stopped};
use super::report::StepName;
use super::{Severity, metadata, written};
use crate::broker::Broker;

impl Broker {
    /// Runs the checks, and leaves the run waiting for its sign-in, or done.
    pub(super) async fn run_checks(self: &Arc<Self>, journal: &mut Journal) -> Result<(), Stopped> {
        let key = journal.run.registration.clone();
        let Some(loaded) = self.registration_of(&key).await? else {
            return Err(Stopped::Changed);
        };
        let settings = &loaded.settings;

        journal.begin(StepName::Registration).await?;
        let operation = journal.report.operation.clone();
        journal.found(written::check(
            settings,
            loaded.client_secret.is_some(),
            self.parts.config.production,
            operation.as_ref(),
        ));
        let asked = written::listed(&settings.scopes);
        journal
            .end(format!(
                "client authentication by `{}`, PKCE {}, scopes {asked}",
                written::method(settings),
                if settings.pkce { "on" } else { "off" },
            ))
            .await?;

        journal.begin(StepName::Metadata).await?;
        let (metadata, findings, words) = metadata::ask(&self.parts.guard, settings).await;
        journal.found(findings);
        journal.report.offline_access = metadata
            .as_ref()
            .and_then(metadata::Metadata::scopes)
            .is_some_and(|scopes| scopes.contains(&"offline_access"));
        journal.end(words).await?;

        let mut client_known = None;
        if mend_first(journal, Endpoint::Authorization) {
            journal
                .report
                .skip(StepName::Authorization, "mend the endpoint first");
        } else {
            journal.begin(StepName::Authorization).await?;
            let (findings, words) = self.check_authorization(&loaded, metadata.as_ref()).await;
            client_known = known(&findings);
            journal.found(findings);
            journal.end(words).await?;
        }

        if mend_first(journal, Endpoint::Token) || journal.report.has(Code::ClientSecretMissing) {
            journal
                .report
                .skip(StepName::Token, "mend endpoint and secret first");
        } else {
            journal.begin(StepName::Token).await?;
            // A secret that does not open is one that is not there: it has to be typed again.
            let secret = self.client_secret(&loaded).await.ok().flatten();
            let (findings, words) = self
                .check_token(
                    &loaded,
                    secret.as_ref(),
                    client_known,
                    journal
                        .report
                        .has(Code::TokenEndpointAsAuthorizationEndpoint),
                )
                .await;
            journal.found(findings);
            let others = self.check_other_endpoints(&loaded, secret.as_ref()).await;
            journal.found(others);
            journal.end(words).await?;
        }

        let why = if journal.report.has_errors() {
            "not begun: what was found would make it fail"
        } else if journal.run.user.is_none() {
            "not begun: no person was named who would sign in"
        } else {
            journal.begin(StepName::SignIn).await?;
            return journal.turn(DoctorStatus::Waiting).await;
        };
        journal.report.skip(StepName::SignIn, why);
        journal.turn(DoctorStatus::Done).await
    }
}

/// Whether an error was found of that endpoint already that every request would repeat.
fn mend_first(journal: &Journal, endpoint: Endpoint) -> bool {
    journal.report.findings.iter().any(|finding| {
        finding.endpoint == Some(endpoint)
            && finding.severity == Severity::Error
            && matches!(
                finding.code,
                Code::EndpointEndsInBlank
                    | Code::EndpointWithoutTls
                    | Code::AuthorizationEndpointAsTokenEndpoint
                    | Code::TokenEndpointAsAuthorizationEndpoint
            )
    })
}

/// What the authorization endpoint's answer says of the client ID.
fn known(findings: &[super::Finding]) -> Option<bool> {
    match findings.first().map(|finding| finding.code) {
        None
        | Some(
            Code::RedirectUrlUnknown
            | Code::ScopeRefused
            | Code::PkceRequired
            | Code::PkceNotSupported,
        ) => Some(true),
        Some(Code::ClientUnknown) => Some(false),
        Some(_) => None,
    }
}
