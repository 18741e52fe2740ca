//! A template as a flat list of operations.

use adaptive_expressions::{Expression, Part};
use serde_json::Value;

use crate::class::Class;
use crate::pointer::{Pointer, Pointers};
use crate::sink::{Literal, Literals, Run, Str};

/// A compiled template.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) ops: Vec<Op>,
    pub(crate) literals: Literals,
    pub(crate) pointers: Pointers,
    pub(crate) unknown_functions: Vec<String>,
}

impl Program {
    /// Where in the template an operation comes from, as a JSON pointer.
    pub(crate) fn pointer(&self, pointer: Pointer) -> String {
        self.pointers.text(pointer, &self.literals)
    }
}

/// One operation.
#[derive(Debug)]
pub(crate) enum Op {
    /// Tokens that are the same in every card.
    Literal(Run),
    /// A literal value that sinks want to judge.
    Scalar(Literal),
    /// The value of an expression.
    Compute(Compute),
    /// An object with `$data` or `$when`; the operations of its body follow.
    Repeat(Box<Repeat>),
}

/// Where a value stands, which decides what becomes of `null`, nothing and lists.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// The template itself, or a property whose name is already written.
    Value,
    /// A property that is left out when there is no value.
    Property(Str),
    /// An item of a list: `null` is left out, lists become items.
    Item,
}

#[derive(Debug)]
pub(crate) struct Compute {
    pub(crate) formula: Formula,
    pub(crate) class: Class,
    pub(crate) place: Place,
    pub(crate) pointer: Pointer,
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
    /// The place after the last operation of its body.
    pub(crate) end: usize,
    pub(crate) item: bool,
    pub(crate) pointer: Pointer,
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
