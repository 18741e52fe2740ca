//! The authorization request: PKCE and redirect URL.

use cloakroom_broker::CallbackError;
use url::Url;

use crate::support::{REDIRECT, World, allow, tenant};

/// Guard: `cloakroom_broker::sign_in::leave::authorization_request`
#[tokio::test]
async fn sec_signin_07_every_request_carries_s256_and_no_url_holds_the_verifier() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let mut challenges = std::collections::HashSet::new();
    for _ in 0..3 {
        let (_, to) = world.leave(&karin, Some(&visitor)).await;
        let query: std::collections::HashMap<_, _> =
            to.authorization_url.query_pairs().into_owned().collect();
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(
            challenges.insert(query["code_challenge"].clone()),
            "a challenge for each flow"
        );
        assert!(!query.contains_key("code_verifier"));
    }
    // A code that was obtained for another flow is refused by a provider that enforces PKCE, and
    // nothing is tried a second time.
    let (_, mine) = world.leave(&karin, Some(&visitor)).await;
    let (_, foreign) = world.leave(&karin, Some(&visitor)).await;
    let foreign = allow(&foreign, "alex").await;
    let own = allow(&mine, "karin").await;
    let value = |url: &Url, name: &str| {
        url.query_pairs()
            .find(|(n, _)| n == name)
            .unwrap()
            .1
            .into_owned()
    };
    let mut injected = own.clone();
    injected
        .query_pairs_mut()
        .clear()
        .append_pair("code", &value(&foreign, "code"))
        .append_pair("state", &value(&own, "state"));
    let before = world.exchanges();
    let (error, _) = world.come_back(&mine, &injected).await.unwrap_err();
    assert!(matches!(error, CallbackError::Exchange(_)), "{error}");
    assert_eq!(world.exchanges(), before + 1);
}

/// Guard: `cloakroom_broker::sign_in::leave::Broker::redirect_uri`
#[tokio::test]
async fn sec_signin_12_the_redirect_uri_is_built_from_the_public_url() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let uri = to
        .authorization_url
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .unwrap()
        .1
        .into_owned();
    assert_eq!(uri, format!("http://localhost:8787{REDIRECT}"));
}

/// Where neither the issuer sends `iss` nor one owner alone makes registrations, each registration
/// has a redirect URL of its own.
///
/// Guard: `cloakroom_broker::registration::redirect::redirect_path`
#[tokio::test]
async fn sec_signin_02_in_an_open_installation_a_registration_has_its_own_redirect_path() {
    let world = World::new().await;
    let mut parts = world.parts.clone();
    parts.config.shared_redirect = false;
    let broker = cloakroom_broker::Broker::new(parts);
    let reserved = broker.reserve(&tenant("contoso")).await.unwrap();
    assert!(
        reserved
            .redirect_url
            .ends_with(&format!("/oAuthRedirect/{}", reserved.id)),
        "{reserved:?}"
    );
    let shared = world.broker.reserve(&tenant("contoso")).await.unwrap();
    assert!(
        shared.redirect_url.ends_with("/oAuthRedirect"),
        "{shared:?}"
    );
}
