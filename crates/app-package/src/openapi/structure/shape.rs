//! The language of the tables.

use crate::openapi::view::View;

/// What a value may be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Anything,
    Text,
    /// A text out of a few.
    OneOf(&'static [&'static str]),
    Boolean,
    Number,
    /// A number above zero.
    Positive,
    /// An integer of zero or more.
    Count,
    Object(&'static Shape),
    /// An object or a boolean: schemas of 3.1.
    ObjectOrBoolean,
    /// A schema or a boolean: `additionalProperties` of 3.0.
    SchemaOrBoolean(&'static Shape),
    /// An object whose members are all of a kind.
    Map(&'static Kind),
    /// The same, but only for names of components; others may be anything.
    Components(&'static Kind),
    /// The same, but other names are refused.
    NamedComponents(&'static Kind),
    /// The same with exactly one member.
    OneMember(&'static Kind),
    /// The same, except for members that begin with `x-`.
    Extensible(&'static Kind),
    List(&'static Kind),
    /// A list of at least one.
    Filled(&'static Kind),
    /// A list without repetition.
    Unique(&'static Kind),
    /// A list of at least one without repetition.
    FilledUnique(&'static Kind),
}

/// Which names beyond its fields an object may have, besides those that begin with `x-`.
#[derive(Clone, Copy)]
pub(super) enum Others {
    /// None.
    None,
    /// None, not even extensions.
    NotEvenExtensions,
    /// Any, of any kind.
    Any,
    /// Names that begin with a slash.
    Paths(&'static Kind),
    /// The methods of operations.
    Methods(&'static Kind),
    /// 3.0: three digits, or one with `XX`.
    StatusCodes(&'static Kind),
    /// 3.1: also `4X0`.
    StatusPatterns(&'static Kind),
}

/// A kind of object.
pub(super) struct Shape {
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    pub(super) fields: &'static [(&'static str, Kind)],
    pub(super) required: &'static [&'static str],
    pub(super) others: Others,
    /// What its members have to do with each other: a sentence if that is wrong.
    pub(super) rule: Option<fn(&View<'_>) -> Option<&'static str>>,
}
