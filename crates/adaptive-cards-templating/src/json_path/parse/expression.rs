//! Filter expressions, with the types of RFC 9535, section 2.4.

use serde_json::Value;

use super::Parser;
use crate::json_path::JsonPathError;
use crate::json_path::query::{Comparable, Logical, Match, Operator, PatternSource, Query};
use crate::json_path::regexp::Pattern;

/// What stands at a place where a comparison or a test may be.
enum Operand {
    Value(Comparable),
    Query(Query),
    Logical(Logical),
}

impl Parser<'_> {
    pub(super) fn logical(&mut self) -> Result<Logical, JsonPathError> {
        let mut all = vec![self.conjunction()?];
        loop {
            let before = self.at;
            self.space();
            if !self.eat("||") {
                self.at = before;
                return Ok(single(all, Logical::Or));
            }
            self.space();
            all.push(self.conjunction()?);
        }
    }

    fn conjunction(&mut self) -> Result<Logical, JsonPathError> {
        let mut all = vec![self.basic()?];
        loop {
            let before = self.at;
            self.space();
            if !self.eat("&&") {
                self.at = before;
                return Ok(single(all, Logical::And));
            }
            self.space();
            all.push(self.basic()?);
        }
    }

    fn basic(&mut self) -> Result<Logical, JsonPathError> {
        if self.rest().starts_with('!') {
            self.at += 1;
            self.space();
            let inner = if self.rest().starts_with('(') {
                self.parentheses()?
            } else {
                let operand = self.operand()?;
                self.test(operand)?
            };
            return Ok(Logical::Not(Box::new(inner)));
        }
        if self.rest().starts_with('(') {
            return self.parentheses();
        }
        let left = self.operand()?;
        let before = self.at;
        self.space();
        let Some(operator) = self.operator() else {
            self.at = before;
            return self.test(left);
        };
        let left = self.comparable(left)?;
        self.space();
        let right = self.operand()?;
        let right = self.comparable(right)?;
        Ok(Logical::Compare(left, operator, right))
    }

    fn parentheses(&mut self) -> Result<Logical, JsonPathError> {
        self.deeper()?;
        self.expect("(")?;
        self.space();
        let inner = self.logical()?;
        self.space();
        self.expect(")")?;
        self.depth -= 1;
        Ok(inner)
    }

    fn operator(&mut self) -> Option<Operator> {
        let operators = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessEqual),
            (">=", Operator::GreaterEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        operators
            .into_iter()
            .find(|(token, _)| self.eat(token))
            .map(|(_, operator)| operator)
    }

    fn test(&self, operand: Operand) -> Result<Logical, JsonPathError> {
        match operand {
            Operand::Query(query) => Ok(Logical::Exists(query)),
            Operand::Logical(logical) => Ok(logical),
            Operand::Value(_) => Err(self.error("a value is no condition; compare it")),
        }
    }

    fn comparable(&self, operand: Operand) -> Result<Comparable, JsonPathError> {
        match operand {
            Operand::Value(value) => Ok(value),
            Operand::Query(query) if query.is_singular() => Ok(Comparable::Singular(query)),
            Operand::Query(_) => Err(self.error("only a query for one node can be compared")),
            Operand::Logical(_) => Err(self.error("a condition cannot be compared")),
        }
    }

    fn operand(&mut self) -> Result<Operand, JsonPathError> {
        let literal = |value| Ok(Operand::Value(Comparable::Literal(value)));
        match self.peek() {
            Some('@' | '$') => self.query().map(Operand::Query),
            Some('\'' | '"') => literal(Value::String(self.string()?)),
            Some('-' | '0'..='9') => literal(self.number()?),
            Some(c) if c.is_ascii_lowercase() => {
                let rest = self.rest();
                let word = |c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '_';
                let len = rest.find(word).unwrap_or(rest.len());
                let name = &rest[..len];
                self.at += len;
                match name {
                    "true" => literal(Value::Bool(true)),
                    "false" => literal(Value::Bool(false)),
                    "null" => literal(Value::Null),
                    name => self.function(name),
                }
            }
            _ => Err(self.error("expected a query, a literal or a function")),
        }
    }

    fn query(&mut self) -> Result<Query, JsonPathError> {
        let relative = self.rest().starts_with('@');
        self.at += 1;
        self.deeper()?;
        let segments = self.segments()?;
        self.depth -= 1;
        Ok(Query { relative, segments })
    }

    fn function(&mut self, name: &str) -> Result<Operand, JsonPathError> {
        if !matches!(name, "length" | "count" | "value" | "match" | "search") {
            return Err(self.error(&format!("there is no function `{name}`")));
        }
        self.expect("(")?;
        self.deeper()?;
        self.space();
        let result = match name {
            "length" => {
                let of = self.argument()?;
                Operand::Value(Comparable::Length(Box::new(of)))
            }
            "count" => Operand::Value(Comparable::Count(self.nodes()?)),
            "value" => Operand::Value(Comparable::Value(self.nodes()?)),
            _ => {
                let whole = name == "match";
                let text = self.argument()?;
                self.space();
                self.expect(",")?;
                self.space();
                let pattern = match self.argument()? {
                    Comparable::Literal(Value::String(source)) => {
                        PatternSource::Fixed(Pattern::new(&source, whole))
                    }
                    other => PatternSource::Computed(other),
                };
                Operand::Logical(Logical::Match(Box::new(Match {
                    text,
                    pattern,
                    whole,
                })))
            }
        };
        self.space();
        self.expect(")")?;
        self.depth -= 1;
        Ok(result)
    }

    /// An argument that is a value.
    fn argument(&mut self) -> Result<Comparable, JsonPathError> {
        let operand = self.operand()?;
        self.comparable(operand)
    }

    /// An argument that is a list of nodes.
    fn nodes(&mut self) -> Result<Query, JsonPathError> {
        match self.operand()? {
            Operand::Query(query) => Ok(query),
            _ => Err(self.error("expected a query")),
        }
    }
}

fn single(mut all: Vec<Logical>, join: fn(Vec<Logical>) -> Logical) -> Logical {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        last => {
            all.extend(last);
            join(all)
        }
    }
}
