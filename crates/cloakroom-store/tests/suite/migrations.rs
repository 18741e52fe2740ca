//! Migrations carry data: after each one rows are put in as they were written in its day
//! (`fixtures/<version>.sql`), and when all have run, today's store reads them.

use std::path::{Path, PathBuf};

use cloakroom_model::{Role, TenantId};
use cloakroom_store::{GrantState, PageRequest, RegistrationKind, SignInStatus, Store};
use cloakroom_vault::{KeyRecords as _, TokenHash};
use sqlx::migrate::Migrator;

use crate::world::{Kind, NOW, Place, Raw, World, after, bytes_literal, sealed, uuid_literal};

on_both! {
    rows_of_every_version_are_read_by_todays_store,
}

fn folder(kind: Kind) -> PathBuf {
    let name = match kind {
        Kind::Sqlite => "migrations/sqlite",
        Kind::Postgres => "migrations/postgres",
    };
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

async fn migrator(kind: Kind) -> Migrator {
    Migrator::new(folder(kind)).await.unwrap()
}

/// A fixture in the words of the database: `{{uuid …}}`, `{{bytes …}}` and `{{hash …}}` become literals.
fn fixture(kind: Kind, version: i64) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/fixtures")
        .join(format!("{version:04}.sql"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("a migration needs rows of its day in {}", path.display()));
    let mut parts = text.split("{{");
    let mut sql = parts.next().unwrap().to_owned();
    for part in parts {
        let (what, rest) = part.split_once("}}").expect("a placeholder ends");
        let literal = match what.split_once(' ').expect("a placeholder has a value") {
            ("uuid", text) => uuid_literal(kind, text.parse().unwrap()),
            ("hash", text) => bytes_literal(kind, TokenHash::of(text).as_bytes()),
            ("bytes", text) => bytes_literal(kind, text.as_bytes()),
            (other, _) => panic!("unknown placeholder {other}"),
        };
        sql.push_str(&literal);
        sql.push_str(rest);
    }
    sql
}

async fn rows_of_every_version_are_read_by_todays_store(w: World) {
    let place = Place::make(w.kind).await;
    let mut raw = Raw::connect(&place.url()).await;
    let migrator = migrator(w.kind).await;
    for migration in migrator.iter() {
        let version = migration.version;
        match &mut raw {
            Raw::Sqlite(connection) => migrator.run_to(version, connection).await.unwrap(),
            Raw::Postgres(connection) => migrator.run_to(version, connection).await.unwrap(),
        }
        raw.run(&fixture(w.kind, version)).await;
    }
    let store = Store::open(&place.url().parse().unwrap()).await.unwrap();
    read_version_1(&store).await;
    read_version_2(&store).await;
    read_version_3(&store).await;
    read_version_5(&store).await;
    read_version_6(&store).await;
    drop((store, raw));
    place.remove().await;
}

/// What `fixtures/0005.sql` holds, as the store reads it today.
async fn read_version_5(store: &Store) {
    let run: cloakroom_model::DoctorRunId = "run_00000000000000000000000000".parse().unwrap();
    let run = store.doctor_runs().find(&run).await.unwrap().unwrap();
    assert_eq!(run.status, cloakroom_store::DoctorStatus::Waiting);
    assert_eq!((run.generation, run.registration_version), (3, 1));
    let sign_in = store
        .sign_ins()
        .by_ticket(&TokenHash::of("test ticket"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sign_in.doctor_run, Some(run.id));
    let older = store.sign_ins().by_ticket(&TokenHash::of("ticket")).await;
    assert_eq!(older.unwrap().unwrap().doctor_run, None);
}

/// What `fixtures/0006.sql` holds, and what its migration made of the rows before.
async fn read_version_6(store: &Store) {
    let tenant: TenantId = "contoso".parse().unwrap();
    let by = |search: &str| PageRequest {
        search: Some(search.to_owned()),
        ..PageRequest::first(9)
    };
    let (apps, people) = (store.apps(), store.people());
    let app = apps
        .page(&tenant, &by("rep"))
        .await
        .unwrap()
        .items
        .remove(0);
    assert_eq!(app.name, "Repairs");
    assert!(apps.unnamed(&tenant).await.unwrap().is_empty());
    for (search, name) in [
        ("kim", "robin"),
        ("karin b", "karin"),
        ("mon", "248289761001"),
    ] {
        let found = people.page(&tenant, &by(search)).await.unwrap().items;
        assert_eq!(found.len(), 1, "{search}");
        assert_eq!(found[0].user.subject.subject, name);
    }
    let tenants = people.tenants_page(&by("conto")).await.unwrap().items;
    assert_eq!(tenants[0].id, tenant);
    let hosts = store.hosts().page(&tenant, &by("")).await.unwrap().items;
    let name: String = hosts[0].name.to_lowercase().chars().take(3).collect();
    let found = store.hosts().page(&tenant, &by(&name)).await.unwrap();
    assert_eq!(found.items, hosts);
}

/// What `fixtures/0001.sql` holds, as the store reads it today.
async fn read_version_1(store: &Store) {
    let tenant: TenantId = "contoso".parse().unwrap();
    let keys = store.keys();
    assert_eq!(keys.check_value().await.unwrap(), Some(b"check".to_vec()));
    assert_eq!(
        keys.active(&tenant).await.unwrap().unwrap().wrapped,
        b"active"
    );

    let people = store.people().local(&tenant).await.unwrap();
    assert_eq!(people[0].user.display_name, "Karin Blair");
    assert_eq!(people[0].role, Role::Admin);
    let karin = people[0].user.id.unwrap();
    let host = store
        .hosts()
        .by_credential(&TokenHash::of("credential"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(host.tenant_ids, ["0f3a"]);
    let theirs = cloakroom_model::Subject::aad(&host.id, "1");
    let theirs = store
        .people()
        .find(&tenant, &theirs)
        .await
        .unwrap()
        .unwrap();
    let linked = store
        .people()
        .linked(&tenant, theirs.user.id.unwrap())
        .await
        .unwrap();
    assert_eq!(linked, Some(karin));

    let session = store
        .sessions()
        .find(&TokenHash::of("session"), NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.person, people[0]);
    let entering = store
        .sessions()
        .code_owner(&TokenHash::of("code"), NOW)
        .await
        .unwrap();
    assert_eq!(entering.as_ref(), Some(&people[0]));

    let installed = store.apps().installed(&tenant).await.unwrap();
    assert_eq!(installed[0].origin_map[0].1, "http://127.0.0.1:8789");
    assert_eq!(installed[0].bindings[0].0, "foreign");
    assert_eq!(installed[0].waiting.as_deref(), Some("2c3d"));
    let (app, version) = (&installed[0].manifest_id, &installed[0].version);
    let kept = store.apps().versions(&tenant, app).await.unwrap();
    let names: Vec<&str> = kept.iter().map(|kept| kept.app_version.as_str()).collect();
    assert_eq!(names, ["1.1.0", ""]);
    let package = store.apps().package(&tenant, app, version).await.unwrap();
    assert_eq!(package.as_deref(), Some(b"zip".as_slice()));

    let id = "reg_00000000000000000000000000".parse().unwrap();
    let registration = store.registrations().find(&id).await.unwrap().unwrap();
    let key = &registration.key;
    assert_eq!(registration.redirect_path, "/redirect");
    assert_eq!(registration.kind, RegistrationKind::OAuth);
    let settings = store
        .registrations()
        .version(key, 1)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(settings.client_secret, Some(sealed("secret")));

    let sign_in = store
        .sign_ins()
        .by_state(&TokenHash::of("state"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sign_in.status, SignInStatus::Continued);
    let continued = sign_in.continued.unwrap();
    assert_eq!(continued.binding, TokenHash::of("binding"));
    assert_eq!(continued.verifier, Some(sealed("verifier")));

    let grants = store.grants();
    let grant = grants.current(&tenant, karin, key).await.unwrap().unwrap();
    assert_eq!((&grant.state, grant.generation), (&GrantState::Active, 7));
    assert_eq!(grant.refresh_token, Some(sealed("refresh")));
    assert_eq!(grant.attempt.as_ref().unwrap().sent_at, Some(after(1)));
    assert_eq!(grants.apps(&grant).await.unwrap()[0].1, *app);
    let pending = grants.pending_of(&tenant, karin, NOW).await.unwrap();
    assert!(matches!(&pending[0].state, GrantState::Pending(one) if one.wrong_codes == 2));
    let of_user = grants.of_user(&tenant, karin).await.unwrap();
    assert_eq!(
        of_user[1].state,
        GrantState::SignInAgain("invalid_grant".to_owned())
    );

    let due = store.revocations().due(after(60)).await.unwrap();
    assert_eq!((due[0].attempts, &due[0].token), (3, &sealed("token")));
    let code = "7K3FQ2W0".parse().unwrap();
    let trace = store
        .traces()
        .find(&tenant, &code, Some("karin"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(trace.steps[0].decision, "the tenant is another");
}

/// What `fixtures/0002.sql` holds, and what its migration made of the rows before.
async fn read_version_2(store: &Store) {
    let tenant: TenantId = "contoso".parse().unwrap();
    let store = store.registrations();
    let found = async |kind, search: &str| {
        let request = PageRequest {
            search: Some(search.to_owned()),
            ..PageRequest::first(10)
        };
        store.page(&tenant, kind, &request).await.unwrap().items
    };
    assert_eq!(found(RegistrationKind::OAuth, "repa").await.len(), 1);
    let keys = found(RegistrationKind::ApiKey, "").await;
    let version = store.version(&keys[0].registration.key, 1).await.unwrap();
    let version = version.unwrap();
    assert_eq!(keys[0].held, version.held());
    let second = version.second.unwrap();
    assert_eq!(
        (second.secret, second.until),
        (sealed("second"), Some(after(100)))
    );
}

/// What `fixtures/0003.sql` holds, as the store reads it today.
async fn read_version_3(store: &Store) {
    let tenant: TenantId = "contoso".parse().unwrap();
    let people = store.people();
    let found = people.everywhere("https://as.example", "248289761001");
    let mona = found.await.unwrap().remove(0);
    assert_eq!(mona.user.display_name, "Mona");
    assert_eq!(mona.role, Role::Developer);
    let left = people.everywhere("https://as.example", "248289761002");
    assert!(left.await.unwrap().is_empty());
    let (sessions, request) = (store.sessions(), PageRequest::first(9));
    let page = sessions.page(&tenant, None, NOW, &request).await.unwrap();
    // That of version 1 has been given a public id.
    assert_eq!(page.items.len(), 2);
    let (newest, oldest) = (&page.items[0], &page.items[1]);
    assert_eq!(newest.public_id.as_str(), "ses_00000000000000000000000003");
    assert_eq!(
        (oldest.entered_by.as_str(), oldest.agent.as_str()),
        ("link", "")
    );
    let (rows, state) = (store.portal_sign_ins(), TokenHash::of("portal state"));
    let sign_in = rows.by_state(&state).await.unwrap().unwrap();
    assert_eq!(sign_in.binding, TokenHash::of("portal binding"));
    assert_eq!(sign_in.verifier, sealed("verifier"));
}

#[tokio::test]
async fn both_databases_have_the_same_migrations() {
    let names = |migrator: &Migrator| {
        migrator
            .iter()
            .map(|migration| (migration.version, migration.description.to_string()))
            .collect::<Vec<_>>()
    };
    let sqlite = names(&migrator(Kind::Sqlite).await);
    assert_eq!(sqlite, names(&migrator(Kind::Postgres).await));
    assert!(!sqlite.is_empty());
}
