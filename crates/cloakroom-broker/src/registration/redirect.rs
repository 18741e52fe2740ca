//! Which redirect URL a registration gets (decision 6).

use cloakroom_model::RegistrationId;

/// The path that the vendor's redirect URL has too.
const SHARED_REDIRECT_PATH: &str = "/api/platform/v1.0/oAuthRedirect";

/// The path of a new registration's redirect URL. It is chosen once, kept in the version, and
/// never changed by other rows.
///
/// The shared path is safe only where an answer that belongs to another registration can be told
/// apart: by `iss` (RFC 9207), or because nobody else makes registrations here. Everywhere else
/// each registration has its own (SEC-SIGNIN-02: "cross-app" mix-up of OAuth clients that share a
/// redirect URL). `shared` says that: the issuer announces `iss`, or the installation is the demo
/// or has a single owner.
pub(crate) fn redirect_path(id: &RegistrationId, shared: bool) -> String {
    if shared {
        SHARED_REDIRECT_PATH.to_owned()
    } else {
        format!("{SHARED_REDIRECT_PATH}/{id}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use cloakroom_model::SeededRandom;

    use super::*;

    /// Guard: `cloakroom_broker::registration::redirect::redirect_path`
    #[test]
    fn sec_signin_02_a_registration_that_may_not_share_gets_a_path_of_its_own() {
        let random = SeededRandom::new(1);
        let (one, other) = (
            RegistrationId::generate(&random),
            RegistrationId::generate(&random),
        );
        assert_eq!(
            redirect_path(&one, false),
            format!("/api/platform/v1.0/oAuthRedirect/{one}")
        );
        assert_ne!(redirect_path(&one, false), redirect_path(&other, false));
        assert_eq!(redirect_path(&one, true), SHARED_REDIRECT_PATH);
    }
}
