//! What a test gets: an empty store on one of the two databases, and the means to fill it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::{
    GrantId, ManifestId, RegistrationId, Role, SeededRandom, Subject, TenantId, Timestamp, UserId,
};
use cloakroom_store::{
    DatabaseUrl, Grant, GrantState, NewGrant, Placed, RegistrationKey, RegistrationKind, Replaced,
    Revocation, Store, StoreError, Tenant,
};
use cloakroom_vault::Sealed;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::task::{LocalSet, spawn_local};
use uuid::Uuid;

use crate::postgres_server;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// An empty store.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) kind: Kind,
    pub(crate) store: Store,
    pub(crate) random: Arc<SeededRandom>,
    url: String,
}

/// Makes tests of the functions named, one on each database.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { crate::world::run(crate::world::Kind::Sqlite, super::$name); })*
        }
        mod postgres {
            $(#[test] fn $name() { crate::world::run(crate::world::Kind::Postgres, super::$name); })*
        }
    };
}

/// Runs a test in a database of its own, and removes that whatever comes of the test.
pub(crate) fn run<T, F>(kind: Kind, test: T)
where
    T: FnOnce(World) -> F,
    F: Future<Output = ()> + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let place = Place::make(kind).await;
        let store = Store::open(&place.url().parse().unwrap()).await.unwrap();
        let world = World {
            kind,
            store,
            random: Arc::new(SeededRandom::new(11)),
            url: place.url(),
        };
        let task = LocalSet::new();
        let outcome = task
            .run_until(async { spawn_local(test(world)).await })
            .await;
        place.remove().await;
        if let Err(panicked) = outcome {
            std::panic::resume_unwind(panicked.into_panic());
        }
    });
}

/// Where a database lies that nobody else uses.
pub(crate) enum Place {
    Sqlite(tempfile::TempDir),
    Postgres(String),
}

impl Place {
    pub(crate) async fn make(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => Self::Sqlite(tempfile::tempdir().unwrap()),
            Kind::Postgres => Self::Postgres(postgres_server::create_database().await),
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("data.db").display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    pub(crate) async fn remove(self) {
        match self {
            // Removed when dropped.
            Self::Sqlite(_) => {}
            Self::Postgres(url) => postgres_server::drop_database(&url).await,
        }
    }
}

/// A connection past the store, for looking at rows and for spoiling them.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn connect(url: &str) -> Self {
        match url.strip_prefix("sqlite:") {
            Some(path) => {
                let options = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10));
                Self::Sqlite(SqliteConnection::connect_with(&options).await.unwrap())
            }
            None => Self::Postgres(PgConnection::connect(url).await.unwrap()),
        }
    }

    /// Runs statements; gives how many rows they changed.
    pub(crate) async fn run(&mut self, sql: &str) -> u64 {
        let query = sqlx::raw_sql(AssertSqlSafe(sql));
        let done = match self {
            Self::Sqlite(connection) => query.execute(connection).await.map(|d| d.rows_affected()),
            Self::Postgres(connection) => {
                query.execute(connection).await.map(|d| d.rows_affected())
            }
        };
        done.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    /// One column of all rows, as texts.
    pub(crate) async fn texts(&mut self, sql: &str, column: usize) -> Vec<String> {
        use sqlx::Row as _;
        let query = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::Sqlite(connection) => {
                let rows = query.fetch_all(connection).await.unwrap();
                rows.iter().map(|row| row.get(column)).collect()
            }
            Self::Postgres(connection) => {
                let rows = query.fetch_all(connection).await.unwrap();
                rows.iter().map(|row| row.get(column)).collect()
            }
        }
    }

    /// The first column of the first row, as a number.
    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        let query = sqlx::query_scalar(AssertSqlSafe(sql));
        match self {
            Self::Sqlite(connection) => query.fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => {
                let query = sqlx::query_scalar(AssertSqlSafe(sql));
                query.fetch_one(connection).await.unwrap()
            }
        }
    }
}

/// Bytes as a literal of the database.
pub(crate) fn bytes_literal(kind: Kind, bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").unwrap();
    }
    match kind {
        Kind::Sqlite => format!("X'{hex}'"),
        Kind::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

/// A uuid as a literal of the database.
pub(crate) fn uuid_literal(kind: Kind, id: Uuid) -> String {
    match kind {
        Kind::Sqlite => bytes_literal(kind, id.as_bytes()),
        Kind::Postgres => format!("'{id}'::uuid"),
    }
}

/// When each test begins: 2026-01-01T00:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// So many seconds after the beginning.
pub(crate) fn after(seconds: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(seconds))
}

/// A sealed value, as far as the store looks into it.
pub(crate) fn sealed(text: &str) -> Sealed {
    Sealed::from_bytes(text.as_bytes().to_vec())
}

impl World {
    /// A second process on the same data.
    pub(crate) async fn second_process(&self) -> Store {
        Store::open(&self.url()).await.unwrap()
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        self.url.parse().unwrap()
    }

    pub(crate) async fn raw(&self) -> Raw {
        Raw::connect(&self.url).await
    }

    pub(crate) fn uuid(&self) -> Uuid {
        NOW.new_uuid(&*self.random)
    }

    pub(crate) async fn tenant(&self, id: &str) -> TenantId {
        let tenant = Tenant {
            id: id.parse().unwrap(),
            name: id.to_owned(),
        };
        self.store.people().add_tenant(&tenant, NOW).await.unwrap();
        tenant.id
    }

    pub(crate) async fn person(&self, tenant: &TenantId, name: &str) -> UserId {
        self.user(tenant, &Subject::local(name)).await
    }

    pub(crate) async fn user(&self, tenant: &TenantId, subject: &Subject) -> UserId {
        let people = self.store.people();
        let person = people
            .ensure(tenant, subject, "Someone", Role::Member, NOW, &*self.random)
            .await
            .unwrap();
        person.user.id.unwrap()
    }

    /// A registration that is only reserved.
    pub(crate) async fn registration(&self, owner: &TenantId) -> RegistrationKey {
        let key = RegistrationKey {
            owner: owner.clone(),
            id: self.uuid(),
        };
        let public_id = RegistrationId::generate(&*self.random);
        self.store
            .registrations()
            .reserve(&key, &public_id, RegistrationKind::OAuth, "/redirect", NOW)
            .await
            .unwrap();
        key
    }

    /// A grant as it is when it is made, not kept yet.
    pub(crate) fn grant(
        &self,
        tenant: &TenantId,
        user: UserId,
        registration: &RegistrationKey,
        account: &str,
    ) -> Grant {
        Grant {
            id: self.uuid(),
            public_id: GrantId::generate(&*self.random),
            tenant: tenant.clone(),
            user,
            registration: registration.clone(),
            registration_version: 1,
            kind: "oauth".to_owned(),
            account: account.to_owned(),
            current: true,
            state: GrantState::Active,
            generation: 1,
            access_token: Some(sealed("access")),
            refresh_token: Some(sealed("refresh")),
            scopes: vec!["repairs.read".to_owned()],
            obtained_at: NOW,
            expires_at: Some(after(60)),
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

    /// Keeps a grant for the app `repairs`; gives the one it took the place of.
    pub(crate) async fn keep(&self, grant: &Grant) -> Result<Option<Grant>, StoreError> {
        let active = grant.state == GrantState::Active;
        loop {
            let old = self.store.grants().replaced_by(grant).await?;
            let old = old.filter(|_| active);
            let new = NewGrant {
                grant: grant.clone(),
                app: (grant.tenant.clone(), manifest("repairs")),
            };
            let replaced = old.as_ref().map(|old| self.replaced(old));
            if self.store.grants().add(new, replaced).await? == Placed::Done {
                return Ok(old);
            }
        }
    }

    /// A grant as it stands, with its refresh token to be revoked.
    pub(crate) fn replaced(&self, old: &Grant) -> Replaced {
        Replaced {
            id: old.id,
            generation: old.generation,
            revocations: vec![Revocation {
                id: self.uuid(),
                tenant: old.tenant.clone(),
                registration: old.registration.clone(),
                registration_version: old.registration_version,
                token_type: "refresh_token".to_owned(),
                token: sealed("to be revoked"),
                attempts: 0,
            }],
        }
    }

    /// An active grant of a new user in a new tenant, kept.
    pub(crate) async fn active_grant(&self) -> Grant {
        let tenant = self.tenant("contoso").await;
        let user = self.person(&tenant, "karin").await;
        let registration = self.registration(&tenant).await;
        let grant = self.grant(&tenant, user, &registration, "default");
        self.keep(&grant).await.unwrap();
        grant
    }

    /// A grant as it stands in the database.
    pub(crate) async fn stored(&self, grant: &Grant) -> Grant {
        let found = self.store.grants().get(&grant.tenant, grant.id).await;
        found.unwrap().expect("the grant is there")
    }
}

pub(crate) fn manifest(id: &str) -> ManifestId {
    id.parse().unwrap()
}

/// Runs `count` copies of a future at once; gives what each came to.
pub(crate) async fn at_once<T, F>(count: usize, make: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..count).map(|n| tokio::spawn(make(n))).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

/// Whether all are different.
pub(crate) fn distinct<T: Eq + std::hash::Hash>(values: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    values.into_iter().all(|value| seen.insert(value))
}
