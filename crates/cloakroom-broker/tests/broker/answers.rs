//! What providers put into their answers: hosts, scopes, second tokens, long tokens.

use std::time::Duration;

use cloakroom_broker::SignedOut;
use cloakroom_model::{Explain as _, StepOutcome, TraceKind};
use cloakroom_store::{PageRequest, TraceFilter};
use serde_json::{Value, json};
use url::Url;
use wiremock::MockServer;

use crate::support::{Setup, World, allow, app, tenant};

/// Everything that a provider can say about hosts, pointing at a listener that the egress guard
/// would let through: no request reaches it, neither with the code nor with a token.
///
/// Guard: `cloakroom_broker::token_endpoint::request::build`
#[tokio::test]
async fn sec_token_11_hosts_told_in_a_callback_or_a_token_answer_are_not_used() {
    let evil = MockServer::start().await;
    let world = World::made(Setup {
        change: &mut |_| {},
        database: None,
        reachable: vec![evil.address().port()],
    })
    .await;
    world.script(json!({"tokenAnswer": {"extra": {
        "instance_url": evil.uri(), "api_domain": evil.uri(), "token_endpoint": evil.uri(),
        "refresh_url": evil.uri(), "revocation_endpoint": evil.uri(), "userinfo_endpoint": evil.uri(),
        "iss": evil.uri(), "id": format!("{}/id/1", evil.uri()), "realmId": "4620816365",
    }}}));
    let (karin, visitor) = world.person("contoso", "karin").await;
    let (_, to) = world.leave(&karin, Some(&visitor)).await;
    let mut answer = allow(&to, "karin").await;
    for (name, value) in [
        ("accounts-server", evil.uri()),
        ("accounts_server", evil.uri()),
        ("location", evil.uri()),
        ("token_endpoint", evil.uri()),
        ("instance_url", evil.uri()),
        ("realmId", format!("../../..@{}", evil.address())),
        ("shop", evil.address().to_string()),
    ] {
        answer.query_pairs_mut().append_pair(name, &value);
    }
    world.come_back(&to, &answer).await.unwrap();
    let authorized = world.authorized(&karin).await;
    let first = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap();
    world.clock.advance(Duration::from_secs(3601));
    let second = world
        .broker
        .credential(&authorized, &world.trace())
        .await
        .unwrap();
    assert!(!first.bearer.ct_eq(&second.bearer), "refreshed");
    assert_eq!((world.exchanges(), world.refreshes()), (1, 1));
    let out = world
        .broker
        .sign_out(&karin, &world.registration, &world.trace())
        .await
        .unwrap();
    assert_eq!(out, SignedOut::Revoked);
    let arrived = evil.received_requests().await.unwrap();
    assert!(arrived.is_empty(), "{arrived:?}");
}

/// Guard: `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_token_11_an_api_at_a_host_told_in_a_token_answer_gets_no_token() {
    let world = World::new().await;
    world.script(json!({"tokenAnswer": {"extra": {"instance_url": "https://evil.example"}}}));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let opened = world.parts.vault.opened();
    let url = Url::parse("https://evil.example/repairs").unwrap();
    let refused = world
        .broker
        .authorize(&karin, &app(), &world.registration, &url, &world.trace())
        .await;
    assert_eq!(refused.unwrap_err().code(), "base_url_mismatch");
    assert_eq!(world.parts.vault.opened(), opened);
}

/// Guard: `cloakroom_broker::sign_in::exchange::Broker::keep_grant`
#[tokio::test]
async fn sec_signin_22_the_granted_scopes_are_kept_and_missing_ones_told() {
    for (script, granted, missing) in [
        ("granted", json!(["repairs.read", "repairs.write"]), None),
        ("omitted", json!(["repairs.read", "repairs.write"]), None),
        ("comma", json!(["repairs.read", "repairs.write"]), None),
        (
            "fewer",
            json!(["repairs.read"]),
            Some(json!(["repairs.write"])),
        ),
        (
            "more",
            json!(["repairs.read", "repairs.write", "repairs.audit"]),
            None,
        ),
    ] {
        let world =
            World::with(|input| input["scopes"] = json!(["repairs.read", "repairs.write"])).await;
        world.script(json!({"tokenAnswer": {"scope": script}}));
        let (karin, visitor) = world.person("contoso", "karin").await;
        let (_, to) = world.leave(&karin, Some(&visitor)).await;
        let asked = to
            .authorization_url
            .query_pairs()
            .find(|(name, _)| name == "scope")
            .unwrap()
            .1
            .into_owned();
        assert_eq!(asked, "repairs.read repairs.write", "{script}");
        let answer = allow(&to, "karin").await;
        world.come_back(&to, &answer).await.unwrap();
        let grants = world
            .broker
            .grants(
                &karin,
                &cloakroom_broker::GrantQuery::default(),
                &cloakroom_store::PageRequest::first(100),
            )
            .await
            .unwrap()
            .items;
        assert_eq!(json!(grants[0].scopes), granted, "{script}");
        let step = step_of_sign_in(&world, "grant").await;
        assert_eq!(
            step["details"].get("scopesNotGranted"),
            missing.as_ref(),
            "{script}: {step}"
        );
        let outcome = if missing.is_some() {
            StepOutcome::Noted
        } else {
            StepOutcome::Ok
        };
        assert_eq!(step["outcome"], json!(outcome), "{script}");
    }
}

/// A step of the newest sign-in's trace.
async fn step_of_sign_in(world: &World, name: &str) -> Value {
    world.parts.traces.flush().await;
    let filter = TraceFilter {
        kind: Some(TraceKind::SignIn),
        ..TraceFilter::default()
    };
    let store = world.parts.store.traces();
    let (contoso, first) = (tenant("contoso"), PageRequest::first(1));
    let listed = store.page(&contoso, &filter, &first).await.unwrap().items;
    let found = store.find(&tenant("contoso"), &listed[0].code, None).await;
    let trace = json!(found.unwrap().unwrap());
    let steps = trace["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == name);
    step.unwrap_or_else(|| panic!("no step {name} in {trace}"))
        .clone()
}

/// An answer with the user's token and another one that ends earlier.
///
/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::lifetime`
#[tokio::test]
async fn sec_token_20_of_two_tokens_the_earlier_end_decides_and_each_refresh_token_is_spent_once() {
    let world = World::new().await;
    world.script(json!({"tokenAnswer": {"extra": {"authed_user": {
        "access_token": "xoxe.xoxp-1", "refresh_token": "xoxe-1", "expires_in": 60,
    }}}}));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let authorized = world.authorized(&karin).await;
    for round in 0..3 {
        let credential = world
            .broker
            .credential(&authorized, &world.trace())
            .await
            .unwrap();
        assert_ne!(credential.bearer.expose(), "xoxe.xoxp-1");
        assert_eq!(world.refreshes(), round);
        // Past the end of the one, long before the end of the other.
        world.clock.advance(Duration::from_secs(61));
    }
    let counters = world.provider.server.log().counters();
    assert_eq!((counters.refreshes_granted, counters.reuses), (2, 0));
}

/// Guard: `cloakroom_broker::token_endpoint::answer::Reading::take`
#[tokio::test]
async fn sec_token_21_a_token_of_12_kib_goes_through_the_store_whole() {
    let world = World::new().await;
    world.script(json!({"tokenAnswer": {"accessTokenBytes": 12 * 1024}}));
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    // Another process, which reads it from the store.
    let broker = world.restarted("second");
    let credential = broker
        .credential(&world.authorized(&karin).await, &world.trace())
        .await
        .unwrap();
    assert_eq!(credential.bearer.expose().len(), 12 * 1024);
    let issued = &world.provider.server.log().at_path("/token")[0].issued;
    let print = sample_authorization_server::fingerprint(credential.bearer.expose());
    assert!(issued.values().any(|other| *other == print), "{issued:?}");
}
