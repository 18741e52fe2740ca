//! Zips built byte by byte, whose headers can lie.

use std::io::Write;

/// An entry whose headers can lie.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) local_name: Vec<u8>,
    pub(super) name: Vec<u8>,
    pub(super) data: Vec<u8>,
    pub(super) flags: u16,
    pub(super) local_flags: Option<u16>,
    pub(super) method: u16,
    pub(super) local_method: Option<u16>,
    pub(super) crc: u32,
    pub(super) size: u32,
    pub(super) packed: Option<u32>,
    pub(super) local_size: Option<u32>,
    pub(super) mode: u32,
    pub(super) extra: Vec<u8>,
    pub(super) local_extra: Vec<u8>,
    pub(super) descriptor: Option<Vec<u8>>,
    /// Another place than its own.
    pub(super) offset: Option<u32>,
}

pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn crc(content: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    crc.sum()
}

pub(super) fn entry(name: &str, content: &[u8]) -> Entry {
    Entry {
        local_name: name.as_bytes().to_vec(),
        name: name.as_bytes().to_vec(),
        data: deflate(content),
        flags: 0x800,
        local_flags: None,
        method: 8,
        local_method: None,
        crc: crc(content),
        size: u32::try_from(content.len()).unwrap(),
        packed: None,
        local_size: None,
        mode: 0o100_644,
        extra: Vec::new(),
        local_extra: Vec::new(),
        descriptor: None,
        offset: None,
    }
}

pub(super) fn stored(name: &str, content: &[u8]) -> Entry {
    Entry {
        method: 0,
        data: content.to_vec(),
        ..entry(name, content)
    }
}

pub(super) fn len16(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).unwrap().to_le_bytes()
}

pub(super) fn len32(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// Local part, central directory, end record.
pub(super) fn parts(entries: &[Entry]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut local, mut central) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = entry.offset.unwrap_or(len32(&local));
        let packed = entry.packed.unwrap_or(len32(&entry.data));
        let deferred = entry.descriptor.is_some();
        local.extend(b"PK\x03\x04\x14\x00");
        local.extend(entry.local_flags.unwrap_or(entry.flags).to_le_bytes());
        local.extend(entry.local_method.unwrap_or(entry.method).to_le_bytes());
        local.extend([0; 4]);
        let local_size = entry.local_size.unwrap_or(entry.size);
        for field in [entry.crc, packed, local_size] {
            local.extend(if deferred { 0 } else { field }.to_le_bytes());
        }
        local.extend(len16(&entry.local_name));
        local.extend(len16(&entry.local_extra));
        local.extend(&entry.local_name);
        local.extend(&entry.local_extra);
        local.extend(&entry.data);
        local.extend(entry.descriptor.as_deref().unwrap_or_default());

        central.extend(b"PK\x01\x02\x14\x03\x14\x00");
        central.extend(entry.flags.to_le_bytes());
        central.extend(entry.method.to_le_bytes());
        central.extend([0; 4]);
        for field in [entry.crc, packed, entry.size] {
            central.extend(field.to_le_bytes());
        }
        central.extend(len16(&entry.name));
        central.extend(len16(&entry.extra));
        // Comment length, disk, internal attributes.
        central.extend([0; 6]);
        central.extend((entry.mode << 16).to_le_bytes());
        central.extend(offset.to_le_bytes());
        central.extend(&entry.name);
        central.extend(&entry.extra);
    }
    let end = end_record(entries.len(), &central, len32(&local));
    (local, central, end)
}

pub(super) fn end_record(count: usize, central: &[u8], offset: u32) -> Vec<u8> {
    let mut end = b"PK\x05\x06\x00\x00\x00\x00".to_vec();
    let count = u16::try_from(count).unwrap().to_le_bytes();
    end.extend(count);
    end.extend(count);
    end.extend(len32(central).to_le_bytes());
    end.extend(offset.to_le_bytes());
    end.extend([0; 2]);
    end
}

pub(super) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (local, central, end) = parts(entries);
    [local, central, end].concat()
}

pub(super) fn descriptor(signature: bool, entry: &Entry) -> Vec<u8> {
    let mut bytes = if signature {
        b"PK\x07\x08".to_vec()
    } else {
        Vec::new()
    };
    for field in [entry.crc, len32(&entry.data), entry.size] {
        bytes.extend(field.to_le_bytes());
    }
    bytes
}
