//! A package as a folder: what `cloakroom app install ./package` reads.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use crate::archive::{Kind, check_name, name_key, name_kind};
use crate::{Limits, PackageFiles, ReadError};

/// Reads a folder by the same names and limits as [`read_zip`](crate::read_zip). Links are
/// refused, as they are in a zip; hidden files and other kinds are skipped.
///
/// # Errors
/// Any of [`ReadError`] that a folder can have.
pub fn read_folder(path: &Path, limits: &Limits) -> Result<PackageFiles, ReadError> {
    let mut reader = Reader {
        limits,
        files: PackageFiles::default(),
        seen: 0,
        total: 0,
        names: HashSet::new(),
    };
    reader.folder(path, "")?;
    Ok(reader.files)
}

struct Reader<'a> {
    limits: &'a Limits,
    files: PackageFiles,
    seen: usize,
    total: usize,
    names: HashSet<String>,
}

impl Reader<'_> {
    fn folder(&mut self, path: &Path, prefix: &str) -> Result<(), ReadError> {
        let at = || {
            if prefix.is_empty() {
                path.display().to_string()
            } else {
                prefix.to_owned()
            }
        };
        let io = |source| ReadError::Io { name: at(), source };
        for entry in fs::read_dir(path).map_err(io)? {
            let entry = entry.map_err(io)?;
            self.seen += 1;
            if self.seen > self.limits.entries {
                return Err(ReadError::TooManyEntries {
                    limit: self.limits.entries,
                });
            }
            let raw = entry.file_name();
            let Some(raw) = raw.to_str() else {
                let name = raw.to_string_lossy().into_owned();
                return Err(ReadError::Name {
                    name,
                    reason: "it is not UTF-8",
                });
            };
            let name = format!("{prefix}{raw}");
            if raw.starts_with('.') {
                self.files.skip(name);
                continue;
            }
            check_name(&name, self.limits.name_bytes).map_err(|reason| ReadError::Name {
                name: name.clone(),
                reason,
            })?;
            if !self.names.insert(name_key(&name)) {
                return Err(ReadError::DuplicateName { name });
            }
            // The entry's own kind, without following a link.
            let kind = entry.file_type().map_err(io)?;
            if kind.is_dir() {
                self.folder(&entry.path(), &format!("{name}/"))?;
            } else if !kind.is_file() {
                return Err(ReadError::NotAFile { name });
            } else if name_kind(&name) == Kind::Skipped {
                self.files.skip(name);
            } else {
                self.file(&entry.path(), name)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String) -> Result<(), ReadError> {
        let left = self.limits.total_bytes - self.total;
        let limit = self.limits.file_bytes.min(left);
        let mut content = Vec::new();
        fs::File::open(path)
            .and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut content))
            .map_err(|source| ReadError::Io {
                name: name.clone(),
                source,
            })?;
        if content.len() > limit {
            return Err(if left < self.limits.file_bytes {
                ReadError::TotalTooLarge {
                    limit: self.limits.total_bytes,
                }
            } else {
                ReadError::FileTooLarge {
                    name,
                    limit: self.limits.file_bytes,
                }
            });
        }
        self.total += content.len();
        self.files.insert(name, content);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
