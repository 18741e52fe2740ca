//! jsonPath, compiled, with a budget of steps (SEC-PKG-15).

use serde_json::Value;

/// Which language a path is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// RFC 9535, strictly.
    Rfc9535,
    /// The same and the forms of Newtonsoft.Json seen in response templates: no leading `$`.
    Newtonsoft,
}

/// A compiled path.
#[derive(Debug, Clone)]
pub struct JsonPath {}

/// A path that cannot be compiled, or a selection that cost too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonPathError {
    /// Not a path.
    #[error("column {column}: {reason}")]
    Syntax {
        /// Column, from 1, in characters.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// The selection visited more nodes than allowed.
    #[error("the path needs more than {0} steps on this document")]
    Budget(u64),
}

impl JsonPath {
    /// Compiles a path.
    pub fn compile(_text: &str, _mode: Mode) -> Result<Self, JsonPathError> {
        Ok(Self {})
    }

    /// Selects nodes of `document`, in the order of RFC 9535, visiting at most `budget` nodes.
    pub fn select<'a>(&self, document: &'a Value, _budget: u64) -> Result<Vec<&'a Value>, JsonPathError> {
        Ok(vec![document])
    }
}
