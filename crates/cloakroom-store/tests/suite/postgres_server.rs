//! A throwaway PostgreSQL: the one named by `CLOAKROOM_TEST_POSTGRES`, else one of our own, which
//! ends with this process, however that ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// The URL of a throwaway server, with any database that is there.
const VARIABLE: &str = "CLOAKROOM_TEST_POSTGRES";

struct Server {
    url: String,
    /// Whoever runs the server. Ends it when its standard input closes, with this process.
    _script: Option<Child>,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var(VARIABLE) {
        Ok(url) => Server { url, _script: None },
        Err(_) => start(),
    })
}

fn start() -> Server {
    // The text is an argument, not a file: an unprivileged user may not be able to read this folder.
    let script = include_str!("postgres_server.sh");
    let mut child = Command::new("sh")
        .args(["-c", script, "sh", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sh can be run");
    let mut answer = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut answer).unwrap();
    let folder = answer.trim().strip_prefix("ready ").unwrap_or_else(|| {
        panic!(
            "no PostgreSQL for the tests. Install it with\n    \
             apt-get install -y --no-install-recommends postgresql\n\
             or name a throwaway server in {VARIABLE}. The attempt said: {answer}"
        )
    });
    Server {
        url: format!("postgres://cloakroom@localhost/postgres?host={folder}"),
        _script: Some(child),
    }
}

/// The URL of the same server with another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let (address, _) = address.rsplit_once('/').expect("the URL names a database");
    let separator = if options.is_empty() { "" } else { "?" };
    format!("{address}/{name}{separator}{options}")
}

fn database_of(url: &str) -> &str {
    let address = url.split_once('?').map_or(url, |(address, _)| address);
    address
        .rsplit_once('/')
        .expect("the URL names a database")
        .1
}

async fn administer(sql: String) {
    let mut connection = PgConnection::connect(&server().url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Makes an empty database; gives its URL.
pub(crate) async fn create_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "store_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    administer(format!("CREATE DATABASE {name}")).await;
    with_database(&server().url, &name)
}

/// Removes a database, also one that is still in use.
pub(crate) async fn drop_database(url: &str) {
    administer(format!("DROP DATABASE {} WITH (FORCE)", database_of(url))).await;
}
