//! The two databases behind one set of statements.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::StoreError;

/// Where the data lies: `sqlite:<path>` or `postgres://…`.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of our own.
    Sqlite(String),
    /// A server, perhaps shared by replicas.
    Postgres(String),
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{path}"),
            // The URL may hold a password.
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            // Both would be a database of each connection's own, gone with it.
            if path.is_empty() || path == ":memory:" {
                return Err(StoreError::Unusable(
                    "sqlite: needs the path of a file".to_owned(),
                ));
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(StoreError::Unusable(
            "expected sqlite:<path> or postgres://…".to_owned(),
        ))
    }
}

/// A connected database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// Readers beside one writer: SQLite knows no second.
    Sqlite { read: SqlitePool, write: SqlitePool },
    /// One pool.
    Postgres(PgPool),
}

impl Db {
    pub(crate) async fn connect(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let patience = Duration::from_secs(10);
        match url {
            DatabaseUrl::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // A rotated refresh token must outlast a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(patience);
                let write = SqlitePoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(patience)
                    .connect_with(options.clone())
                    .await?;
                sqlx::migrate!("migrations/sqlite")
                    .run(&write)
                    .await
                    .map_err(migration)?;
                let read = SqlitePoolOptions::new()
                    .max_connections(4)
                    .acquire_timeout(patience)
                    .connect_with(options.read_only(true))
                    .await?;
                Ok(Self::Sqlite { read, write })
            }
            DatabaseUrl::Postgres(url) => {
                let options: PgConnectOptions = url.parse().map_err(|_| {
                    StoreError::Unusable("the PostgreSQL URL is not understood".to_owned())
                })?;
                let pool = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(patience)
                    .connect_with(options)
                    .await?;
                sqlx::migrate!("migrations/postgres")
                    .run(&pool)
                    .await
                    .map_err(migration)?;
                Ok(Self::Postgres(pool))
            }
        }
    }
}

fn migration(error: sqlx::migrate::MigrateError) -> StoreError {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => StoreError::Unusable(other.to_string()),
    }
}

/// Runs a statement that changes rows; gives how many.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::db::Db::Sqlite { write, .. } => sqlx::query($sql)$(.bind($value))*.execute(write).await
                .map(|done| done.rows_affected()).map_err($crate::StoreError::from),
            $crate::db::Db::Postgres(pool) => sqlx::query($sql)$(.bind($value))*.execute(pool).await
                .map(|done| done.rows_affected()).map_err($crate::StoreError::from),
        }
    };
}

/// Runs a statement that changes a row and returns it, if it matched.
macro_rules! change_optional {
    ($db:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::db::Db::Sqlite { write, .. } =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(write).await,
            $crate::db::Db::Postgres(pool) =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(pool).await,
        }.map_err($crate::StoreError::from)
    };
}

/// Reads a row, if there is one.
macro_rules! optional {
    ($db:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::db::Db::Sqlite { read, .. } =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(read).await,
            $crate::db::Db::Postgres(pool) =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(pool).await,
        }.map_err($crate::StoreError::from)
    };
}

/// Reads rows.
macro_rules! all {
    ($db:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::db::Db::Sqlite { read, .. } =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(read).await,
            $crate::db::Db::Postgres(pool) =>
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(pool).await,
        }.map_err($crate::StoreError::from)
    };
}

/// Runs a block in a transaction, in a task of its own: a cancelled `begin` can leave a pooled
/// connection inside a transaction (transact-rs/sqlx#4393), and a task is not cancelled with its
/// caller. The block owns what it uses and runs statements on `&mut *$tx`.
macro_rules! transaction {
    ($db:expr, |$tx:ident| $body:block) => {
        match $db.clone() {
            $crate::db::Db::Sqlite { write, .. } => tokio::spawn(async move {
                let mut $tx = write.begin().await?;
                let done = $body;
                $tx.commit().await?;
                Ok::<_, $crate::StoreError>(done)
            }),
            $crate::db::Db::Postgres(pool) => tokio::spawn(async move {
                let mut $tx = pool.begin().await?;
                let done = $body;
                $tx.commit().await?;
                Ok::<_, $crate::StoreError>(done)
            }),
        }
        .await?
    };
}

pub(crate) use {all, change_optional, execute, optional, transaction};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn path(url: &str) -> Option<String> {
        match url.parse() {
            Ok(DatabaseUrl::Sqlite(path)) => Some(path),
            _ => None,
        }
    }

    #[test]
    fn a_path_is_read_with_and_without_slashes_before_it() {
        assert_eq!(path("sqlite:data/a.db").unwrap(), "data/a.db");
        assert_eq!(path("sqlite:/data/a.db").unwrap(), "/data/a.db");
        assert_eq!(path("sqlite:///data/a.db").unwrap(), "/data/a.db");
        assert_eq!(path("sqlite:////data/a.db").unwrap(), "//data/a.db");
    }

    #[test]
    fn a_database_that_would_not_outlast_its_connection_is_refused() {
        for url in ["sqlite:", "sqlite://", "sqlite::memory:", "mysql://x", ""] {
            assert_eq!(path(url), None, "{url}");
        }
    }

    #[test]
    fn a_postgres_url_is_not_shown() {
        let url: DatabaseUrl = "postgres://cloakroom:hunter2@db/cloakroom".parse().unwrap();
        assert_eq!(format!("{url:?}"), "postgres://…");
    }
}
