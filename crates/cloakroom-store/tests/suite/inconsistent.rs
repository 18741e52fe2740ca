//! A row that contradicts itself is an error that names table, column and row; nothing is guessed.

use cloakroom_model::{SignInId, TraceKind};
use cloakroom_store::{
    Installation, NewInstallation, NewSignIn, PageRequest, Revocation, StoreError, TraceFilter,
};
use cloakroom_vault::{TicketToken, TokenHash};

use crate::traces::trace;
use crate::world::{NOW, World, after, manifest, sealed};

on_both! {
    a_spoilt_grant_is_named,
    a_spoilt_sign_in_is_named,
    spoilt_rows_of_people_and_sessions_are_named,
    spoilt_rows_of_apps_and_hosts_are_named,
    spoilt_rows_of_registrations_revocations_and_traces_are_named,
}

/// Spoils a table with each `SET`, and expects the reader to name the column each time.
async fn expect<T: std::fmt::Debug>(
    w: &World,
    table: &str,
    cases: &[(&str, &str)],
    read: impl AsyncFn() -> Result<T, StoreError>,
) {
    read().await.expect("the row is sound before it is spoilt");
    let mut raw = w.raw().await;
    raw.run(&format!("CREATE TABLE sound AS SELECT * FROM {table}"))
        .await;
    for (set, column) in cases {
        let spoilt = raw.run(&format!("UPDATE {table} SET {set}")).await;
        assert!(spoilt > 0, "{set}");
        let outcome = read().await;
        let named = matches!(
            &outcome,
            Err(StoreError::Inconsistent { table: t, column: c, row })
                if *t == table && c == column && !row.is_empty()
        );
        assert!(named, "{table} SET {set}: {outcome:?}");
        raw.run(&format!(
            "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM sound"
        ))
        .await;
    }
    raw.run("DROP TABLE sound").await;
}

async fn a_spoilt_grant_is_named(w: World) {
    let grant = w.active_grant().await;
    let apps = [
        ("app_tenant = ''", "app_tenant"),
        ("manifest_id = 'not an id'", "manifest_id"),
    ];
    expect(&w, "grant_apps", &apps, async || {
        w.store.grants().apps(&grant).await
    })
    .await;
    let cases = [
        ("state = 'unheard of'", "state"),
        ("access_token = NULL", "access_token"),
        ("state = 'pending'", "state"),
        ("state = 'sign_in_again'", "state"),
        (
            "state = 'pending', confirm_hash = access_token, pending_until = 1",
            "confirm_hash",
        ),
        ("pending_until = 1", "state"),
        ("attempt_owner = 'me'", "attempt_owner"),
        ("attempt_until = 1", "attempt_owner"),
        ("scopes = 'not json'", "scopes"),
        ("scopes = '[1]'", "scopes"),
        (
            "registration_tenant = 'not a tenant'",
            "registration_tenant",
        ),
        ("public_id = 'reg_other'", "public_id"),
    ];
    expect(&w, "grants", &cases, async || {
        w.store.grants().get(&grant.tenant, grant.id).await
    })
    .await;
    let listed = [("scopes = '{}'", "scopes")];
    expect(&w, "grants", &listed, async || {
        let filter = cloakroom_store::GrantFilter::default();
        let request = cloakroom_store::PageRequest::first(10);
        w.store
            .grants()
            .page(&grant.tenant, &filter, &request)
            .await
    })
    .await;
}

async fn a_spoilt_sign_in_is_named(w: World) {
    let tenant = w.tenant("contoso").await;
    let registration = w.registration(&tenant).await;
    let (id, ticket) = (SignInId::generate(&*w.random), TicketToken::new("ticket"));
    let new = NewSignIn {
        id: w.uuid(),
        public_id: &id,
        tenant: &tenant,
        user: w.person(&tenant, "karin").await,
        ticket: &ticket,
        registration: &registration,
        registration_version: 1,
        app: (&tenant, &manifest("repairs")),
        scopes: &[],
        doctor_run: None,
        created_at: NOW,
        expires_at: after(600),
    };
    w.store.sign_ins().start(&new).await.unwrap();
    let cases = [
        ("status = 'unheard of'", "status"),
        ("status = 'continued'", "state_hash"),
        ("status = 'returned'", "state_hash"),
        ("state_hash = ticket_hash", "state_hash"),
        ("redirect_path = '/redirect'", "state_hash"),
        ("trace_code = 'short'", "trace_code"),
        ("scopes = 'not json'", "scopes"),
        ("app_tenant = ''", "app_tenant"),
        ("manifest_id = ''", "manifest_id"),
        ("registration_tenant = ''", "registration_tenant"),
    ];
    expect(&w, "sign_ins", &cases, async || {
        w.store.sign_ins().find(&id).await
    })
    .await;
    let hash = crate::world::bytes_literal(w.kind, b"short");
    let set =
        format!("state_hash = ticket_hash, redirect_path = '/redirect', binding_hash = {hash}");
    let cases = [(set.as_str(), "binding_hash")];
    expect(&w, "sign_ins", &cases, async || {
        w.store.sign_ins().find(&id).await
    })
    .await;
}

async fn spoilt_rows_of_people_and_sessions_are_named(w: World) {
    let tenant = w.tenant("contoso").await;
    let user = w.person(&tenant, "karin").await;
    let role = [("role = 'king'", "role")];
    let people = w.store.people();
    expect(&w, "users", &role, async || people.local(&tenant).await).await;
    expect(&w, "users", &role, async || people.get(&tenant, user).await).await;
}

async fn spoilt_rows_of_apps_and_hosts_are_named(w: World) {
    let tenant = w.tenant("contoso").await;
    let installation = Installation {
        tenant: tenant.clone(),
        owner: tenant.clone(),
        manifest_id: manifest("repairs"),
        app_id: cloakroom_model::AppId::generate(&*w.random),
        name: "Repairs".to_owned(),
        version: "0a1b".to_owned(),
        waiting: None,
        origin_map: Vec::new(),
        bindings: Vec::new(),
        changed_at: NOW,
    };
    let version = cloakroom_store::NewAppVersion {
        version: "0a1b".to_owned(),
        app_version: "1.0.0".to_owned(),
        package: Vec::new(),
    };
    w.store
        .apps()
        .install(NewInstallation {
            installation,
            version,
        })
        .await
        .unwrap();
    let cases = [
        ("origin_map = '[]'", "origin_map"),
        ("origin_map = ''", "origin_map"),
        ("bindings = '{\"a\":1}'", "bindings"),
    ];
    expect(&w, "installations", &cases, async || {
        w.store.apps().installed(&tenant).await
    })
    .await;

    let host = cloakroom_store::Host {
        tenant: tenant.clone(),
        id: cloakroom_model::HostId::generate(&*w.random),
        name: "Chat".to_owned(),
        tenant_ids: Vec::new(),
        created_at: NOW,
    };
    let credential = TokenHash::of("credential");
    w.store
        .hosts()
        .add(&cloakroom_store::NewHost { host, credential })
        .await
        .unwrap();
    let cases = [("tenant_ids = 'x'", "tenant_ids"), ("id = 'x'", "id")];
    expect(&w, "hosts", &cases, async || {
        w.store.hosts().by_credential(&credential).await
    })
    .await;
}

async fn spoilt_rows_of_registrations_revocations_and_traces_are_named(w: World) {
    let tenant = w.tenant("contoso").await;
    let key = w.registration(&tenant).await;
    let cases = [
        ("version = -1", "version"),
        ("public_id = 'x'", "public_id"),
    ];
    expect(&w, "registrations", &cases, async || {
        w.store.registrations().get(&key).await
    })
    .await;

    let revocation = Revocation {
        id: w.uuid(),
        tenant: tenant.clone(),
        registration: key,
        registration_version: 1,
        token_type: "refresh_token".to_owned(),
        token: sealed("token"),
        attempts: 0,
    };
    w.store.revocations().add(&revocation, NOW).await.unwrap();
    let cases = [
        ("registration_tenant = ''", "registration_tenant"),
        ("tenant = ''", "tenant"),
    ];
    expect(&w, "revocations", &cases, async || {
        w.store.revocations().due(NOW).await
    })
    .await;

    let one = trace(&w, TraceKind::Invoke, "karin", NOW);
    w.store
        .traces()
        .write(vec![(tenant.clone(), one.clone())])
        .await
        .unwrap();
    let body = [("body = '{}'", "body"), ("body = ''", "body")];
    expect(&w, "traces", &body, async || {
        w.store.traces().find(&tenant, &one.code, None).await
    })
    .await;
    let (filter, request) = (TraceFilter::default(), PageRequest::first(9));
    let heads = [("kind = 'unheard of'", "kind"), ("code = 'x'", "code")];
    expect(&w, "traces", &heads, async || {
        w.store.traces().page(&tenant, &filter, &request).await
    })
    .await;
}
