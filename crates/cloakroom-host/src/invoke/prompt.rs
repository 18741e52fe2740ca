//! What the card of a sign-in says.

use cloakroom_broker::SignInReason;

/// The words of a sign-in card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prompt {
    /// Why it is there, where it is more than a first sign-in. Teams' clients pass over it.
    pub(super) text: Option<String>,
    /// What its button says.
    pub(super) button: String,
}

impl Prompt {
    pub(super) fn new(app: &str, reason: &SignInReason) -> Self {
        match reason {
            SignInReason::NoGrant | SignInReason::ConsentForApp => Self {
                text: None,
                button: format!("Sign in to {app}"),
            },
            SignInReason::MoreScopes(scopes) => {
                let permissions = if scopes.len() == 1 {
                    "permission"
                } else {
                    "permissions"
                };
                Self {
                    text: Some(format!(
                        "{app} refused the request: it wants the {permissions} {}.",
                        scopes.join(", ")
                    )),
                    button: "Allow it".to_owned(),
                }
            }
            SignInReason::RejectedAnew => Self {
                text: Some(format!(
                    "{app} didn't accept your sign-in. Sign in again; if that doesn't help, tell its \
                     publisher."
                )),
                button: "Sign in again".to_owned(),
            },
            SignInReason::ExpiredWithoutRefresh
            | SignInReason::RefreshRefused
            | SignInReason::OutcomeUnknown
            | SignInReason::RegistrationMoved
            | SignInReason::TokenRejected
            | SignInReason::Unreadable => Self {
                text: Some(format!(
                    "Your sign-in to {app} has ended. Sign in again to go on."
                )),
                button: "Sign in again".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_permission_is_named_and_can_be_allowed() {
        let prompt = Prompt::new(
            "Repairs",
            &SignInReason::MoreScopes(vec!["repairs.write".to_owned()]),
        );
        let text = prompt.text.unwrap_or_default();
        assert_eq!(
            text,
            "Repairs refused the request: it wants the permission repairs.write."
        );
        assert_eq!(prompt.button, "Allow it");
    }

    #[test]
    fn a_first_sign_in_needs_no_reason_and_a_lost_one_says_so() {
        assert_eq!(Prompt::new("Repairs", &SignInReason::NoGrant).text, None);
        let lost = Prompt::new("Repairs", &SignInReason::RefreshRefused);
        assert_eq!(lost.button, "Sign in again");
        assert!(lost.text.is_some_and(|text| text.contains("has ended")));
    }
}
