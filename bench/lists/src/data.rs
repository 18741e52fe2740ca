//! A tenant of so many rows, as the product would have written them.

use std::sync::Arc;

use anyhow::{Context, Result};
use cloakroom_model::{
    AppId, GrantId, HostId, ManifestId, RegistrationId, Role, SeededRandom, Subject, TenantId,
    Timestamp, Trace, TraceCode, TraceKind, UserId,
};
use cloakroom_store::{
    Grant, GrantState, Installation, NewAppVersion, NewGrant, NewInstallation, NewVersion, Placed,
    RegistrationKey, RegistrationKind, Store, Version,
};
use cloakroom_vault::Sealed;

use crate::database::Database;

/// How many rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Registrations, API keys, apps, people, and users of hosts: of each as many.
    pub(crate) each: usize,
    pub(crate) grants: usize,
    pub(crate) traces: usize,
}

/// A tenant in a store of its own.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub(crate) store: Store,
    pub(crate) id: TenantId,
    pub(crate) size: Size,
    /// One of its people.
    pub(crate) user: UserId,
    /// One of its registrations.
    pub(crate) registration: RegistrationKey,
    /// One of its apps.
    pub(crate) app: ManifestId,
}

const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// Every second row has this word in its name, after its number.
pub(crate) const WORD: &str = "repairs";
/// Grants that are written at once.
const WRITERS: usize = 8;

fn sealed(text: &str) -> Sealed {
    Sealed::from_bytes(text.repeat(100).into_bytes())
}

/// `api 0004 of repairs`.
fn name(what: &str, number: usize) -> String {
    let kind = if number % 2 == 0 {
        WORD
    } else {
        "another kind"
    };
    format!("{what} {number:04} of {kind}")
}

fn manifest(number: usize) -> Result<ManifestId> {
    Ok(format!("00000000-0000-4000-8000-{number:012}").parse()?)
}

impl Tenant {
    pub(crate) async fn make(database: &Database, size: Size) -> Result<Self> {
        let store = database.store.clone();
        let random = Arc::new(SeededRandom::new(11));
        let id: TenantId = "contoso".parse()?;
        let tenant = cloakroom_store::Tenant {
            id: id.clone(),
            name: "Contoso".to_owned(),
        };
        store.people().add_tenant(&tenant, NOW).await?;
        let host = HostId::generate(&*random);
        let (mut registrations, mut users) = (Vec::new(), Vec::new());
        for number in 0..size.each {
            let oauth = (RegistrationKind::OAuth, name("api", number));
            registrations.push(registration(&store, &id, oauth, &random).await?);
            let key = (RegistrationKind::ApiKey, name("key", number));
            registration(&store, &id, key, &random).await?;
            install(&store, &id, number, &random).await?;
            let local = Subject::local(&format!("user{number:04}"));
            users.push(person(&store, &id, &local, &name("person", number), &random).await?);
            let theirs = Subject::aad(&host, &number.to_string());
            person(&store, &id, &theirs, "Somebody else's", &random).await?;
        }
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let (store, id, random) = (store.clone(), id.clone(), Arc::clone(&random));
            let (users, registrations) = (users.clone(), registrations.clone());
            writers.push(tokio::spawn(async move {
                // Each writer has its own users: two never write the same user's grants.
                let own = |number: &usize| (number % size.each) % WRITERS == writer;
                for number in (0..size.grants).filter(own) {
                    // Each user at another registration each time.
                    let (user, round) = (number % size.each, number / size.each);
                    let at = (user + round) % size.each;
                    let account = format!("account {round}");
                    let grant = grant(&id, users[user], &registrations[at], account, &random);
                    let app = (id.clone(), manifest(at)?);
                    let placed = store.grants().add(NewGrant { grant, app }, None).await?;
                    anyhow::ensure!(placed == Placed::Done, "{placed:?}");
                }
                anyhow::Ok(())
            }));
        }
        for writer in writers {
            writer.await??;
        }
        for start in (0..size.traces).step_by(100) {
            let traces = (start..size.traces.min(start + 100)).map(|number| {
                let user = users[number % size.each];
                (id.clone(), trace(number, user, &random))
            });
            store.traces().write(traces.collect()).await?;
        }
        Ok(Self {
            store,
            id,
            size,
            user: users[0],
            registration: registrations[0].clone(),
            app: manifest(0)?,
        })
    }
}

async fn person(
    store: &Store,
    tenant: &TenantId,
    subject: &Subject,
    name: &str,
    random: &SeededRandom,
) -> Result<UserId> {
    let people = store.people();
    let person = people.ensure(tenant, subject, name, Role::Member, NOW, random);
    person.await?.user.id.context("the user's id")
}

async fn registration(
    store: &Store,
    owner: &TenantId,
    (kind, name): (RegistrationKind, String),
    random: &SeededRandom,
) -> Result<RegistrationKey> {
    let key = RegistrationKey {
        owner: owner.clone(),
        id: NOW.new_uuid(random),
    };
    let public_id = RegistrationId::generate(random);
    let registrations = store.registrations();
    registrations
        .reserve(&key, &public_id, kind, "/redirect", NOW)
        .await?;
    let padding = "x".repeat(900);
    let new = NewVersion {
        key: key.clone(),
        public_id,
        kind,
        name_key: name.clone(),
        replaces: 0,
        version: Version {
            version: 1,
            settings: format!("{{\"name\":\"{name}\",\"padding\":\"{padding}\"}}"),
            client_secret: Some(sealed("s")),
            second: None,
        },
    };
    registrations.save(new, NOW).await?;
    Ok(key)
}

async fn install(
    store: &Store,
    tenant: &TenantId,
    number: usize,
    random: &SeededRandom,
) -> Result<()> {
    let version = format!("{number:064x}");
    let new = NewInstallation {
        installation: Installation {
            tenant: tenant.clone(),
            owner: tenant.clone(),
            manifest_id: manifest(number)?,
            app_id: AppId::generate(random),
            name: name("app", number),
            version: version.clone(),
            waiting: None,
            origin_map: Vec::new(),
            bindings: vec![("foreign".to_owned(), "reg_1".to_owned())],
            changed_at: NOW,
        },
        version: NewAppVersion {
            version,
            app_version: "1.0.0".to_owned(),
            package: vec![0; 8_000],
        },
    };
    Ok(store.apps().install(new).await?)
}

fn trace(number: usize, user: UserId, random: &SeededRandom) -> Trace {
    Trace {
        code: TraceCode::generate(random),
        kind: TraceKind::Invoke,
        started_at: NOW.plus(std::time::Duration::from_millis(number as u64)),
        micros: 1_500,
        subject: name("app", number),
        user: user.0.to_string(),
        app: Some("00000000-0000-4000-8000-000000000000".to_owned()),
        error: None,
        steps: Vec::new(),
        details_left_out: 0,
    }
}

fn grant(
    tenant: &TenantId,
    user: UserId,
    registration: &RegistrationKey,
    account: String,
    random: &SeededRandom,
) -> Grant {
    Grant {
        id: NOW.new_uuid(random),
        public_id: GrantId::generate(random),
        tenant: tenant.clone(),
        user,
        registration: registration.clone(),
        registration_version: 1,
        kind: "oauth".to_owned(),
        account,
        current: true,
        state: GrantState::Active,
        generation: 1,
        access_token: Some(sealed("access")),
        refresh_token: Some(sealed("refresh")),
        scopes: vec!["repairs.read".to_owned()],
        obtained_at: NOW,
        expires_at: None,
        last_used_at: None,
        last_refresh_at: None,
        attempt: None,
        retried_at: None,
        failures: 0,
        retry_at: None,
        failure: None,
        created_at: NOW,
    }
}
