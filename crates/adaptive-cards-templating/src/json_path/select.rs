//! Selecting nodes (RFC 9535, sections 2.3 and 2.5), each step paid from a budget.

use std::collections::HashMap;

use serde_json::Value;

use super::JsonPathError;
use super::pattern::Pattern;
use super::query::{Segment, Selector};

/// What compiling a pattern of the document costs: it can take milliseconds.
const COMPILE_STEPS: u64 = 5_000;
/// Bytes of text compared or counted in one step.
const BYTES_A_STEP: u64 = 64;

/// A selection under way.
pub(super) struct Selection<'a> {
    /// The document: `$` in filters.
    pub(super) root: &'a Value,
    left: u64,
    budget: u64,
    /// The patterns that came from the document, by source and whether the whole text has to match.
    patterns: HashMap<(String, bool), Option<Pattern>>,
}

pub(super) fn select<'a>(
    segments: &[Segment],
    document: &'a Value,
    budget: u64,
) -> Result<Vec<&'a Value>, JsonPathError> {
    Selection {
        root: document,
        left: budget,
        budget,
        patterns: HashMap::new(),
    }
    .run(segments, document)
}

impl<'a> Selection<'a> {
    /// Pays for work before it is done. All work of a selection goes through here.
    pub(super) fn step(&mut self, steps: u64) -> Result<(), JsonPathError> {
        self.left = self
            .left
            .checked_sub(steps)
            .ok_or(JsonPathError::Budget(self.budget))?;
        Ok(())
    }

    /// Pays for reading text.
    pub(super) fn step_text(&mut self, bytes: usize) -> Result<(), JsonPathError> {
        self.step(bytes as u64 / BYTES_A_STEP)
    }

    /// A pattern of the document, compiled once.
    pub(super) fn pattern(
        &mut self,
        source: &str,
        whole: bool,
    ) -> Result<Option<Pattern>, JsonPathError> {
        self.step_text(source.len())?;
        let key = (source.to_owned(), whole);
        if let Some(pattern) = self.patterns.get(&key) {
            return Ok(pattern.clone());
        }
        self.step(COMPILE_STEPS.saturating_add(source.len() as u64))?;
        let pattern = Pattern::i_regexp(source, whole);
        self.patterns.insert(key, pattern.clone());
        Ok(pattern)
    }

    pub(super) fn run(
        &mut self,
        segments: &[Segment],
        from: &'a Value,
    ) -> Result<Vec<&'a Value>, JsonPathError> {
        let mut nodes = vec![from];
        for segment in segments {
            let mut found = Vec::new();
            for node in nodes {
                if segment.descendant {
                    self.descend(segment, node, &mut found)?;
                } else {
                    self.children(segment, node, &mut found)?;
                }
            }
            nodes = found;
        }
        Ok(nodes)
    }

    /// The node and all below it, each before its children, without recursion.
    fn descend(
        &mut self,
        segment: &Segment,
        node: &'a Value,
        found: &mut Vec<&'a Value>,
    ) -> Result<(), JsonPathError> {
        let mut ahead = vec![node];
        while let Some(node) = ahead.pop() {
            self.step(1)?;
            self.children(segment, node, found)?;
            match node {
                Value::Array(items) => ahead.extend(items.iter().rev()),
                Value::Object(map) => ahead.extend(map.values().rev()),
                _ => {}
            }
        }
        Ok(())
    }

    fn children(
        &mut self,
        segment: &Segment,
        node: &'a Value,
        found: &mut Vec<&'a Value>,
    ) -> Result<(), JsonPathError> {
        for selector in &segment.selectors {
            self.step(1)?;
            match (selector, node) {
                (Selector::Name(name), Value::Object(map)) => found.extend(map.get(name)),
                (Selector::Index(index), Value::Array(items)) => {
                    found.extend(place(*index, items.len()).and_then(|at| items.get(at)));
                }
                (Selector::Wildcard, Value::Array(items)) => {
                    self.step(items.len() as u64)?;
                    found.extend(items);
                }
                (Selector::Wildcard, Value::Object(map)) => {
                    self.step(map.len() as u64)?;
                    found.extend(map.values());
                }
                (Selector::Slice { start, end, step }, Value::Array(items)) => {
                    self.slice(items, (*start, *end, *step), found)?;
                }
                (Selector::Filter(filter), Value::Array(items)) => {
                    for item in items {
                        if self.holds(filter, item)? {
                            found.push(item);
                        }
                    }
                }
                (Selector::Filter(filter), Value::Object(map)) => {
                    for member in map.values() {
                        if self.holds(filter, member)? {
                            found.push(member);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Section 2.3.4.2.2; a step of 0 selects nothing.
    fn slice(
        &mut self,
        items: &'a [Value],
        (start, end, step): (Option<i64>, Option<i64>, i64),
        found: &mut Vec<&'a Value>,
    ) -> Result<(), JsonPathError> {
        let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let place = |index: i64| {
            if index >= 0 {
                index
            } else {
                len.saturating_add(index)
            }
        };
        let (mut at, end) = if step >= 0 {
            (
                place(start.unwrap_or(0)).clamp(0, len),
                place(end.unwrap_or(len)).clamp(0, len),
            )
        } else {
            (
                place(start.unwrap_or(len - 1)).clamp(-1, len - 1),
                end.map_or(-1, |end| place(end).clamp(-1, len - 1)),
            )
        };
        while (step > 0 && at < end) || (step < 0 && at > end) {
            self.step(1)?;
            found.extend(usize::try_from(at).ok().and_then(|at| items.get(at)));
            at = at.saturating_add(step);
        }
        Ok(())
    }
}

/// Where an index leads, from the end when it is negative.
fn place(index: i64, len: usize) -> Option<usize> {
    if index >= 0 {
        usize::try_from(index).ok()
    } else {
        len.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    }
}
