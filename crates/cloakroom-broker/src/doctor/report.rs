//! What a run has done and found, as its row keeps it.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::operation::Operation;
use super::{FindingCode, Severity};

/// What is tried, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum StepName {
    /// What the registration itself says.
    Registration,
    /// The provider's metadata.
    Metadata,
    /// The authorization request, without a person.
    Authorization,
    /// The token endpoint, with a code that was made up.
    Token,
    /// The person's sign-in.
    SignIn,
    /// The code for tokens.
    Exchange,
    /// The operation, with the token.
    Api,
    /// The refresh token.
    Refresh,
    /// The test's tokens are ended.
    Revocation,
}

impl StepName {
    /// In words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Registration => "Read the registration",
            Self::Metadata => "Ask the provider for its metadata",
            Self::Authorization => "Send the authorization request, without signing in",
            Self::Token => "Show client ID and secret at the token endpoint, with a made-up code",
            Self::SignIn => "Sign in at the provider",
            Self::Exchange => "Exchange the code for tokens",
            Self::Api => "Call the API with the access token",
            Self::Refresh => "Refresh the access token",
            Self::Revocation => "Revoke the tokens of this test",
        }
    }
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Under way.
    Running,
    /// Nothing was found.
    Passed,
    /// Something was found.
    Found,
    /// It was not tried.
    Skipped,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Which.
    pub name: StepName,
    /// In words.
    pub title: String,
    /// How it stands.
    pub state: StepState,
    /// What was seen, or why it was not tried.
    pub words: String,
}

/// What has been done and found so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) steps: Vec<Step>,
    pub(crate) findings: Vec<Finding>,
    /// The operation under test; its request, without a credential.
    #[serde(default)]
    pub(crate) operation: Option<Operation>,
    /// The last link that was made for the test sign-in.
    #[serde(default)]
    pub(crate) sign_in: Option<cloakroom_model::SignInId>,
    /// Whether the provider's metadata offer `offline_access`.
    #[serde(default)]
    pub(crate) offline_access: bool,
}

impl Report {
    pub(super) fn begin(&mut self, name: StepName) {
        self.steps.push(Step {
            name,
            title: name.title().to_owned(),
            state: StepState::Running,
            words: String::new(),
        });
    }

    /// Ends the step under way: found, if anything was found since `before`.
    pub(super) fn end(&mut self, before: usize, words: impl Into<String>) {
        let found = self.findings.len() > before;
        if let Some(step) = self.steps.last_mut() {
            step.state = if found {
                StepState::Found
            } else {
                StepState::Passed
            };
            step.words = words.into();
        }
    }

    pub(super) fn skip(&mut self, name: StepName, why: impl Into<String>) {
        self.steps.push(Step {
            name,
            title: name.title().to_owned(),
            state: StepState::Skipped,
            words: why.into(),
        });
    }

    /// Adds a finding; what was found of an endpoint once is not found again in another way.
    pub(super) fn add(&mut self, finding: Finding) {
        let known =
            |other: &Finding| (other.code, other.endpoint) == (finding.code, finding.endpoint);
        if !self.findings.iter().any(known) {
            self.findings.push(finding);
        }
    }

    pub(super) fn has(&self, code: FindingCode) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }

    pub(super) fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}
