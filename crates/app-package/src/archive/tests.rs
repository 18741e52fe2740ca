//! A corpus of hostile zips, built byte by byte, each with the refusal that it must get.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::Limits;

mod builder;

use builder::{Entry, deflate, descriptor, end_record, entry, len16, len32, parts, stored, zip};

fn code(bytes: &[u8]) -> &'static str {
    read_zip(bytes, &Limits::default()).map_or_else(|error| error.code(), |_| "read")
}

#[test]
fn a_plain_zip_is_read_and_other_kinds_stay_closed() {
    let bytes = zip(&[
        entry("manifest.json", b"{}"),
        stored("apiSpecFiles/", b""),
        entry("apiSpecFiles/api.yaml", b"a: 1"),
        stored("nested.zip", b"PK\x05\x06 not opened"),
        entry("__MACOSX/._manifest.json", b"junk"),
    ]);
    let files = read_zip(&bytes, &Limits::default()).unwrap();
    assert_eq!(files.get("manifest.json"), Some(&b"{}"[..]));
    assert_eq!(files.get("apiSpecFiles/api.yaml"), Some(&b"a: 1"[..]));
    assert_eq!(files.skipped(), ["nested.zip", "__MACOSX/._manifest.json"]);
}

#[test]
fn entries_with_a_data_descriptor_are_read() {
    for signature in [true, false] {
        let mut first = entry("manifest.json", b"{}");
        first.flags |= 1 << 3;
        first.descriptor = Some(descriptor(signature, &first));
        assert_eq!(code(&zip(&[first, entry("a.json", b"1")])), "read");
    }
}

/// Guard: `app_package::archive::name::check`
#[test]
fn sec_pkg_01_a_name_that_means_another_place_refuses_the_package() {
    let names: [&[u8]; 24] = [
        b"../manifest.json",
        b"a/../../b.json",
        b"/etc/passwd.json",
        b"C:/a.json",
        b"C:a.json",
        b"a\\b.json",
        b"..\\a.json",
        b"\\\\server\\share\\a.json",
        b"a\0.json",
        b"NUL",
        b"nul.json",
        b"a/CON.json",
        b"com1.png",
        "COM\u{b9}.png".as_bytes(),
        b"a//b.json",
        b"./a.json",
        b"a/./b.json",
        b"a. /b.json",
        b"a./b.json",
        b"a.json ",
        b"a.json:stream",
        "a\u{202e}nosj.json".as_bytes(),
        b"a\x1b[2J.json",
        b"",
    ];
    for name in names {
        let mut hostile = entry("x", b"{}");
        hostile.name = name.to_vec();
        hostile.local_name = name.to_vec();
        let bytes = zip(&[entry("manifest.json", b"{}"), hostile]);
        assert_eq!(
            code(&bytes),
            "package_name_refused",
            "{}",
            String::from_utf8_lossy(name)
        );
    }
}

/// Guard: `app_package::archive::layout::decode_name`
#[test]
fn sec_pkg_01_a_name_of_unknown_encoding_is_refused() {
    for (raw, flags) in [
        (&b"caf\xe9.json"[..], 0),
        (b"caf\xe9.json", 0x800),
        ("é.json".as_bytes(), 0),
    ] {
        let mut hostile = entry("x", b"{}");
        hostile.name = raw.to_vec();
        hostile.local_name = raw.to_vec();
        hostile.flags = flags;
        assert_eq!(code(&zip(&[hostile])), "package_name_refused");
    }
    assert_eq!(code(&zip(&[entry("é.json", b"{}")])), "read");
}

/// Guard: `app_package::archive::layout::check_entry`
#[test]
fn sec_pkg_01_links_and_special_files_are_refused() {
    for mode in [
        0o120_777, 0o060_644, 0o020_644, 0o010_644, 0o140_644, 0o040_755,
    ] {
        let link = Entry {
            mode,
            ..entry("a.json", b"/etc/passwd")
        };
        assert_eq!(code(&zip(&[link])), "package_entry_not_a_file", "{mode:o}");
    }
    let full_folder = stored("a/", b"data");
    assert_eq!(code(&zip(&[full_folder])), "package_entry_not_a_file");
}

/// Guard: `app_package::archive::layout::check_entry`
#[test]
fn sec_pkg_01_encrypted_entries_are_refused() {
    for flag in [1, 1 << 6, 1 << 13] {
        let mut hostile = entry("a.json", b"{}");
        hostile.flags |= flag;
        assert_eq!(code(&zip(&[hostile])), "package_entry_encrypted");
    }
    let aes = Entry {
        extra: vec![0x01, 0x99, 0, 0],
        ..entry("a.json", b"{}")
    };
    assert_eq!(code(&zip(&[aes])), "package_entry_encrypted");
}

/// Guard: `app_package::archive::read::inflate`
#[test]
fn sec_pkg_02_a_bomb_stops_at_the_limit_whatever_its_header_says() {
    let limits = Limits {
        file_bytes: 1_000,
        total_bytes: 1_500,
        ..Limits::default()
    };
    let refused = |entries: &[Entry]| read_zip(&zip(entries), &limits).unwrap_err().code();
    let honest = entry("a.json", &vec![0; 100_000]);
    assert_eq!(
        refused(std::slice::from_ref(&honest)),
        "package_file_too_large"
    );
    let lying = Entry { size: 10, ..honest };
    assert_eq!(refused(&[lying]), "package_file_too_large");
    assert_eq!(
        refused(&[stored("a.json", &[0; 1_001])]),
        "package_file_too_large"
    );
    let many = [entry("a.json", &[0; 900]), entry("b.json", &[0; 900])];
    assert_eq!(refused(&many), "package_files_too_large");
    assert!(
        read_zip(&zip(&[entry("a.json", &[0; 1_000])]), &limits).is_ok(),
        "the limit itself"
    );
}

/// Guard: `app_package::archive::layout::entries`
#[test]
fn sec_pkg_02_too_many_entries_and_too_large_an_archive_are_refused() {
    let limits = Limits {
        entries: 3,
        ..Limits::default()
    };
    let entries: Vec<Entry> = (0..4)
        .map(|index| entry(&format!("{index}.json"), b""))
        .collect();
    assert_eq!(
        read_zip(&zip(&entries), &limits).unwrap_err().code(),
        "package_too_many_entries"
    );
    assert!(read_zip(&zip(&entries[..3]), &limits).is_ok());
    let bytes = zip(&entries);
    let limits = Limits {
        archive_bytes: bytes.len() - 1,
        ..Limits::default()
    };
    assert_eq!(
        read_zip(&bytes, &limits).unwrap_err().code(),
        "package_too_large"
    );
}

/// Guard: `app_package::archive::layout::local_entries`
#[test]
fn sec_pkg_02_overlapping_entries_are_refused() {
    // The full overlap of Fifield's bomb: many names, one piece of data.
    let shared = entry("a.json", &[0; 1_000]);
    let (local, ..) = parts(std::slice::from_ref(&shared));
    let (_, central, _) = parts(&[
        shared.clone(),
        Entry {
            offset: Some(0),
            ..shared.clone()
        },
    ]);
    let end = end_record(2, &central, len32(&local));
    assert_eq!(
        code(&[local, central, end].concat()),
        "package_entries_overlap"
    );
    // A quoted local header: the first entry's data reaches into the second.
    let second = entry("b.json", b"{}");
    let (second_local, ..) = parts(std::slice::from_ref(&second));
    let first = stored("a.json", &second_local);
    let (local, ..) = parts(std::slice::from_ref(&first));
    let inside = len32(&local) - len32(&second_local);
    let (_, central, _) = parts(&[
        first,
        Entry {
            offset: Some(inside),
            ..second
        },
    ]);
    let end = end_record(2, &central, len32(&local));
    assert_eq!(
        code(&[local, central, end].concat()),
        "package_entries_overlap"
    );
}

/// Guard: `app_package::archive::read::inflate`
#[test]
fn sec_pkg_02_sizes_and_checksums_that_lie_are_refused() {
    let good = entry("a.json", b"{\"a\":1}");
    for hostile in [
        Entry {
            size: 6,
            ..good.clone()
        },
        Entry {
            size: 8,
            ..good.clone()
        },
        Entry {
            crc: good.crc ^ 1,
            ..good.clone()
        },
        Entry {
            data: b"\xff\xff\xff".to_vec(),
            ..good.clone()
        },
        Entry {
            data: [deflate(b"{\"a\":1}"), b"more".to_vec()].concat(),
            ..good.clone()
        },
        Entry {
            size: 3,
            ..stored("a.json", b"1234")
        },
    ] {
        assert_eq!(code(&zip(&[hostile])), "package_content_differs");
    }
}

/// Guard: `app_package::archive::read::check_names`
#[test]
fn sec_pkg_03_names_that_are_one_on_some_system_are_refused() {
    for (first, second) in [
        ("a.json", "a.json"),
        ("a.json", "A.JSON"),
        ("caf\u{e9}.json", "cafe\u{301}.json"),
        ("ﬁ.json", "fi.json"),
        ("a.json", "a.json/b.json"),
        ("A.json/b.json", "a.json"),
        ("manifest.json", "ＭANIFEST.json"),
    ] {
        let bytes = zip(&[entry(first, b"1"), entry(second, b"2")]);
        assert_eq!(code(&bytes), "package_name_duplicate", "{first} {second}");
    }
}

/// Guard: `app_package::archive::layout::local_data`
#[test]
fn sec_pkg_03_headers_that_differ_are_refused() {
    let good = entry("a.json", b"{}");
    for hostile in [
        Entry {
            local_name: b"b.json".to_vec(),
            ..good.clone()
        },
        Entry {
            local_flags: Some(0),
            ..good.clone()
        },
        Entry {
            local_method: Some(0),
            ..good.clone()
        },
        Entry {
            local_size: Some(3),
            ..good.clone()
        },
        // A Unicode path field with another name.
        Entry {
            extra: b"\x75\x70\x0b\x00\x01\x00\x00\x00\x00b.json".to_vec(),
            ..good.clone()
        },
        Entry {
            local_extra: b"\x75\x70\x0b\x00\x01\x00\x00\x00\x00b.json".to_vec(),
            ..good.clone()
        },
        // A descriptor that disagrees.
        Entry {
            flags: 0x808,
            descriptor: Some(vec![0; 12]),
            ..good.clone()
        },
    ] {
        assert_eq!(code(&zip(&[hostile])), "package_headers_differ");
    }
}

/// Guard: `app_package::archive::layout::entries`
#[test]
fn sec_pkg_03_bytes_that_belong_to_no_entry_are_refused() {
    let (local, central, end) = parts(&[entry("a.json", b"{}"), entry("b.json", b"{}")]);
    let plain = [local.clone(), central.clone(), end.clone()].concat();
    // Trailing data.
    assert_eq!(
        code(&[plain.clone(), b"x".to_vec()].concat()),
        "package_stray_bytes"
    );
    // A prefix, with offsets that were moved to fit.
    let mut moved = end.clone();
    moved[16..20].copy_from_slice(&(len32(&local) + 4).to_le_bytes());
    assert_ne!(
        code(&[b"MZ\0\0".to_vec(), local.clone(), central.clone(), moved].concat()),
        "read"
    );
    // Between the entries and the directory.
    let mut moved = end.clone();
    moved[16..20].copy_from_slice(&(len32(&local) + 3).to_le_bytes());
    let gap = [local.clone(), b"gap".to_vec(), central.clone(), moved].concat();
    assert_eq!(code(&gap), "package_stray_bytes");
    // Between the directory and the end record, where a zip64 locator would stand.
    let gap = [
        local.clone(),
        central.clone(),
        b"PK\x06\x07".to_vec(),
        end.clone(),
    ]
    .concat();
    assert_eq!(code(&gap), "package_stray_bytes");
    // An entry that the directory doesn't name.
    let (_, short, _) = parts(&[entry("a.json", b"{}")]);
    let hidden = [
        local.clone(),
        short.clone(),
        end_record(1, &short, len32(&local)),
    ]
    .concat();
    assert_eq!(code(&hidden), "package_stray_bytes");
    // A directory with more than the end record counts.
    let more = [
        local.clone(),
        central.clone(),
        end_record(1, &central, len32(&local)),
    ]
    .concat();
    assert_eq!(code(&more), "package_stray_bytes");
}

/// Guard: `app_package::archive::layout::find_end`
#[test]
fn sec_pkg_03_a_second_end_record_is_refused() {
    let one = zip(&[entry("a.json", b"1")]);
    let two = zip(&[entry("b.json", b"2")]);
    assert_ne!(code(&[one.clone(), two.clone()].concat()), "read");
    // The second archive as the comment of the first, its offsets moved to fit.
    let mut first = one.clone();
    let comment = len16(&two);
    let at = first.len() - 2;
    first[at..].copy_from_slice(&comment);
    let (local, mut central, _) = parts(&[entry("b.json", b"2")]);
    let base = len32(&first);
    central[42..46].copy_from_slice(&base.to_le_bytes());
    let end = end_record(1, &central, base + len32(&local));
    assert_eq!(
        code(&[first, local, central, end].concat()),
        "package_stray_bytes"
    );
    // Two end records, one after the other.
    let (local, central, end) = parts(&[entry("a.json", b"1")]);
    assert_eq!(
        code(&[local, central, end.clone(), end].concat()),
        "package_stray_bytes"
    );
}

/// Guard: `app_package::archive::layout::entries`
#[test]
fn sec_pkg_03_zip64_and_split_archives_are_refused() {
    let (local, central, end) = parts(&[entry("a.json", b"{}")]);
    for (range, value, expected) in [
        (8..10, 0xffff_u32, "package_several_disks"),
        (10..12, 0xffff, "package_zip64"),
        (12..16, u32::MAX, "package_zip64"),
        (16..20, u32::MAX, "package_zip64"),
        (4..6, 1, "package_several_disks"),
    ] {
        let mut end = end.clone();
        end[range.clone()].copy_from_slice(&value.to_le_bytes()[..range.len()]);
        assert_eq!(
            code(&[local.clone(), central.clone(), end].concat()),
            expected
        );
    }
    let extra = vec![1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let hostile = Entry {
        extra,
        ..entry("a.json", b"{}")
    };
    assert_eq!(code(&zip(&[hostile])), "package_zip64");
}

#[test]
fn another_compression_method_is_named() {
    for method in [9, 12, 14, 93, 99] {
        let hostile = Entry {
            method,
            ..entry("a.json", b"{}")
        };
        let error = read_zip(&zip(&[hostile]), &Limits::default()).unwrap_err();
        assert!(matches!(error, ReadError::Method { method: found, .. } if found == method));
    }
}

#[test]
fn what_is_no_zip_is_refused() {
    for bytes in [&b""[..], b"PK", b"{}", b"PK\x05\x06", &[0; 100]] {
        assert_eq!(code(bytes), "package_not_a_zip");
    }
}

#[test]
fn packing_is_deterministic_and_read_back() {
    let bytes = zip(&[
        entry("b.json", b"2"),
        entry("a.png", &[7; 3_000]),
        entry("é.json", b"{}"),
    ]);
    let files = read_zip(&bytes, &Limits::default()).unwrap();
    let packed = files.to_zip().unwrap();
    let again = read_zip(&packed, &Limits::default()).unwrap();
    assert_eq!(again, files);
    assert_eq!(again.sha256(), files.sha256());
    assert_eq!(again.to_zip().unwrap(), packed);
    assert_eq!(packed[..4], *b"PK\x03\x04");
}

#[test]
fn the_zip_crate_reads_what_we_pack_and_we_read_what_it_packs() {
    let files = read_zip(&zip(&[entry("a/b.json", &[b'x'; 500])]), &Limits::default()).unwrap();
    let packed = files.to_zip().unwrap();
    let mut theirs = ::zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let mut content = Vec::new();
    std::io::Read::read_to_end(&mut theirs.by_index(0).unwrap(), &mut content).unwrap();
    assert_eq!(content, [b'x'; 500]);

    let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default();
    writer.add_directory("a/", options).unwrap();
    writer.start_file("a/b.json", options).unwrap();
    writer.write_all(&[b'x'; 500]).unwrap();
    let packed = writer.finish().unwrap().into_inner();
    assert_eq!(
        read_zip(&packed, &Limits::default()).unwrap().sha256(),
        files.sha256()
    );
}

#[test]
fn the_hash_tells_names_from_contents() {
    let hash = |name: &str, content: &[u8]| {
        read_zip(&zip(&[entry(name, content)]), &Limits::default())
            .unwrap()
            .sha256()
    };
    assert_ne!(hash("a.json", b"1"), hash("b.json", b"1"));
    assert_ne!(hash("a.json", b"1"), hash("a.json", b"2"));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_zip(&bytes, &Limits::default());
    }

    /// One byte changed anywhere: refused, or the same files (times and versions are not read).
    ///
    /// Guard: `app_package::archive::read::inflate`
    #[test]
    fn sec_pkg_03_a_changed_byte_never_changes_what_is_read(
        at in 0usize..300, value in any::<u8>()
    ) {
        let plain = zip(&[entry("manifest.json", b"{\"a\": 1}"), stored("b.json", b"[1, 2]")]);
        let files = read_zip(&plain, &Limits::default()).unwrap();
        let mut changed = plain.clone();
        let at = at % changed.len();
        changed[at] = value;
        if let Ok(read) = read_zip(&changed, &Limits::default()) {
            prop_assert_eq!(read, files, "byte {}", at);
        }
    }

    #[test]
    fn what_is_packed_is_read_back(contents in proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..200), 0..8
    )) {
        let entries: Vec<Entry> = contents.iter().enumerate()
            .map(|(index, content)| entry(&format!("{index}.json"), content)).collect();
        let files = read_zip(&zip(&entries), &Limits::default()).unwrap();
        prop_assert_eq!(read_zip(&files.to_zip().unwrap(), &Limits::default()).unwrap(), files);
    }
}
