//! Canaries, and the search for them in everything that a database holds.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use cloakroom_store::DatabaseUrl;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

/// Secrets that must be found nowhere, with what each is.
#[derive(Default)]
pub(crate) struct Canaries {
    secrets: Vec<(String, String)>,
    digits: Vec<String>,
}

/// A piece of a database: a value of a column, or a file.
pub(crate) struct Piece {
    place: String,
    bytes: Vec<u8>,
    /// Whether six digits that stand alone in it would be somebody's six digits.
    column: bool,
}

impl Canaries {
    pub(crate) fn add(&mut self, what: &str, secret: impl Into<String>) {
        let secret = secret.into();
        assert!(secret.len() >= 8, "{what} is too short to be searched for");
        self.secrets.push((what.to_owned(), secret));
    }

    /// Six digits stand in many a number by chance, so that they count only where they stand alone.
    pub(crate) fn add_digits(&mut self, digits: &str) {
        self.digits.push(digits.to_owned());
    }

    pub(crate) fn count(&self) -> usize {
        self.secrets.len() + self.digits.len()
    }

    /// Where secrets were found, in any of the ways in which a text is commonly written.
    pub(crate) fn found_in(&self, pieces: &[Piece]) -> Vec<String> {
        let mut needles = Vec::new();
        for (what, secret) in &self.secrets {
            for written in [
                secret.clone(),
                hex(secret),
                STANDARD_NO_PAD.encode(secret),
                URL_SAFE_NO_PAD.encode(secret),
                utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
                secret.replace(' ', "+"),
            ] {
                needles.push((what.as_str(), written.into_bytes()));
            }
        }
        let search = Search::of(&needles);
        let mut found = Vec::new();
        for piece in pieces {
            for what in search.found_in(&piece.bytes) {
                found.push(format!("{what} in {}", piece.place));
            }
            for digits in self.digits.iter().filter(|_| piece.column) {
                if stands_alone(&piece.bytes, digits.as_bytes()) {
                    found.push(format!("six digits in {}", piece.place));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Many texts at once, in one pass: pairs of bytes with which none begins are passed over.
struct Search<'a> {
    needles: &'a [(&'a str, Vec<u8>)],
    beginnings: Vec<bool>,
}

impl<'a> Search<'a> {
    fn of(needles: &'a [(&'a str, Vec<u8>)]) -> Self {
        let mut beginnings = vec![false; 1 << 16];
        for (_, needle) in needles {
            beginnings[pair(needle)] = true;
        }
        Self {
            needles,
            beginnings,
        }
    }

    fn found_in(&self, bytes: &[u8]) -> Vec<&'a str> {
        let mut found = Vec::new();
        for at in 0..bytes.len().saturating_sub(1) {
            if self.beginnings[pair(&bytes[at..])] {
                for (what, needle) in self.needles {
                    if bytes[at..].starts_with(needle) {
                        found.push(*what);
                    }
                }
            }
        }
        found
    }
}

fn pair(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

fn hex(text: &str) -> String {
    text.bytes()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn stands_alone(bytes: &[u8], digits: &[u8]) -> bool {
    let is_free = |at: Option<&u8>| at.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    bytes.windows(digits.len()).enumerate().any(|(at, window)| {
        window == digits
            && is_free(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && is_free(bytes.get(at + digits.len()))
    })
}

/// Every value of every column of every table, and for SQLite the file, its write-ahead log and
/// the log's index.
pub(crate) async fn everything(database: &DatabaseUrl) -> Vec<Piece> {
    let mut pieces = columns(database).await;
    assert!(pieces.len() > 50, "only {} values", pieces.len());
    if let DatabaseUrl::Sqlite(path) = database {
        files(Path::new(path).parent().unwrap(), &mut pieces);
    }
    pieces
}

/// The tables and the write-ahead log of a PostgreSQL as they lie on the disk, where the server is
/// one that the tests started.
pub(crate) fn server_files(database: &DatabaseUrl) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if let DatabaseUrl::Postgres(url) = database
        && let Some((_, folder)) = url.split_once("host=/")
    {
        for part in ["pg_wal", "base"] {
            files(
                &Path::new("/").join(folder).join("data").join(part),
                &mut pieces,
            );
        }
    }
    pieces
}

fn files(folder: &Path, pieces: &mut Vec<Piece>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, pieces);
        } else if let Ok(bytes) = fs::read(&path) {
            // A file that is gone meanwhile was one of the server's temporary ones.
            pieces.push(Piece {
                place: path.display().to_string(),
                bytes,
                column: false,
            });
        }
    }
}

async fn columns(database: &DatabaseUrl) -> Vec<Piece> {
    let mut pieces = Vec::new();
    match database {
        DatabaseUrl::Sqlite(path) => {
            let mut connection = SqliteConnection::connect(&format!("sqlite:{path}"))
                .await
                .unwrap();
            let columns: Vec<(String, String)> = sqlx::query_as(
                "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
                 WHERE t.type = 'table'",
            )
            .fetch_all(&mut connection)
            .await
            .unwrap();
            for (table, column) in columns {
                let sql = format!("SELECT CAST(\"{column}\" AS BLOB) FROM \"{table}\"");
                let values: Vec<Option<Vec<u8>>> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                pieces.extend(values_of(&table, &column, values));
            }
        }
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let columns: Vec<(String, String, String)> = sqlx::query_as(
                "SELECT table_name::text, column_name::text, data_type::text \
                 FROM information_schema.columns WHERE table_schema = 'public'",
            )
            .fetch_all(&mut connection)
            .await
            .unwrap();
            for (table, column, kind) in columns {
                let value = if kind == "bytea" {
                    format!("\"{column}\"")
                } else {
                    format!("convert_to(\"{column}\"::text, 'UTF8')")
                };
                let sql = format!("SELECT {value} FROM \"{table}\"");
                let values: Vec<Option<Vec<u8>>> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                pieces.extend(values_of(&table, &column, values));
            }
        }
    }
    pieces
}

fn values_of(table: &str, column: &str, values: Vec<Option<Vec<u8>>>) -> Vec<Piece> {
    let place = format!("{table}.{column}");
    let values = values.into_iter().flatten();
    values
        .map(|bytes| Piece {
            place: place.clone(),
            bytes,
            column: true,
        })
        .collect()
}
