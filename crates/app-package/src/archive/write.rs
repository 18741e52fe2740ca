//! A deterministic zip: the same files, the same bytes.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::PackageFiles;

/// Files that the plain zip format can't hold.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// More than 65,534 files, or more than 4 GiB.
    #[error("the package is too large for a zip archive without zip64")]
    TooLarge,
    /// Compressing into memory failed.
    #[error("a file can't be compressed: {0}")]
    Compress(#[from] std::io::Error),
}

impl PackError {
    /// A stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "package_too_large_to_pack",
            Self::Compress(_) => "package_not_compressed",
        }
    }
}

/// 1 January 1980, midnight: the format's first moment, so that no clock shows through.
const DATE: u16 = 0x0021;
const UTF8: u16 = 1 << 11;

pub(crate) fn write(files: &PackageFiles) -> Result<Vec<u8>, PackError> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files.iter() {
        let offset = size(zip.len())?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content)?;
        let deflated = encoder.finish()?;
        let (method, data) = if deflated.len() < content.len() {
            (8u16, deflated.as_slice())
        } else {
            (0, content)
        };
        let mut crc = Crc::new();
        crc.update(content);
        let mut common = Vec::new();
        for field in [20, if name.is_ascii() { 0 } else { UTF8 }, method, 0, DATE] {
            common.extend_from_slice(&field.to_le_bytes());
        }
        for field in [crc.sum(), size(data.len())?, size(content.len())?] {
            common.extend_from_slice(&field.to_le_bytes());
        }
        common.extend_from_slice(&short(name.len())?.to_le_bytes());
        common.extend_from_slice(&[0; 2]);

        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&common);
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(data);

        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        // Comment length, disk, internal attributes, external attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let count = short(files.len())?.to_le_bytes();
    let offset = size(zip.len())?.to_le_bytes();
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&size(directory.len())?.to_le_bytes());
    zip.extend_from_slice(&offset);
    zip.extend_from_slice(&[0; 2]);
    Ok(zip)
}

fn size(bytes: usize) -> Result<u32, PackError> {
    u32::try_from(bytes)
        .ok()
        .filter(|size| *size < u32::MAX)
        .ok_or(PackError::TooLarge)
}

fn short(count: usize) -> Result<u16, PackError> {
    u16::try_from(count)
        .ok()
        .filter(|count| *count < u16::MAX)
        .ok_or(PackError::TooLarge)
}
