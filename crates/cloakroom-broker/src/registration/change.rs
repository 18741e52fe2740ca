//! Which changes of a saved registration move its secret (SEC-TOKEN-12).

use super::Settings;

/// Whether a change would send the client secret, or the tokens of grants that exist, to another
/// place than the one they were given for. Such a change needs the secret typed again, and
/// detaches the grants until their users sign in again: who may edit a registration may not
/// thereby read its secret.
pub(crate) fn moves_secret(old: &Settings, new: &Settings) -> bool {
    old.token_endpoint != new.token_endpoint
        || old.refresh_url() != new.refresh_url()
        || old.revocation_endpoint != new.revocation_endpoint
        // The access token goes to both of these.
        || old.base_url != new.base_url
        || old.userinfo_endpoint != new.userinfo_endpoint
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use url::Url;

    use super::super::settings::tests::settings;
    use super::*;

    fn evil() -> Url {
        Url::parse("https://evil.example/token").unwrap()
    }

    /// Guard: `cloakroom_broker::registration::change::moves_secret`
    #[test]
    fn sec_token_12_each_url_that_gets_a_secret_counts_as_a_move() {
        let changes: [fn(&mut Settings); 5] = [
            |s| s.token_endpoint = evil(),
            |s| s.refresh_endpoint = Some(evil()),
            |s| s.revocation_endpoint = Some(evil()),
            |s| s.base_url = evil(),
            |s| s.userinfo_endpoint = Some(evil()),
        ];
        for change in changes {
            let mut new = settings();
            change(&mut new);
            assert!(moves_secret(&settings(), &new), "{new:?}");
        }
    }

    #[test]
    fn a_refresh_endpoint_that_says_the_token_endpoint_again_moves_nothing() {
        let mut new = settings();
        new.refresh_endpoint = Some(new.token_endpoint.clone());
        new.name = "Another name".to_owned();
        new.scopes.push("repairs.write".to_owned());
        assert!(!moves_secret(&settings(), &new));
    }
}
