//! Filter expressions (RFC 9535, section 2.3.5) and their types (section 2.4).

use serde_json::Value;

use super::Parser;
use crate::json_path::pattern::Pattern;
use crate::json_path::query::{
    Comparable, Logical, Match, Operator, PatternSource, PatternText, Query, Side,
};
use crate::json_path::{JsonPathError, Mode};

/// The tokens of comparisons, longer ones first; whether only Json.NET has them.
const OPERATORS: [(&str, Operator, bool); 9] = [
    ("===", Operator::Equal, true),
    ("!==", Operator::NotEqual, true),
    ("<>", Operator::NotEqual, true),
    ("==", Operator::Equal, false),
    ("!=", Operator::NotEqual, false),
    ("<=", Operator::LessEqual, false),
    (">=", Operator::GreaterEqual, false),
    ("<", Operator::Less, false),
    (">", Operator::Greater, false),
];

/// What stands where a comparison, a test or an argument may be, by its type.
pub(super) enum Operand {
    /// `ValueType`
    Value(Comparable),
    /// `NodesType`, and a value when the query is singular.
    Query(Query),
    /// `LogicalType`
    Logical(Logical),
}

impl Parser<'_> {
    pub(super) fn logical(&mut self) -> Result<Logical, JsonPathError> {
        let mut all = vec![self.conjunction()?];
        while self.eat_after_space("||") {
            self.space();
            all.push(self.conjunction()?);
        }
        Ok(single(all, Logical::Or))
    }

    fn conjunction(&mut self) -> Result<Logical, JsonPathError> {
        let mut all = vec![self.basic()?];
        while self.eat_after_space("&&") {
            self.space();
            all.push(self.basic()?);
        }
        Ok(single(all, Logical::And))
    }

    fn basic(&mut self) -> Result<Logical, JsonPathError> {
        if self.eat("!") {
            self.space();
            let inner = if self.peek() == Some('(') {
                self.parentheses()?
            } else {
                self.test()?
            };
            return Ok(Logical::Not(Box::new(inner)));
        }
        if self.peek() == Some('(') {
            return self.parentheses();
        }
        let start = self.at;
        let left = self.operand()?;
        let end = self.at;
        self.space();
        if self.mode == Mode::Newtonsoft && self.eat("=~") {
            let text = self.comparable(left, start)?;
            return self.pattern_test(text);
        }
        let Some(operator) = self.operator() else {
            self.at = end;
            return self.condition(left, start);
        };
        self.space();
        let right_start = self.at;
        let right = self.operand()?;
        if self.mode == Mode::Newtonsoft {
            let left = self.side(left, start)?;
            let right = self.side(right, right_start)?;
            return Ok(Logical::CompareAny(left, operator, right));
        }
        let left = self.comparable(left, start)?;
        let right = self.comparable(right, right_start)?;
        Ok(Logical::Compare(left, operator, right))
    }

    fn parentheses(&mut self) -> Result<Logical, JsonPathError> {
        self.nested(|parser| {
            parser.expect("(")?;
            parser.space();
            let inner = parser.logical()?;
            parser.space();
            parser.expect(")")?;
            Ok(inner)
        })
    }

    fn operator(&mut self) -> Option<Operator> {
        let newtonsoft = self.mode == Mode::Newtonsoft;
        let (_, operator, _) = OPERATORS.into_iter().find(|(token, _, only_newtonsoft)| {
            (newtonsoft || !only_newtonsoft) && self.eat(token)
        })?;
        Some(operator)
    }

    /// A pattern of Json.NET, behind `=~`.
    fn pattern_test(&mut self, text: Comparable) -> Result<Logical, JsonPathError> {
        self.space();
        let start = self.at;
        let (source, options) = self.newtonsoft_pattern()?;
        let options = options.to_owned();
        let pattern =
            Pattern::json_net(&source, &options).map_err(|reason| self.error_at(start, &reason))?;
        let pattern = PatternSource::Fixed(PatternText::JsonNet { source, options }, Some(pattern));
        Ok(Logical::Match(Box::new(Match { text, pattern })))
    }

    fn test(&mut self) -> Result<Logical, JsonPathError> {
        let start = self.at;
        let operand = self.operand()?;
        self.condition(operand, start)
    }

    fn condition(&self, operand: Operand, start: usize) -> Result<Logical, JsonPathError> {
        match operand {
            Operand::Query(query) => Ok(Logical::Exists(query)),
            Operand::Logical(logical) => Ok(logical),
            Operand::Value(_) => {
                Err(self.error_at(start, "expected a condition; a value has to be compared"))
            }
        }
    }

    pub(super) fn comparable(
        &self,
        operand: Operand,
        start: usize,
    ) -> Result<Comparable, JsonPathError> {
        match operand {
            Operand::Value(value) => Ok(value),
            Operand::Query(query) if query.is_singular() => Ok(Comparable::Singular(query)),
            Operand::Query(_) => Err(self.error_at(
                start,
                "expected a query for one node, of names and indexes only",
            )),
            Operand::Logical(_) => {
                Err(self.error_at(start, "expected a value; a condition cannot be compared"))
            }
        }
    }

    fn side(&self, operand: Operand, start: usize) -> Result<Side, JsonPathError> {
        match operand {
            Operand::Query(query) if !query.is_singular() => Ok(Side::Many(query)),
            operand => self.comparable(operand, start).map(Side::One),
        }
    }

    pub(super) fn operand(&mut self) -> Result<Operand, JsonPathError> {
        let literal = |value| Ok(Operand::Value(Comparable::Literal(value)));
        match self.peek() {
            Some('@' | '$') => self.query().map(Operand::Query),
            Some('\'' | '"') => literal(Value::String(self.string()?)),
            Some('-' | '0'..='9') => literal(self.number()?),
            Some('a'..='z') => {
                let start = self.at;
                match self.word() {
                    "true" => literal(Value::Bool(true)),
                    "false" => literal(Value::Bool(false)),
                    "null" => literal(Value::Null),
                    name => self.function(name, start),
                }
            }
            _ => Err(self.error("expected a query (`@` or `$`), a literal or a function")),
        }
    }

    fn query(&mut self) -> Result<Query, JsonPathError> {
        let relative = self.peek() == Some('@');
        self.at += 1;
        let segments = self.nested(Self::segments)?;
        Ok(Query { relative, segments })
    }
}

/// The only one as it is, several joined.
fn single(mut all: Vec<Logical>, join: fn(Vec<Logical>) -> Logical) -> Logical {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        last => {
            all.extend(last);
            join(all)
        }
    }
}
