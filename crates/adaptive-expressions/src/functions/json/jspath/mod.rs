//! The `JSPath` language.

mod compare;
mod parse;
mod select;
mod token;

pub(super) use parse::parse;
pub(super) use select::apply;

use crate::value::Val;

/// A compiled path or several joined by `|`.
#[derive(Debug)]
pub(super) enum Query {
    Path(Path),
    Concat(Vec<Query>),
}

/// Parts applied one after another.
#[derive(Debug)]
pub(super) struct Path {
    start: Start,
    parts: Vec<Part>,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Start {
    /// `^`: the document.
    Root,
    /// Where the path is applied.
    Here,
    /// `$name`: a value from outside, of which there is none.
    Outside,
}

#[derive(Debug)]
enum Part {
    /// `.`, `.name`, `.*`
    Child(Name),
    /// `..`, `..name`, `..*`
    Descendant(Name),
    /// `[index]`
    Index(Expr),
    /// `[from:to]`
    Range(Option<Expr>, Option<Expr>),
    /// `{condition}`
    Filter(Expr),
    /// `(path | path)`
    Concat(Vec<Query>),
    /// `(path)` after another part, which the language ignores.
    Ignored,
}

#[derive(Debug)]
enum Name {
    None,
    Any,
    Is(String),
}

#[derive(Debug)]
enum Expr {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Compare(Box<Expr>, &'static str, Box<Expr>),
    Math(Box<Expr>, &'static str, Box<Expr>),
    Path(Path),
    Literal(Val<'static>),
}
