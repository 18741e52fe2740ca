//! Evaluating filters (RFC 9535, section 2.3.5).

use std::borrow::Cow;

use serde_json::Value;

use super::JsonPathError;
use super::query::{Comparable, Logical, Match, PatternSource, Query, Side};
use super::select::Selection;

/// What a function or a query inside a filter gives: a part of the path, of the document, or new.
type Computed<'c> = Cow<'c, Value>;

impl<'a> Selection<'a> {
    /// Whether a condition holds for a node. Recursive in the nesting of the path only, which the
    /// parser limits.
    pub(super) fn holds(
        &mut self,
        condition: &Logical,
        node: &'a Value,
    ) -> Result<bool, JsonPathError> {
        self.step(1)?;
        match condition {
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
            Logical::Exists(query) => Ok(!self.nodes(query, node)?.is_empty()),
            Logical::Compare(left, operator, right) => {
                let left = self.value(left, node)?;
                let right = self.value(right, node)?;
                self.compare(left.as_deref(), *operator, right.as_deref())
            }
            Logical::CompareAny(left, operator, right) => {
                let left = self.values(left, node)?;
                let right = self.values(right, node)?;
                for left in &left {
                    for right in &right {
                        self.step(1)?;
                        if self.compare(Some(left), *operator, Some(right))? {
                            return Ok(true);
                        }
                    }
                }
                Ok(false)
            }
            Logical::Match(matching) => self.matches(matching, node),
        }
    }

    fn nodes(&mut self, query: &Query, node: &'a Value) -> Result<Vec<&'a Value>, JsonPathError> {
        let from = if query.relative { node } else { self.root };
        self.run(&query.segments, from)
    }

    /// The value, or nothing.
    fn value<'c>(
        &mut self,
        comparable: &'c Comparable,
        node: &'a Value,
    ) -> Result<Option<Computed<'c>>, JsonPathError>
    where
        'a: 'c,
    {
        let number = |number: usize| Cow::Owned(Value::from(number));
        Ok(match comparable {
            Comparable::Literal(value) => Some(Cow::Borrowed(value)),
            Comparable::Singular(query) | Comparable::Value(query) => {
                match self.nodes(query, node)?.as_slice() {
                    [value] => Some(Cow::Borrowed(*value)),
                    _ => None,
                }
            }
            Comparable::Count(query) => Some(number(self.nodes(query, node)?.len())),
            Comparable::Length(of) => match self.value(of, node)?.as_deref() {
                Some(Value::String(text)) => {
                    self.step_text(text.len())?;
                    Some(number(text.chars().count()))
                }
                Some(Value::Array(items)) => Some(number(items.len())),
                Some(Value::Object(map)) => Some(number(map.len())),
                _ => None,
            },
        })
    }

    fn values<'c>(
        &mut self,
        side: &'c Side,
        node: &'a Value,
    ) -> Result<Vec<Computed<'c>>, JsonPathError>
    where
        'a: 'c,
    {
        Ok(match side {
            Side::One(one) => self.value(one, node)?.into_iter().collect(),
            Side::Many(query) => self
                .nodes(query, node)?
                .into_iter()
                .map(Cow::Borrowed)
                .collect(),
        })
    }

    /// False for what is no text, and for what is no pattern (section 2.4.6).
    fn matches(&mut self, matching: &Match, node: &'a Value) -> Result<bool, JsonPathError> {
        let text = self.value(&matching.text, node)?;
        let Some(Value::String(text)) = text.as_deref() else {
            return Ok(false);
        };
        let pattern = match &matching.pattern {
            PatternSource::Fixed(_, pattern) => pattern.clone(),
            PatternSource::Computed { source, whole } => {
                let source = self.value(source, node)?;
                let Some(Value::String(source)) = source.as_deref() else {
                    return Ok(false);
                };
                self.pattern(source, *whole)?
            }
        };
        let Some(pattern) = pattern else {
            return Ok(false);
        };
        self.step(pattern.steps(text))?;
        Ok(pattern.is_match(text))
    }
}
