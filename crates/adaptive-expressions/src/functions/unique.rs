//! Sets of values, as JavaScript's `Set` sees them: objects are equal only to themselves.

use std::collections::HashSet;
use std::rc::Rc;

use crate::value::Val;

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Undefined,
    Null,
    Bool(bool),
    Number(u64),
    Text(Box<str>),
    Place(usize),
}

/// A set of values.
#[derive(Default)]
pub(super) struct Set(HashSet<Key>);

impl Set {
    /// Adds a value; false when it was there.
    pub(super) fn insert(&mut self, value: &Val<'_>) -> bool {
        self.0.insert(key(value))
    }

    pub(super) fn contains(&self, value: &Val<'_>) -> bool {
        self.0.contains(&key(value))
    }
}

fn key(value: &Val<'_>) -> Key {
    match value {
        Val::Undefined => Key::Undefined,
        Val::Null => Key::Null,
        Val::Bool(b) => Key::Bool(*b),
        // Both zeros are one value, and so are all NaNs.
        Val::Num(n) if *n == 0.0 => Key::Number(0),
        Val::Num(n) if n.is_nan() => Key::Number(f64::NAN.to_bits()),
        Val::Num(n) => Key::Number(n.to_bits()),
        Val::Big(n) => Key::Text(n.to_string().into()),
        Val::Str(text) => Key::Text(Box::from(&**text as &str)),
        Val::Ref(value) => Key::Place(std::ptr::from_ref(*value).addr()),
        Val::List(items) => Key::Place(Rc::as_ptr(items).addr()),
        Val::Object(map) => Key::Place(Rc::as_ptr(map).addr()),
        Val::Bytes(bytes) => Key::Place(Rc::as_ptr(bytes).addr()),
    }
}

/// The distinct values in order.
pub(super) fn distinct<'a>(items: impl IntoIterator<Item = Val<'a>>) -> Vec<Val<'a>> {
    let mut seen = Set::default();
    items.into_iter().filter(|item| seen.insert(item)).collect()
}
