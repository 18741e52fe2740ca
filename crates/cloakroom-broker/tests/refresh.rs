//! Refreshes against the sample authorization server, strict rotation with the end of the whole
//! grant on reuse unless a test says otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::{AppIdentity, Authorized, Broker, CredentialError, SignInReason, SignedOut};
use cloakroom_model::{Caller, Explain as _};
use serde_json::json;
use support::World;

const HOUR: Duration = Duration::from_secs(3601);

struct SignedIn {
    world: World,
    karin: Caller,
    authorized: Authorized,
}

async fn signed_in() -> SignedIn {
    signed_in_with(|_| {}).await
}

async fn signed_in_with(change: impl FnOnce(&mut serde_json::Value)) -> SignedIn {
    let world = World::with(change).await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let authorized = world.authorized(&karin).await;
    SignedIn {
        world,
        karin,
        authorized,
    }
}

impl SignedIn {
    async fn credential(&self) -> Result<String, CredentialError> {
        self.credential_of(&self.world.broker).await
    }

    async fn credential_of(&self, broker: &Arc<Broker>) -> Result<String, CredentialError> {
        let credential = broker
            .credential(&self.authorized, &self.world.trace())
            .await?;
        Ok(credential.bearer.expose().to_owned())
    }

    async fn state(&self) -> cloakroom_broker::GrantView {
        self.world
            .broker
            .grants(&self.karin, false)
            .await
            .unwrap()
            .remove(0)
    }

    /// Until a failed refresh may be tried again.
    fn wait(&self) {
        self.world.clock.advance(Duration::from_secs(400));
    }
}

#[tokio::test]
async fn a_valid_token_is_used_without_asking_the_provider_and_an_expired_one_is_refreshed_first() {
    let case = signed_in().await;
    let first = case.credential().await.unwrap();
    assert_eq!(case.credential().await.unwrap(), first);
    assert_eq!(case.world.refreshes(), 0);
    case.world.clock.advance(HOUR);
    let second = case.credential().await.unwrap();
    assert_ne!(first, second);
    assert_eq!(case.world.refreshes(), 1);
}

/// Guard: cloakroom_broker::grant::flight::Flights::fly
#[tokio::test]
async fn sec_token_01_three_hundred_callers_on_an_expired_grant_cause_one_refresh() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    let callers: Vec<_> = (0..300)
        .map(|_| {
            let case = case.clone();
            tokio::spawn(async move { case.credential().await })
        })
        .collect();
    let mut tokens = std::collections::HashSet::new();
    for caller in callers {
        tokens.insert(caller.await.unwrap().unwrap());
    }
    assert_eq!((tokens.len(), case.world.refreshes()), (1, 1));
}

/// Two processes on one store; the first holds the lease while the provider is slow.
///
/// Guard: cloakroom_store::grants::Grants::intend
#[tokio::test]
async fn sec_token_02_a_second_process_waits_for_the_lease_and_adopts_the_result() {
    let case = Arc::new(signed_in().await);
    let mut parts = case.world.parts.clone();
    parts.config.process = "second".to_owned();
    parts.config.embedded = false;
    let second = Broker::new(parts);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let first = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    while case.world.refreshes() == 0 {
        tokio::task::yield_now().await;
    }
    let other = tokio::spawn({
        let (case, second) = (case.clone(), second.clone());
        async move { case.credential_of(&second).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    case.world.script(json!({}));
    assert_eq!(first.await.unwrap().unwrap(), other.await.unwrap().unwrap());
    assert_eq!(case.world.refreshes(), 1);
}

/// Guard: cloakroom_store::grants::Grants::refreshed
#[tokio::test]
async fn sec_token_02_a_late_writer_of_an_old_generation_changes_nothing() {
    let case = signed_in().await;
    let grants = case.world.parts.store.grants();
    let user = case.karin.user.id.unwrap();
    let old = grants
        .of_user(&case.karin.tenant, user)
        .await
        .unwrap()
        .remove(0);
    case.world.clock.advance(HOUR);
    let token = case.credential().await.unwrap();
    let now = case
        .world
        .broker
        .credential(&case.authorized, &case.world.trace())
        .await
        .unwrap();
    assert_eq!(now.bearer.expose(), token);
    let late = cloakroom_store::NewTokens {
        access_token: old.access_token.clone().unwrap(),
        refresh_token: old.refresh_token.clone(),
        scopes: vec![],
        obtained_at: old.obtained_at,
        expires_at: None,
        registration_version: 1,
    };
    assert!(!grants.refreshed(&old, "first", &late).await.unwrap());
    assert!(!grants.sign_in_again(&old, "grant_ended").await.unwrap());
    assert!(
        !grants
            .failed(&old, "first", old.obtained_at, "x", None)
            .await
            .unwrap()
    );
    case.world.clock.advance(Duration::from_secs(10));
    assert_eq!(case.credential().await.unwrap(), token);
}

/// Guard: cloakroom_broker::grant::flight::Flights::fly
#[tokio::test]
async fn sec_token_03_a_caller_who_hangs_up_loses_nothing() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let caller = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    while case.world.refreshes() == 0 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    case.world.script(json!({}));
    case.credential().await.unwrap();
    assert_eq!(
        case.world.refreshes(),
        1,
        "the refresh that nobody waited for was kept"
    );
    case.world.clock.advance(HOUR);
    case.credential().await.unwrap();
    assert_eq!(case.world.provider.server.log().counters().reuses, 0);
}

/// Guard: cloakroom_broker::grant::refresh::Broker::keep_answer
#[tokio::test]
async fn sec_token_04_a_token_is_in_the_store_before_anybody_has_it() {
    let case = signed_in().await;
    case.world.clock.advance(HOUR);
    let token = case.credential().await.unwrap();
    // Another process, with nothing in memory, finds the very token that was handed out.
    assert_eq!(
        case.credential_of(&case.world.restarted("second"))
            .await
            .unwrap(),
        token
    );
    assert_eq!(case.world.refreshes(), 1);
}

/// The provider rotates and the answer is lost, in three ways of treating the old token.
///
/// Guard: cloakroom_broker::grant::refresh::Broker::outcome_unknown
#[tokio::test]
async fn sec_token_05_after_a_lost_answer_the_old_token_is_not_sent_again() {
    for rotation in [
        json!("strict"),
        json!({"reuseWindow": 10}),
        json!("untilSuccessorUsed"),
    ] {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        case.world.script(
            json!({"rotation": rotation, "refresh": {"times": 1, "after": "cutConnection"}}),
        );
        let error = case.credential().await.unwrap_err();
        assert!(
            matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
            "{rotation}: {error}"
        );
        for _ in 0..3 {
            case.wait();
            let error = case.credential().await.unwrap_err();
            assert!(
                matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
                "{error}"
            );
        }
        assert_eq!(case.world.refreshes(), 1, "{rotation}");
    }
}

/// Guard: cloakroom_broker::grant::refresh::Broker::outcome_unknown
#[tokio::test]
async fn sec_token_05_a_declared_reuse_window_allows_one_repeat_and_no_second() {
    let case = signed_in_with(|input| input["reuseWindowSeconds"] = json!(10)).await;
    case.world.clock.advance(HOUR);
    case.world.script(
        json!({"rotation": {"reuseWindow": 10}, "refresh": {"times": 1, "after": "cutConnection"}}),
    );
    case.credential().await.unwrap_err();
    case.credential().await.unwrap();
    assert_eq!(case.world.refreshes(), 2);
    // Lost twice in a row: no third.
    let case = signed_in_with(|input| input["reuseWindowSeconds"] = json!(10)).await;
    case.world.clock.advance(HOUR);
    case.world.script(
        json!({"rotation": {"reuseWindow": 10}, "refresh": {"times": 2, "after": "cutConnection"}}),
    );
    case.credential().await.unwrap_err();
    case.credential().await.unwrap_err();
    let error = case.credential().await.unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
        "{error}"
    );
    assert_eq!(case.world.refreshes(), 2);
}

/// A process died between sending and committing.
///
/// Guard: cloakroom_broker::grant::refresh::Broker::recover_refreshes
#[tokio::test]
async fn sec_token_05_an_attempt_found_at_start_is_judged_as_unknown() {
    let case = signed_in().await;
    let store = case.world.parts.store.grants();
    let grant = store
        .of_user(&case.karin.tenant, case.karin.user.id.unwrap())
        .await
        .unwrap()
        .remove(0);
    let now = cloakroom_model::Clock::now(&case.world.clock);
    assert!(
        store
            .intend(&grant, "dead", now.plus(HOUR), now)
            .await
            .unwrap()
    );
    assert!(store.sent(&grant, "dead", now).await.unwrap());
    let second = case.world.restarted("second");
    second.recover().await.unwrap();
    let error = case.credential_of(&second).await.unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::OutcomeUnknown)),
        "{error}"
    );
    // One that died before sending costs nothing.
    let case = signed_in().await;
    let store = case.world.parts.store.grants();
    let grant = store
        .of_user(&case.karin.tenant, case.karin.user.id.unwrap())
        .await
        .unwrap()
        .remove(0);
    assert!(
        store
            .intend(&grant, "dead", now.plus(HOUR), now)
            .await
            .unwrap()
    );
    case.world.clock.advance(HOUR);
    let second = case.world.restarted("second");
    second.recover().await.unwrap();
    case.credential_of(&second).await.unwrap();
    assert_eq!(case.world.refreshes(), 1);
}

/// Guard: cloakroom_broker::grant::refresh::Broker::failed
#[tokio::test]
async fn sec_token_06_an_invalid_grant_for_a_generation_that_has_passed_ends_nothing() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    // The provider no longer knows the grant, and its refusal is held back.
    case.world.provider.server.withdraw(None);
    case.world.script(json!({"refresh": {"hold": true}}));
    let loser = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    while case.world.refreshes() == 0 {
        tokio::task::yield_now().await;
    }
    // Past the lock: another generation is put into the store while the answer is under way.
    let grants = case.world.parts.store.grants();
    let grant = grants
        .of_user(&case.karin.tenant, case.karin.user.id.unwrap())
        .await
        .unwrap()
        .remove(0);
    let place = |column| cloakroom_vault::Place {
        tenant: &grant.tenant,
        table: "grants",
        column,
        row: grant.id,
        generation: 2,
    };
    let vault = &case.world.parts.vault;
    let now = cloakroom_model::Clock::now(&case.world.clock);
    let won = cloakroom_store::NewTokens {
        access_token: vault
            .seal(&place("access_token"), b"the winner's")
            .await
            .unwrap(),
        refresh_token: Some(
            vault
                .seal(&place("refresh_token"), b"the winner's too")
                .await
                .unwrap(),
        ),
        scopes: grant.scopes.clone(),
        obtained_at: now,
        expires_at: Some(now.plus(HOUR)),
        registration_version: 1,
    };
    assert!(grants.refreshed(&grant, "first", &won).await.unwrap());
    case.world.script(json!({}));
    assert_eq!(loser.await.unwrap().unwrap(), "the winner's");
}

/// Guard: cloakroom_broker::grant::refresh::Broker::failed
#[tokio::test]
async fn sec_token_07_only_a_definite_refusal_ends_a_grant() {
    let error = |error: &str, status: u16| json!({"instead": {"error": {"error": error, "status": status}}});
    let status = |status: u16| json!({"instead": {"status": {"status": status, "html": true}}});
    let table = [
        (error("invalid_grant", 400), "grant_ended"),
        (error("invalid_grant", 401), "grant_ended"),
        (error("invalid_grant", 403), "grant_ended"),
        (error("invalid_client", 401), "registration_refused"),
        (error("unauthorized_client", 400), "registration_refused"),
        (
            error("temporarily_unavailable", 503),
            "provider_unavailable",
        ),
        (status(500), "provider_unavailable"),
        (status(502), "provider_unavailable"),
        (status(429), "provider_unavailable"),
    ];
    for (fault, code) in table {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        case.world.script(json!({"refresh": fault}));
        let error = case.credential().await.unwrap_err();
        assert_eq!(error.code(), code, "{fault}");
        case.world.script(json!({}));
        case.wait();
        let later = case.credential().await;
        assert_eq!(later.is_ok(), code != "grant_ended", "{fault}: {later:?}");
    }
}

/// Guard: cloakroom_broker::grant::refresh::Broker::keep_answer
#[tokio::test]
async fn sec_token_08_an_answer_without_a_refresh_token_keeps_the_old_one() {
    for refresh_token in ["omitted", "empty"] {
        let case = signed_in().await;
        case.world
            .script(json!({"rotation": "off", "tokenAnswer": {"refreshToken": refresh_token}}));
        for round in 1..4 {
            case.world.clock.advance(HOUR);
            case.credential().await.unwrap();
            assert_eq!(case.world.refreshes(), round, "{refresh_token}");
        }
    }
}

/// Guard: `cloakroom_broker::token_endpoint::answer::read`
#[tokio::test]
async fn sec_token_10_a_redirect_of_the_token_endpoint_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let case = signed_in().await;
        case.world.clock.advance(HOUR);
        let there = format!("{}/introspect", case.world.provider.issuer());
        case.world.script(
            json!({"refresh": {"instead": {"redirect": {"status": status, "location": there}}}}),
        );
        case.credential().await.unwrap_err();
        assert_eq!(case.world.refreshes(), 1);
        assert_eq!(
            case.world.provider.server.log().counters().introspections,
            0,
            "{status}"
        );
    }
}

/// A co-editor points the token endpoint at a server of his own.
///
/// Guard: cloakroom_broker::registration::change::moves_secret
#[tokio::test]
async fn sec_token_12_a_moved_endpoint_gets_neither_secret_nor_refresh_token() {
    let case = signed_in().await;
    let thief = sample_authorization_server::spawn(sample_authorization_server::Config::default())
        .await
        .unwrap();
    let mut input = support::registration(case.world.provider.issuer());
    input["tokenEndpoint"] = json!(format!("{}/token", thief.issuer()));
    let save = |secret: Option<&str>| {
        let input = serde_json::from_value(input.clone()).unwrap();
        let secret = secret.map(cloakroom_vault::ClientSecret::new);
        let broker = case.world.broker.clone();
        let id = case.world.registration.clone();
        async move {
            broker
                .save(&support::tenant("contoso"), Some(&id), input, secret)
                .await
        }
    };
    let error = save(None).await.unwrap_err();
    assert_eq!(error.code(), "registration_invalid");
    save(Some("typed again")).await.unwrap();
    case.world.clock.advance(HOUR);
    let error = case.credential().await.unwrap_err();
    assert!(
        matches!(
            error,
            CredentialError::SignIn(SignInReason::RegistrationMoved)
        ),
        "{error}"
    );
    assert!(thief.server.log().entries().is_empty());
}

/// The grant is ended while the provider holds the refresh.
///
/// Guard: cloakroom_broker::grant::refresh::Broker::keep_answer
#[tokio::test]
async fn sec_token_13_what_comes_for_a_grant_that_has_ended_is_not_kept_and_is_revoked() {
    let case = Arc::new(signed_in().await);
    case.world.clock.advance(HOUR);
    case.world.script(json!({"refresh": {"hold": true}}));
    let caller = tokio::spawn({
        let case = case.clone();
        async move { case.credential().await }
    });
    while case.world.refreshes() == 0 {
        tokio::task::yield_now().await;
    }
    let out = case
        .world
        .broker
        .sign_out(&case.karin, &case.world.registration, &case.world.trace())
        .await
        .unwrap();
    assert_eq!(out, SignedOut::Revoked);
    case.world.script(json!({}));
    let error = caller.await.unwrap().unwrap_err();
    assert!(
        matches!(error, CredentialError::SignIn(SignInReason::NoGrant)),
        "{error}"
    );
    case.world.broker.tick().await.unwrap();
    assert!(
        case.world
            .broker
            .grants(&case.karin, false)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        case.world
            .provider
            .server
            .grants()
            .iter()
            .all(|grant| grant.ended.is_some())
    );
}

#[tokio::test]
async fn sec_token_16_short_and_long_lifetimes_are_neither_refreshed_on_each_call_nor_used_past_their_end()
 {
    for (seconds, still_good) in [(30, 20), (600, 530), (3600, 3500)] {
        let case = signed_in().await;
        case.world.script(json!({"accessTokenSeconds": seconds}));
        case.world.clock.advance(HOUR);
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 1);
        case.world.clock.advance(Duration::from_secs(still_good));
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 1, "{seconds}");
        case.world
            .clock
            .advance(Duration::from_secs(seconds - still_good));
        case.credential().await.unwrap();
        assert_eq!(case.world.refreshes(), 2, "{seconds}");
    }
}

#[tokio::test]
async fn sec_token_17_a_rejected_token_is_refreshed_once_and_a_second_rejection_is_not() {
    let case = signed_in().await;
    let trace = case.world.trace();
    let first = case
        .world
        .broker
        .credential(&case.authorized, &trace)
        .await
        .unwrap();
    let second = case
        .world
        .broker
        .after_rejection(&case.authorized, &first, &trace)
        .await
        .unwrap();
    assert_ne!(first.bearer.expose(), second.bearer.expose());
    // Somebody else's rejection of the first token finds the second, without a refresh.
    let third = case
        .world
        .broker
        .after_rejection(&case.authorized, &first, &trace)
        .await
        .unwrap();
    assert_eq!(second.bearer.expose(), third.bearer.expose());
    assert_eq!(case.world.refreshes(), 1);
}

#[tokio::test]
async fn sec_token_18_a_thousand_calls_on_a_dead_endpoint_try_at_most_three_times_a_minute() {
    let case = signed_in().await;
    case.world.clock.advance(HOUR);
    case.world
        .script(json!({"refresh": {"instead": {"status": {"status": 503}}}}));
    for _ in 0..1000 {
        case.credential().await.unwrap_err();
        case.world.clock.advance(Duration::from_millis(10));
    }
    assert!(
        (1..=3).contains(&case.world.refreshes()),
        "{}",
        case.world.refreshes()
    );
    let seen = case.state().await;
    assert!(
        seen.retry_at.is_some() && seen.failure.is_some(),
        "{seen:?}"
    );
}

#[tokio::test]
async fn sec_token_19_signing_out_works_here_at_once_and_is_revoked_when_the_provider_is_back() {
    let case = signed_in().await;
    case.world
        .script(json!({"revocation": {"instead": {"status": {"status": 503}}}}));
    let out = case
        .world
        .broker
        .sign_out(&case.karin, &case.world.registration, &case.world.trace())
        .await
        .unwrap();
    assert_eq!(out, SignedOut::Queued);
    let error = case.credential().await.unwrap_err();
    assert!(matches!(
        error,
        CredentialError::SignIn(SignInReason::NoGrant)
    ));
    case.world.script(json!({}));
    case.world.clock.advance(Duration::from_secs(600));
    case.world.broker.tick().await.unwrap();
    assert!(
        case.world
            .provider
            .server
            .grants()
            .iter()
            .all(|grant| grant.ended.is_some())
    );
}

#[tokio::test]
async fn sec_token_14_the_secret_goes_once_in_the_configured_way() {
    for authentication in ["basic", "post"] {
        let world =
            World::with(|input| input["clientAuthentication"] = json!(authentication)).await;
        let (karin, visitor) = world.person("contoso", "karin").await;
        world.sign_in(&karin, &visitor, "karin").await;
        let seen = world.provider.server.log().at_path("/token");
        assert_eq!(seen.len(), 1);
        let expected = format!("client_secret_{authentication}");
        assert_eq!(
            seen[0].client_authentication.as_deref(),
            Some(expected.as_str())
        );
    }
}

/// Guard: cloakroom_broker::policy::check
#[tokio::test]
async fn sec_vault_07_what_a_rule_refuses_opens_nothing() {
    let case = signed_in_with(bound_to_the_app).await;
    let good: url::Url = support::API.parse().unwrap();
    let other_app = AppIdentity {
        owner: support::tenant("contoso"),
        manifest_id: "other".parse().unwrap(),
    };
    let elsewhere = "https://repairs.contoso.example.evil/repairs";
    let elsewhere: url::Url = elsewhere.parse().unwrap();
    let (stranger, _) = case.world.person("fabrikam", "alex").await;
    let own = support::app();
    for (caller, app, url, code) in [
        (&case.karin, &other_app, &good, "registration_other_app"),
        (&case.karin, &own, &elsewhere, "base_url_mismatch"),
        (&stranger, &own, &good, "registration_other_tenant"),
    ] {
        refused_without_opening(&case, caller, app, url, code).await;
    }
}

/// Another publisher names the registration in a package of his own: with the manifest id of the
/// app that it is for, with one of his own where any app may use it, and for his own tenant's users.
///
/// Guard: cloakroom_broker::policy::check
#[tokio::test]
async fn sec_egress_08_another_publishers_package_gets_nothing_by_the_registration_id() {
    let thief = |manifest_id: &str| AppIdentity {
        owner: support::tenant("fabrikam"),
        manifest_id: manifest_id.parse().unwrap(),
    };
    let good: url::Url = support::API.parse().unwrap();
    let his: url::Url = "https://evil.example/repairs".parse().unwrap();
    let bound = signed_in_with(|input| {
        bound_to_the_app(input);
        input["restrictByOrg"] = json!("AnyOrganization");
    })
    .await;
    let (mallory, _) = bound.world.person("fabrikam", "mallory").await;
    for caller in [&bound.karin, &mallory] {
        for app in [thief("5a31b6b1"), thief("other")] {
            for url in [&good, &his] {
                let code = "registration_other_app";
                refused_without_opening(&bound, caller, &app, url, code).await;
            }
        }
    }
    let open = signed_in_with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    let (mallory, _) = open.world.person("fabrikam", "mallory").await;
    for caller in [&open.karin, &mallory] {
        refused_without_opening(&open, caller, &thief("other"), &his, "base_url_mismatch").await;
    }
}

fn bound_to_the_app(input: &mut serde_json::Value) {
    input["restrictByApp"] = json!("ExistingApp");
    input["appId"] = json!("5a31b6b1");
}

async fn refused_without_opening(
    case: &SignedIn,
    caller: &Caller,
    app: &AppIdentity,
    url: &url::Url,
    code: &str,
) {
    let opened = case.world.parts.vault.opened();
    let trace = case.world.trace();
    let refused = case
        .world
        .broker
        .authorize(caller, app, &case.world.registration, url, &trace)
        .await;
    assert_eq!(refused.unwrap_err().code(), code, "{app:?} {url}");
    assert_eq!(case.world.parts.vault.opened(), opened);
}

/// Another user, another tenant, another account: never the same grant.
#[tokio::test]
async fn a_users_grant_is_nobody_elses() {
    let case = signed_in_with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    for (tenant, name) in [("contoso", "alex"), ("fabrikam", "karin")] {
        let (other, _) = case.world.person(tenant, name).await;
        let authorized = case.world.authorized(&other).await;
        let error = case
            .world
            .broker
            .credential(&authorized, &case.world.trace())
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            CredentialError::SignIn(SignInReason::NoGrant)
        ));
    }
}
