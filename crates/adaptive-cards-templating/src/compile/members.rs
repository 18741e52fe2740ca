//! The members of an object of a template.

use std::collections::HashMap;

use crate::tape::{Str, Tape};

/// Up to so many members of an object are compared with each other to find names used twice.
const FEW: usize = 16;

/// A member of an object of the template.
#[derive(Clone, Copy)]
pub(super) struct Member<'c> {
    pub(super) name: Str<'c>,
    /// The place of the value on the tape.
    pub(super) value: u32,
}

/// Members of an object that say something about the object itself, by their values' places.
#[derive(Clone, Copy, Default)]
pub(super) struct Directives {
    pub(super) data: Option<u32>,
    pub(super) when: Option<u32>,
    pub(super) kind: Option<u32>,
}

/// Lists the members of an object. Of those with one name the last value counts, at the first
/// one's place, as in every JSON reader.
pub(super) fn collect<'c>(
    tape: &'c Tape<'c>,
    at: u32,
    end: u32,
    members: &mut Vec<Member<'c>>,
) -> Directives {
    let first = members.len();
    let mut directives = Directives::default();
    let mut names = Names::default();
    let mut at = at + 1;
    while at < end {
        let value = at + 1;
        if let Some(name) = tape.str(tape.token(at)) {
            let own = members.get(first..).unwrap_or_default();
            match names.find(name.text, own).map(|i| first + i) {
                Some(same) => members[same].value = value,
                None => members.push(Member { name, value }),
            }
            match name.text {
                "$data" => directives.data = Some(value),
                "$when" => directives.when = Some(value),
                "type" => directives.kind = Some(value),
                _ => {}
            }
        }
        at = tape.after(value);
    }
    directives
}

/// Finds names of an object that are used twice.
#[derive(Default)]
struct Names<'c> {
    /// A bit for each name so far, by its length and ends: most names are new.
    marks: u64,
    many: Option<HashMap<&'c str, usize>>,
}

impl<'c> Names<'c> {
    /// The place of `name` among `members`, to which it is added if it has none.
    fn find(&mut self, name: &'c str, members: &[Member<'c>]) -> Option<usize> {
        if members.len() > FEW {
            let many = self.many.get_or_insert_with(|| {
                let all = members.iter().enumerate();
                all.map(|(i, member)| (member.name.text, i)).collect()
            });
            let next = members.len();
            let known = *many.entry(name).or_insert(next);
            return (known < next).then_some(known);
        }
        let bytes = name.as_bytes();
        let end = |byte: Option<&u8>| byte.copied().map_or(0, u64::from);
        let hash = end(bytes.first()) ^ (end(bytes.last()) << 2) ^ ((bytes.len() as u64) << 4);
        let mark = 1 << (hash & 63);
        if self.marks & mark == 0 {
            self.marks |= mark;
            return None;
        }
        members.iter().position(|member| member.name.text == name)
    }
}
