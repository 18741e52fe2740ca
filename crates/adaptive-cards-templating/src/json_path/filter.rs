//! Evaluating filters.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::JsonPathError;
use super::query::{Comparable, Logical, Match, Operator, PatternSource, Query};
use super::regexp::Pattern;
use super::select::Selection;

/// What compiling a pattern that is not in the path costs, besides its length.
const COMPILE_STEPS: u64 = 200;

impl<'a> Selection<'a> {
    pub(super) fn holds(
        &mut self,
        filter: &Logical,
        node: &'a Value,
    ) -> Result<bool, JsonPathError> {
        self.step(1)?;
        match filter {
            Logical::Or(all) => {
                for one in all {
                    if self.holds(one, node)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Logical::And(all) => {
                for one in all {
                    if !self.holds(one, node)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Logical::Not(inner) => Ok(!self.holds(inner, node)?),
            Logical::Exists(query) => Ok(!self.query(query, node)?.is_empty()),
            Logical::Compare(left, operator, right) => {
                let left = self.comparable(left, node)?;
                let right = self.comparable(right, node)?;
                self.compare(left.as_deref(), *operator, right.as_deref())
            }
            Logical::Match(matching) => self.matches(matching, node),
        }
    }

    fn query(&mut self, query: &Query, node: &'a Value) -> Result<Vec<&'a Value>, JsonPathError> {
        let from = if query.relative { node } else { self.root };
        self.run(&query.segments, from)
    }

    /// The value, or nothing.
    fn comparable<'c>(
        &mut self,
        comparable: &'c Comparable,
        node: &'a Value,
    ) -> Result<Option<Cow<'c, Value>>, JsonPathError>
    where
        'a: 'c,
    {
        Ok(match comparable {
            Comparable::Literal(value) => Some(Cow::Borrowed(value)),
            Comparable::Singular(query) => self
                .query(query, node)?
                .first()
                .map(|value| Cow::Borrowed(*value)),
            Comparable::Value(query) => match self.query(query, node)?.as_slice() {
                [value] => Some(Cow::Borrowed(*value)),
                _ => None,
            },
            Comparable::Count(query) => {
                Some(Cow::Owned(Value::from(self.query(query, node)?.len())))
            }
            Comparable::Length(of) => {
                let length = match self.comparable(of, node)?.as_deref() {
                    Some(Value::String(text)) => {
                        self.step(text.len() as u64 / 64)?;
                        Some(text.chars().count())
                    }
                    Some(Value::Array(items)) => Some(items.len()),
                    Some(Value::Object(map)) => Some(map.len()),
                    _ => None,
                };
                length.map(|length| Cow::Owned(Value::from(length)))
            }
        })
    }

    fn matches(&mut self, matching: &Match, node: &'a Value) -> Result<bool, JsonPathError> {
        let text = self.comparable(&matching.text, node)?;
        let Some(Value::String(text)) = text.as_deref() else {
            return Ok(false);
        };
        self.step(text.len() as u64 / 8)?;
        match &matching.pattern {
            PatternSource::Fixed(pattern) => Ok(pattern
                .as_ref()
                .is_some_and(|pattern| pattern.is_match(text))),
            PatternSource::Computed(source) => {
                let source = self.comparable(source, node)?;
                let Some(Value::String(source)) = source.as_deref() else {
                    return Ok(false);
                };
                self.step(COMPILE_STEPS + source.len() as u64 * 8)?;
                let pattern = Pattern::new(source, matching.whole);
                Ok(pattern.is_some_and(|pattern| pattern.is_match(text)))
            }
        }
    }

    /// RFC 9535, section 2.3.5.2.2.
    fn compare(
        &mut self,
        left: Option<&Value>,
        operator: Operator,
        right: Option<&Value>,
    ) -> Result<bool, JsonPathError> {
        let equal = |this: &mut Self| match (left, right) {
            (Some(left), Some(right)) => this.equal(left, right),
            (left, right) => Ok(left.is_none() && right.is_none()),
        };
        let order = match (left, right) {
            (Some(Value::Number(a)), Some(Value::Number(b))) => Some(order(a, b)),
            (Some(Value::String(a)), Some(Value::String(b))) => {
                self.step(a.len().min(b.len()) as u64 / 64)?;
                Some(a.cmp(b))
            }
            _ => None,
        };
        Ok(match operator {
            Operator::Equal => equal(self)?,
            Operator::NotEqual => !equal(self)?,
            Operator::Less => order == Some(Ordering::Less),
            Operator::Greater => order == Some(Ordering::Greater),
            Operator::LessEqual => order == Some(Ordering::Less) || equal(self)?,
            Operator::GreaterEqual => order == Some(Ordering::Greater) || equal(self)?,
        })
    }

    fn equal(&mut self, a: &Value, b: &Value) -> Result<bool, JsonPathError> {
        self.step(1)?;
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => Ok(order(a, b) == Ordering::Equal),
            (Value::Array(a), Value::Array(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.iter().zip(b) {
                    if !self.equal(a, b)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Object(a), Value::Object(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (name, a) in a {
                    match b.get(name) {
                        Some(b) if self.equal(a, b)? => {}
                        _ => return Ok(false),
                    }
                }
                Ok(true)
            }
            (a, b) => Ok(a == b),
        }
    }
}

fn order(a: &Number, b: &Number) -> Ordering {
    if let (Some(a), Some(b)) = (a.as_i64(), b.as_i64()) {
        return a.cmp(&b);
    }
    let float = |n: &Number| n.as_f64().unwrap_or(f64::NAN);
    float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Less)
}
