//! Adaptive Cards Templating: a template is compiled once and expanded over JSON many times.
//!
//! A template is JSON whose strings may hold `${expressions}` of the Adaptive Expressions language
//! and whose objects may hold the directives `$data` (repeat over, or move into, data) and `$when`
//! (keep or drop). [`Template::compile`] and, from JSON text, [`Template::parse`] parse
//! everything; expanding then neither parses nor clones the data, and allocates nothing but room
//! for the card and for values that functions make. The result goes to a [`Sink`], which sees the [`Class`] of each value and may
//! refuse it: [`ValueSink`] builds a [`serde_json::Value`], [`BytesSink`] writes JSON text.
//!
//! ```
//! use adaptive_cards_templating::{HostValues, Options, Template};
//! use serde_json::json;
//!
//! let template = json!({
//!     "type": "TextBlock",
//!     "$data": "${repairs}",
//!     "$when": "${open}",
//!     "text": "${$index + 1}. ${title}"
//! });
//! let template = Template::compile(&template, &Options::default())?;
//! let data = json!({"repairs": [
//!     {"title": "Oil change", "open": true},
//!     {"title": "Wheel", "open": false}
//! ]});
//! let card = template.expand(&data, &HostValues::default())?;
//! assert_eq!(card, json!({"type": "TextBlock", "text": "1. Oil change"}));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! All are on by default: `time`, `culture`, `regex`, `xpath` and `uri`, those of
//! `adaptive_expressions`; `regex` also gives [`json_path`] its patterns. A template that calls a
//! function whose feature is off does not compile, and the error names the feature.
//!
//! # Where it differs from npm `adaptivecards-templating` 2.3
//!
//! | Peer | Here | Why |
//! | --- | --- | --- |
//! | a string with `${…}` inside an inline `$data` becomes a parser object in the card | it becomes the text of its expression, as where the peer joins it to a text | an accident of the peer |
//!
//! The differences of the expression language itself are in the docs of `adaptive_expressions`.
#![forbid(unsafe_code)]

mod class;
mod compile;
mod emit;
mod error;
mod expand;
mod explain;
mod host;
mod inline;
pub mod json_path;
mod limits;
mod pointer;
mod program;
mod scan;
mod sink;
mod span;
mod tape;
mod template;

pub use adaptive_expressions::{Cultures, CustomFunction, Functions};
pub use class::{Class, Classes, ParentType, UrlKind};
pub use error::{CompileError, ExpandError, ExpandErrorKind, TemplateError};
pub use explain::{Explained, Explainer};
pub use host::HostValues;
pub use limits::Limits;
pub use sink::{BytesSink, Evaluated, Fragment, Refusal, Scalar, Sink, Token, ValueSink};
pub use template::{NullText, Options, Template};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
