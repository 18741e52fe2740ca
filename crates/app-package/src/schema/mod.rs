//! The published JSON schemas of manifests, rendering templates and plugins, as one table of
//! constraints (decision 30), and a validator that runs it over a document with positions.
//!
//! The table is made by `cargo run -p xtask -- generate schemas`. Its schemas call themselves
//! draft 4 or 6 and use `const`, `propertyNames` and `if` of later drafts as well; all keywords
//! are held to mean what draft 7 says, except that `integer` wants a number without a point.

mod check;
mod format;
mod lookup;
mod pattern;
#[rustfmt::skip]
#[allow(clippy::enum_glob_use, clippy::unreadable_literal)]
mod table;

pub(crate) use check::{Violation, ViolationKind, check};
pub(crate) use lookup::{at, limit, names, values};
pub(crate) use pattern::hint;

use serde_json::Value;

/// A row of the table.
pub(crate) type Id = u16;

/// One constraint. Rows of the table are lists of them, all of which have to hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keyword {
    /// Nothing fits: the schema `false`.
    Never,
    /// Bits of [`TYPES`].
    Types(u8),
    Properties(&'static [(&'static str, Id)]),
    /// By index of the pattern.
    PatternProperties(&'static [(usize, Id)]),
    AdditionalProperties(Id),
    PropertyNames(Id),
    Required(&'static [&'static str]),
    MinProperties(usize),
    Items(Id),
    MinItems(usize),
    MaxItems(usize),
    UniqueItems(bool),
    MinLength(usize),
    MaxLength(usize),
    /// By index.
    Pattern(usize),
    Format(Format),
    Enum(&'static [Literal]),
    Const(Literal),
    Minimum(f64),
    Maximum(f64),
    AllOf(&'static [Id]),
    AnyOf(&'static [Id]),
    OneOf(&'static [Id]),
    Not(Id),
    /// `if`, `then`.
    If(Id, Id),
    Dependencies(&'static [(&'static str, Id)]),
}

/// A value of `enum` or `const`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    Null,
    Integer(i64),
    Text(&'static str),
}

impl Literal {
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Integer(number) => number.into(),
            Self::Text(text) => text.into(),
        }
    }
}

/// A value of `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Uri,
    Email,
}

/// The types of JSON schema with their bits.
pub(crate) const TYPES: [(u8, &str); 7] = [
    (1, "null"),
    (2, "a boolean"),
    (4, "an integer"),
    (8, "a number"),
    (16, "a string"),
    (32, "an array"),
    (64, "an object"),
];

/// A kind of document that has published schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `manifest.json`, by `manifestVersion`.
    Manifest,
    /// A response rendering template, by the version of the manifest's schema.
    Template,
    /// An API plugin manifest, by `schema_version`.
    Plugin,
}

impl Kind {
    /// All versions in their order, the preview last.
    pub(crate) fn versions(self) -> &'static [(&'static str, Id)] {
        match self {
            Self::Manifest => table::MANIFESTS,
            Self::Template => table::TEMPLATES,
            Self::Plugin => table::PLUGINS,
        }
    }

    /// The schema of a version.
    pub(crate) fn root(self, version: &str) -> Option<Id> {
        self.versions()
            .iter()
            .find(|(known, _)| *known == version)
            .map(|(_, id)| *id)
    }

    /// The newest numbered version.
    pub(crate) fn newest(self) -> (&'static str, Id) {
        let numbered = self.versions().iter().rev();
        *numbered
            .filter(|(version, _)| *version != "devPreview")
            .chain(self.versions())
            .next()
            .unwrap_or(&("", 0))
    }
}

fn keywords(id: Id) -> &'static [Keyword] {
    table::SCHEMAS
        .get(usize::from(id))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
