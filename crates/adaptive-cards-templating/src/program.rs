//! A template as a flat list of operations.

use adaptive_expressions::{Expression, Part};
use serde_json::Value;

use crate::class::Class;
use crate::sink::Fragment;

/// A compiled template.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) ops: Vec<Op>,
    pub(crate) unknown_functions: Vec<String>,
}

/// One operation.
#[derive(Debug)]
pub(crate) enum Op {
    /// Tokens that are the same in every card.
    Literal(Fragment),
    /// A literal value that sinks want to judge.
    Scalar(Class, Value),
    /// The value of an expression.
    Compute(Box<Compute>),
    /// An object with `$data` or `$when`.
    Repeat(Box<Repeat>),
}

/// Where a value stands, which decides what becomes of `null`, nothing and lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The template itself, or a property whose name is already written.
    Value,
    /// A property that is left out when there is no value.
    Property(Box<str>),
    /// An item of a list: `null` is left out, lists become items.
    Item,
}

#[derive(Debug)]
pub(crate) struct Compute {
    pub(crate) formula: Formula,
    pub(crate) class: Class,
    pub(crate) place: Place,
    pub(crate) pointer: Box<str>,
}

/// A string of the template with expressions in it.
#[derive(Debug)]
pub(crate) enum Formula {
    /// One expression is the whole string: the value keeps its type.
    Whole(Expression),
    /// The value is a text.
    Text(Vec<Part>),
}

#[derive(Debug)]
pub(crate) struct Repeat {
    pub(crate) data: Option<Data>,
    pub(crate) when: When,
    pub(crate) body: Vec<Op>,
    pub(crate) place: Place,
    pub(crate) pointer: Box<str>,
}

/// `$data`
#[derive(Debug)]
pub(crate) enum Data {
    Formula(Formula),
    Inline(Value),
}

/// `$when`
#[derive(Debug)]
pub(crate) enum When {
    Always,
    /// What is neither an expression nor empty drops the object, as in the peer.
    Never,
    Condition(Expression),
}
