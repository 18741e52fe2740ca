//! A sign-in as it goes on: each step consumes the one before, so that none can be left out or
//! done twice. The store has the same states as an enum; a step that does not fit is an error
//! that names both.

use cloakroom_store::{Continued, SignIn, SignInStatus};
use cloakroom_vault::{AuthorizationCode, StateToken, TokenHash};

use super::error::CallbackError;

/// The provider's answer came to the right place, in the right browser, in time.
#[derive(Debug)]
pub(super) struct Returned {
    pub(super) sign_in: SignIn,
    pub(super) continued: Continued,
}

/// Its `state` is consumed: nobody else exchanges its code.
#[derive(Debug)]
pub(super) struct Consumed {
    pub(super) sign_in: SignIn,
    pub(super) continued: Continued,
}

/// Consumed, and the provider gave a code.
#[derive(Debug)]
pub(crate) struct WithCode {
    pub(crate) sign_in: SignIn,
    pub(crate) continued: Continued,
    pub(crate) code: AuthorizationCode,
    pub(crate) state: StateToken,
}

impl Returned {
    /// Checks that the callback belongs to this sign-in: its path (SEC-SIGNIN-08), the browser
    /// (SEC-SIGNIN-05), and that it waits for an answer.
    pub(super) fn check(
        sign_in: SignIn,
        path: &str,
        bindings: &[TokenHash],
        now: cloakroom_model::Timestamp,
    ) -> Result<Self, CallbackError> {
        let Some(continued) = sign_in.continued.clone() else {
            return Err(CallbackError::StateUnknown);
        };
        if continued.redirect_path != path {
            return Err(CallbackError::WrongPath);
        }
        if bindings.is_empty() {
            return Err(CallbackError::BindingMissing);
        }
        if !bindings.contains(&continued.binding) {
            return Err(CallbackError::BindingWrong);
        }
        match sign_in.status {
            SignInStatus::Continued if now >= sign_in.expires_at => {
                Err(CallbackError::Late(sign_in.public_id))
            }
            SignInStatus::Continued => Ok(Self { sign_in, continued }),
            SignInStatus::Cancelled => Err(CallbackError::Cancelled(sign_in.public_id)),
            SignInStatus::Expired => Err(CallbackError::Late(sign_in.public_id)),
            SignInStatus::Started
            | SignInStatus::Returned
            | SignInStatus::Pending
            | SignInStatus::Completed
            | SignInStatus::Denied
            | SignInStatus::Failed => Err(CallbackError::Replayed(sign_in.public_id)),
        }
    }

    pub(super) fn consumed(self) -> Consumed {
        Consumed {
            sign_in: self.sign_in,
            continued: self.continued,
        }
    }
}

impl Consumed {
    pub(super) fn with_code(self, code: AuthorizationCode, state: StateToken) -> WithCode {
        WithCode {
            sign_in: self.sign_in,
            continued: self.continued,
            code,
            state,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use cloakroom_model::{SeededRandom, SignInId, Timestamp, UserId};
    use cloakroom_store::RegistrationKey;
    use uuid::Uuid;

    use super::*;

    const PATH: &str = "/api/platform/v1.0/oAuthRedirect";

    fn hash(text: &str) -> TokenHash {
        TokenHash::of(text)
    }

    fn now() -> Timestamp {
        Timestamp::from_millis(1_000_000)
    }

    fn sign_in(status: SignInStatus) -> SignIn {
        SignIn {
            id: Uuid::nil(),
            public_id: SignInId::generate(&SeededRandom::new(1)),
            tenant: "contoso".parse().unwrap(),
            user: UserId(Uuid::nil()),
            registration: RegistrationKey {
                owner: "contoso".parse().unwrap(),
                id: Uuid::nil(),
            },
            registration_version: 1,
            app: ("contoso".parse().unwrap(), "app".parse().unwrap()),
            scopes: Vec::new(),
            status,
            continued: Some(Continued {
                state: hash("state"),
                binding: hash("cookie"),
                session: None,
                redirect_path: PATH.to_owned(),
                verifier: None,
                nonce: None,
            }),
            outcome_code: None,
            outcome_text: None,
            account: None,
            trace: None,
            attempt_owner: None,
            attempt_sent_at: None,
            doctor_run: None,
            created_at: now(),
            expires_at: Timestamp::from_millis(1_600_000),
        }
    }

    fn check(
        status: SignInStatus,
        path: &str,
        bindings: &[&str],
        at: i64,
    ) -> Result<(), CallbackError> {
        let bindings: Vec<_> = bindings.iter().map(|cookie| hash(cookie)).collect();
        Returned::check(sign_in(status), path, &bindings, Timestamp::from_millis(at)).map(drop)
    }

    #[test]
    fn the_right_browser_at_the_right_path_in_time_goes_on() {
        check(SignInStatus::Continued, PATH, &["cookie"], 1_599_999).unwrap();
        check(
            SignInStatus::Continued,
            PATH,
            &["of another tab", "cookie"],
            1_599_999,
        )
        .unwrap();
    }

    /// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
    #[test]
    fn sec_signin_05_another_browser_is_refused_by_name() {
        let refused = |bindings: &[&str]| check(SignInStatus::Continued, PATH, bindings, 1_000_001);
        assert!(matches!(refused(&[]), Err(CallbackError::BindingMissing)));
        assert!(matches!(
            refused(&["state"]),
            Err(CallbackError::BindingWrong)
        ));
        assert!(matches!(
            refused(&["of another sign-in"]),
            Err(CallbackError::BindingWrong)
        ));
    }

    /// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
    #[test]
    fn sec_signin_08_an_answer_at_another_registrations_path_is_refused() {
        let other = "/api/platform/v1.0/oAuthRedirect/reg_other";
        let refused = check(SignInStatus::Continued, other, &["cookie"], 1_000_001);
        assert!(matches!(refused, Err(CallbackError::WrongPath)));
        let refused = check(
            SignInStatus::Continued,
            "/api/platform/v1.0/oauthredirect",
            &["cookie"],
            1_000_001,
        );
        assert!(matches!(refused, Err(CallbackError::WrongPath)));
    }

    /// Guard: `cloakroom_broker::sign_in::flow::Returned::check`
    #[test]
    fn sec_signin_06_late_replayed_and_cancelled_answers_are_refused_each_by_name() {
        let check = |status, at| check(status, PATH, &["cookie"], at);
        assert!(matches!(
            check(SignInStatus::Continued, 1_600_000),
            Err(CallbackError::Late(_))
        ));
        assert!(matches!(
            check(SignInStatus::Expired, 1_000_001),
            Err(CallbackError::Late(_))
        ));
        assert!(matches!(
            check(SignInStatus::Cancelled, 1_000_001),
            Err(CallbackError::Cancelled(_))
        ));
        for status in [
            SignInStatus::Returned,
            SignInStatus::Pending,
            SignInStatus::Completed,
            SignInStatus::Denied,
            SignInStatus::Failed,
        ] {
            assert!(
                matches!(check(status, 1_000_001), Err(CallbackError::Replayed(_))),
                "{status:?}"
            );
        }
    }
}
