//! jsonPath: compiled once, selected with a budget of steps (SEC-PKG-15).
//!
//! [`Mode::Rfc9535`] is RFC 9535 as it stands, with its patterns (RFC 9485) on the `regex` crate
//! (feature `regex`, on by default; without it `match` and `search` are refused).
//! [`Mode::Newtonsoft`] is for the templates of messaging extensions, which were written for
//! Json.NET. It takes all of RFC 9535 and also:
//!
//! | Form | Meaning |
//! | --- | --- |
//! | empty, `$`, white space around the path | the whole document; nothing |
//! | `results`, `.results`, `data.items` | `$.results`, `$.data.items` |
//! | `[0]`, `items[0]`, `['odd key']`, `*` | `$[0]`, `$.items[0]`, `$['odd key']`, `$.*` |
//! | `..id` | `$..id` |
//! | `items.[0]` | `$.items[0]` |
//! | `odata-next`, `@type`, `2nd` | a name holds any character but `.`, `[`, `]`, `(`, `)` and white space |
//! | `$type` | the member `$type`: `$` is the root only alone and before `.` or `[` |
//! | `[?(@.status == 'open')]` | a filter in parentheses, as in RFC 9535 |
//! | `===`, `!==`, `<>` | `==`, `!=`, `!=` |
//! | `[?(@.title =~ /^oil/i)]` | a pattern, found anywhere; `i`: in either case |
//! | the option `m` | `^` and `$` are the ends of each line |
//! | the option `s` | `.` is also the end of a line |
//! | the option `x` | nothing: in .NET it is `ExplicitCapture`, and what groups hold is not asked for |
//! | any other option | refused; Json.NET ignores it |
//! | `[?(@.tags[*] == 'red')]` | true when any of the nodes compares so |
//! | `[?(@.status != 'open')]` | false where `status` is absent, as any comparison with nothing |
//! | `items[(@.length-1)]` | refused, as by Json.NET: scripts are not run; `items[-1]` is the last one |
//!
//! Options are those of Json.NET 13 (`MiscellaneousUtils.GetRegexOptions`). Patterns run in linear
//! time, so those with what needs backtracking (looking around, `\1`) are refused.
//!
//! Where Json.NET selects less than RFC 9535 does (negative indexes, wildcards and filters over
//! the members of an object), or in another order (`..*`), RFC 9535 holds in both modes.
//!
//! Neither compiling nor selecting depends on the stack: the nesting of filters is limited, and
//! documents are walked without recursion.
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

mod compare;
mod error;
mod filter;
#[cfg(feature = "regex")]
mod i_regexp;
mod parse;
#[cfg_attr(not(feature = "regex"), path = "pattern_absent.rs")]
mod pattern;
mod print;
mod query;
#[cfg_attr(
    not(feature = "regex"),
    allow(
        clippy::zero_sized_map_values,
        reason = "there are no patterns to keep then"
    )
)]
mod select;

use serde_json::Value;

pub use error::JsonPathError;
use query::Segment;

/// Which language a path is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// RFC 9535, strictly.
    Rfc9535,
    /// The same, the forms of Json.NET (Newtonsoft) and its comparisons: see [the table](self).
    Newtonsoft,
}

/// A compiled path. It prints as a text that compiles, in the same mode, to an equal path.
///
/// ```
/// use adaptive_cards_templating::json_path::{JsonPath, Mode};
///
/// let path = JsonPath::compile("results[?(@.odd-name=='x')].[0]", Mode::Newtonsoft)?;
/// assert_eq!(path.to_string(), "$.results[?@['odd-name'] == 'x'][0]");
/// # Ok::<(), adaptive_cards_templating::json_path::JsonPathError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct JsonPath {
    segments: Vec<Segment>,
}

impl JsonPath {
    /// Compiles a path of at most 8192 bytes.
    ///
    /// # Errors
    /// [`JsonPathError::Syntax`] with the column and what was expected there.
    pub fn compile(text: &str, mode: Mode) -> Result<Self, JsonPathError> {
        parse::parse(text, mode).map(|segments| Self { segments })
    }

    /// Selects nodes of `document`, in the order of RFC 9535, in at most `budget` steps.
    ///
    /// A step is a selector applied to a node, a node visited or selected, a condition tried, or a
    /// piece of text (64 bytes) compared; patterns cost more, by their size.
    ///
    /// # Errors
    /// [`JsonPathError::Budget`] when the budget is used up.
    pub fn select<'a>(
        &self,
        document: &'a Value,
        budget: u64,
    ) -> Result<Vec<&'a Value>, JsonPathError> {
        select::select(&self.segments, document, budget)
    }
}

impl std::fmt::Display for JsonPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("$")?;
        print::segments(&self.segments, f)
    }
}
