//! Function calls in filters (RFC 9535, section 2.4) with the types of their arguments.

use serde_json::Value;

use super::Parser;
use super::expression::Operand;
use crate::json_path::JsonPathError;
use crate::json_path::pattern::Pattern;
use crate::json_path::query::{Comparable, Logical, Match, PatternSource, PatternText, Query};

#[derive(Clone, Copy)]
enum Function {
    Length,
    Count,
    Value,
    Match,
    Search,
}

impl<'t> Parser<'t> {
    /// A name of a function, `true`, `false` or `null`.
    pub(super) fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let ends = |c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '_';
        let len = rest.find(ends).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// A call, behind the function's name, which began at `start`.
    pub(super) fn function(&mut self, name: &str, start: usize) -> Result<Operand, JsonPathError> {
        let function = match name {
            "length" => Function::Length,
            "count" => Function::Count,
            "value" => Function::Value,
            "match" | "search" if cfg!(not(feature = "regex")) => {
                let reason = format!("expected no `{name}`: patterns are not part of this build");
                return Err(self.error_at(start, &reason));
            }
            "match" => Function::Match,
            "search" => Function::Search,
            _ => {
                let reason = format!(
                    "expected `length`, `count`, `value`, `match`, `search`, `true`, `false` or `null`, not `{name}`"
                );
                return Err(self.error_at(start, &reason));
            }
        };
        self.nested(|parser| {
            parser.expect("(")?;
            parser.space();
            let result = parser.arguments(function)?;
            parser.space();
            parser.expect(")")?;
            Ok(result)
        })
    }

    fn arguments(&mut self, function: Function) -> Result<Operand, JsonPathError> {
        Ok(match function {
            Function::Length => Operand::Value(Comparable::Length(Box::new(self.value()?))),
            Function::Count => Operand::Value(Comparable::Count(self.nodes()?)),
            Function::Value => Operand::Value(Comparable::Value(self.nodes()?)),
            Function::Match => self.matching(true)?,
            Function::Search => self.matching(false)?,
        })
    }

    fn matching(&mut self, whole: bool) -> Result<Operand, JsonPathError> {
        let text = self.value()?;
        self.space();
        self.expect(",")?;
        self.space();
        let pattern = match self.value()? {
            Comparable::Literal(Value::String(source)) => {
                let pattern = Pattern::i_regexp(&source, whole);
                PatternSource::Fixed(PatternText::IRegexp { source, whole }, pattern)
            }
            source => PatternSource::Computed { source, whole },
        };
        Ok(Operand::Logical(Logical::Match(Box::new(Match {
            text,
            pattern,
        }))))
    }

    /// An argument that is a value.
    fn value(&mut self) -> Result<Comparable, JsonPathError> {
        let start = self.at;
        let operand = self.operand()?;
        self.comparable(operand, start)
    }

    /// An argument that is a list of nodes.
    fn nodes(&mut self) -> Result<Query, JsonPathError> {
        let start = self.at;
        match self.operand()? {
            Operand::Query(query) => Ok(query),
            _ => Err(self.error_at(start, "expected a query (`@` or `$`)")),
        }
    }
}
