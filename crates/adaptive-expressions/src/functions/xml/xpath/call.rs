//! The functions of `XPath`.

use super::super::document::{Id, Kind};
use super::{Context, Expr, Run, Value, truth};
use crate::error::{ErrorKind, EvalError};
use crate::value::Val;

impl Run<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        args: &[Expr],
        at: Context,
    ) -> Result<Value, EvalError> {
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
            ("name" | "local-name" | "namespace-uri", _) => Value::Text(
                match first {
                    Value::Nodes(nodes) => nodes.first().map(|id| self.name(name, *id)),
                    _ => None,
                }
                .unwrap_or_default(),
            ),
            ("id", [value]) => self.by_ids(value)?,
            ("lang", [value]) => {
                let wanted = self.text(value)?.to_lowercase();
                Value::Bool(self.language(at.0).is_some_and(|found| {
                    let rest = found.strip_prefix(&wanted);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                }))
            }
            ("substring-before", [a, b]) => {
                let (text, mark) = (self.text(a)?, self.text(b)?);
                Value::Text(
                    text.split_once(&mark)
                        .map_or("", |(before, _)| before)
                        .to_owned(),
                )
            }
            ("substring-after", [a, b]) => {
                let (text, mark) = (self.text(a)?, self.text(b)?);
                Value::Text(
                    text.split_once(&mark)
                        .map_or("", |(_, after)| after)
                        .to_owned(),
                )
            }
            ("substring", [text, from, rest @ ..]) if rest.len() < 2 => {
                let from = (self.number(from)? + 0.5).floor();
                let to = match rest.first() {
                    Some(length) => from + (self.number(length)? + 0.5).floor(),
                    None => f64::INFINITY,
                };
                let text = self.text(text)?;
                let inside = |i: usize| {
                    let position = Val::count(i + 1).as_number().unwrap_or(0.0);
                    position >= from && position < to
                };
                let kept = text.chars().enumerate().filter(|(i, _)| inside(*i));
                Value::Text(kept.map(|(_, c)| c).collect())
            }
            ("translate", [text, from, to]) => {
                let (text, from, to) = (self.text(text)?, self.text(from)?, self.text(to)?);
                self.budget
                    .step(text.len().saturating_mul(from.len() / 8 + 1))?;
                let to: Vec<char> = to.chars().collect();
                let translated =
                    text.chars()
                        .filter_map(|c| match from.chars().position(|known| known == c) {
                            Some(i) => to.get(i).copied(),
                            None => Some(c),
                        });
                Value::Text(translated.collect())
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

    /// What `name`, `local-name` or `namespace-uri` says of a node.
    fn name(&self, what: &str, id: Id) -> String {
        let (full, element) = match &self.document.nodes[id].kind {
            Kind::Element(name) => (name.as_str(), true),
            Kind::Attribute(name, _) | Kind::Instruction(name, _) => (name.as_str(), false),
            _ => return String::new(),
        };
        let (prefix, local) = full.split_once(':').unwrap_or(("", full));
        match what {
            "name" => full.to_owned(),
            "local-name" => local.to_owned(),
            // The default namespace is that of elements only.
            _ if prefix.is_empty() && !element => String::new(),
            _ => self
                .document
                .namespace(id, prefix)
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// The elements whose attribute `id` is one of the words.
    fn by_ids(&mut self, value: &Value) -> Result<Value, EvalError> {
        let mut words = String::new();
        match value {
            Value::Nodes(nodes) => {
                for id in nodes {
                    words.push_str(&self.text_of(*id)?);
                    words.push(' ');
                }
            }
            value => words = self.text(value)?,
        }
        self.budget.step(self.document.nodes.len())?;
        let mut found = Vec::new();
        for (id, node) in self.document.nodes.iter().enumerate() {
            let named = node.attributes.iter().any(|attribute| {
                matches!(&self.document.nodes[*attribute].kind, Kind::Attribute(name, value)
                    if name == "id" && words.split_whitespace().any(|word| word == value))
            });
            if named {
                found.push(id);
            }
        }
        Ok(Value::Nodes(found))
    }

    /// The language that `xml:lang` declares for a node, in lower case.
    fn language(&self, id: Id) -> Option<String> {
        let mut at = id;
        loop {
            let declared = self.document.nodes[at]
                .attributes
                .iter()
                .find_map(|attribute| match &self.document.nodes[*attribute].kind {
                    Kind::Attribute(name, value) if name == "xml:lang" => {
                        Some(value.to_lowercase())
                    }
                    _ => None,
                });
            if declared.is_some() || at == 0 {
                return declared;
            }
            at = self.document.nodes[at].parent;
        }
    }
}
