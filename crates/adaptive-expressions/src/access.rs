//! Access to properties and items, and the scope that names are looked up in.

use serde_json::Value;

use crate::error::{ErrorKind, EvalError};
use crate::value::Val;

/// Where an expression finds names.
#[derive(Debug, Clone, Default)]
pub struct Scope<'a> {
    /// Names are properties of this value.
    pub data: Val<'a>,
    /// When the first has a name, names that begin with `$` are looked up here and nowhere else.
    pub specials: [(&'static str, Val<'a>); MAX_SPECIALS],
}

/// How many names of its own a scope may have.
pub const MAX_SPECIALS: usize = 5;

impl<'a> Scope<'a> {
    /// A scope without special names.
    pub fn new(data: &'a Value) -> Self {
        Self {
            data: Val::from_json(data),
            specials: Default::default(),
        }
    }

    /// A text among the properties of data that is an object.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        let Val::Ref(Value::Object(map)) = self.data else {
            return None;
        };
        if name.starts_with('$') {
            return None;
        }
        let (_, value) = map.iter().find(|(key, _)| same_name(key, name))?;
        value.as_str()
    }

    #[inline]
    pub(crate) fn get(&self, name: &str) -> Val<'a> {
        if name.starts_with('$') && !self.specials[0].0.is_empty() {
            return self
                .specials
                .iter()
                .find(|(special, _)| same_name(special, name))
                .map_or(Val::Undefined, |(_, value)| value.clone());
        }
        part(&self.data, name)
    }
}

/// Names are compared without case. The first property that matches wins, as in the peer.
#[inline]
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().copied().unwrap_or(0);
    let (x, y) = (first(a), first(b));
    // The commonest case: letters that differ in their case do so in this bit.
    if (x | 0x20) != (y | 0x20) && x.is_ascii() && y.is_ascii() {
        return false;
    }
    same_text(a, b)
}

fn same_text(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    for (x, y) in a.bytes().zip(b.bytes()) {
        if !(x.is_ascii() && y.is_ascii()) {
            // A character beyond ASCII may still equal one within it.
            return same_letters(a, b);
        }
        if !x.eq_ignore_ascii_case(&y) {
            return false;
        }
    }
    a.len() == b.len()
}

#[cold]
fn same_letters(a: &str, b: &str) -> bool {
    a.chars()
        .flat_map(char::to_lowercase)
        .eq(b.chars().flat_map(char::to_lowercase))
}

/// A property of a value; nothing when it has none of that name.
pub(crate) fn property<'a>(value: &Val<'a>, name: &str) -> Val<'a> {
    match value {
        Val::Ref(Value::Object(map)) => map
            .iter()
            .find(|(key, _)| same_name(key, name))
            .map_or(Val::Undefined, |(_, value)| Val::from_json(value)),
        Val::Object(map) => map
            .iter()
            .find(|(key, _)| same_name(key, name))
            .map_or(Val::Undefined, |(_, value)| value.clone()),
        Val::Ref(Value::Array(_)) | Val::List(_) => own_index(name)
            .and_then(|index| value.item(index))
            .unwrap_or_default(),
        Val::Str(text) => own_index(name)
            .and_then(|index| crate::text::unit_at(text, index))
            .map_or(Val::Undefined, Val::from),
        _ => Val::Undefined,
    }
}

/// An index as the name of a property of a list.
fn own_index(name: &str) -> Option<usize> {
    if name.len() > 1 && name.starts_with('0') {
        return None;
    }
    name.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| name.parse().ok())
        .flatten()
}

/// One part of a path. A part that begins with digits is an index when the value is a list.
pub(crate) fn part<'a>(value: &Val<'a>, name: &str) -> Val<'a> {
    if value.is_list() {
        let index = crate::value::parse_int(name);
        if !index.is_nan() {
            return to_index(index)
                .and_then(|i| value.item(i))
                .unwrap_or_default();
        }
    }
    property(value, name)
}

/// A number as an index.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn to_index(n: f64) -> Option<usize> {
    (n >= 0.0 && n.fract() == 0.0 && n <= 9_007_199_254_740_991.0).then_some(n as usize)
}

/// `value[index]` with a number.
pub(crate) fn index<'a>(value: &Val<'a>, index: f64) -> Result<Val<'a>, EvalError> {
    if value.is_nullish() {
        return Ok(Val::Undefined);
    }
    if !value.is_list() {
        return Err(EvalError::new(ErrorKind::Type, "an index needs a list"));
    }
    to_index(index)
        .and_then(|i| value.item(i))
        .ok_or_else(|| EvalError::new(ErrorKind::Range, format!("index {index} is out of range")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_are_the_same_when_their_lower_case_is(
            a in "[a-cA-C\u{212a}kKİßäÄ]{0,4}", b in "[a-cA-C\u{212a}kKİßäÄ]{0,4}"
        ) {
            prop_assert_eq!(same_name(&a, &b), same_letters(&a, &b));
            let upper = a.to_uppercase();
            prop_assert_eq!(same_name(&a, &upper), same_letters(&a, &upper));
        }
    }
}
