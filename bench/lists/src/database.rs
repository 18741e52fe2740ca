//! Where the rows lie: a file, or a database of a throwaway PostgreSQL.

use anyhow::{Context, Result};
use cloakroom_store::{DatabaseUrl, Store};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Names a throwaway PostgreSQL, as for the tests.
pub(crate) const VARIABLE: &str = "CLOAKROOM_TEST_POSTGRES";

/// Which database.
#[derive(Debug)]
pub(crate) enum Kind {
    Sqlite,
    /// The URL of a server.
    Postgres(String),
}

impl Kind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Whose CPU is counted.
    pub(crate) fn counted(&self) -> &'static str {
        match self {
            Self::Sqlite => "this process, which holds the database",
            Self::Postgres(_) => "this process and of the backends that serve it",
        }
    }
}

/// A database of its own.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) store: Store,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// Removed when dropped.
    File(#[allow(dead_code, reason = "held for its end")] tempfile::TempDir),
    Server {
        server: String,
        name: String,
    },
}

impl Database {
    pub(crate) async fn make(kind: &Kind, size: &str) -> Result<Self> {
        let (url, place) = match kind {
            Kind::Sqlite => {
                // Memory where there is any: how fast a disk commits is not measured.
                let memory = std::path::Path::new("/dev/shm");
                let folder = if memory.is_dir() {
                    tempfile::tempdir_in(memory)?
                } else {
                    tempfile::tempdir()?
                };
                let path = folder.path().join("cloakroom.db").display().to_string();
                (DatabaseUrl::Sqlite(path), Place::File(folder))
            }
            Kind::Postgres(server) => {
                let name = format!("bench_lists_{}_{size}", std::process::id());
                administer(server, &format!("CREATE DATABASE {name}")).await?;
                let url = with_database(server, &name)?;
                let server = server.clone();
                (url.parse()?, Place::Server { server, name })
            }
        };
        let store = Store::open(&url).await?;
        Ok(Self { store, place })
    }

    /// Brings statistics up to date, as PostgreSQL does by itself within a minute.
    pub(crate) async fn settle(&self) -> Result<()> {
        match &self.place {
            Place::File(_) => Ok(()),
            Place::Server { server, name } => {
                let url = with_database(server, name)?;
                administer(&url, "VACUUM ANALYZE").await
            }
        }
    }

    /// What the backends that serve this database call themselves, if it has any.
    pub(crate) fn backends(&self) -> Option<&str> {
        match &self.place {
            Place::File(_) => None,
            Place::Server { name, .. } => Some(name),
        }
    }

    pub(crate) async fn remove(self) -> Result<()> {
        match self.place {
            Place::File(_) => Ok(()),
            Place::Server { server, name } => {
                administer(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await
            }
        }
    }
}

async fn administer(url: &str, sql: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    sql.execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// The URL of the same server with another database.
fn with_database(server: &str, name: &str) -> Result<String> {
    let mut url = url::Url::parse(server).context(VARIABLE)?;
    url.set_path(name);
    Ok(url.to_string())
}
