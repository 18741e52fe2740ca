//! The log: what arrived, in order, with nothing in it that could be used.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Method};
pub use sample_support::fingerprint;
use serde::{Deserialize, Serialize};

use crate::cookies;
use crate::params::Params;

/// How many entries are kept; the oldest go first.
const KEPT: usize = 10_000;

/// Parameters whose values may be read by anybody; of all others only a fingerprint is kept.
const PUBLIC: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "code_challenge_method",
    "grant_type",
    "token_type_hint",
    "prompt",
    "audience",
    "resource",
    "access_type",
    "decision",
    "username",
];

/// A request and how it ended.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts from 1 in the order of arrival.
    pub sequence: u64,
    /// When it arrived, milliseconds since the epoch.
    pub at: u64,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// Names of the headers that came, in lower case.
    pub header_names: Vec<String>,
    /// Names of the cookies that came; never a value.
    pub cookie_names: Vec<String>,
    /// Parameters of query and body: public ones as they came, others as `sha256:<fingerprint>`.
    pub parameters: BTreeMap<String, String>,
    /// `form` or `json`, for requests with a body of parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_format: Option<String>,
    /// How the client authenticated, as far as it can be seen; also when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_authentication: Option<String>,
    /// The grant that the request made, used or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<u64>,
    /// Fingerprints of what was presented: code, access or refresh token.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub presented: BTreeMap<String, String>,
    /// Fingerprints of what was issued, whether or not the answer arrived.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub issued: BTreeMap<String, String>,
    /// The error code that processing ended with, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether the request was processed; false where the script answered instead.
    pub processed: bool,
    /// The status of the answer; absent while it is on its way, and when it was cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl Entry {
    /// Adds parameters, values redacted.
    pub(crate) fn add(&mut self, params: &Params) {
        for (name, value) in params.iter() {
            let shown = if PUBLIC.contains(&name) {
                value.to_owned()
            } else {
                format!("sha256:{}", fingerprint(value))
            };
            self.parameters.insert(name.to_owned(), shown);
        }
    }
}

/// What has been counted since the start, or since the log was cleared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counters {
    /// Requests at the authorization endpoint.
    pub authorizations: u64,
    /// Requests at the token endpoint with a code.
    pub exchanges: u64,
    /// Those that gave tokens.
    pub exchanges_granted: u64,
    /// Requests at the token endpoint with a refresh token.
    pub refreshes: u64,
    /// Those that gave tokens.
    pub refreshes_granted: u64,
    /// Requests at the revocation endpoint.
    pub revocations: u64,
    /// Requests at the introspection endpoint.
    pub introspections: u64,
    /// Requests for userinfo.
    pub userinfos: u64,
    /// Grants that ended because a spent refresh token came again.
    pub reuses: u64,
    /// Codes that came twice.
    pub code_replays: u64,
    /// Answers cut off by the script.
    pub cut: u64,
}

/// The number of the request's entry, carried along with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryId(pub(crate) u64);

#[derive(Default)]
struct Inner {
    entries: VecDeque<Entry>,
    next: u64,
    counters: Counters,
}

/// The log of a server.
#[derive(Default)]
pub struct Log(Mutex<Inner>);

impl Log {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything kept, in the order of arrival.
    pub fn entries(&self) -> Vec<Entry> {
        self.inner().entries.iter().cloned().collect()
    }

    /// The entries of one path.
    pub fn at_path(&self, path: &str) -> Vec<Entry> {
        let mut entries = self.entries();
        entries.retain(|entry| entry.path == path);
        entries
    }

    /// The counters.
    pub fn counters(&self) -> Counters {
        self.inner().counters
    }

    /// Forgets everything; the sequence goes on.
    pub fn clear(&self) {
        let mut inner = self.inner();
        inner.entries.clear();
        inner.counters = Counters::default();
    }

    pub(crate) fn arrive(
        &self,
        at: u64,
        method: &Method,
        path: &str,
        query: Option<&str>,
        headers: &HeaderMap,
    ) -> EntryId {
        let mut entry = Entry {
            at,
            method: method.to_string(),
            path: path.to_owned(),
            header_names: headers
                .keys()
                .map(|name| name.as_str().to_owned())
                .collect(),
            cookie_names: cookies::names(headers),
            ..Entry::default()
        };
        entry.add(&Params::from_query(query));
        let mut inner = self.inner();
        inner.next += 1;
        entry.sequence = inner.next;
        if inner.entries.len() == KEPT {
            inner.entries.pop_front();
        }
        let id = EntryId(entry.sequence);
        inner.entries.push_back(entry);
        id
    }

    pub(crate) fn note(&self, id: EntryId, change: impl FnOnce(&mut Entry)) {
        let mut inner = self.inner();
        let found = inner
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.sequence == id.0);
        if let Some(entry) = found {
            change(entry);
        }
    }

    pub(crate) fn count(&self, change: impl FnOnce(&mut Counters)) {
        change(&mut self.inner().counters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_parameters_leave_only_a_fingerprint() {
        let log = Log::default();
        let id = log.arrive(0, &Method::POST, "/token", None, &HeaderMap::new());
        let params = Params::from_query(Some(
            "grant_type=refresh_token&refresh_token=canary&client_secret=canary",
        ));
        log.note(id, |entry| entry.add(&params));
        let entry = &log.entries()[0];
        assert_eq!(entry.parameters["grant_type"], "refresh_token");
        assert_eq!(
            entry.parameters["refresh_token"],
            format!("sha256:{}", fingerprint("canary"))
        );
        assert!(!format!("{entry:?}").contains("canary"));
    }
}
