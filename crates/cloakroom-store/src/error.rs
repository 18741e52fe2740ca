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
                // Class 57P: administrator shutdown, crash shutdown, cannot connect now.
                if database.code().is_some_and(|code| code.starts_with("57P")) {
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

impl From<tokio::task::JoinError> for StoreError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Unavailable(format!("a transaction was given up: {error}"))
    }
}
