//! What can go wrong with the store.

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is shutting down, or gave no connection in time.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Something with that name or id is there already.
    #[error("there is one already: {0}")]
    Conflict(String),
    /// A row contradicts itself. Nothing is guessed; an operator has to look.
    #[error("inconsistent row in {table}.{column}: {row}")]
    Inconsistent {
        /// In which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
        /// Which row.
        row: String,
    },
    /// The database is of another version, or its URL is not understood.
    #[error("the database cannot be used: {0}")]
    Unusable(String),
    /// Any other refusal of the database.
    #[error("the database refused: {0}")]
    Database(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                if database.is_unique_violation() {
                    return Self::Conflict(database.constraint().unwrap_or("unique").to_owned());
                }
                if database.code().is_some_and(|code| is_passing(&code)) {
                    return Self::Unavailable(database.message().to_owned());
                }
                Self::Database(database.message().to_owned())
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            sqlx::Error::ColumnDecode { index, .. } => Self::Database(format!(
                "column {index} holds something else than it should"
            )),
            _ => Self::Database(error.to_string()),
        }
    }
}

/// Whether a refusal says that the database cannot serve now, rather than that it never will.
fn is_passing(code: &str) -> bool {
    // PostgreSQL: connection exceptions, serialization failure, deadlock, insufficient resources,
    // shutdown. Its codes have five characters.
    let postgres = ["08", "40001", "40P01", "53", "57P"];
    // SQLite: busy (SQLITE_BUSY with its extended codes), locked.
    let sqlite = ["5", "261", "517", "773", "6"];
    if code.len() == 5 {
        postgres.iter().any(|class| code.starts_with(class))
    } else {
        sqlite.contains(&code)
    }
}

impl From<tokio::task::JoinError> for StoreError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Unavailable(format!("a transaction was given up: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::is_passing;

    #[test]
    fn a_database_that_is_busy_or_shutting_down_may_be_asked_again() {
        for code in ["57P01", "40001", "40P01", "53300", "08006", "5", "517", "6"] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["23505", "42P01", "22021", "1", "11", "2067", "53"] {
            assert!(!is_passing(code), "{code}");
        }
    }
}
