//! Values of the language: JavaScript's, borrowed from data and templates where possible.

mod convert;
mod equal;
mod text;

pub use text::Text;

use std::rc::Rc;

use serde_json::Value;

pub(crate) use convert::{is_space, json_text, parse_float, parse_int, to_json, to_text};
pub(crate) use equal::{common_equals, strict_equals};

/// The properties of an object made by an expression, in order.
pub type Properties<'a> = Vec<(Text<'a>, Val<'a>)>;

/// A value. Lists and objects of the data stay where they are ([`Val::Ref`]).
#[derive(Debug, Clone, Default)]
pub enum Val<'a> {
    /// Nothing: a property that does not exist.
    #[default]
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, with JavaScript's range and precision.
    Num(f64),
    /// An exact integer: the answer of `ticks`.
    Big(i64),
    /// Text.
    Str(Text<'a>),
    /// A list or an object of the data.
    Ref(&'a Value),
    /// A list made by an expression.
    List(Rc<Vec<Val<'a>>>),
    /// An object made by an expression.
    Object(Rc<Properties<'a>>),
    /// Bytes: the answer of `binary` and its relatives.
    Bytes(Rc<Vec<u8>>),
}

impl<'a> Val<'a> {
    /// The value of a piece of data.
    pub fn from_json(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(b) => Self::Bool(*b),
            Value::Number(n) => Self::Num(n.as_f64().unwrap_or(f64::NAN)),
            Value::String(s) => Self::Str(Text::Borrowed(s)),
            Value::Array(_) | Value::Object(_) => Self::Ref(value),
        }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Str(Text::from(text.into()))
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(items))
    }

    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn count(n: usize) -> Self {
        Self::Num(n as f64)
    }

    /// `null` or nothing.
    pub fn is_nullish(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// The truth of logical operators: all but `false`, `null` and nothing is true.
    pub fn is_true(&self) -> bool {
        !matches!(self, Self::Bool(false) | Self::Undefined | Self::Null)
    }

    /// A number that is not NaN.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Num(n) if !n.is_nan() => Some(*n),
            _ => None,
        }
    }

    /// A finite whole number.
    pub fn as_integer(&self) -> Option<f64> {
        self.as_number()
            .filter(|n| n.is_finite() && n.fract() == 0.0)
    }

    /// Text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(s) => Some(s),
            _ => None,
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Ref(Value::Array(_)))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_) | Self::Ref(Value::Object(_)))
    }

    /// The length of a list.
    pub fn list_len(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.len()),
            Self::Ref(Value::Array(items)) => Some(items.len()),
            _ => None,
        }
    }

    /// An item of a list.
    pub fn item(&self, index: usize) -> Option<Val<'a>> {
        match self {
            Self::List(items) => items.get(index).cloned(),
            Self::Ref(Value::Array(items)) => items.get(index).map(Val::from_json),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn items(&self) -> Option<Vec<Val<'a>>> {
        match self {
            Self::List(items) => Some(items.as_ref().clone()),
            Self::Ref(Value::Array(items)) => Some(items.iter().map(Val::from_json).collect()),
            _ => None,
        }
    }

    /// The properties of an object, in JavaScript's order: names that are array indices first.
    pub fn properties(&self) -> Option<Properties<'a>> {
        let mut all: Properties<'a> = match self {
            Self::Object(map) => map.as_ref().clone(),
            Self::Ref(Value::Object(map)) => map
                .iter()
                .map(|(k, v)| (Text::Borrowed(k), Val::from_json(v)))
                .collect(),
            _ => return None,
        };
        if all.iter().any(|(name, _)| array_index(name).is_some()) {
            all.sort_by_key(|(name, _)| array_index(name).map_or(u64::MAX, u64::from));
        }
        Some(all)
    }

    /// How many properties an object has.
    pub fn property_count(&self) -> Option<usize> {
        match self {
            Self::Object(map) => Some(map.len()),
            Self::Ref(Value::Object(map)) => Some(map.len()),
            _ => None,
        }
    }

    /// Appends `String(value)` of JavaScript: lists joined by commas, objects `[object Object]`.
    pub fn write_text(&self, out: &mut String) {
        to_text(self, out);
    }

    /// The same as JSON. What JSON cannot say becomes `null` (or is left out of an object), as
    /// `JSON.stringify` does; [`Val::Big`] becomes text.
    pub fn to_json(&self) -> Value {
        to_json(self)
    }
}

/// Whether JavaScript treats a property name as an array index.
pub(crate) fn array_index(name: &str) -> Option<u32> {
    let bytes = name.as_bytes();
    let digits = !bytes.is_empty() && bytes.len() <= 10 && bytes.iter().all(u8::is_ascii_digit);
    if !digits || (bytes.len() > 1 && bytes[0] == b'0') {
        return None;
    }
    name.parse().ok().filter(|n| *n != u32::MAX)
}

impl From<bool> for Val<'_> {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}

impl From<f64> for Val<'_> {
    fn from(n: f64) -> Self {
        Self::Num(n)
    }
}

impl From<String> for Val<'_> {
    fn from(s: String) -> Self {
        Self::text(s)
    }
}

/// A JSON value owned by nobody else, as a value of the language.
pub(crate) fn from_owned_json<'a>(value: Value) -> Val<'a> {
    match value {
        Value::Null => Val::Null,
        Value::Bool(b) => Val::Bool(b),
        Value::Number(n) => Val::Num(n.as_f64().unwrap_or(f64::NAN)),
        Value::String(s) => Val::text(s),
        Value::Array(items) => Val::list(items.into_iter().map(from_owned_json).collect()),
        Value::Object(map) => Val::Object(Rc::new(
            map.into_iter()
                .map(|(k, v)| (Text::from(k), from_owned_json(v)))
                .collect(),
        )),
    }
}
