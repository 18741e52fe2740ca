//! Questions to the table: limits at a place, names known elsewhere, all places of a schema.

use super::{Id, Keyword, Kind, Literal, keywords};

/// The schema at a JSON pointer below a root, by `properties` and `items` alone; `None` where the
/// pointer leaves what is described. Items are numbers or `*`.
pub(crate) fn at(root: Id, pointer: &str) -> Option<Id> {
    let mut id = root;
    for token in pointer.split('/').skip(1) {
        id = keywords(id).iter().find_map(|keyword| match keyword {
            Keyword::Properties(all) => {
                let name = token.replace("~1", "/").replace("~0", "~");
                let found = all.iter().find(|(known, _)| *known == name);
                found.map(|(_, id)| *id)
            }
            Keyword::Items(id) if token == "*" || token.parse::<usize>().is_ok() => Some(*id),
            _ => None,
        })?;
    }
    Some(id)
}

/// `maxItems` or `maxLength` at a place of the newest version: what is not typed in twice.
pub(crate) fn limit(kind: Kind, pointer: &str) -> Option<usize> {
    let id = at(kind.newest().1, pointer)?;
    keywords(id).iter().find_map(|keyword| match keyword {
        Keyword::MaxItems(most) | Keyword::MaxLength(most) => Some(*most),
        _ => None,
    })
}

/// The names of the properties of an object's schema.
pub(crate) fn names(id: Id) -> impl Iterator<Item = &'static str> {
    keywords(id)
        .iter()
        .filter_map(|keyword| match keyword {
            Keyword::Properties(all) => Some(*all),
            _ => None,
        })
        .flatten()
        .map(|(name, _)| *name)
}

/// The values that a schema lists by `enum` or `const`.
pub(crate) fn values(id: Id) -> Vec<Literal> {
    keywords(id)
        .iter()
        .find_map(|keyword| match keyword {
            Keyword::Enum(all) => Some(all.to_vec()),
            Keyword::Const(one) => Some(vec![*one]),
            _ => None,
        })
        .unwrap_or_default()
}
