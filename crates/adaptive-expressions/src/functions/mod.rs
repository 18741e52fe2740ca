//! The prebuilt functions: one table, built from the groups.

mod absent;
mod collection;
mod conversion;
mod culture;
#[cfg(feature = "time")]
mod date;
mod json;
mod lambda;
mod logical;
mod lookup;
mod math;
mod number_format;
mod object;
#[cfg(feature = "regex")]
mod pattern;
mod sort;
mod string;
#[cfg(feature = "time")]
mod timex;
mod unique;
#[cfg(feature = "uri")]
mod uri;
#[cfg(feature = "xpath")]
mod xml;

pub use culture::Cultures;

use crate::custom::Functions;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::Node;
use crate::value::Val;
use crate::{Names, UnknownFunctions};

pub(crate) type ApplyFn = for<'a, 'e> fn(&'e mut Evaluator<'a>, &'e [Val<'a>]) -> Res<'a>;
pub(crate) type FormFn = for<'a, 'e> fn(&'e mut Evaluator<'a>, &'a [Node]) -> Res<'a>;

/// A prebuilt function or operator.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// Types it can answer with, as bits.
    pub(crate) returns: u8,
    pub(crate) check: Check,
    pub(crate) run: Run,
    /// Usage and a sentence, for the reference.
    pub(crate) about: (&'static str, &'static str),
    /// An expression that needs no data, for the reference.
    pub(crate) example: &'static str,
}

/// How the arguments are checked before anything runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    Any,
    /// Least and greatest number, and the types of each.
    Count(usize, usize, u8),
    /// Types by position: required, then optional ones.
    Order(&'static [u8], &'static [u8]),
    /// A list, a name and an expression.
    Lambda,
    /// A text and a pattern, which this can judge where it is known when the expression is parsed.
    #[cfg_attr(not(feature = "regex"), expect(dead_code, reason = "no such function"))]
    Pattern(fn(&str) -> Result<(), String>),
    Accessor,
}

/// How it is evaluated.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Run {
    /// Arguments first, each verified.
    Apply(Verify, ApplyFn),
    /// The same without substitution of names; an operand that fails makes it `false`.
    Compare(Verify, ApplyFn),
    /// It evaluates its arguments itself.
    Form(FormFn),
}

/// Other names of functions.
const ALIASES: &[(&str, &str)] = &[
    ("add", "+"),
    ("mul", "*"),
    ("div", "/"),
    ("sub", "-"),
    ("exp", "^"),
    ("mod", "%"),
    ("and", "&&"),
    ("equals", "=="),
    ("greater", ">"),
    ("greaterOrEquals", ">="),
    ("less", "<"),
    ("lessOrEquals", "<="),
    ("not", "!"),
    ("or", "||"),
    ("&", "concat"),
    ("??", "coalesce"),
];

/// A group of functions of the reference.
type Group = (&'static str, &'static [Function]);

const GROUPS: &[Group] = &[
    ("Logic and comparison", logical::FUNCTIONS),
    ("Mathematics", math::FUNCTIONS),
    ("Text", string::FUNCTIONS),
    #[cfg(feature = "regex")]
    ("Text", pattern::FUNCTIONS),
    ("Collections", collection::FUNCTIONS),
    ("Lambdas", lambda::FUNCTIONS),
    ("Objects and JSON", object::FUNCTIONS),
    #[cfg(feature = "xpath")]
    ("Objects and JSON", xml::FUNCTIONS),
    ("Conversion and types", conversion::FUNCTIONS),
    #[cfg(feature = "time")]
    ("Dates and times", date::FUNCTIONS),
    #[cfg(feature = "time")]
    ("Timex", timex::FUNCTIONS),
    #[cfg(feature = "uri")]
    ("URIs", uri::FUNCTIONS),
];

pub(crate) use absent::feature_of;
pub(crate) use lookup::{find, nearest};

/// The name of an operator that can be written before its arguments.
pub(crate) fn word(operator: &str) -> &str {
    ALIASES
        .iter()
        .find(|(_, name)| *name == operator)
        .map_or(operator, |(alias, _)| alias)
}

/// A prebuilt function, for references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionInfo {
    /// The group it belongs to.
    pub group: &'static str,
    /// Its name; operators have theirs.
    pub name: &'static str,
    /// Its other names.
    pub aliases: Vec<&'static str>,
    /// How it is written.
    pub usage: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Least number of arguments.
    pub least: usize,
    /// Greatest number of arguments; `None` is any number.
    pub most: Option<usize>,
    /// An expression that shows it and needs no data.
    pub example: &'static str,
}

/// Whether a function takes a list, a name and an expression for each item.
pub(crate) fn is_lambda(function: &Function) -> bool {
    matches!(function.check, Check::Lambda)
}

/// All prebuilt functions, by group.
///
/// ```
/// let all = adaptive_expressions::prebuilt();
/// let round = all.iter().find(|function| function.name == "round").unwrap();
/// assert_eq!((round.group, round.least, round.most), ("Mathematics", 1, Some(2)));
/// ```
pub fn prebuilt() -> Vec<FunctionInfo> {
    let info = |group, f: &Function| {
        let (least, most) = f.check.count();
        let aliases = ALIASES.iter().filter(|(_, name)| *name == f.name);
        FunctionInfo {
            group,
            name: f.name,
            aliases: aliases.map(|(alias, _)| *alias).collect(),
            usage: f.about.0,
            about: f.about.1,
            least,
            most: Some(most).filter(|most| *most != usize::MAX),
            example: f.example,
        }
    };
    GROUPS
        .iter()
        .flat_map(|(group, all)| all.iter().map(move |f| info(group, f)))
        .collect()
}

impl Check {
    /// Least and greatest number of arguments.
    fn count(self) -> (usize, usize) {
        match self {
            Self::Any => (0, usize::MAX),
            Self::Count(least, most, _) => (least, most),
            Self::Order(required, optional) => (required.len(), required.len() + optional.len()),
            Self::Lambda => (3, 3),
            Self::Pattern(_) => (2, 2),
            Self::Accessor => (1, 2),
        }
    }
}

/// Parses a text that is an expression only at run time.
pub(crate) fn parse_text(text: &str, functions: &Functions) -> Result<Node, EvalError> {
    let names = Names {
        functions,
        unknown: UnknownFunctions::Refuse,
    };
    let parts = crate::syntax::parse_interpolated(text, names)
        .map_err(|e| EvalError::new(ErrorKind::Argument, e.to_string()))?;
    Ok(crate::syntax::join(parts))
}

/// A wrong type.
fn wrong<'a>(expected: &str) -> Res<'a> {
    Err(EvalError::new(
        ErrorKind::Type,
        format!("expected {expected}"),
    ))
}

/// A value outside a range.
fn range<'a>(message: impl Into<String>) -> Res<'a> {
    Err(EvalError::new(ErrorKind::Range, message))
}

/// A value that makes no sense.
fn invalid<'a>(message: impl Into<String>) -> Res<'a> {
    Err(EvalError::new(ErrorKind::Argument, message))
}
