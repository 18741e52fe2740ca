//! A problem with one field of a registration.

use serde::Serialize;
use url::Url;

use super::endpoint::{self, Environment, Kind};

/// What is wrong with a field, and how to mend it. The form shows it at the field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The field's name in JSON, such as `tokenEndpoint`; a parameter's as
    /// `authorizationParameters.state`.
    pub field: String,
    /// A stable code in `snake_case`.
    pub code: &'static str,
    /// What is wrong and what to do. Never holds a secret.
    pub message: String,
}

impl FieldProblem {
    pub(crate) fn new(
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            message: message.into(),
        }
    }

    /// A change that moves the secret comes without the secret (SEC-TOKEN-12).
    pub(crate) fn secret_again() -> Self {
        Self::new(
            "clientSecret",
            "secret_needed_again",
            "A changed token, refresh, revocation, userinfo or base URL sends the secret or tokens to another place. Type the client secret again; users then sign in again.",
        )
    }
}

/// The problems found so far.
pub(super) struct Problems(pub(super) Vec<FieldProblem>);

impl Problems {
    pub(super) fn add(&mut self, field: &'static str, code: &'static str, message: &str) {
        self.0.push(FieldProblem::new(field, code, message));
    }

    pub(super) fn text(
        &mut self,
        field: &'static str,
        label: &str,
        text: &str,
        longest: usize,
    ) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.add(field, "required", &format!("{label} is needed."));
        } else if text.chars().count() > longest {
            self.add(
                field,
                "too_long",
                &format!("{label} has more than {longest} characters."),
            );
        } else if text.chars().any(char::is_control) {
            self.add(
                field,
                "control_character",
                &format!("{label} holds a control character, such as a line break."),
            );
        }
        text.to_owned()
    }

    pub(super) fn needed_url(
        &mut self,
        field: &'static str,
        text: &str,
        kind: Kind,
        environment: Environment,
    ) -> Option<Url> {
        if text.trim().is_empty() {
            self.add(field, "required", "This URL is needed.");
            return None;
        }
        endpoint::read(field, text, kind, environment)
            .map_err(|problem| self.0.push(problem))
            .ok()
    }

    /// A JSON pointer (RFC 6901): empty, or parts that each begin with a slash.
    pub(super) fn pointer(&mut self, field: &'static str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if !text.starts_with('/') || text.len() > 512 || text.chars().any(char::is_control) {
            self.add(
                field,
                "pointer_malformed",
                "A JSON pointer begins with a slash, such as `/authed_user/id` (RFC 6901).",
            );
        }
        Some(text.to_owned())
    }
}
