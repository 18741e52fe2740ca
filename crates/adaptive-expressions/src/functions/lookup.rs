//! Functions by name: a table of hashes, made by the compiler.

use super::{ALIASES, Function, GROUPS};

/// More than twice as many as there are names.
const SLOTS: usize = 512;

/// A name and its function.
type Slot = Option<(&'static str, &'static Function)>;

static TABLE: [Slot; SLOTS] = table();

/// The function of a name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    let mut at = slot(name.as_bytes());
    while let Some((known, function)) = TABLE[at] {
        if known == name {
            return Some(function);
        }
        at = (at + 1) % SLOTS;
    }
    None
}

/// The function whose name differs only by case, for a message.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let mut names = TABLE.iter().flatten().map(|(known, _)| *known);
    names.find(|known| known.eq_ignore_ascii_case(name))
}

/// FNV-1a.
const fn slot(name: &[u8]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut i = 0;
    while i < name.len() {
        hash = (hash ^ name[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    (hash ^ (hash >> 16)) as usize % SLOTS
}

const fn table() -> [Slot; SLOTS] {
    let mut table: [Slot; SLOTS] = [None; SLOTS];
    let mut group = 0;
    while group < GROUPS.len() {
        let functions = GROUPS[group].1;
        let mut i = 0;
        while i < functions.len() {
            put(&mut table, functions[i].name, &functions[i]);
            i += 1;
        }
        group += 1;
    }
    let mut i = 0;
    while i < ALIASES.len() {
        let (alias, name) = ALIASES[i];
        if let Some(function) = get(&table, name) {
            put(&mut table, alias, function);
        }
        i += 1;
    }
    table
}

/// The place of a name in the table, or the free one where it belongs.
const fn place(table: &[Slot; SLOTS], name: &str) -> usize {
    let mut at = slot(name.as_bytes());
    while let Some((known, _)) = table[at] {
        if same(known.as_bytes(), name.as_bytes()) {
            break;
        }
        at = (at + 1) % SLOTS;
    }
    at
}

const fn put(table: &mut [Slot; SLOTS], name: &'static str, function: &'static Function) {
    table[place(table, name)] = Some((name, function));
}

const fn get(table: &[Slot; SLOTS], name: &str) -> Option<&'static Function> {
    match table[place(table, name)] {
        Some((_, function)) => Some(function),
        None => None,
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_name_leads_to_its_function() {
        for function in GROUPS.iter().flat_map(|(_, group)| group.iter()) {
            assert_eq!(find(function.name).unwrap().name, function.name);
        }
        for (alias, name) in ALIASES {
            assert_eq!(find(alias).unwrap().name, *name);
        }
        assert!(find("Concat").is_none());
        assert_eq!(nearest("Concat"), Some("concat"));
    }

    #[test]
    fn the_table_is_at_most_half_full() {
        assert!(TABLE.iter().flatten().count() <= SLOTS / 2);
    }
}
