//! The log: what arrived, in order, with nothing in it that could be used.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cookie::Cookie;
use http::{HeaderMap, Method, header};
pub use sample_support::fingerprint;
use serde::{Deserialize, Serialize};

/// How many entries are kept; the oldest go first.
const KEPT: usize = 10_000;

/// A request and how it was answered.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts from 1 in the order of arrival.
    pub sequence: u64,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query as it came: this API has no secrets in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Names of the headers that came, in lower case.
    pub header_names: Vec<String>,
    /// Names of the cookies that came; never a value.
    pub cookie_names: Vec<String>,
    /// The fingerprint of the bearer token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whose token it is, once the authorization server has said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The error code that the answer names, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The status of the answer; absent while it is on its way, and when it was cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// The number of the request's entry, carried along with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryId(u64);

#[derive(Default)]
struct Inner {
    entries: VecDeque<Entry>,
    last: u64,
}

/// The log of an API.
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

    /// Forgets everything; the sequence goes on.
    pub fn clear(&self) {
        self.inner().entries.clear();
    }

    pub(crate) fn arrive(
        &self,
        method: &Method,
        path: &str,
        query: Option<&str>,
        headers: &HeaderMap,
    ) -> EntryId {
        let mut inner = self.inner();
        inner.last += 1;
        let entry = Entry {
            sequence: inner.last,
            method: method.to_string(),
            path: path.to_owned(),
            query: query.map(str::to_owned),
            header_names: headers
                .keys()
                .map(|name| name.as_str().to_owned())
                .collect(),
            cookie_names: cookie_names(headers),
            ..Entry::default()
        };
        let id = EntryId(entry.sequence);
        if inner.entries.len() == KEPT {
            inner.entries.pop_front();
        }
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
}

fn cookie_names(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .map(|cookie| cookie.name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_cookie_leaves_its_name_and_not_its_value() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "session=canary; theme=dark".parse().unwrap(),
        );
        let log = Log::default();
        log.arrive(&Method::GET, "/repairs", None, &headers);
        let entries = log.entries();
        assert_eq!(entries[0].cookie_names, ["session", "theme"]);
        assert!(!format!("{entries:?}").contains("canary"));
    }
}
