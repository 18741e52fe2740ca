//! Kept connections, by the origin that was dialled.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use cloakroom_model::{SharedClock, Timestamp};
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;

use crate::origin::Origin;

/// Connections older than this by idleness are closed; most servers close theirs after a minute
/// or more.
const IDLE: Duration = Duration::from_secs(20);
/// Kept connections of one origin.
const PER_ORIGIN: usize = 64;
/// Kept connections in all.
const TOTAL: usize = 1024;

/// Which connections serve which request: those dialled to the same origin, with the same
/// standing. A mapped dial and a plain one are judged by different rules and never share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) origin: Origin,
    pub(crate) mapped: bool,
}

/// A connection that can take a request.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) sender: SendRequest<Full<Bytes>>,
    pub(crate) address: SocketAddr,
}

#[derive(Debug)]
struct Idle {
    connection: Connection,
    since: Timestamp,
}

#[derive(Debug, Default)]
struct Shelves {
    by_key: HashMap<Key, Vec<Idle>>,
    count: usize,
}

/// The kept connections.
#[derive(Debug)]
pub(crate) struct Pool {
    shelves: Mutex<Shelves>,
    clock: SharedClock,
}

impl Pool {
    pub(crate) fn new(clock: SharedClock) -> Self {
        Self {
            shelves: Mutex::default(),
            clock,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shelves> {
        // The count may be off by one after a panic, never the connections.
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection used last that is still open, if any.
    pub(crate) async fn take(&self, key: &Key) -> Option<Connection> {
        loop {
            let mut connection = {
                let now = self.clock.now();
                let mut shelves = self.lock();
                let idle = shelves.by_key.get_mut(key)?.pop()?;
                shelves.count = shelves.count.saturating_sub(1);
                if now.since(idle.since) > IDLE {
                    // The rest of the shelf is older still.
                    if let Some(rest) = shelves.by_key.remove(key) {
                        shelves.count = shelves.count.saturating_sub(rest.len());
                    }
                    return None;
                }
                idle.connection
            };
            // Its last answer was read to the end, so it is ready or about to close.
            if connection.sender.ready().await.is_ok() {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection whose answer was read to the end.
    pub(crate) fn put(&self, key: Key, connection: Connection) {
        if connection.sender.is_closed() {
            return;
        }
        let since = self.clock.now();
        let mut shelves = self.lock();
        if shelves.count >= TOTAL {
            // Rare: an attacker's thousand origins, or a thousand honest ones. Start afresh.
            shelves.by_key.clear();
            shelves.count = 0;
        }
        let shelf = shelves.by_key.entry(key).or_default();
        if shelf.len() < PER_ORIGIN {
            shelf.push(Idle { connection, since });
            shelves.count += 1;
        }
    }
}
