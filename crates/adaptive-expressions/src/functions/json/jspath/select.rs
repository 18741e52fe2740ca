//! Applying paths.

use super::compare::{compare, math, to_number};
use super::{Expr, Name, Part, Path, Query, Start};
use crate::budget::Budget;
use crate::error::EvalError;
use crate::text::{unit_at, units};
use crate::value::{Val, array_index};

/// Applies a path. The answer is a list, but a single value when the path ends with an index.
pub(in crate::functions::json) fn apply<'a>(
    query: &Query,
    document: &Val<'a>,
    budget: &mut Budget,
) -> Result<Val<'a>, EvalError> {
    let mut run = Run {
        root: document,
        budget,
    };
    let mut found = run.query(query, document)?;
    match query {
        Query::Path(path) if matches!(path.parts.last(), Some(Part::Index(_))) => {
            Ok(found.pop().unwrap_or_default())
        }
        _ => Ok(Val::list(found)),
    }
}

/// What an expression answers with.
enum Found<'a> {
    Nodes(Vec<Val<'a>>),
    One(Val<'a>),
}

impl<'a> Found<'a> {
    fn is_true(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::One(Val::Num(n)) => *n != 0.0 && !n.is_nan(),
            Self::One(Val::Str(text)) => !text.is_empty(),
            Self::One(value) => value.is_true(),
        }
    }

    fn single(self) -> Val<'a> {
        match self {
            Self::Nodes(nodes) => nodes.into_iter().next().unwrap_or_default(),
            Self::One(value) => value,
        }
    }

    fn all(self) -> Vec<Val<'a>> {
        match self {
            Self::Nodes(nodes) => nodes,
            Self::One(value) => vec![value],
        }
    }
}

struct Run<'r, 'a> {
    root: &'r Val<'a>,
    budget: &'r mut Budget,
}

impl<'a> Run<'_, 'a> {
    fn query(&mut self, query: &Query, at: &Val<'a>) -> Result<Vec<Val<'a>>, EvalError> {
        match query {
            Query::Path(path) => self.path(path, at),
            Query::Concat(all) => {
                let mut found = Vec::new();
                for query in all {
                    found.append(&mut self.query(query, at)?);
                }
                Ok(found)
            }
        }
    }

    fn path(&mut self, path: &Path, at: &Val<'a>) -> Result<Vec<Val<'a>>, EvalError> {
        let start = match path.start {
            Start::Root => self.root.clone(),
            Start::Here => at.clone(),
            Start::Outside => Val::Undefined,
        };
        let mut nodes = Vec::new();
        if matches!(start, Val::Undefined) {
            nodes.push(start);
        } else {
            self.append(start, &mut nodes)?;
        }
        for part in &path.parts {
            self.budget.step(1 + nodes.len())?;
            nodes = self.part(part, nodes)?;
        }
        Ok(nodes)
    }

    fn part(&mut self, part: &Part, nodes: Vec<Val<'a>>) -> Result<Vec<Val<'a>>, EvalError> {
        let mut found = Vec::new();
        match part {
            Part::Child(Name::None) | Part::Ignored => return Ok(nodes),
            Part::Child(Name::Any) => {
                for node in nodes {
                    if let Some(items) = node.items() {
                        self.budget.step(items.len())?;
                        found.extend(items);
                    }
                    for (_, value) in node.properties().unwrap_or_default() {
                        self.append(value, &mut found)?;
                    }
                }
            }
            Part::Child(Name::Is(name)) => {
                for node in nodes {
                    self.append(property(&node, name), &mut found)?;
                }
            }
            Part::Descendant(name) => self.descend(name, nodes, &mut found)?,
            Part::Index(index) => {
                let index = to_number(&self.number_over(index, &nodes)?);
                found.extend(position(index, nodes.len()).and_then(|i| nodes.get(i).cloned()));
                found.retain(|value| !value.is_nullish());
            }
            Part::Range(from, to) => {
                let mut bound = |expr: &Option<Expr>, default: usize| match expr {
                    Some(expr) => self
                        .number_over(expr, &nodes)
                        .map(|n| clamp(to_number(&n), nodes.len())),
                    None => Ok(default),
                };
                let (from, to) = (bound(from, 0)?, bound(to, nodes.len())?);
                found.extend(nodes.get(from..to).unwrap_or_default().iter().cloned());
            }
            Part::Filter(condition) => {
                for node in nodes {
                    if self.eval(condition, &node)?.is_true() {
                        found.push(node);
                    }
                }
            }
            Part::Concat(all) => {
                let at = Val::list(nodes);
                for query in all {
                    found.append(&mut self.query(query, &at)?);
                }
            }
        }
        Ok(found)
    }

    /// An expression of a position: paths in it begin at all the nodes.
    fn number_over(&mut self, expr: &Expr, nodes: &[Val<'a>]) -> Result<Val<'a>, EvalError> {
        if let Expr::Literal(Val::Num(n)) = expr {
            return Ok(Val::Num(*n));
        }
        Ok(self.eval(expr, &Val::list(nodes.to_vec()))?.single())
    }

    /// Adds a value; of a list its items, of nothing nothing.
    fn append(&mut self, value: Val<'a>, out: &mut Vec<Val<'a>>) -> Result<(), EvalError> {
        match value.items() {
            Some(items) => {
                self.budget.step(items.len())?;
                out.extend(items);
            }
            None if matches!(value, Val::Undefined) => {}
            None => out.push(value),
        }
        Ok(())
    }

    /// All values below that have the name, parents before children.
    fn descend(
        &mut self,
        name: &Name,
        nodes: Vec<Val<'a>>,
        found: &mut Vec<Val<'a>>,
    ) -> Result<(), EvalError> {
        let mut stack: Vec<Val<'a>> = nodes.into_iter().rev().collect();
        while let Some(node) = stack.pop() {
            self.budget.step(1)?;
            let mut below = Vec::new();
            if let Some(items) = node.items() {
                for item in items {
                    self.append(item, &mut below)?;
                }
            } else {
                match name {
                    Name::None => self.append(node.clone(), found)?,
                    Name::Is(name) if node.is_object() => {
                        self.append(property(&node, name), found)?;
                    }
                    _ => {}
                }
                for (_, value) in node.properties().unwrap_or_default() {
                    if matches!(name, Name::Any) {
                        self.append(value.clone(), found)?;
                    }
                    self.append(value, &mut below)?;
                }
            }
            stack.extend(below.into_iter().rev());
        }
        Ok(())
    }

    fn eval(&mut self, expr: &Expr, at: &Val<'a>) -> Result<Found<'a>, EvalError> {
        self.budget.step(1)?;
        Ok(Found::One(match expr {
            Expr::Path(path) => return self.path(path, at).map(Found::Nodes),
            Expr::Literal(value) => value.clone(),
            Expr::Or(all) => {
                for expr in all {
                    if self.eval(expr, at)?.is_true() {
                        return Ok(Found::One(Val::Bool(true)));
                    }
                }
                Val::Bool(false)
            }
            Expr::And(all) => {
                for expr in all {
                    if !self.eval(expr, at)?.is_true() {
                        return Ok(Found::One(Val::Bool(false)));
                    }
                }
                Val::Bool(true)
            }
            Expr::Not(inner) => Val::Bool(!self.eval(inner, at)?.is_true()),
            Expr::Negate(inner) => Val::Num(-to_number(&self.eval(inner, at)?.single())),
            Expr::Math(a, operator, b) => {
                let (a, b) = (self.eval(a, at)?.single(), self.eval(b, at)?.single());
                math(&a, operator, &b, self.budget)?
            }
            Expr::Compare(a, operator, b) => {
                let (left, right) = (self.eval(a, at)?.all(), self.eval(b, at)?.all());
                let mut holds = false;
                for a in &left {
                    for b in &right {
                        holds = holds || compare(a, operator, b, self.budget)?;
                    }
                }
                Val::Bool(holds)
            }
        }))
    }
}

/// A property as JavaScript finds it: lists and texts have indices and a length.
fn property<'a>(node: &Val<'a>, name: &str) -> Val<'a> {
    if let Some(properties) = node.properties() {
        let found = properties.into_iter().find(|(key, _)| &**key == name);
        return found.map(|(_, value)| value).unwrap_or_default();
    }
    let index = array_index(name).map(|i| i as usize);
    match (node, node.list_len(), index) {
        (_, Some(len), None) if name == "length" => Val::count(len),
        (_, Some(_), Some(i)) => node.item(i).unwrap_or_default(),
        (Val::Str(text), ..) if name == "length" => Val::count(units(text)),
        (Val::Str(text), _, Some(i)) => unit_at(text, i).map(Val::text).unwrap_or_default(),
        _ => Val::Undefined,
    }
}

/// The place of an index, which counts from the end when it is negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn position(index: f64, len: usize) -> Option<usize> {
    let len = Val::count(len).as_number().unwrap_or(0.0);
    let index = if index < 0.0 { len + index } else { index };
    (index >= 0.0 && index < len && index.fract() == 0.0).then_some(index as usize)
}

/// The place of a bound of `slice`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn clamp(bound: f64, len: usize) -> usize {
    let most = Val::count(len).as_number().unwrap_or(0.0);
    let bound = if bound < 0.0 { most + bound } else { bound };
    // A bound that is no number is 0.
    bound.trunc().max(0.0).min(most) as usize
}
