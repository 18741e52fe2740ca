//! Where an expansion writes: a stream of JSON tokens, each value with its class.

mod bytes;
mod fragment;
mod value;

pub use bytes::BytesSink;
pub(crate) use bytes::write_number;
pub use fragment::{Fragment, Token};
pub(crate) use fragment::{Literal, Literals, Run, Str, json_scalar};
pub use value::ValueSink;

use crate::class::Class;

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
}
