//! Errors of compiling and expanding.

use adaptive_expressions::{EvalError, ParseError};

use crate::tape::JsonError;

/// A text is no template.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TemplateError {
    /// It is not JSON.
    #[error("line {line}, column {column}: {message}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in characters.
        column: usize,
        /// What is wrong there.
        message: &'static str,
    },
    /// A string of it is not a valid expression.
    #[error(transparent)]
    Expression(#[from] CompileError),
}

impl TemplateError {
    pub(crate) fn json(text: &str, error: &JsonError) -> Self {
        let before = text.as_bytes().get(..error.offset).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self::Json {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            message: error.message,
        }
    }
}

/// A string of the template is not a valid expression.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{pointer}: {source}")]
pub struct CompileError {
    /// JSON pointer (RFC 6901) to the string in the template; empty for the template itself.
    pub pointer: String,
    /// What is wrong with the expression, with line and column inside the string.
    #[source]
    pub source: ParseError,
}

/// An expansion failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{pointer}: {kind}")]
pub struct ExpandError {
    /// JSON pointer to the place in the template.
    pub pointer: String,
    /// What happened.
    pub kind: ExpandErrorKind,
}

/// What can happen in an expansion.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ExpandErrorKind {
    /// An expression failed.
    #[error("{0}")]
    Evaluate(EvalError),
    /// An expression calls a function that does not exist.
    #[error("unknown function {0}")]
    UnknownFunction(String),
    /// A `null`, or no value, inside a longer text; see [`crate::NullText`].
    #[error("no text for a missing value of {0}")]
    NoText(String),
    /// A limit of [`crate::Limits`] was reached.
    #[error("the template needs more than {limit} {what}")]
    Limit {
        /// Which limit: `steps`, `depth`, `output bytes` or `output nodes`.
        what: &'static str,
        /// Its value.
        limit: u64,
    },
    /// The sink refused a value.
    #[error("{0}")]
    Refused(crate::sink::Refusal),
}
