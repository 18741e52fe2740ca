//! The store: one database, one repository an entity.

use std::time::Duration;

use crate::db::Db;
use crate::{
    Apps, DatabaseUrl, DoctorRuns, Grants, Hosts, Idempotency, Keys, People, PortalSignIns,
    Registrations, Revocations, Sessions, SignIns, StoreError, Traces,
};

/// Everything that is kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    session_idle: Duration,
}

/// How long a session lives without being used, where nothing else is said.
const SESSION_IDLE: Duration = Duration::from_hours(12);

macro_rules! repositories {
    ($($(#[$doc:meta])* $name:ident: $type:ident),* $(,)?) => {$(
        $(#[$doc])*
        pub fn $name(&self) -> $type<'_> {
            $type { db: &self.db }
        }
    )*};
}

impl Store {
    /// Connects and brings the schema up to date.
    ///
    /// # Errors
    /// When the database cannot be reached, or its schema is newer than this program.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Ok(Self {
            db: Db::connect(url).await?,
            session_idle: SESSION_IDLE,
        })
    }

    /// The same store, in which a session ends after so long without use; 12 hours by default.
    /// All replicas have to be told the same.
    #[must_use]
    pub fn with_session_idle(self, session_idle: Duration) -> Self {
        Self {
            session_idle,
            ..self
        }
    }

    /// Browser sessions and the codes to enter by.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions {
            db: &self.db,
            idle: self.session_idle,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        crate::db::optional!(&self.db, (i64,), crate::statements::PING)?;
        Ok(())
    }

    /// Prepares every statement on this database. A test runs it on both.
    pub async fn prepare_all(&self) -> Result<(), (&'static str, StoreError)> {
        use sqlx::Executor as _;
        use sqlx::SqlSafeStr as _;
        for &(name, sql) in crate::STATEMENTS {
            let prepared = match &self.db {
                Db::Sqlite { read, .. } => read.prepare(sql.into_sql_str()).await.map(drop),
                Db::Postgres(pool) => pool.prepare(sql.into_sql_str()).await.map(drop),
            };
            prepared.map_err(|error| (name, error.into()))?;
        }
        Ok(())
    }

    /// The keys of the vault, owned, as the vault wants them.
    pub fn keys(&self) -> Keys {
        Keys {
            db: self.db.clone(),
        }
    }

    repositories! {
        /// Tenants, users and what ties them.
        people: People,
        /// Sign-ins of our own people at a provider.
        portal_sign_ins: PortalSignIns,
        /// Hosts and their credentials.
        hosts: Hosts,
        /// Apps, their versions and installations.
        apps: Apps,
        /// OAuth client registrations.
        registrations: Registrations,
        /// Creates that may be repeated.
        idempotency: Idempotency,
        /// Sign-ins under way and ended.
        sign_ins: SignIns,
        /// Runs of the doctor.
        doctor_runs: DoctorRuns,
        /// Grants.
        grants: Grants,
        /// Tokens that are still to be revoked at their provider.
        revocations: Revocations,
        /// Traces.
        traces: Traces,
    }
}
