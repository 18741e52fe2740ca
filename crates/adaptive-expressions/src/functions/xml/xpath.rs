//! A part of `XPath` 1.0: the child, descendant, attribute, self and parent axes in their short
//! forms, predicates, comparisons, and the functions named in `call`.

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
    DescendantOrSelf,
    Attribute,
    Itself,
    Parent,
}

#[derive(Debug)]
enum Test {
    Any,
    Node,
    Text,
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
            for predicate in &step.predicates {
                let size = candidates.len();
                let mut kept = Vec::new();
                for (i, id) in candidates.into_iter().enumerate() {
                    let keep = match self.eval(predicate, (id, i + 1, size))? {
                        Value::Number(n) => Val::count(i + 1).as_number() == Some(n),
                        value => truth(&value),
                    };
                    if keep {
                        kept.push(id);
                    }
                }
                candidates = kept;
            }
            found.extend(candidates);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn axis(&mut self, axis: Axis, id: Id, out: &mut Vec<Id>) -> Result<(), EvalError> {
        let node = &self.document.nodes[id];
        match axis {
            Axis::Child => out.extend(&node.children),
            Axis::Attribute => out.extend(&node.attributes),
            Axis::Itself => out.push(id),
            Axis::Parent => out.extend((id != 0).then_some(node.parent)),
            Axis::DescendantOrSelf => {
                let mut stack = vec![id];
                while let Some(id) = stack.pop() {
                    self.budget.step(1)?;
                    out.push(id);
                    stack.extend(self.document.nodes[id].children.iter().rev());
                }
            }
        }
        self.budget.step(out.len())
    }

    fn fits(&self, step: &Step, id: Id) -> bool {
        match (&step.test, &self.document.nodes[id].kind) {
            (Test::Node, _) | (Test::Text, Kind::Text(_)) => true,
            (Test::Any, Kind::Element(_)) => step.axis != Axis::Attribute,
            (Test::Any, Kind::Attribute(..)) => step.axis == Axis::Attribute,
            (Test::Name(name), Kind::Element(found) | Kind::Attribute(found, _)) => name == found,
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
            other => self.text(other)?.trim().parse().unwrap_or(f64::NAN),
        })
    }

    fn call(&mut self, name: &str, args: &[Expr], at: Context) -> Result<Value, EvalError> {
        let mut values = Vec::new();
        for arg in args {
            values.push(self.eval(arg, at)?);
        }
        let count = |n: usize| Value::Number(Val::count(n).as_number().unwrap_or(0.0));
        let here = Value::Nodes(vec![at.0]);
        let first = values.first().unwrap_or(&here);
        Ok(match (name, values.as_slice()) {
            ("last", []) => count(at.2),
            ("position", []) => count(at.1),
            ("true", []) => Value::Bool(true),
            ("false", []) => Value::Bool(false),
            ("count", [Value::Nodes(nodes)]) => count(nodes.len()),
            ("sum", [Value::Nodes(nodes)]) => {
                let mut total = 0.0;
                for id in nodes {
                    total += self.number(&Value::Nodes(vec![*id]))?;
                }
                Value::Number(total)
            }
            ("not", [value]) => Value::Bool(!truth(value)),
            ("boolean", [value]) => Value::Bool(truth(value)),
            ("string", _) => Value::Text(self.text(first)?),
            ("number", _) => Value::Number(self.number(first)?),
            ("string-length", _) => count(self.text(first)?.chars().count()),
            ("normalize-space", _) => {
                let text = self.text(first)?;
                Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            ("name" | "local-name", _) => {
                let id = if let Value::Nodes(nodes) = first {
                    nodes.first()
                } else {
                    None
                };
                Value::Text(match id.map(|id| &self.document.nodes[*id].kind) {
                    Some(Kind::Element(found) | Kind::Attribute(found, _)) => {
                        let local = found.rsplit(':').next().unwrap_or_default();
                        if name == "name" {
                            found.clone()
                        } else {
                            local.to_owned()
                        }
                    }
                    _ => String::new(),
                })
            }
            ("contains", [a, b]) => Value::Bool(self.text(a)?.contains(&self.text(b)?)),
            ("starts-with", [a, b]) => Value::Bool(self.text(a)?.starts_with(&self.text(b)?)),
            ("concat", [_, _, ..]) => {
                let mut out = String::new();
                for value in &values {
                    out.push_str(&self.text(value)?);
                }
                self.budget.make(out.len())?;
                Value::Text(out)
            }
            ("floor", [value]) => Value::Number(self.number(value)?.floor()),
            ("ceiling", [value]) => Value::Number(self.number(value)?.ceil()),
            ("round", [value]) => Value::Number((self.number(value)? + 0.5).floor()),
            _ => {
                let message = format!("`{name}` with {} arguments is not supported", args.len());
                return Err(EvalError::new(ErrorKind::Unsupported, message));
            }
        })
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
