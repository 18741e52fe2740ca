//! The structure of a zip archive (APPNOTE 6.3.10), proven whole before anything is inflated.

use std::ops::Range;

use super::ReadError;

const END: u32 = 0x0605_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;

const END_SIZE: usize = 22;
const CENTRAL_SIZE: usize = 46;
const LOCAL_SIZE: usize = 30;

/// General-purpose flags: encrypted, patch data, strong encryption, masked headers.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
const PATCH: u16 = 1 << 5;
const HAS_DESCRIPTOR: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;

/// One entry, as both of its headers describe it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) deflated: bool,
    pub(super) crc: u32,
    pub(super) size: u32,
    /// Where the (compressed) data lies.
    pub(super) data: Range<usize>,
    /// Whether the name ends with `/`.
    pub(super) folder: bool,
}

/// An entry of the central directory, on the way to an [`Entry`].
struct Central<'a> {
    raw_name: &'a [u8],
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    mode: u32,
    offset: usize,
}

/// All entries in the order of their data, or the reason why the archive is not plain.
pub(super) fn entries(bytes: &[u8], limit: usize) -> Result<Vec<Entry>, ReadError> {
    let end = find_end(bytes)?;
    let record = Record::new(bytes, end, END_SIZE, "end record")?;
    let (disk, start_disk) = (record.u16(4), record.u16(6));
    let (here, count) = (record.u16(8), record.u16(10));
    let (size, offset) = (record.u32(12), record.u32(16));
    if count == u16::MAX || size == u32::MAX || offset == u32::MAX {
        return Err(ReadError::Zip64);
    }
    if disk != 0 || start_disk != 0 || here != count {
        return Err(ReadError::SeveralDisks);
    }
    if usize::from(count) > limit {
        return Err(ReadError::TooManyEntries { limit });
    }
    let (size, offset) = (size as usize, offset as usize);
    // A directory that does not end where the end record begins leaves room for another reading:
    // a second end record, a zip64 locator, a prefix.
    match offset.checked_add(size) {
        Some(stop) if stop == end => {}
        Some(stop) if stop < end => return Err(ReadError::StrayBytes { at: stop }),
        _ => {
            return Err(ReadError::Damaged {
                what: "central directory",
            });
        }
    }
    let mut central = central_directory(bytes, offset..end, count)?;
    central.sort_by_key(|entry| entry.offset);
    local_entries(bytes, &central, offset)
}

/// The last end record; it must be the end of the archive.
fn find_end(bytes: &[u8]) -> Result<usize, ReadError> {
    let last = bytes
        .len()
        .checked_sub(END_SIZE)
        .ok_or(ReadError::NotAZip)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last)
        .rev()
        .find(|&at| read_u32(bytes, at) == Some(END))
        .ok_or(ReadError::NotAZip)?;
    let comment = usize::from(read_u16(bytes, end + 20).unwrap_or(0));
    let stop = end + END_SIZE + comment;
    match stop.cmp(&bytes.len()) {
        std::cmp::Ordering::Equal => Ok(end),
        std::cmp::Ordering::Less => Err(ReadError::StrayBytes { at: stop }),
        std::cmp::Ordering::Greater => Err(ReadError::Damaged { what: "end record" }),
    }
}

fn central_directory(
    bytes: &[u8],
    range: Range<usize>,
    count: u16,
) -> Result<Vec<Central<'_>>, ReadError> {
    let mut entries = Vec::with_capacity(usize::from(count));
    let mut at = range.start;
    for _ in 0..count {
        let record = Record::new(bytes, at, CENTRAL_SIZE, "central directory")?;
        if record.u32(0) != CENTRAL {
            return Err(ReadError::Damaged {
                what: "central directory",
            });
        }
        let name_end = at + CENTRAL_SIZE + usize::from(record.u16(28));
        let extra_end = name_end + usize::from(record.u16(30));
        let next = extra_end + usize::from(record.u16(32));
        if next > range.end {
            return Err(ReadError::Damaged {
                what: "central directory",
            });
        }
        let raw_name = slice(bytes, at + CENTRAL_SIZE..name_end, "central directory")?;
        let flags = record.u16(8);
        let name = decode_name(raw_name, flags)?;
        check_extra(
            slice(bytes, name_end..extra_end, "extra field")?,
            raw_name,
            &name,
        )?;
        if record.u16(34) != 0 {
            return Err(ReadError::SeveralDisks);
        }
        // The upper half of the external attributes is a Unix mode where a Unix tool wrote it.
        let unix = record.u16(4) >> 8 == 3;
        entries.push(Central {
            raw_name,
            name,
            flags,
            method: record.u16(10),
            crc: record.u32(16),
            packed: record.u32(20),
            size: record.u32(24),
            mode: if unix { record.u32(38) >> 16 } else { 0 },
            offset: record.u32(42) as usize,
        });
        at = next;
    }
    if at != range.end {
        return Err(ReadError::StrayBytes { at });
    }
    Ok(entries)
}

/// Local headers and data, from byte 0 to the central directory without gap or overlap.
fn local_entries(
    bytes: &[u8],
    central: &[Central<'_>],
    stop: usize,
) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::with_capacity(central.len());
    let mut at = 0;
    for entry in central {
        if entry.offset < at {
            return Err(ReadError::Overlap {
                name: entry.name.clone(),
            });
        }
        if entry.offset > at {
            return Err(ReadError::StrayBytes { at });
        }
        check_entry(entry)?;
        let data = local_data(bytes, entry, stop)?;
        at = after_descriptor(bytes, entry, data.end)?;
        entries.push(Entry {
            folder: entry.name.ends_with('/'),
            name: entry.name.clone(),
            deflated: entry.method == 8,
            crc: entry.crc,
            size: entry.size,
            data,
        });
    }
    if at > stop {
        return Err(ReadError::Damaged { what: "entry data" });
    }
    if at < stop {
        return Err(ReadError::StrayBytes { at });
    }
    Ok(entries)
}

fn check_entry(entry: &Central<'_>) -> Result<(), ReadError> {
    let name = || entry.name.clone();
    if entry.flags & ENCRYPTED != 0 {
        return Err(ReadError::Encrypted { name: name() });
    }
    if entry.flags & PATCH != 0 || !matches!(entry.method, 0 | 8) {
        return Err(ReadError::Method {
            name: name(),
            method: entry.method,
        });
    }
    if entry.packed == u32::MAX || entry.size == u32::MAX {
        return Err(ReadError::Zip64);
    }
    // S_IFMT: regular file, folder, or not said. Links, devices and sockets are refused.
    if !matches!(entry.mode & 0o170_000, 0 | 0o100_000 | 0o040_000) {
        return Err(ReadError::NotAFile { name: name() });
    }
    let is_folder = entry.mode & 0o170_000 == 0o040_000;
    if is_folder && !entry.name.ends_with('/') {
        return Err(ReadError::NotAFile { name: name() });
    }
    if entry.name.ends_with('/') && entry.size != 0 {
        return Err(ReadError::NotAFile { name: name() });
    }
    if entry.method == 0 && entry.packed != entry.size {
        return Err(ReadError::Content {
            name: name(),
            what: "size",
        });
    }
    Ok(())
}

/// Where the data lies, after the local header was found to say what the central one says.
fn local_data(bytes: &[u8], entry: &Central<'_>, stop: usize) -> Result<Range<usize>, ReadError> {
    let differ = |field| ReadError::HeadersDiffer {
        name: entry.name.clone(),
        field,
    };
    let record = Record::new(bytes, entry.offset, LOCAL_SIZE, "local header")?;
    if record.u32(0) != LOCAL {
        return Err(ReadError::Damaged {
            what: "local header",
        });
    }
    let name_start = entry.offset + LOCAL_SIZE;
    let name_end = name_start + usize::from(record.u16(26));
    let start = name_end + usize::from(record.u16(28));
    if slice(bytes, name_start..name_end, "local header")? != entry.raw_name {
        return Err(differ("name"));
    }
    check_extra(
        slice(bytes, name_end..start, "extra field")?,
        entry.raw_name,
        &entry.name,
    )?;
    if record.u16(6) != entry.flags {
        return Err(differ("flags"));
    }
    if record.u16(8) != entry.method {
        return Err(differ("method"));
    }
    let local = [record.u32(14), record.u32(18), record.u32(22)];
    let central = [entry.crc, entry.packed, entry.size];
    // With a data descriptor the local header may leave all three at zero.
    let deferred = entry.flags & HAS_DESCRIPTOR != 0 && local == [0; 3];
    if !deferred {
        for (index, field) in ["checksum", "compressed size", "size"]
            .into_iter()
            .enumerate()
        {
            if local[index] != central[index] {
                return Err(differ(field));
            }
        }
    }
    let end = start + entry.packed as usize;
    if end > stop {
        return Err(ReadError::Damaged { what: "entry data" });
    }
    Ok(start..end)
}

/// The byte after the data descriptor, if there is one; it must repeat the central header.
fn after_descriptor(bytes: &[u8], entry: &Central<'_>, at: usize) -> Result<usize, ReadError> {
    if entry.flags & HAS_DESCRIPTOR == 0 {
        return Ok(at);
    }
    let expected = [entry.crc, entry.packed, entry.size];
    // The signature is optional: try with it, then without.
    for start in [at + 4, at] {
        if start > at && read_u32(bytes, at) != Some(DESCRIPTOR) {
            continue;
        }
        let found = [0, 4, 8].map(|offset| read_u32(bytes, start + offset));
        if found == expected.map(Some) {
            return Ok(start + 12);
        }
    }
    Err(ReadError::HeadersDiffer {
        name: entry.name.clone(),
        field: "data descriptor",
    })
}

/// Names are ASCII, or UTF-8 and marked so; the old code page would be a guess.
fn decode_name(raw: &[u8], flags: u16) -> Result<String, ReadError> {
    let refuse = |reason| ReadError::Name {
        name: String::from_utf8_lossy(raw).into_owned(),
        reason,
    };
    if !raw.is_ascii() && flags & UTF8 == 0 {
        return Err(refuse("it is not ASCII and not marked as UTF-8"));
    }
    String::from_utf8(raw.to_vec()).map_err(|_| refuse("it is not UTF-8"))
}

/// Extra fields that change what is read: zip64 sizes, AES, another name.
fn check_extra(mut extra: &[u8], raw_name: &[u8], name: &str) -> Result<(), ReadError> {
    while !extra.is_empty() {
        let (Some(id), Some(size)) = (read_u16(extra, 0), read_u16(extra, 2)) else {
            return Err(ReadError::Damaged {
                what: "extra field",
            });
        };
        let body = slice(extra, 4..4 + usize::from(size), "extra field")?;
        match id {
            0x0001 => return Err(ReadError::Zip64),
            0x0017 | 0x9901 => {
                return Err(ReadError::Encrypted {
                    name: name.to_owned(),
                });
            }
            0x7075 if body.get(5..) != Some(raw_name) => {
                return Err(ReadError::HeadersDiffer {
                    name: name.to_owned(),
                    field: "name",
                });
            }
            _ => {}
        }
        extra = &extra[4 + usize::from(size)..];
    }
    Ok(())
}

/// A fixed-size record whose fields can be read without further checks.
struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    fn new(bytes: &'a [u8], at: usize, size: usize, what: &'static str) -> Result<Self, ReadError> {
        let end = at.checked_add(size).ok_or(ReadError::Damaged { what })?;
        slice(bytes, at..end, what).map(Self)
    }

    fn u16(&self, at: usize) -> u16 {
        read_u16(self.0, at).unwrap_or_default()
    }

    fn u32(&self, at: usize) -> u32 {
        read_u32(self.0, at).unwrap_or_default()
    }
}

fn slice<'a>(
    bytes: &'a [u8],
    range: Range<usize>,
    what: &'static str,
) -> Result<&'a [u8], ReadError> {
    bytes.get(range).ok_or(ReadError::Damaged { what })
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*field))
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*field))
}
