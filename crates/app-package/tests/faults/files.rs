//! Faults of the files themselves.

use super::{API, CARD, Change, Fault, MANIFEST, base, changes, text};

pub(super) fn of_files() -> Vec<Fault> {
    vec![
        changes("F001", "manifest-missing", vec![Change::Remove(MANIFEST)]),
        changes(
            "F003",
            "",
            // Latin-1.
            vec![Change::File(CARD, card_titled(b"\xd6ffnen"))],
        ),
        text(
            "F004",
            "malformed-file",
            CARD,
            "\"results\",",
            "\"results\"",
        ),
        text(
            "F005",
            "duplicate-key",
            CARD,
            "\"jsonPath\"",
            "\"version\": \"1.0\",\n  \"jsonPath\"",
        ),
        changes("F006", "", vec![nested(101)]),
        text(
            "F007",
            "file-missing",
            MANIFEST,
            "adaptiveCards/list.json",
            "adaptiveCards/List.json",
        ),
        text(
            "F008",
            "file-name-outside",
            MANIFEST,
            "adaptiveCards/list.json",
            "adaptiveCards\\\\list.json",
        ),
    ]
}

/// The card with a button of this name.
pub(super) fn card_titled(name: &[u8]) -> Vec<u8> {
    let base = base();
    let card = base.get(CARD).unwrap();
    let place = b"\"Open\"";
    let at = card.windows(place.len()).position(|part| part == place);
    let (before, after) = card.split_at(at.unwrap() + 1);
    [before, name, &after[place.len() - 2..]].concat()
}

/// The description with lists in lists beside its version.
pub(super) fn nested(levels: usize) -> Change {
    let base = base();
    let api = std::str::from_utf8(base.get(API).unwrap()).unwrap();
    let (open, close) = ("[".repeat(levels), "]".repeat(levels));
    let version = "\"openapi\": \"3.0.3\",";
    let nested = format!("{version} \"x-lists\": {open}{close},");
    Change::File(API, api.replacen(version, &nested, 1).into_bytes())
}
