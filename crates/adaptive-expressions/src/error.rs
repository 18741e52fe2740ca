//! Errors of parsing and evaluating.

use std::fmt;

/// A range of bytes in the text of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    pub(crate) fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// What kind of thing is wrong with the text of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// A character, or a string without end, that begins no token.
    InvalidToken,
    /// Another token was expected.
    Unexpected,
    /// A function that does not exist.
    UnknownFunction,
    /// A function that this build of the crate lacks, because a feature of it is off.
    FeatureOff,
    /// Too few or too many arguments.
    Arity,
    /// An argument that can never have the type that the function needs.
    ArgumentType,
    /// A regular expression that is not well-formed.
    Pattern,
    /// Nested deeper than [`crate::MAX_DEPTH`].
    TooDeep,
}

/// The text is not an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// What is wrong, to be compared.
    pub kind: ParseErrorKind,
    /// Where, in bytes of the text.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// What was found and what was expected.
    pub message: String,
}

impl ParseError {
    pub(crate) fn new(
        kind: ParseErrorKind,
        text: &str,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            kind,
            span,
            line: count(before.matches('\n').count()).saturating_add(1),
            column: count(before[line_start..].chars().count()).saturating_add(1),
            message: message.into(),
        }
    }

    /// An error of the whole text.
    pub fn whole(kind: ParseErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            line: 1,
            column: 1,
            message: message.into(),
        }
    }

    /// Moves an error of a part of a text to its place in the whole.
    pub(crate) fn moved(self, whole: &str, by: usize) -> Self {
        let span = Span::new(self.span.start as usize + by, self.span.end as usize + by);
        Self::new(self.kind, whole, span, self.message)
    }
}

/// What kind of thing went wrong while evaluating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument has the wrong type.
    Type,
    /// An index or length outside the value.
    Range,
    /// Division or modulo by zero.
    DivideByZero,
    /// An argument of the right type with a value that makes no sense (a date, URL, JSON text).
    Argument,
    /// A function that is not known; only with [`crate::UnknownFunctions::Keep`].
    UnknownFunction,
    /// The peer has no implementation of it either.
    Unsupported,
    /// A limit was reached; never swallowed by operators that treat errors as `false`.
    Limit(Limit),
}

/// Which limit of a [`crate::Budget`] was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Evaluation steps.
    Steps,
    /// Bytes of values made on the way.
    Bytes,
    /// Depth of evaluation.
    Depth,
}

/// An evaluation failed.
#[derive(Clone, PartialEq, Eq)]
pub struct EvalError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    span: Option<Span>,
    thrown: bool,
}

impl EvalError {
    /// An error of a host function.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            span: None,
            thrown: false,
        }))
    }

    /// The same error, for what the peer doesn't answer with an error but ends with an exception of
    /// JavaScript: nothing takes it for false.
    pub(crate) fn thrown(mut self) -> Self {
        self.0.thrown = true;
        self
    }

    /// Whether it ends the whole evaluation, also where an operand that fails is taken for false.
    pub(crate) fn ends_all(&self) -> bool {
        self.0.thrown || self.is_limit()
    }

    #[cold]
    pub(crate) fn limit(limit: Limit) -> Self {
        let what = match limit {
            Limit::Steps => "the limit of evaluation steps is reached",
            Limit::Bytes => "the limit of bytes made is reached",
            Limit::Depth => "the limit of depth is reached",
        };
        Self::new(ErrorKind::Limit(limit), what)
    }

    pub(crate) fn at(mut self, span: Span) -> Self {
        self.0.span.get_or_insert(span);
        self
    }

    /// What went wrong, to be compared.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether a limit was reached.
    pub fn is_limit(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Limit(_))
    }

    /// A sentence about it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The call or operator that failed, in bytes of the expression's text.
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }
}

impl fmt::Debug for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for EvalError {}
