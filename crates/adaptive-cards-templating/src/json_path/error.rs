//! What can go wrong with a path.

/// A path that cannot be compiled, or a selection that cost too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonPathError {
    /// Not a path.
    #[error("column {column}: {reason}")]
    Syntax {
        /// Column, from 1, in characters.
        column: usize,
        /// What is wrong there and what was expected.
        reason: String,
    },
    /// The selection needs more steps than allowed; holds what was allowed.
    #[error("the path needs more than {0} steps on this document")]
    Budget(u64),
}
