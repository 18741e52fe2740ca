//! Where an expansion writes: a stream of JSON tokens, each value with its class.

mod bytes;
mod fragment;
mod literals;
mod value;

pub use bytes::BytesSink;
pub(crate) use bytes::write_number;
pub use fragment::{Fragment, Token};
pub(crate) use literals::{Literal, Literals, Run, Str};
pub use value::ValueSink;

use adaptive_expressions::{EvalError, Expression, Val};
use serde_json::{Number, Value};

use crate::class::Class;

/// An expression of the template that was evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Evaluated<'e, 'a> {
    /// JSON pointer to its string in the template, or to the object whose directive it is.
    pub pointer: &'e str,
    /// `$data` or `$when`, when it stands there.
    pub directive: Option<&'static str>,
    /// The expression.
    pub expression: &'e Expression,
    /// What came of it.
    pub result: Result<&'e Val<'a>, &'e EvalError>,
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer, kept exactly.
    Int(i64),
    /// An integer above `i64::MAX`, kept exactly.
    Uint(u64),
    /// Any other number; what JSON cannot say (infinities, NaN) becomes `null`, as in JavaScript.
    Float(f64),
    /// Text.
    Str(&'a str),
}

impl<'a> Scalar<'a> {
    /// The scalar of a JSON value; containers never get here and become `null`.
    pub(crate) fn of_json(value: &'a Value) -> Self {
        match value {
            Value::Bool(b) => Self::Bool(*b),
            Value::Number(n) => Self::of_number(n),
            Value::String(s) => Self::Str(s),
            Value::Null | Value::Array(_) | Value::Object(_) => Self::Null,
        }
    }

    /// The scalar of a JSON number, exactly.
    pub(crate) fn of_number(n: &Number) -> Self {
        if let Some(i) = n.as_i64() {
            Self::Int(i)
        } else if let Some(u) = n.as_u64() {
            Self::Uint(u)
        } else {
            Self::Float(n.as_f64().unwrap_or(f64::NAN))
        }
    }
}

/// Why a sink refused a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// Receives the expanded card.
///
/// Calls come in the order of JSON text. A sink that judges values wraps another one and overrides
/// [`Sink::scalar`]; literal parts of the template without a class of interest arrive as a whole
/// by [`Sink::literal`], which such a sink passes on.
pub trait Sink {
    /// `{`
    fn begin_object(&mut self) -> Result<(), Refusal>;
    /// A property name; its value follows.
    fn key(&mut self, name: &str) -> Result<(), Refusal>;
    /// `}`
    fn end_object(&mut self) -> Result<(), Refusal>;
    /// `[`
    fn begin_array(&mut self) -> Result<(), Refusal>;
    /// `]`
    fn end_array(&mut self) -> Result<(), Refusal>;
    /// A scalar with the class of the property it stands in (items of an array have the class of
    /// the array's property).
    fn scalar(&mut self, class: Class, value: Scalar<'_>) -> Result<(), Refusal>;
    /// A run of tokens of the template whose values all are [`Class::Plain`] or [`Class::Type`].
    fn literal(&mut self, fragment: &Fragment<'_>) -> Result<(), Refusal> {
        fragment.replay(self)
    }
    /// Whether [`Sink::evaluated`] is to be called, which takes time.
    const EXPLAINS: bool = false;
    /// Told of each expression before its value is written.
    fn evaluated(&mut self, _: Evaluated<'_, '_>) {}
}
