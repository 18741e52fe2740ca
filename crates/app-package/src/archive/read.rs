//! From the proven structure to files: inflating, counted.

use std::collections::HashSet;
use std::io::Read;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::layout::{self, Entry};
use super::{Kind, ReadError, check_name, name_key, name_kind};
use crate::{Limits, PackageFiles};

/// Reads a zip in memory. Nothing is written anywhere, and only files of kinds that packages use
/// are inflated.
///
/// # Errors
/// Any of [`ReadError`]: the archive is refused as a whole, never read in part.
pub fn read_zip(bytes: &[u8], limits: &Limits) -> Result<PackageFiles, ReadError> {
    if bytes.len() > limits.archive_bytes {
        return Err(ReadError::ArchiveTooLarge {
            limit: limits.archive_bytes,
        });
    }
    let entries = layout::entries(bytes, limits.entries)?;
    check_names(&entries, limits)?;
    let mut files = PackageFiles::default();
    let mut total = 0;
    for entry in entries.iter().filter(|entry| !entry.folder) {
        if name_kind(&entry.name) == Kind::Skipped {
            files.skip(entry.name.clone());
            continue;
        }
        let content = inflate(
            &bytes[entry.data.clone()],
            entry,
            limits,
            limits.total_bytes - total,
        )?;
        total += content.len();
        files.insert(entry.name.clone(), content);
    }
    Ok(files)
}

fn check_names(entries: &[Entry], limits: &Limits) -> Result<(), ReadError> {
    let mut names = HashSet::new();
    let mut folders = HashSet::new();
    for entry in entries {
        let name = entry.name.strip_suffix('/').unwrap_or(&entry.name);
        check_name(name, limits.name_bytes).map_err(|reason| ReadError::Name {
            name: entry.name.clone(),
            reason,
        })?;
        let key = name_key(name);
        for (at, _) in key.match_indices('/') {
            folders.insert(key[..at].to_owned());
        }
        if entry.folder {
            folders.insert(key.clone());
        }
        if !names.insert(key) {
            return Err(ReadError::DuplicateName {
                name: entry.name.clone(),
            });
        }
    }
    // A file that is also a folder is the same name twice.
    match entries
        .iter()
        .find(|entry| !entry.folder && folders.contains(&name_key(&entry.name)))
    {
        Some(entry) => Err(ReadError::DuplicateName {
            name: entry.name.clone(),
        }),
        None => Ok(()),
    }
}

/// Inflates one entry. Output is counted as it is made, so that a header that lies costs no more
/// than the limit (SEC-PKG-02).
fn inflate(data: &[u8], entry: &Entry, limits: &Limits, left: usize) -> Result<Vec<u8>, ReadError> {
    let name = || entry.name.clone();
    let limit = limits.file_bytes.min(left);
    let too_large = || {
        if left < limits.file_bytes {
            ReadError::TotalTooLarge {
                limit: limits.total_bytes,
            }
        } else {
            ReadError::FileTooLarge {
                name: name(),
                limit: limits.file_bytes,
            }
        }
    };
    let mut content = Vec::new();
    if entry.deflated {
        let mut decoder = DeflateDecoder::new(data);
        decoder
            .by_ref()
            .take(limit as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|_| ReadError::Content {
                name: name(),
                what: "stream",
            })?;
        if content.len() > limit {
            return Err(too_large());
        }
        if decoder.total_in() != data.len() as u64 {
            return Err(ReadError::Content {
                name: name(),
                what: "compressed size",
            });
        }
    } else {
        if data.len() > limit {
            return Err(too_large());
        }
        content.extend_from_slice(data);
    }
    if content.len() != entry.size as usize {
        return Err(ReadError::Content {
            name: name(),
            what: "size",
        });
    }
    let mut crc = Crc::new();
    crc.update(&content);
    if crc.sum() != entry.crc {
        return Err(ReadError::Content {
            name: name(),
            what: "checksum",
        });
    }
    Ok(content)
}
