//! Sign-ins against the sample authorization server, and the attacks on them.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::time::Duration;

use cloakroom_broker::{
    CallbackError, CallbackOutcome, ConfirmError, CredentialError, SignInError, SignInReason,
};
use cloakroom_model::Explain as _;
use serde_json::json;
use support::{Browser, World, app, callback, tenant, ticket};
use url::Url;

#[tokio::test]
async fn a_user_in_the_same_browser_gets_a_grant_at_once() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let authorized = world.authorized(&karin).await;
    let credential = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap();
    assert!(!credential.bearer.expose().is_empty());
    assert_eq!(world.exchanges(), 1);
}

#[tokio::test]
async fn without_a_grant_the_reason_is_said() {
    let world = World::new().await;
    let (karin, _) = world.person("contoso", "karin").await;
    let authorized = world.authorized(&karin).await;
    let error = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
}

/// A link sent to somebody who is signed in here as himself.
///
/// Guard: cloakroom_broker::sign_in::leave::Broker::proven_session
#[tokio::test]
async fn sec_signin_01_a_link_opened_by_another_user_is_refused_before_any_token_request() {
    let world = World::new().await;
    let (attacker, _) = world.person("contoso", "mallory").await;
    let (_, victim) = world.person("contoso", "karin").await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&attacker).await, &[])
        .await
        .unwrap();
    let refused = world
        .broker
        .go_on(&ticket(&link.url), Some(&victim))
        .await
        .unwrap_err();
    assert!(matches!(refused, SignInError::OtherUser));
    let (_, stranger) = world.person("fabrikam", "mallory").await;
    let refused = world
        .broker
        .go_on(&ticket(&link.url), Some(&stranger))
        .await
        .unwrap_err();
    assert!(matches!(refused, SignInError::OtherUser));
    assert_eq!(world.exchanges(), 0);
}

/// A link sent to somebody who is not signed in here, whose consent at the provider is automatic.
///
/// Guard: cloakroom_broker::sign_in::exchange::Broker::keep_grant
#[tokio::test]
async fn sec_signin_01_a_victim_without_a_session_gives_the_attacker_a_pending_grant_at_most() {
    let world = World::new().await;
    let (attacker, visitor) = world.person("contoso", "mallory").await;
    world.script(json!({"consent": "automatic"}));
    let (_, to) = world.leave(&attacker, None).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let outcome = world.come_back(&to, &answer).await.unwrap();
    assert!(matches!(outcome, CallbackOutcome::Pending { .. }));
    let authorized = world.authorized(&attacker).await;
    let error = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::NoGrant)),
        "not usable"
    );
    assert!(
        world
            .broker
            .grants(&attacker, false)
            .await
            .unwrap()
            .is_empty(),
        "not listed"
    );
    world.clock.advance(Duration::from_secs(301));
    world.broker.tick().await.unwrap();
    assert_eq!(
        world.provider.server.log().counters().revocations,
        2,
        "revoked at the provider"
    );
    assert!(
        world
            .provider
            .server
            .grants()
            .iter()
            .all(|grant| grant.ended.is_some())
    );
    drop(visitor);
}

#[tokio::test]
async fn the_six_digits_make_a_hosts_users_grant_and_work_once() {
    let world = World::new().await;
    let guest = world.guest("contoso", "29:alice");
    let (_, to) = world.leave(&guest, None).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let Ok(CallbackOutcome::Pending { code, .. }) = world.come_back(&to, &answer).await else {
        panic!("pending")
    };
    let known = known(&world, &guest).await;
    world.broker.confirm(&known, code.expose()).await.unwrap();
    world
        .broker
        .credential(&world.authorized(&known).await, &world.trace())
        .await
        .unwrap();
    let again = world
        .broker
        .confirm(&known, code.expose())
        .await
        .unwrap_err();
    assert!(matches!(again, ConfirmError::Nothing));
}

/// The guest as identity finds him once he has a row.
async fn known(world: &World, guest: &cloakroom_model::Caller) -> cloakroom_model::Caller {
    let found = world
        .parts
        .store
        .people()
        .find(&guest.tenant, &guest.user.subject)
        .await
        .unwrap()
        .unwrap();
    cloakroom_model::Caller {
        user: found.user,
        ..guest.clone()
    }
}

/// Guard: cloakroom_broker::sign_in::confirm::Broker::confirm
#[tokio::test]
async fn sec_signin_09_five_wrong_codes_kill_a_pending_grant_and_revoke_it() {
    let world = World::new().await;
    let alice = world.guest("contoso", "29:alice");
    let (_, to) = world.leave(&alice, None).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let Ok(CallbackOutcome::Pending { code, .. }) = world.come_back(&to, &answer).await else {
        panic!("pending")
    };
    let alice = known(&world, &alice).await;
    let (bob, _) = world.person("contoso", "bob").await;
    assert!(
        matches!(
            world.broker.confirm(&bob, code.expose()).await,
            Err(ConfirmError::Nothing)
        ),
        "another user"
    );
    let wrong = if code.expose() == "000000" {
        "000001"
    } else {
        "000000"
    };
    // Two processes guess in parallel: together they get five tries.
    let other = world.restarted("second");
    let guesses = (0..40).map(|i| {
        let (broker, caller) = (
            if i % 2 == 0 {
                world.broker.clone()
            } else {
                other.clone()
            },
            alice.clone(),
        );
        tokio::spawn(async move { broker.confirm(&caller, wrong).await })
    });
    let mut evaluated = 0;
    for guess in guesses.collect::<Vec<_>>() {
        if let Err(ConfirmError::Wrong(_)) = guess.await.unwrap() {
            evaluated += 1;
        }
    }
    assert!(evaluated <= 4, "the fifth is answered as dead: {evaluated}");
    let dead = world
        .broker
        .confirm(&alice, code.expose())
        .await
        .unwrap_err();
    assert!(matches!(dead, ConfirmError::Nothing | ConfirmError::Dead));
    let error = world
        .broker
        .credential(&world.authorized(&alice).await, &world.trace())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
    assert!(
        world
            .provider
            .server
            .grants()
            .iter()
            .all(|grant| grant.ended.is_some()),
        "revoked"
    );
}

/// Guard: cloakroom_store::sign_ins::SignIns::consume
#[tokio::test]
async fn sec_signin_06_fifty_equal_callbacks_in_parallel_cause_one_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let other = world.restarted("second");
    let callbacks: Vec<_> = (0..50)
        .map(|i| {
            let broker = if i % 2 == 0 {
                world.broker.clone()
            } else {
                other.clone()
            };
            let input = callback(&answer, &[to.binding.expose()]);
            tokio::spawn(async move { broker.callback(input).await })
        })
        .collect();
    let mut completed = 0;
    for done in callbacks {
        match done.await.unwrap() {
            Ok(_) => completed += 1,
            Err((error, _)) => assert!(matches!(error, CallbackError::Replayed(_)), "{error}"),
        }
    }
    assert_eq!((completed, world.exchanges()), (1, 1));
    world
        .broker
        .credential(&world.authorized(&karin).await, &world.trace())
        .await
        .unwrap();
}

/// Guard: cloakroom_broker::sign_in::flow::Returned::check
#[tokio::test]
async fn sec_signin_06_eleven_minutes_later_a_callback_causes_no_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    world.clock.advance(Duration::from_secs(660));
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Late(_)));
    assert_eq!(world.exchanges(), 0);
}

/// Guard: cloakroom_broker::sign_in::flow::Returned::check
#[tokio::test]
async fn sec_signin_05_a_callback_in_another_browser_causes_no_token_request() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let (_, of_another) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let state = answer
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    for bindings in [
        vec![],
        vec![state.as_str()],
        vec![of_another.binding.expose()],
    ] {
        let (error, ended) = world
            .broker
            .callback(callback(&answer, &bindings))
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                CallbackError::BindingMissing | CallbackError::BindingWrong
            ),
            "{error}"
        );
        assert!(ended.is_none());
    }
    assert_eq!(world.exchanges(), 0);
    world.come_back(&to, &answer).await.unwrap();
}

/// Guard: cloakroom_broker::sign_in::flow::Returned::check
#[tokio::test]
async fn sec_signin_02_a_code_does_not_reach_another_registrations_token_endpoint() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let mut answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    // The answer to one registration's request at another's own path, and the other way round.
    answer.set_path("/api/platform/v1.0/oAuthRedirect/reg_00000000000000000000000000");
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::WrongPath));
    assert_eq!(world.exchanges(), 0);
}

/// Where neither the issuer sends `iss` nor one owner alone makes registrations, each registration
/// has a redirect URL of its own.
///
/// Guard: cloakroom_broker::registration::redirect::redirect_path
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

/// Guard: cloakroom_broker::sign_in::callback::check_issuer
#[tokio::test]
async fn sec_signin_04_a_wrong_missing_or_doubled_iss_gives_no_grant() {
    for script in ["wrong", "missing", "trailingSlash", "doubled"] {
        let world = World::issuer().await;
        world.script(json!({"iss": script}));
        let (karin, visitor) = world.person("contoso", "karin").await;
        let (_, to) = world.leave(&karin, Some(&visitor)).await;
        for decision in ["allow", "deny"] {
            let (_, to) = if decision == "allow" {
                (None, to_again(&to))
            } else {
                let (id, to) = world.leave(&karin, Some(&visitor)).await;
                (Some(id), to)
            };
            let answer = Browser::default()
                .decide(&to.authorization_url, "karin", decision)
                .await;
            let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
            assert!(
                matches!(error, CallbackError::Issuer(_) | CallbackError::Repeated(_)),
                "{script} {decision}: {error}"
            );
        }
        assert_eq!(world.exchanges(), 0, "{script}");
    }
}

fn to_again(to: &cloakroom_broker::ToProvider) -> cloakroom_broker::ToProvider {
    cloakroom_broker::ToProvider {
        id: to.id.clone(),
        authorization_url: to.authorization_url.clone(),
        binding: cloakroom_vault::BindingToken::new(to.binding.expose()),
        expires_at: to.expires_at,
    }
}

impl World {
    /// With the provider named as issuer: endpoints come from its metadata.
    async fn issuer() -> Self {
        World::with(|input| {
            let endpoint = input["tokenEndpoint"].as_str().unwrap().to_owned();
            input["issuer"] = json!(endpoint.strip_suffix("/token").unwrap());
            input["scopes"] = json!(["openid", "repairs.read"]);
        })
        .await
    }
}

#[tokio::test]
async fn with_an_issuer_the_account_is_the_subject_of_the_validated_id_token() {
    let world = World::issuer().await;
    // The provider's clock is the machine's.
    world.clock.set(cloakroom_model::Clock::now(
        &cloakroom_model::SystemClock::default(),
    ));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let grants = world.broker.grants(&karin, false).await.unwrap();
    assert_eq!(grants[0].account, "karin");
}

/// Guard: cloakroom_broker::sign_in::leave::Broker::authorization_url
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
    let foreign = Browser::default()
        .allow(&foreign.authorization_url, "alex")
        .await;
    let own = Browser::default()
        .allow(&mine.authorization_url, "karin")
        .await;
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

/// Guard: cloakroom_broker::sign_in::leave::check_rules
#[tokio::test]
async fn sec_signin_10_a_rule_tightened_on_the_way_stops_link_callback_and_use() {
    let world = World::with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    let (guest, visitor) = world.person("fabrikam", "alex").await;
    let (_, to) = world.leave(&guest, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "alex")
        .await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&guest).await, &[])
        .await
        .unwrap();
    tighten(&world).await;
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert_eq!(error.code(), "registration_other_tenant");
    assert_eq!(world.exchanges(), 0);
    let error = world
        .broker
        .first_page(&ticket(&link.url))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "registration_other_tenant");
    let url = Url::parse(support::API).unwrap();
    let opened = world.parts.vault.opened();
    let refused = world
        .broker
        .authorize(&guest, &app(), &world.registration, &url, &world.trace())
        .await;
    assert_eq!(refused.unwrap_err().code(), "registration_other_tenant");
    assert_eq!(
        world.parts.vault.opened(),
        opened,
        "SEC-VAULT-07: nothing was opened"
    );
}

async fn tighten(world: &World) {
    let mut input = support::registration(world.provider.issuer());
    input["restrictByOrg"] = json!("MyOrganization");
    let input = serde_json::from_value(input).unwrap();
    world
        .broker
        .save(&tenant("contoso"), Some(&world.registration), input, None)
        .await
        .unwrap();
}

/// Guard: cloakroom_broker::sign_in::leave::Broker::first_page
#[tokio::test]
async fn sec_signin_11_looking_at_the_first_page_consumes_nothing() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&karin).await, &[])
        .await
        .unwrap();
    for _ in 0..3 {
        world.broker.first_page(&ticket(&link.url)).await.unwrap();
    }
    let to = world
        .broker
        .go_on(&ticket(&link.url), Some(&visitor))
        .await
        .unwrap();
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    world.come_back(&to, &answer).await.unwrap();
}

/// Guard: cloakroom_broker::sign_in::leave::Broker::redirect_uri
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
    assert_eq!(uri, format!("http://localhost:8787{}", support::REDIRECT));
}

#[tokio::test]
async fn refusing_and_failing_at_the_provider_have_their_own_ends() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .decide(&to.authorization_url, "karin", "deny")
        .await;
    let (error, ended) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Denied));
    assert_eq!(ended.unwrap(), id);
    let status = world
        .broker
        .sign_in_status(&karin, &id, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(status.status, "denied");
    world.script(json!({"authorizationError": {"error": "temporarily_unavailable", "description": "<b>later</b>"}}));
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Provider { .. }));
    let status = world
        .broker
        .sign_in_status(&karin, &id, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(
        (status.status, status.error.as_deref()),
        ("failed", Some("provider_refused"))
    );
    assert_eq!(world.exchanges(), 0);
}

/// Guard: cloakroom_broker::sign_in::callback::Broker::find_returned
#[tokio::test]
async fn sec_signin_21_repeated_parameters_are_refused() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let mut answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    answer.query_pairs_mut().append_pair("code", "b");
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Repeated(name) if name == "code"));
    assert_eq!(world.exchanges(), 0);
}

#[tokio::test]
async fn a_cancelled_sign_in_is_not_completed_by_a_late_callback() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (id, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    world.broker.cancel_sign_in(&karin, &id).await.unwrap();
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::Cancelled(_)));
    assert_eq!(world.exchanges(), 0);
}

#[tokio::test]
async fn a_session_that_ended_on_the_way_makes_no_grant() {
    let world = World::new().await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let answer = Browser::default()
        .allow(&to.authorization_url, "karin")
        .await;
    world
        .parts
        .store
        .sessions()
        .end(&visitor.tenant, visitor.session)
        .await
        .unwrap();
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert!(matches!(error, CallbackError::SessionEnded));
    assert!(world.broker.grants(&karin, false).await.unwrap().is_empty());
}
