// Engineer 12 writes this folder now.
//! jsonPath, compiled, with a budget of steps (SEC-PKG-15).
//!
//! [`Mode::Rfc9535`] is RFC 9535 as it stands. [`Mode::Newtonsoft`] also takes the forms of
//! Newtonsoft.Json that response templates use:
//!
//! | Form | Meaning |
//! | --- | --- |
//! | `results`, `data.items` | the same as `$.results`, `$.data.items` |
//! | `items[0]`, `['odd key']` | the same as `$.items[0]`, `$['odd key']` |
//! | `$.odata-next`, `$.@type` | names may hold any character but `.`, `[`, `]`, `(`, `)` and space |
//! | empty, `$` | the whole document |
//! | `items[(@.length-1)]` | refused: scripts are not run |
//!
//! ```
//! use adaptive_cards_templating::json_path::{JsonPath, Mode};
//! use serde_json::json;
//!
//! let answer = json!({"results": [{"id": 1}, {"id": 2}]});
//! let path = JsonPath::compile("results[?(@.id > 1)]", Mode::Newtonsoft)?;
//! assert_eq!(path.select(&answer, 1000)?, [&json!({"id": 2})]);
//! # Ok::<(), adaptive_cards_templating::json_path::JsonPathError>(())
//! ```

mod filter;
mod parse;
mod query;
mod regexp;
mod select;

use serde_json::Value;

use query::Segment;

/// Which language a path is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// RFC 9535, strictly.
    Rfc9535,
    /// The same and the forms of Newtonsoft.Json seen in response templates.
    Newtonsoft,
}

/// A compiled path.
#[derive(Debug, Clone)]
pub struct JsonPath {
    segments: Vec<Segment>,
}

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
    ///
    /// # Errors
    /// With the column and what is wrong there.
    pub fn compile(text: &str, mode: Mode) -> Result<Self, JsonPathError> {
        parse::parse(text, mode).map(|segments| Self { segments })
    }

    /// Selects nodes of `document`, in the order of RFC 9535, visiting at most `budget` nodes.
    ///
    /// # Errors
    /// When the budget is used up; work of filters and patterns counts too.
    pub fn select<'a>(
        &self,
        document: &'a Value,
        budget: u64,
    ) -> Result<Vec<&'a Value>, JsonPathError> {
        select::select(&self.segments, document, budget)
    }
}
