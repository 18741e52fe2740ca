//! A run as those who watch it see it.

use cloakroom_model::{DoctorRunId, RegistrationId, Timestamp};
use serde::Serialize;

use super::authorization::VENDORS_REDIRECT_URL;
use super::finding::Finding;
use super::report::{Report, Step};

/// A redirect URL to be entered at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RedirectUrl {
    /// Who sends it.
    pub of: &'static str,
    /// The URL.
    pub url: String,
    /// When the provider has to know it.
    pub wanted: &'static str,
}

/// The last word on a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The run goes on.
    Open,
    /// Nothing was found.
    Healthy,
    /// Only warnings.
    Warnings,
    /// Errors.
    Errors,
}

/// A test of a registration, with what was done and found. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorRunView {
    /// Its id.
    pub id: DoctorRunId,
    /// Which registration.
    pub registration: RegistrationId,
    /// In which version.
    pub registration_version: i64,
    /// The command that is called with the token.
    pub command: Option<String>,
    /// Who signs in for it, as pages call this person; none: nobody does.
    pub person: Option<String>,
    /// Counts the changes of this run, for waiting until the next.
    pub revision: i64,
    /// `checking`; `waiting` for the person's test sign-in; `finishing`; `done`.
    pub status: &'static str,
    /// What the findings come to.
    pub verdict: Verdict,
    /// What was tried so far, in words, in order.
    pub steps: Vec<Step>,
    /// What was found, in the order of the steps.
    pub findings: Vec<Finding>,
    /// Which redirect URL belongs where; both may stay at the provider.
    pub redirect_urls: Vec<RedirectUrl>,
    /// When it began.
    #[schema(value_type = i64)]
    pub created_at: Timestamp,
}

impl DoctorRunView {
    pub(super) fn new(
        run: &cloakroom_store::DoctorRun,
        report: Report,
        registration: RegistrationId,
        redirect_url: String,
        person: Option<String>,
    ) -> Self {
        let verdict = if run.status != cloakroom_store::DoctorStatus::Done {
            Verdict::Open
        } else if report.has_errors() {
            Verdict::Errors
        } else if report.findings.is_empty() {
            Verdict::Healthy
        } else {
            Verdict::Warnings
        };
        Self {
            id: run.public_id.clone(),
            registration,
            registration_version: run.registration_version,
            command: report.operation.map(|operation| operation.command),
            person,
            revision: run.generation,
            status: run.status.as_str(),
            verdict,
            steps: report.steps,
            findings: report.findings,
            redirect_urls: vec![
                RedirectUrl {
                    of: "Cloakroom",
                    url: redirect_url,
                    wanted: "for signing in here",
                },
                RedirectUrl {
                    of: "Microsoft Teams",
                    url: VENDORS_REDIRECT_URL.to_owned(),
                    wanted: "if the same client serves the package in Teams too",
                },
            ],
            created_at: run.created_at,
        }
    }
}
