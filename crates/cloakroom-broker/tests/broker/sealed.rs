//! What the store holds while people sign in, refresh, wait for digits and sign out: nothing that
//! opens anything.

use std::time::Duration;

use cloakroom_broker::{CallbackOutcome, SignedOut, ToProvider};
use cloakroom_model::{Caller, Clock as _, SystemClock};
use cloakroom_store::{DatabaseUrl, Grant};
use cloakroom_vault::{Place, SessionToken, TokenHash};
use serde_json::json;
use url::Url;

use crate::postgres_server;
use crate::support::canary::{Canaries, everything, server_files};
use crate::support::{Browser, CLIENT_SECRET, Setup, World, tenant, ticket, with_issuer};

/// Guard: `cloakroom_vault::vault::Vault::seal`
#[tokio::test]
async fn sec_vault_01_no_secret_lies_open_in_sqlite_nor_in_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("searched.db").display().to_string();
    no_secret_lies_open(DatabaseUrl::Sqlite(path)).await;
}

/// Guard: `cloakroom_vault::vault::Vault::seal`
#[tokio::test]
async fn sec_vault_01_no_secret_lies_open_in_postgres_nor_in_its_log() {
    let url = postgres_server::create_database().await;
    no_secret_lies_open(DatabaseUrl::Postgres(url.clone())).await;
    postgres_server::drop_database(&url).await;
}

async fn no_secret_lies_open(database: DatabaseUrl) {
    let world = World::made(Setup {
        // With an issuer, so that there are a nonce and an id_token too.
        change: &mut with_issuer,
        database: Some(database.clone()),
        reachable: Vec::new(),
    })
    .await;
    // The provider's clock is the machine's.
    world.clock.set(SystemClock::default().now());
    let mut canaries = Canaries::default();
    canaries.add("the client secret", CLIENT_SECRET);
    // Of a JWT, whoever's: `{"alg":` and `{"typ":`.
    canaries.add("an id_token", "eyJhbGciOi");
    canaries.add("an id_token", "eyJ0eXAiOi");

    // One of our users: in flight, signed in, refreshed.
    let session = SessionToken::generate(&*world.parts.random);
    canaries.add("a session", session.expose());
    let (karin, visitor) = world.person_in("contoso", "karin", &session).await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&karin).await, &[])
        .await
        .unwrap();
    let ticket = ticket(&link.url);
    canaries.add("a ticket", ticket.expose());
    let to = world.broker.go_on(&ticket, Some(&visitor)).await.unwrap();
    leaving(&world, &ticket.hash(), &to, &mut canaries).await;
    search(&world, &database, &canaries).await;
    come_back(&world, &to, "karin", &mut canaries).await;
    tokens_of(&world, &karin, &mut canaries).await;
    search(&world, &database, &canaries).await;
    world.clock.advance(Duration::from_secs(3601));
    let trace = world.trace();
    let authorized = world.authorized(&karin).await;
    let credential = world.broker.credential(&authorized, &trace).await.unwrap();
    canaries.add("a refreshed access token", credential.bearer.expose());
    world
        .parts
        .traces
        .submit(&tenant("contoso"), trace.finish());
    assert_eq!(world.refreshes(), 1);
    tokens_of(&world, &karin, &mut canaries).await;
    search(&world, &database, &canaries).await;

    // A host's user: waiting for the digits, confirmed, and another who never confirms. His
    // id_token would have ended in the hour that has passed here and not there.
    world.clock.set(SystemClock::default().now());
    let confirmed = pending(&world, "29:alice", &mut canaries).await;
    search(&world, &database, &canaries).await;
    world
        .broker
        .confirm(&confirmed.0, &confirmed.1)
        .await
        .unwrap();
    pending(&world, "29:bob", &mut canaries).await;
    search(&world, &database, &canaries).await;

    // Signed out, and given up, while the provider's revocation endpoint is down: the tokens wait
    // in the queue.
    world.script(json!({"revocation": {"instead": {"status": {"status": 503}}}}));
    let out = world
        .broker
        .sign_out(&karin, &world.registration, &world.trace())
        .await
        .unwrap();
    assert_eq!(out, SignedOut::Queued);
    world.clock.advance(Duration::from_secs(301));
    world.broker.tick().await.unwrap();
    search(&world, &database, &canaries).await;
    let found = canaries.found_in(&server_files(&database));
    assert!(found.is_empty(), "{found:#?}");
    assert!(canaries.count() >= 30, "{}", canaries.count());
}

/// The secrets of a sign-in that is on its way to the provider.
async fn leaving(world: &World, ticket: &TokenHash, to: &ToProvider, canaries: &mut Canaries) {
    canaries.add("the binding cookie", to.binding.expose());
    for name in ["state", "nonce"] {
        canaries.add(name, parameter(&to.authorization_url, name));
    }
    let sign_in = world.parts.store.sign_ins().by_ticket(ticket).await;
    let sign_in = sign_in.unwrap().unwrap();
    let place = Place {
        tenant: &sign_in.tenant,
        table: "sign_ins",
        column: "verifier",
        row: sign_in.id,
        generation: 1,
    };
    let sealed = sign_in.continued.unwrap().verifier.unwrap();
    let verifier = world.parts.vault.open(&place, &sealed).await.unwrap();
    canaries.add("the PKCE verifier", std::str::from_utf8(&verifier).unwrap());
}

async fn come_back(
    world: &World,
    to: &ToProvider,
    name: &str,
    canaries: &mut Canaries,
) -> CallbackOutcome {
    let answer = Browser::default().allow(&to.authorization_url, name).await;
    canaries.add("the code", parameter(&answer, "code"));
    let outcome = world.come_back(to, &answer).await.unwrap();
    if let CallbackOutcome::Pending { code, .. } = &outcome {
        canaries.add_digits(code.expose());
    }
    outcome
}

/// A host's user whose grant waits for the digits; gives him and them.
async fn pending(world: &World, id: &str, canaries: &mut Canaries) -> (Caller, String) {
    let guest = world.guest("contoso", id);
    let link = world
        .broker
        .start_sign_in(&world.authorized(&guest).await, &[])
        .await
        .unwrap();
    let ticket = ticket(&link.url);
    canaries.add("a ticket", ticket.expose());
    let to = world.broker.go_on(&ticket, None).await.unwrap();
    leaving(world, &ticket.hash(), &to, canaries).await;
    let outcome = come_back(world, &to, "alex", canaries).await;
    let CallbackOutcome::Pending { code, .. } = outcome else {
        panic!("{outcome:?}")
    };
    let people = world.parts.store.people();
    let found = people.find(&guest.tenant, &guest.user.subject).await;
    let guest = Caller {
        user: found.unwrap().unwrap().user,
        ..guest
    };
    tokens_of(world, &guest, canaries).await;
    (guest, code.expose().to_owned())
}

/// The tokens of a user's grants, opened; they are as the provider issued them.
async fn tokens_of(world: &World, user: &Caller, canaries: &mut Canaries) {
    let id = user.user.id.unwrap();
    let grants = world.parts.store.grants();
    let mut all = grants.of_user(&user.tenant, id).await.unwrap();
    let now = world.clock.now();
    all.extend(grants.pending_of(&user.tenant, id, now).await.unwrap());
    assert!(!all.is_empty());
    let issued: Vec<String> = world
        .provider
        .server
        .log()
        .at_path("/token")
        .iter()
        .flat_map(|entry| entry.issued.values().cloned())
        .collect();
    for grant in &all {
        for column in ["access_token", "refresh_token"] {
            let token = open(world, grant, column).await;
            let print = sample_authorization_server::fingerprint(&token);
            assert!(issued.contains(&print), "{column} is not as issued");
            canaries.add(column, token);
        }
    }
}

async fn open(world: &World, grant: &Grant, column: &'static str) -> String {
    let place = Place {
        tenant: &grant.tenant,
        table: "grants",
        column,
        row: grant.id,
        generation: grant.generation,
    };
    let sealed = match column {
        "access_token" => grant.access_token.as_ref(),
        _ => grant.refresh_token.as_ref(),
    };
    let opened = world.parts.vault.open(&place, sealed.unwrap()).await;
    std::str::from_utf8(&opened.unwrap()).unwrap().to_owned()
}

async fn search(world: &World, database: &DatabaseUrl, canaries: &Canaries) {
    world.parts.traces.flush().await;
    let pieces = everything(database).await;
    let found = canaries.found_in(&pieces);
    assert!(found.is_empty(), "{found:#?}");
    // The search finds what is there: a name, in columns and in files.
    let mut control = Canaries::default();
    control.add("the name", "Contoso Repairs");
    let places = control.found_in(&pieces).len();
    let expected = if matches!(database, DatabaseUrl::Sqlite(_)) {
        2
    } else {
        1
    };
    assert!(places >= expected, "the search is blind");
}

fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(n, _)| n == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .into_owned()
}
