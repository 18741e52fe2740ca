//! The data folder: its lock, and the files in it that only their owner may read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use fs4::fs_std::FileExt as _;

/// The file with the master key.
pub(crate) const MASTER_KEY: &str = "master.key";
/// The file with the administrator's token.
pub(crate) const ADMINISTRATOR: &str = "administrator.token";

/// Why the data folder could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataFolderError {
    /// The operating system said no.
    #[error("{path}: {source}")]
    Io {
        /// Of which file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// Another process works in it.
    #[error(
        "{0}: another Cloakroom is using this data folder; stop it first, or leave out --data to speak to it"
    )]
    InUse(PathBuf),
    /// Others than the owner may read a secret file.
    #[error("{0}: others than its owner may read this file; `chmod 600` it")]
    OpenToOthers(PathBuf),
}

/// A data folder that this process alone uses, for as long as the value lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder if need be (mode 700) and takes its exclusive lock.
    pub(crate) fn open(path: &Path) -> Result<Self, DataFolderError> {
        let failed = |source| DataFolderError::Io {
            path: path.to_owned(),
            source,
        };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(failed)?;
        if !lock.try_lock_exclusive().map_err(failed)? {
            return Err(DataFolderError::InUse(path.to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// The path of a file in the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Reads a secret file that only its owner may read; `None` when there is none (SEC-VAULT-10).
pub(crate) fn read_secret(path: &Path) -> Result<Option<String>, DataFolderError> {
    let failed = |source| DataFolderError::Io {
        path: path.to_owned(),
        source,
    };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(DataFolderError::OpenToOthers(path.to_owned()));
    }
    Ok(Some(
        fs::read_to_string(path).map_err(failed)?.trim().to_owned(),
    ))
}

/// Writes a secret file of mode 600, durably, and refuses to overwrite one.
pub(crate) fn write_secret(path: &Path, secret: &str) -> Result<(), DataFolderError> {
    let write = || {
        let mut file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(path)?;
        writeln!(file, "{secret}")?;
        file.sync_all()
    };
    write().map_err(|source| DataFolderError::Io {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_is_told_that_the_folder_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFolder::open(folder.path()).unwrap();
        assert!(matches!(
            DataFolder::open(folder.path()),
            Err(DataFolderError::InUse(_))
        ));
        drop(first);
        DataFolder::open(folder.path()).unwrap();
    }

    /// Guard: `cloakroom::data_folder::read_secret`
    #[test]
    fn sec_vault_10_a_key_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        write_secret(&path, "k").unwrap();
        assert_eq!(read_secret(&path).unwrap().as_deref(), Some("k"));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        for mode in [0o640, 0o604, 0o660, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(
                matches!(read_secret(&path), Err(DataFolderError::OpenToOthers(_))),
                "{mode:o}"
            );
        }
    }

    #[test]
    fn a_secret_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        write_secret(&path, "first").unwrap();
        assert!(write_secret(&path, "second").is_err());
        assert_eq!(read_secret(&path).unwrap().as_deref(), Some("first"));
    }
}
