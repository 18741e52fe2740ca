//! `XPath` 1.0, without variables, prefixes in paths and the namespace axis.

mod call;
mod parse;

use super::document::{Document, Id, Kind};
use crate::budget::Budget;
use crate::error::{ErrorKind, EvalError};
use crate::eval::Res;
use crate::value::Val;

pub(super) use parse::parse;

#[derive(Debug)]
pub(super) enum Expr {
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Negate(Box<Expr>),
    Number(f64),
    Text(String),
    Call(String, Vec<Expr>),
    Path(bool, Vec<Step>),
    /// Nodes, predicates on them, and steps from them.
    Filter(Box<Expr>, Vec<Expr>, Vec<Step>),
}

#[derive(Debug)]
pub(super) struct Step {
    axis: Axis,
    test: Test,
    predicates: Vec<Expr>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Axis {
    Child,
    Descendant,
    DescendantOrSelf,
    Attribute,
    Itself,
    Parent,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
}

#[derive(Debug)]
enum Test {
    Any,
    Node,
    Text,
    Comment,
    /// An instruction, of this target if there is one.
    Instruction(Option<String>),
    Name(String),
}

enum Value {
    Nodes(Vec<Id>),
    Number(f64),
    Text(String),
    Bool(bool),
}

/// Evaluates a path on a document. Nodes become their XML; none is an error, as in the peer.
pub(super) fn answer<'a>(expr: &Expr, document: &Document, budget: &mut Budget) -> Res<'a> {
    let mut run = Run { document, budget };
    match run.eval(expr, (0, 1, 1))? {
        Value::Nodes(nodes) if nodes.is_empty() => Err(EvalError::new(
            ErrorKind::Argument,
            "no node matches the path",
        )),
        Value::Nodes(nodes) => {
            let mut out = Vec::new();
            for id in nodes {
                let mut text = String::new();
                document.write(id, &mut text);
                run.budget.make(text.len())?;
                out.push(Val::text(text));
            }
            Ok(Val::list(out))
        }
        Value::Number(n) => Ok(Val::Num(n)),
        Value::Text(text) => Ok(Val::text(text)),
        Value::Bool(b) => Ok(Val::Bool(b)),
    }
}

/// Node, position and size.
type Context = (Id, usize, usize);

struct Run<'d> {
    document: &'d Document,
    budget: &'d mut Budget,
}

impl Run<'_> {
    fn eval(&mut self, expr: &Expr, at: Context) -> Result<Value, EvalError> {
        self.budget.step(1)?;
        match expr {
            Expr::Number(n) => Ok(Value::Number(*n)),
            Expr::Text(text) => Ok(Value::Text(text.clone())),
            Expr::Negate(inner) => {
                let value = self.eval(inner, at)?;
                Ok(Value::Number(-self.number(&value)?))
            }
            Expr::Call(name, args) => self.call(name, args, at),
            Expr::Path(absolute, steps) => {
                let mut nodes = vec![if *absolute { 0 } else { at.0 }];
                for step in steps {
                    nodes = self.step(step, &nodes)?;
                }
                Ok(Value::Nodes(nodes))
            }
            Expr::Filter(inner, predicates, steps) => {
                let Value::Nodes(mut nodes) = self.eval(inner, at)? else {
                    let message = "only nodes can be filtered and walked from";
                    return Err(EvalError::new(ErrorKind::Type, message));
                };
                self.filter(predicates, &mut nodes)?;
                for step in steps {
                    nodes = self.step(step, &nodes)?;
                }
                Ok(Value::Nodes(nodes))
            }
            Expr::Binary(operator, a, b) => {
                let left = self.eval(a, at)?;
                match *operator {
                    "or" if truth(&left) => return Ok(Value::Bool(true)),
                    "and" if !truth(&left) => return Ok(Value::Bool(false)),
                    _ => {}
                }
                let right = self.eval(b, at)?;
                self.binary(operator, left, right)
            }
        }
    }

    fn binary(&mut self, operator: &str, a: Value, b: Value) -> Result<Value, EvalError> {
        let arithmetic = |f: fn(f64, f64) -> f64, this: &mut Self| {
            Ok(Value::Number(f(this.number(&a)?, this.number(&b)?)))
        };
        match operator {
            "or" | "and" => Ok(Value::Bool(truth(&b))),
            "+" => arithmetic(|a, b| a + b, self),
            "-" => arithmetic(|a, b| a - b, self),
            "*" => arithmetic(|a, b| a * b, self),
            "div" => arithmetic(|a, b| a / b, self),
            "mod" => arithmetic(|a, b| a % b, self),
            "|" => match (a, b) {
                (Value::Nodes(mut a), Value::Nodes(b)) => {
                    a.extend(b);
                    a.sort_unstable();
                    a.dedup();
                    Ok(Value::Nodes(a))
                }
                _ => Err(EvalError::new(ErrorKind::Type, "`|` joins nodes")),
            },
            operator => Ok(Value::Bool(self.compare(operator, &a, &b)?)),
        }
    }

    fn compare(&mut self, operator: &str, a: &Value, b: &Value) -> Result<bool, EvalError> {
        match (a, b) {
            (Value::Bool(_), _) | (_, Value::Bool(_)) => {}
            (Value::Nodes(nodes), other) | (other, Value::Nodes(nodes)) => {
                let swapped = !matches!(a, Value::Nodes(_));
                for id in nodes {
                    let text = Value::Text(self.text_of(*id)?);
                    let (a, b) = if swapped {
                        (other, &text)
                    } else {
                        (&text, other)
                    };
                    if self.compare(operator, a, b)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            _ => {}
        }
        let equality = matches!(operator, "=" | "!=");
        let equal = match (a, b) {
            (Value::Bool(_), _) | (_, Value::Bool(_)) if equality => truth(a) == truth(b),
            (Value::Text(a), Value::Text(b)) if equality => a == b,
            _ => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                return Ok(match operator {
                    "=" => a == b,
                    "!=" => a != b,
                    "<" => a < b,
                    "<=" => a <= b,
                    ">" => a > b,
                    _ => a >= b,
                });
            }
        };
        Ok(equal == (operator == "="))
    }

    fn step(&mut self, step: &Step, from: &[Id]) -> Result<Vec<Id>, EvalError> {
        let mut found = Vec::new();
        for id in from {
            let mut candidates = Vec::new();
            self.axis(step.axis, *id, &mut candidates)?;
            candidates.retain(|id| self.fits(step, *id));
            self.filter(&step.predicates, &mut candidates)?;
            found.extend(candidates);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Keeps the nodes for which all predicates hold; positions are those of `nodes`.
    fn filter(&mut self, predicates: &[Expr], nodes: &mut Vec<Id>) -> Result<(), EvalError> {
        for predicate in predicates {
            let size = nodes.len();
            let mut kept = Vec::new();
            for (i, id) in nodes.iter().enumerate() {
                let keep = match self.eval(predicate, (*id, i + 1, size))? {
                    Value::Number(n) => Val::count(i + 1).as_number() == Some(n),
                    value => truth(&value),
                };
                if keep {
                    kept.push(*id);
                }
            }
            *nodes = kept;
        }
        Ok(())
    }

    /// The nodes of an axis, nearest first.
    fn axis(&mut self, axis: Axis, id: Id, out: &mut Vec<Id>) -> Result<(), EvalError> {
        let node = &self.document.nodes[id];
        match axis {
            Axis::Child => out.extend(&node.children),
            Axis::Attribute => out.extend(&node.attributes),
            Axis::Itself => out.push(id),
            Axis::Parent => out.extend((id != 0).then_some(node.parent)),
            Axis::Descendant | Axis::DescendantOrSelf => {
                self.below(id, out)?;
                if axis == Axis::Descendant {
                    out.remove(0);
                }
            }
            Axis::Ancestor | Axis::AncestorOrSelf => {
                out.extend((axis == Axis::AncestorOrSelf).then_some(id));
                let mut at = id;
                while at != 0 {
                    at = self.document.nodes[at].parent;
                    out.push(at);
                }
            }
            Axis::FollowingSibling => out.extend(self.siblings(id).1),
            Axis::PrecedingSibling => out.extend(self.siblings(id).0.iter().rev()),
            Axis::Following | Axis::Preceding => {
                let mut at = id;
                while at != 0 {
                    let (before, after) = self.siblings(at);
                    let (before, after) = (before.to_vec(), after.to_vec());
                    if axis == Axis::Following {
                        for sibling in after {
                            self.below(sibling, out)?;
                        }
                    } else {
                        for sibling in before.into_iter().rev() {
                            let mut tree = Vec::new();
                            self.below(sibling, &mut tree)?;
                            out.extend(tree.into_iter().rev());
                        }
                    }
                    at = self.document.nodes[at].parent;
                }
            }
        }
        self.budget.step(out.len())
    }

    /// A node and all below it, in document order.
    fn below(&mut self, id: Id, out: &mut Vec<Id>) -> Result<(), EvalError> {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            self.budget.step(1)?;
            out.push(id);
            stack.extend(self.document.nodes[id].children.iter().rev());
        }
        Ok(())
    }

    /// The siblings before and after a node; attributes have none.
    fn siblings(&self, id: Id) -> (&[Id], &[Id]) {
        let all = &self.document.nodes[self.document.nodes[id].parent].children;
        match all.iter().position(|sibling| *sibling == id) {
            Some(at) => (&all[..at], &all[at + 1..]),
            None => (&[], &[]),
        }
    }

    fn fits(&self, step: &Step, id: Id) -> bool {
        let attributes = step.axis == Axis::Attribute;
        match (&step.test, &self.document.nodes[id].kind) {
            (Test::Node, _)
            | (Test::Text, Kind::Text(_) | Kind::Data(_))
            | (Test::Comment, Kind::Comment(_))
            | (Test::Instruction(None), Kind::Instruction(..)) => true,
            (Test::Any, Kind::Element(_)) => !attributes,
            (Test::Any, Kind::Attribute(..)) => attributes,
            (Test::Name(name), Kind::Element(found) | Kind::Attribute(found, _))
            | (Test::Instruction(Some(name)), Kind::Instruction(found, _)) => name == found,
            _ => false,
        }
    }

    fn text_of(&mut self, id: Id) -> Result<String, EvalError> {
        let mut out = String::new();
        self.document.text(id, &mut out);
        self.budget.make(out.len())?;
        Ok(out)
    }

    fn text(&mut self, value: &Value) -> Result<String, EvalError> {
        Ok(match value {
            Value::Text(text) => text.clone(),
            Value::Bool(b) => b.to_string(),
            Value::Number(n) if n.is_finite() => format!("{}", n + 0.0),
            Value::Number(n) => ryu_js::Buffer::new().format(*n).to_owned(),
            Value::Nodes(nodes) => match nodes.first() {
                Some(id) => self.text_of(*id)?,
                None => String::new(),
            },
        })
    }

    fn number(&mut self, value: &Value) -> Result<f64, EvalError> {
        Ok(match value {
            Value::Number(n) => *n,
            Value::Bool(b) => f64::from(u8::from(*b)),
            // The peer's library says 0, the specification NaN.
            Value::Nodes(nodes) if nodes.is_empty() => 0.0,
            other => read_number(self.text(other)?.trim()),
        })
    }
}

/// A number: digits with an optional point and minus, nothing else.
fn read_number(text: &str) -> f64 {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(b) => *b,
        Value::Number(n) => *n != 0.0 && !n.is_nan(),
        Value::Text(text) => !text.is_empty(),
        Value::Nodes(nodes) => !nodes.is_empty(),
    }
}
