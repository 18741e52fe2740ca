//! A finding: what was seen, what it means, what to do.

use cloakroom_model::redact_url;
use serde::{Deserialize, Serialize};
use url::Url;

use super::code::{FindingCode, Severity};

/// Which endpoint a finding is about.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Endpoint {
    /// *Authorization endpoint*.
    Authorization,
    /// *Token endpoint*.
    Token,
    /// *Refresh endpoint*.
    Refresh,
    /// The revocation endpoint.
    Revocation,
    /// The userinfo endpoint.
    Userinfo,
}

impl Endpoint {
    /// As the form calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Authorization => "Authorization endpoint",
            Self::Token => "Token endpoint",
            Self::Refresh => "Refresh endpoint",
            Self::Revocation => "Revocation endpoint",
            Self::Userinfo => "Userinfo endpoint",
        }
    }

    /// Whether a sign-in can do without it.
    const fn is_optional(self) -> bool {
        matches!(self, Self::Revocation | Self::Userinfo)
    }
}

/// One thing that is wrong, with its evidence. Holds no secret: texts of the provider come cleaned
/// from the reader of token answers, URLs pass `redact_url`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The stable code.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The endpoint that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// In a few words.
    pub title: String,
    /// What was seen.
    pub seen: String,
    /// What it means.
    pub means: String,
    /// What to do, in this case.
    pub fix: String,
}

impl Finding {
    /// A finding with its evidence.
    pub(super) fn new(code: FindingCode, seen: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            endpoint: None,
            title: code.title().to_owned(),
            seen: seen.into(),
            means: code.means().to_owned(),
            fix: code.fix().to_owned(),
        }
    }

    /// Of an endpoint, which stands before what was seen. What a sign-in can do without is a
    /// warning at most.
    pub(super) fn of(code: FindingCode, endpoint: Endpoint, url: &Url, seen: &str) -> Self {
        let mut finding = Self::new(
            code,
            format!("{} `{}`: {seen}", endpoint.label(), redact_url(url)),
        );
        finding.endpoint = Some(endpoint);
        if endpoint.is_optional() {
            finding.severity = Severity::Warning;
        }
        finding
    }

    /// With what to do in this very case, before the general advice.
    #[must_use]
    pub(super) fn advice(mut self, advice: impl AsRef<str>) -> Self {
        self.fix = format!("{} {}", advice.as_ref(), self.fix);
        self
    }
}
