//! Selecting nodes.

use serde_json::Value;

use super::JsonPathError;
use super::query::{Segment, Selector};

/// Steps left, and the document for `$` in filters.
pub(super) struct Selection<'a> {
    pub(super) root: &'a Value,
    pub(super) left: u64,
    pub(super) budget: u64,
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
    }
    .run(segments, document)
}

impl<'a> Selection<'a> {
    pub(super) fn step(&mut self, n: u64) -> Result<(), JsonPathError> {
        self.left = self
            .left
            .checked_sub(n)
            .ok_or(JsonPathError::Budget(self.budget))?;
        Ok(())
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
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            self.step(1)?;
            self.children(segment, node, found)?;
            match node {
                Value::Array(items) => stack.extend(items.iter().rev()),
                Value::Object(map) => stack.extend(map.values().rev()),
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
                    found.extend(place(*index, items.len()).and_then(|i| items.get(i)));
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
                        self.step(1)?;
                        if self.holds(filter, item)? {
                            found.push(item);
                        }
                    }
                }
                (Selector::Filter(filter), Value::Object(map)) => {
                    for item in map.values() {
                        self.step(1)?;
                        if self.holds(filter, item)? {
                            found.push(item);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// RFC 9535, section 2.3.4.2.2.
    fn slice(
        &mut self,
        items: &'a [Value],
        (start, end, step): (Option<i64>, Option<i64>, i64),
        found: &mut Vec<&'a Value>,
    ) -> Result<(), JsonPathError> {
        let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let normal = |i: i64| if i >= 0 { i } else { len.saturating_add(i) };
        let mut take = |i: i64| {
            found.extend(usize::try_from(i).ok().and_then(|i| items.get(i)));
        };
        if step > 0 {
            let from = normal(start.unwrap_or(0)).clamp(0, len);
            let to = normal(end.unwrap_or(len)).clamp(0, len);
            let mut i = from;
            while i < to {
                self.step(1)?;
                take(i);
                i = i.saturating_add(step);
            }
        } else if step < 0 {
            let from = normal(start.unwrap_or(len - 1)).clamp(-1, len - 1);
            let to = end.map_or(-1, |end| normal(end).clamp(-1, len - 1));
            let mut i = from;
            while i > to {
                self.step(1)?;
                take(i);
                i = i.saturating_add(step);
            }
        }
        Ok(())
    }
}

/// An index, from the end when negative.
fn place(index: i64, len: usize) -> Option<usize> {
    if index >= 0 {
        usize::try_from(index).ok()
    } else {
        len.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    }
}
