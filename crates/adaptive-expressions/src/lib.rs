//! The Adaptive Expressions language: lexer, parser, evaluator and the prebuilt functions.
//!
//! An [`Expression`] is parsed once and evaluated many times over data that stays where it is.
//! [`evaluate`] is the short way:
//!
//! ```
//! use adaptive_expressions::evaluate;
//! use serde_json::json;
//!
//! let data = json!({"title": "Oil change", "tags": ["car", "yearly"]});
//! assert_eq!(evaluate("concat(title, ' #', count(tags))", &data)?, json!("Oil change #2"));
//! assert_eq!(evaluate("where(tags, t, startsWith(t, 'c'))", &data)?, json!(["car"]));
//! # Ok::<(), adaptive_expressions::Error>(())
//! ```
//!
//! # Functions
//!
//! [`prebuilt`] lists them all, with what each does and an example. By group:
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Logic and comparison: an operand that fails is false, not an error.
//! is("1 / 0 > 1 || 'b' >= 'a'", json!(true));
//! is("coalesce(null, 'none')", json!("none"));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Mathematics: two integers divide to an integer.
//! is("7 / 2 + 2 ^ 3", json!(11));
//! is("round(average([1, 2, 2]), 2)", json!(1.67));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Text, counted in UTF-16 units.
//! is("titleCase(replace('oil-change', '-', ' '))", json!("Oil Change"));
//! is("substring('repair', 2)", json!("pair"));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Collections, and lambdas over them.
//! is("sortBy([{n: 'b'}, {n: 'a'}], 'n')[0].n", json!("a"));
//! is("union([1, 2], [2, 3])", json!([1, 2, 3]));
//! is("where([1, 2, 3], x => x > 1)", json!([2, 3]));
//! is("foreach([1, 2], x, x * 10)", json!([10, 20]));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Objects, JSON and XML. Nothing changes its argument.
//! is("setProperty({a: 1}, 'b', 2)", json!({"a": 1, "b": 2}));
//! is("jPath({a: [{b: 1}, {b: 2}]}, '.a.b')", json!([1, 2]));
//! # #[cfg(feature = "xpath")]
//! is("xPath('<r><i>a</i></r>', 'count(/r/i)')", json!(1));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Conversion and types.
//! is("formatNumber(1234.5, 2)", json!("1,234.50"));
//! is("base64('hello')", json!("aGVsbG8="));
//! is("isInteger(int('12'))", json!(true));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Dates and times in .NET patterns, zones by IANA and Windows names.
//! # #[cfg(feature = "time")]
//! is("formatDateTime('2024-05-23T13:05:00.000Z', 'MMM d')", json!("May 23"));
//! # #[cfg(feature = "time")]
//! is("convertFromUTC('2024-05-23T13:05:00.000Z', 'Pacific Standard Time', 'HH:mm')", json!("06:05"));
//! ```
//!
//! ```
//! # use adaptive_expressions::evaluate;
//! # use serde_json::{Value, json};
//! # fn is(text: &str, value: Value) { assert_eq!(evaluate(text, &Value::Null).unwrap(), value); }
//! // Timex, the notation of the vendor's recognizers, and URIs.
//! # #[cfg(feature = "time")]
//! is("isDefinite('2024-05-23')", json!(true));
//! # #[cfg(feature = "uri")]
//! is("uriHost('https://api.example.com/v1')", json!("api.example.com"));
//! ```
//!
//! # Features
//!
//! All are on by default. A call of a function whose feature is off is a parse error that names the
//! feature ([`ParseErrorKind::FeatureOff`]), unless the host has a function of that name.
//!
//! | Feature | What it adds | Crate it needs |
//! | --- | --- | --- |
//! | `time` | dates and times, time zones, Timex | `jiff` |
//! | `culture` | number formats of cultures beyond the peer's, from CLDR | none, a table of 5 kB |
//! | `regex` | `isMatch`, `replaceIgnoreCase` | `regex` |
//! | `xpath` | `xml`, `xPath` | none |
//! | `uri` | `uriHost` and its relatives, `uriComponent`, `uriComponentToString` | `url` |
//!
//! Without any the crate needs `serde_json`, `ryu-js`, `libm` and `thiserror`.
//!
//! # Values
//!
//! The values are JavaScript's ([`Val`]): numbers are 64-bit floats, text counts in UTF-16 units, a
//! property that does not exist is *nothing* ([`Val::Undefined`]), which is not `null`. Property
//! names are compared without case.
//!
//! # Limits
//!
//! Every evaluation has a [`Budget`] of steps, bytes and depth; work is charged where it is done.
//! Regular expressions run in linear time.
//!
//! # Where it differs from npm `adaptive-expressions` 4.23
//!
//! | Peer | Here | Why |
//! | --- | --- | --- |
//! | `setProperty`, `addProperty`, `removeProperty`, `reverse`, `setPathToValue` change their argument, thus the data | they answer with a changed copy, the last with the value | data is shared and may be read by others |
//! | half of a surrogate pair is a text | it becomes U+FFFD | a Rust text is valid Unicode |
//! | patterns run with backtracking | patterns run in linear time | a pattern from a template must not hang the server |
//! | dates without a zone are local time | they are UTC | a server has no local time |
//! | no limits | steps, bytes, depth; nesting of an expression up to [`MAX_DEPTH`] | hostile templates |
//! | a local time that occurs twice is read with the zone's offset of today | it is read as the later one | an answer must not change with the season |
//! | `xPath` repairs XML that is not well-formed; `following` and `preceding` find the wrong nodes | such XML is refused; the axes are those of XPath 1.0 | a repaired document is a guess |
//! | a culture that it does not know has the signs of English | it has those of CLDR; [`Cultures::Peer`] has the peer's only | a user of that culture reads other signs |
//! | a number beyond a double inside a JSON text is `Infinity`; `{__proto__: 1}` has no property; the last operand of `or` leaves behind what it had when it failed (`-1`, `[]`); the last digit of some powers is V8's | an error; it has one; nothing; it is that of `libm` | accidents of JavaScript |
#![forbid(unsafe_code)]
// All functions of the table share one signature, whether they can fail or not; numbers are compared
// exactly, as JavaScript does; texts are built by appending.
#![allow(
    clippy::unnecessary_wraps,
    clippy::float_cmp,
    clippy::format_push_string
)]

mod access;
mod budget;
mod custom;
mod error;
mod eval;
mod functions;
mod references;
mod syntax;
mod text;
mod value;

pub use access::{MAX_SPECIALS, Scope};
pub use budget::Budget;
pub use custom::{CustomFunction, Functions};
pub use error::{ErrorKind, EvalError, Limit, ParseError, ParseErrorKind, Span};
pub use eval::{Environment, Evaluator};
pub use functions::{Cultures, FunctionInfo, prebuilt};
pub use references::{PathStep, Reference};
pub use syntax::Part;
pub use syntax::ast::Node;
pub use value::{Properties, Text, Val};

use serde_json::Value;

/// How deep an expression may nest.
pub const MAX_DEPTH: u32 = 128;

/// What a parser does with a function that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownFunctions {
    /// The text is no expression.
    #[default]
    Refuse,
    /// The call fails when it is evaluated, as in Adaptive Cards Templating.
    Keep,
}

/// The functions that a parser knows besides the prebuilt ones.
#[derive(Debug, Clone, Copy)]
pub struct Names<'f> {
    /// Functions of the host.
    pub functions: &'f Functions,
    /// What to do with any other name.
    pub unknown: UnknownFunctions,
}

/// A parsed expression; immutable, can be shared between threads.
///
/// Two are equal when they are the same tree, wherever its parts stand in the text. [`Display`]
/// writes it as the peer does, which may say the same with other calls; [`Self::to_source`] writes
/// a text that parses to an equal expression.
///
/// [`Display`]: std::fmt::Display
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub(crate) node: Node,
}

impl Expression {
    /// Parses a text with the prebuilt functions.
    ///
    /// # Errors
    /// With line and column, what was found and what was expected.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let functions = Functions::new();
        Self::parse_with(
            text,
            Names {
                functions: &functions,
                unknown: UnknownFunctions::Refuse,
            },
        )
    }

    /// Parses a text with functions of a host.
    pub fn parse_with(text: &str, names: Names<'_>) -> Result<Self, ParseError> {
        syntax::parse(text, names).map(|node| Self { node })
    }

    /// The expression of a text that is one `${expression}` and nothing else; `None` for any other
    /// text.
    pub fn parse_braced(text: &str, names: Names<'_>) -> Result<Option<Self>, ParseError> {
        let node = syntax::parse_braced(text, names)?;
        Ok(node.map(|node| Self { node }))
    }

    /// Splits a text such as `Hello ${name}` into its parts.
    pub fn parse_interpolated(text: &str, names: Names<'_>) -> Result<Vec<Part>, ParseError> {
        syntax::parse_interpolated(text, names)
    }

    /// Evaluates it over `scope`.
    ///
    /// # Errors
    /// With the kind of the failure; a limit of `budget` reached.
    pub fn evaluate<'a>(
        &'a self,
        scope: Scope<'a>,
        environment: &'a Environment<'a>,
        budget: Budget,
    ) -> Result<Val<'a>, EvalError> {
        Evaluator::new(scope, environment, budget).evaluate(self)
    }

    /// A text that parses to an equal expression, with the same host functions.
    ///
    /// ```
    /// use adaptive_expressions::Expression;
    ///
    /// let expression = Expression::parse("{total: a+b*2}")?;
    /// assert_eq!(expression.to_source(), "{total: (a + (b * 2))}");
    /// assert_eq!(Expression::parse(&expression.to_source())?, expression);
    /// # Ok::<(), adaptive_expressions::ParseError>(())
    /// ```
    pub fn to_source(&self) -> String {
        let mut out = String::new();
        syntax::source::write(&self.node, &mut out);
        out
    }

    /// The root of the tree.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Names of unknown functions in it, see [`UnknownFunctions::Keep`].
    pub fn unknown_functions(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.node
            .visit(&mut |node| names.extend(node.unknown_function()));
        names
    }

    /// Whether it is a literal number, text, boolean, `null` or `undefined`.
    pub fn is_constant(&self) -> bool {
        use syntax::ast::Kind;
        matches!(
            self.node.kind,
            Kind::Undefined | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_)
        )
    }

    /// Whether it is a plain chain of names and items, whose value can be taken from the data.
    pub fn is_path(&self) -> bool {
        use syntax::ast::Kind;
        matches!(self.node.kind, Kind::Name(_) | Kind::Path(_))
    }

    /// The parts of a text in backticks or a call of `concat`, which a template joins by itself; any
    /// other expression as it is.
    pub fn into_concat_parts(self) -> Result<Vec<Expression>, Expression> {
        match self.node.into_concat_parts() {
            Ok(parts) => Ok(parts.into_iter().map(|node| Self { node }).collect()),
            Err(node) => Err(Self { node }),
        }
    }
}

impl std::fmt::Display for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

/// Any failure of [`evaluate`].
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The text is not an expression.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It failed.
    #[error(transparent)]
    Evaluate(#[from] EvalError),
}

/// Parses and evaluates in one go, with default limits, at time 0. The answer is JSON: nothing and
/// numbers that JSON lacks become `null`.
pub fn evaluate(text: &str, data: &Value) -> Result<Value, Error> {
    let expression = Expression::parse(text)?;
    let environment = Environment::default();
    let value = expression.evaluate(Scope::new(data), &environment, Budget::default())?;
    Ok(value.to_json())
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
