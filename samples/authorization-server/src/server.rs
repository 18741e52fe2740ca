//! The server's state, and what tests in the same process may do with it.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::config::{Client, Config, Scope, User};
use crate::grants::{CodeRequest, GrantView, Grants, Terms};
use crate::keys::Keys;
use crate::log::Log;
use crate::script::{Dial, Script};
use crate::sessions::Sessions;

/// A server: what it was configured with, and everything that happened since.
pub struct Server {
    issuer: String,
    pub(crate) users: Vec<User>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) access_token_seconds: u64,
    pub(crate) refresh_token_seconds: u64,
    pub(crate) code_seconds: u64,
    pub(crate) see_also: Option<String>,
    pub(crate) keys: Keys,
    pub(crate) dial: Dial,
    clock: Clock,
    log: Log,
    clients: Mutex<Vec<Client>>,
    grants: Mutex<Grants>,
    sessions: Mutex<Sessions>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    pub(crate) fn new(config: Config, addr: SocketAddr) -> io::Result<Arc<Self>> {
        let keys =
            Keys::generate().map_err(|_| io::Error::other("the signing key could not be made"))?;
        Ok(Arc::new(Self {
            issuer: config.issuer.unwrap_or_else(|| format!("http://{addr}")),
            users: config.users,
            scopes: config.scopes,
            access_token_seconds: config.access_token_seconds,
            refresh_token_seconds: config.refresh_token_seconds,
            code_seconds: config.code_seconds,
            see_also: config.see_also,
            keys,
            dial: Dial::new(config.script),
            clock: Clock::system(),
            log: Log::default(),
            clients: Mutex::new(config.clients),
            grants: Mutex::default(),
            sessions: Mutex::default(),
        }))
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The clock; advancing it ages every token.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The log of all requests.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The script in force.
    pub fn script(&self) -> Script {
        self.dial.get()
    }

    /// Changes the behaviour from the next request on; held answers go out if it no longer holds.
    pub fn set_script(&self, script: Script) {
        self.dial.set(script);
    }

    /// Adds a client, or replaces the one of that id.
    pub fn put_client(&self, client: Client) {
        let mut clients = locked(&self.clients);
        clients.retain(|known| known.id != client.id);
        clients.push(client);
    }

    /// All grants, in the order they were made.
    pub fn grants(&self) -> Vec<GrantView> {
        self.tables().views()
    }

    /// Makes a grant without a browser: the access token and the refresh token that a finished
    /// authorization would have given. For tests of what comes after a sign-in.
    pub fn issue(
        &self,
        client: &str,
        user: &str,
        scopes: &[&str],
    ) -> Option<(String, Option<String>)> {
        let script = self.script();
        let now = self.clock.millis();
        let terms = Terms {
            now,
            access_millis: script
                .access_token_seconds
                .unwrap_or(self.access_token_seconds)
                .saturating_mul(1000),
            refresh_millis: self.refresh_token_seconds.saturating_mul(1000),
            rotation: script.rotation,
            access_token_bytes: script.token_answer.access_token_bytes,
        };
        let request = CodeRequest {
            client: client.to_owned(),
            user: user.to_owned(),
            redirect_uri: String::new(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            challenge: None,
            nonce: None,
        };
        let mut tables = self.tables();
        let code = tables.issue_code(request, now + 1).ok()?;
        let issued = tables
            .redeem(&code, client, Some(""), None, <[String]>::to_vec, terms)
            .ok()?;
        Some((issued.access_token, issued.refresh_token))
    }

    /// Ends all living grants of a user, or of everybody, as users do in their account's settings.
    /// Gives how many.
    pub fn withdraw(&self, user: Option<&str>) -> usize {
        self.tables().withdraw(user)
    }

    pub(crate) fn clients(&self) -> Vec<Client> {
        locked(&self.clients).clone()
    }

    pub(crate) fn tables(&self) -> MutexGuard<'_, Grants> {
        locked(&self.grants)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        locked(&self.sessions)
    }

    pub(crate) fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.name == name)
    }
}
