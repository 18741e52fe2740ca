//! A problem with one field of a registration.

use serde::Serialize;

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
