//! The API's state, and what tests in the same process may do with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::{Config, Introspection};
use crate::data::Repairs;
use crate::log::Log;
use crate::script::{Fault, Script};

/// The API: what it was configured with, and everything that happened since.
pub struct Server {
    pub(crate) introspection: Introspection,
    pub(crate) read_scope: Option<String>,
    pub(crate) write_scope: Option<String>,
    log: Log,
    script: Mutex<Script>,
    repairs: Mutex<Repairs>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    pub(crate) fn new(config: Config) -> Arc<Self> {
        Arc::new(Self {
            introspection: config.introspection,
            read_scope: config.read_scope,
            write_scope: config.write_scope,
            log: Log::default(),
            script: Mutex::new(config.script),
            repairs: Mutex::new(Repairs::new(&config.public_origin)),
        })
    }

    /// The log of all requests.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The script in force.
    pub fn script(&self) -> Script {
        locked(&self.script).clone()
    }

    /// Changes the behaviour from the next request on.
    pub fn set_script(&self, script: Script) {
        *locked(&self.script) = script;
    }

    pub(crate) fn take_fault(&self) -> Option<Fault> {
        locked(&self.script).take()
    }

    pub(crate) fn repairs(&self) -> MutexGuard<'_, Repairs> {
        locked(&self.repairs)
    }
}
