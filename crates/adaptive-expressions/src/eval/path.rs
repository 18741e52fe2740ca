//! Names, properties and items: chains such as `people[i].name`.

use std::borrow::Cow;

use super::{Evaluator, Res};
use crate::access::{part, same_name};
use crate::error::{ErrorKind, EvalError};
use crate::syntax::ast::{Base, Path, Step};
use crate::value::{Val, parse_int, to_text};

impl<'a> Evaluator<'a> {
    #[inline]
    pub(super) fn name(&mut self, name: &'a str) -> Res<'a> {
        let found = if self.frames.is_empty() {
            self.scope.get(name)
        } else {
            self.find(name, |value| value)
        };
        if !matches!(found, Val::Undefined) {
            return Ok(found);
        }
        if name.is_empty() {
            return Err(EvalError::new(ErrorKind::Argument, "`Accessor` has no name").thrown());
        }
        Ok(if self.substitute {
            Val::text(format!("${{{name}}}"))
        } else {
            found
        })
    }

    pub(super) fn path(&mut self, path: &'a Path) -> Res<'a> {
        let found = match &path.base {
            Base::Name(name) if path.steps.iter().all(Step::is_property) => {
                self.find(name, |value| {
                    path.steps.iter().fold(value, |value, step| match step {
                        Step::Property(name) => part(&value, name),
                        Step::Index(_) => Val::Undefined,
                    })
                })
            }
            _ => return self.computed_path(path),
        };
        if matches!(found, Val::Undefined) && self.substitute {
            return Ok(Val::text(format!("${{{path}}}")));
        }
        Ok(found)
    }

    /// A chain with indices to compute, or one that begins with a value.
    fn computed_path(&mut self, path: &'a Path) -> Res<'a> {
        let mut parts: Vec<Cow<'a, str>> = Vec::with_capacity(path.steps.len());
        let mut text = String::new();
        // The peer computes indices from the last to the first; only errors can tell.
        for step in &path.steps {
            match step {
                Step::Property(name) => {
                    if !text.is_empty() || matches!(path.base, Base::Name(_)) {
                        text.push('.');
                    }
                    text.push_str(name);
                    parts.push(Cow::Borrowed(name));
                }
                Step::Index(node) => {
                    let value = self.eval(node)?;
                    let mut key = String::new();
                    to_text(&value, &mut key);
                    self.budget.make(key.len())?;
                    let piece = if !parse_int(&key).is_nan() {
                        key
                    } else if matches!(value, Val::Str(_)) {
                        format!("'{key}'")
                    } else {
                        let message = "an index must be an integer or a text";
                        return Err(EvalError::new(ErrorKind::Type, message).at(node.span));
                    };
                    text.push('[');
                    text.push_str(&piece);
                    text.push(']');
                    parts.extend(split(&piece).map(|p| Cow::Owned(p.to_owned())));
                }
            }
        }
        let walk = |value: Val<'a>| parts.iter().fold(value, |value, name| part(&value, name));
        let found = match &path.base {
            Base::Name(name) => {
                text.insert_str(0, name);
                self.find(name, walk)
            }
            Base::Value(node) => walk(self.eval(node)?),
        };
        self.substituted(found, &text)
    }

    fn substituted(&self, found: Val<'a>, text: &str) -> Res<'a> {
        if matches!(found, Val::Undefined) && self.substitute {
            return Ok(Val::text(format!("${{{text}}}")));
        }
        Ok(found)
    }

    /// A value by a path that is only known as text (`getProperty`).
    pub(crate) fn by_path_text(&mut self, text: &str) -> Res<'a> {
        self.budget.make(text.len())?;
        let mut parts = split(text);
        let Some(first) = parts.next() else {
            return self.substituted(Val::Undefined, text);
        };
        let rest: Vec<&str> = parts.collect();
        let found = self.find(first, |value| {
            rest.iter().fold(value, |value, name| part(&value, name))
        });
        self.substituted(found, text)
    }

    /// A property of a value by a path that is only known as text.
    pub(crate) fn within(&mut self, value: Val<'a>, text: &str) -> Res<'a> {
        self.budget.make(text.len())?;
        let found = if split(text).next().is_none() {
            Val::Undefined
        } else {
            split(text).fold(value, |value, name| part(&value, name))
        };
        self.substituted(found, text)
    }

    /// Looks a name up, innermost lambda first. A variable whose rest of the path leads nowhere
    /// does not hide the names further out.
    fn find(&self, name: &str, walk: impl Fn(Val<'a>) -> Val<'a>) -> Val<'a> {
        for (variable, value) in self.frames.iter().rev() {
            if same_name(variable, name) {
                let found = walk(value.clone());
                if !matches!(found, Val::Undefined) {
                    return found;
                }
            }
        }
        walk(self.scope.get(name))
    }
}

/// The parts of a path in text form: `a.b[0]['c d']`.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '[', ']'])
        .filter(|part| !part.is_empty())
        .map(|part| {
            for quote in ['\'', '"'] {
                if let Some(inner) = part.strip_prefix(quote).and_then(|p| p.strip_suffix(quote)) {
                    return inner;
                }
            }
            part
        })
}
