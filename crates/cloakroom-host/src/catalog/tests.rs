#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use cloakroom_model::{Clock as _, SeededRandom, TestClock};
use cloakroom_store::{DatabaseUrl, NewAppVersion, NewInstallation, PageRequest, Tenant};

use super::*;
use crate::testing as package;

struct World {
    catalog: Catalog,
    store: Store,
    clock: TestClock,
    tenant: TenantId,
    random: SeededRandom,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db").display().to_string();
        let store = Store::open(&DatabaseUrl::Sqlite(path)).await.unwrap();
        let (clock, tenant): (_, TenantId) = (TestClock::default(), "contoso".parse().unwrap());
        let row = Tenant {
            id: tenant.clone(),
            name: "Contoso".to_owned(),
        };
        store.people().add_tenant(&row, clock.now()).await.unwrap();
        Self {
            catalog: Catalog::new(store.clone(), Arc::new(clock.clone())),
            store,
            clock,
            tenant,
            random: SeededRandom::new(5),
            folder,
        }
    }

    /// Installs as another process would, unknown to the catalog; `zip` for a package that is none.
    async fn install(&self, number: usize, zip: Option<&[u8]>) -> Installation {
        let id = format!("11111111-2222-4333-8444-{number:012}");
        let package = package::Package {
            id: id.clone(),
            ..package::Package::open()
        };
        let installation = Installation {
            tenant: self.tenant.clone(),
            owner: self.tenant.clone(),
            manifest_id: id.parse().unwrap(),
            app_id: AppId::generate(&self.random),
            name: String::from("Repairs"),
            version: format!("{number:04}"),
            waiting: None,
            origin_map: Vec::new(),
            bindings: Vec::new(),
            changed_at: self.clock.now(),
        };
        let version = NewAppVersion {
            version: installation.version.clone(),
            app_version: String::from("1.0.0"),
            package: zip.map_or_else(|| package.zip(), <[u8]>::to_vec),
        };
        let new = NewInstallation {
            installation: installation.clone(),
            version,
        };
        self.store.apps().install(new).await.unwrap();
        installation
    }

    /// Past the store: rows as the version before left them.
    async fn run(&self, sql: &'static str) {
        use sqlx::Connection as _;
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(self.folder.path().join("store.db"));
        let mut rows = sqlx::SqliteConnection::connect_with(&options)
            .await
            .unwrap();
        sqlx::raw_sql(sql).execute(&mut rows).await.unwrap();
    }

    async fn later(&self) -> Arc<Vec<Arc<InstalledApp>>> {
        self.clock.advance(STALENESS);
        self.catalog.apps(&self.tenant).await.unwrap()
    }
}

#[tokio::test]
async fn when_nothing_has_changed_the_list_is_the_very_same() {
    let world = World::new().await;
    world.install(1, None).await;
    // One that can't be served is not compiled again either.
    world.install(2, Some(b"no zip")).await;
    let first = world.later().await;
    assert_eq!(first.len(), 1);
    assert!(Arc::ptr_eq(&first, &world.later().await));
}

#[tokio::test]
async fn of_apps_some_of_which_change_only_those_are_read_anew() {
    let world = World::new().await;
    let mut rows = Vec::new();
    for number in 0..4 {
        rows.push(world.install(number, None).await);
    }
    let before = world.later().await;
    let bindings = [("a".to_owned(), "b".to_owned())];
    let now = world.clock.now();
    let apps = world.store.apps();
    assert!(apps.bind(&rows[1], &bindings, now).await.unwrap());
    assert!(world.store.apps().uninstall(&rows[2]).await.unwrap());
    world.install(7, None).await;
    let after = world.later().await;
    let ids: Vec<_> = after
        .iter()
        .map(|app| app.installation.version.as_str())
        .collect();
    assert_eq!(ids, ["0000", "0001", "0003", "0007"]);
    assert!(Arc::ptr_eq(&before[0], &after[0]));
    assert!(Arc::ptr_eq(&before[3], &after[2]));
    assert_eq!(after[1].installation.bindings, bindings);
    // Bound otherwise, and compiled as before.
    assert!(Arc::ptr_eq(&before[1].compiled, &after[1].compiled));
}

#[tokio::test]
async fn many_changes_are_read_at_once() {
    let world = World::new().await;
    world.install(0, None).await;
    assert_eq!(world.later().await.len(), 1);
    for number in 1..=SINGLY + 1 {
        world.install(number, None).await;
    }
    assert_eq!(world.later().await.len(), SINGLY + 2);
}

#[tokio::test]
async fn a_change_of_our_own_is_seen_at_once() {
    let world = World::new().await;
    let row = world.install(1, None).await;
    assert_eq!(world.later().await.len(), 1);
    assert!(world.store.apps().uninstall(&row).await.unwrap());
    assert_eq!(world.catalog.apps(&world.tenant).await.unwrap().len(), 1);
    world.catalog.forget(&world.tenant);
    assert_eq!(world.catalog.apps(&world.tenant).await.unwrap().len(), 0);
}

#[tokio::test]
async fn apps_from_before_names_were_kept_are_named_by_their_packages() {
    let world = World::new().await;
    // More than are named at once.
    for number in 0..25 {
        world
            .install(number, (number == 3).then_some(b"no zip"))
            .await;
    }
    world
        .run("UPDATE installations SET name = '', name_key = ''; DELETE FROM search_terms")
        .await;
    world.catalog.name(&world.tenant).await.unwrap();
    let by = async |search: &str| {
        let request = PageRequest {
            search: Some(search.to_owned()),
            ..PageRequest::first(100)
        };
        let page = world.store.apps().page(&world.tenant, &request).await;
        page.unwrap().items
    };
    assert_eq!(by("rep").await.len(), 24);
    // What can't be read is called by its id.
    let unreadable = by("11111111-2222-4333-8444-000000000003").await;
    assert_eq!((unreadable.len(), unreadable[0].name.as_str()), (1, ""));
}
