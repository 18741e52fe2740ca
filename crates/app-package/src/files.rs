//! The files of a package, in memory.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::archive::{self, PackError};

/// Names and bytes of the files of a package. Only files of kinds that a package may use are
/// kept; the names of the others stand in [`skipped`](Self::skipped).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageFiles {
    files: BTreeMap<String, Vec<u8>>,
    skipped: Vec<String>,
}

impl PackageFiles {
    /// Files that a program carries in itself. Names are taken as they are: a zip made of them is
    /// judged like any other when it is read.
    pub fn embedded(files: &[(&str, &[u8])]) -> Self {
        let files = files
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect();
        Self {
            files,
            skipped: Vec::new(),
        }
    }

    /// The same files but for one, which is replaced or added.
    #[must_use]
    pub fn with(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.insert(name.to_owned(), bytes);
        self
    }

    pub(crate) fn insert(&mut self, name: String, bytes: Vec<u8>) {
        self.files.insert(name, bytes);
    }

    pub(crate) fn skip(&mut self, name: String) {
        self.skipped.push(name);
    }

    /// The bytes of a file, by its exact name (`/` between folders).
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Names and bytes, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// How many files are kept.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file is kept.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Names of entries that were left closed because no part of a package is of their kind.
    pub fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// The version of an app: SHA-256 over names and contents, each length-prefixed, by name. The
    /// same files give the same hash from a zip and from a folder, however they were packed.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (name, bytes) in self.iter() {
            for part in [name.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }

    /// A deterministic zip: the same files give the same bytes (names sorted, no times).
    ///
    /// # Errors
    /// The format's own limits, which files read within [`Limits`](crate::Limits) never reach.
    pub fn to_zip(&self) -> Result<Vec<u8>, PackError> {
        archive::write(self)
    }
}
