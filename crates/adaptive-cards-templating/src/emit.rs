//! Writing values to a sink: every token is charged and every value classed, from the template
//! or from data (SEC-PKG-07, decision on sinks).

use adaptive_expressions::Val;
use serde_json::Value;

use crate::class::{Class, Classes, ParentType};
use crate::error::ExpandErrorKind;
use crate::limits::Limits;
use crate::sink::{Evaluated, Fragment, Refusal, Scalar, Sink};

/// Wraps the sink of an expansion.
pub(crate) struct Emitter<'s, S: Sink> {
    sink: &'s mut S,
    classes: &'s Classes,
    limits: &'s Limits,
    /// Bytes that may still be written.
    bytes: u64,
    /// Values that may still be written.
    nodes: u64,
}

/// Boxed, so that success fits in a register.
type Done = Result<(), Box<ExpandErrorKind>>;

impl<'s, S: Sink> Emitter<'s, S> {
    pub(crate) fn new(sink: &'s mut S, limits: &'s Limits, classes: &'s Classes) -> Self {
        Self {
            sink,
            classes,
            limits,
            bytes: limits.output_bytes,
            nodes: limits.output_nodes,
        }
    }

    #[inline]
    fn charge(&mut self, nodes: u64, bytes: usize) -> Done {
        let Some(left) = self.nodes.checked_sub(nodes) else {
            return Err(Box::new(over("output nodes", self.limits.output_nodes)));
        };
        self.nodes = left;
        let Some(left) = self.bytes.checked_sub(bytes as u64) else {
            return Err(Box::new(over("output bytes", self.limits.output_bytes)));
        };
        self.bytes = left;
        Ok(())
    }

    /// Tells the sink of an expression.
    #[inline]
    pub(crate) fn evaluated(&mut self, evaluated: Evaluated<'_, '_>) {
        self.sink.evaluated(evaluated);
    }

    #[inline]
    pub(crate) fn literal(&mut self, fragment: &Fragment<'_>) -> Done {
        self.charge(fragment.nodes(), fragment.text().len() + 1)?;
        refused(self.sink.literal(fragment))
    }

    pub(crate) fn key(&mut self, name: &str) -> Done {
        self.charge(0, name.len() + 4)?;
        refused(self.sink.key(name))
    }

    pub(crate) fn null(&mut self) -> Done {
        self.scalar(Scalar::Null, Class::Plain)
    }

    pub(crate) fn text(&mut self, text: &str, class: Class) -> Done {
        self.scalar(Scalar::Str(text), class)
    }

    pub(crate) fn scalar(&mut self, value: Scalar<'_>, class: Class) -> Done {
        let len = match value {
            Scalar::Str(text) => text.len() + 3,
            _ => 8,
        };
        self.charge(1, len)?;
        refused(self.sink.scalar(class, value))
    }

    pub(crate) fn begin_array(&mut self) -> Done {
        self.charge(1, 2)?;
        refused(self.sink.begin_array())
    }

    pub(crate) fn end_array(&mut self) -> Done {
        refused(self.sink.end_array())
    }

    fn begin_object(&mut self) -> Done {
        self.charge(1, 2)?;
        refused(self.sink.begin_object())
    }

    fn deeper(&self, depth: u32) -> Result<u32, Box<ExpandErrorKind>> {
        if depth >= self.limits.depth {
            let limit = u64::from(self.limits.depth);
            return Err(Box::new(over("depth", limit)));
        }
        Ok(depth + 1)
    }

    /// The items of a list, without brackets.
    pub(crate) fn items(&mut self, list: &Val<'_>, class: Class) -> Done {
        match list {
            Val::Ref(Value::Array(items)) => {
                items.iter().try_for_each(|item| self.json(item, class, 1))
            }
            Val::List(items) => items.iter().try_for_each(|item| self.value(item, class, 1)),
            _ => Ok(()),
        }
    }

    /// Any value of the language.
    pub(crate) fn value(&mut self, value: &Val<'_>, class: Class, depth: u32) -> Done {
        match value {
            Val::Undefined | Val::Null => self.scalar(Scalar::Null, class),
            Val::Bool(b) => self.scalar(Scalar::Bool(*b), class),
            Val::Num(n) => self.scalar(Scalar::Float(*n), class),
            Val::Big(n) => self.text(&n.to_string(), class),
            Val::Str(text) => self.text(text, class),
            Val::Ref(json) => self.json(json, class, depth),
            Val::List(items) => {
                let depth = self.deeper(depth)?;
                self.begin_array()?;
                items
                    .iter()
                    .try_for_each(|item| self.value(item, class, depth))?;
                self.end_array()
            }
            Val::Object(properties) => {
                let depth = self.deeper(depth)?;
                let kind = properties.iter().find(|(name, _)| &**name == "type");
                let parent = parent_type(kind.map(|(_, v)| v.as_str()));
                self.begin_object()?;
                for (name, item) in properties.iter() {
                    if !matches!(item, Val::Undefined) {
                        self.key(name)?;
                        let class = self.classes.class_within(class, parent, name);
                        self.value(item, class, depth)?;
                    }
                }
                refused(self.sink.end_object())
            }
            Val::Bytes(bytes) => {
                self.begin_object()?;
                for (i, byte) in bytes.iter().enumerate() {
                    self.key(&i.to_string())?;
                    self.scalar(Scalar::Int(i64::from(*byte)), Class::Plain)?;
                }
                refused(self.sink.end_object())
            }
        }
    }

    /// A piece of data, walked and classed as if it stood in the template.
    pub(crate) fn json(&mut self, value: &Value, class: Class, depth: u32) -> Done {
        match value {
            Value::Array(items) => {
                let depth = self.deeper(depth)?;
                self.begin_array()?;
                items
                    .iter()
                    .try_for_each(|item| self.json(item, class, depth))?;
                self.end_array()
            }
            Value::Object(map) => {
                let depth = self.deeper(depth)?;
                let parent = parent_type(map.get("type").map(Value::as_str));
                self.begin_object()?;
                for (name, item) in map {
                    self.key(name)?;
                    let class = self.classes.class_within(class, parent, name);
                    self.json(item, class, depth)?;
                }
                refused(self.sink.end_object())
            }
            scalar => self.scalar(Scalar::of_json(scalar), class),
        }
    }
}

/// The type of an object of data: absent, a text, or something that is no type.
#[allow(clippy::option_option)] // absent, and of the wrong kind
fn parent_type(found: Option<Option<&str>>) -> ParentType<'_> {
    match found {
        None => ParentType::None,
        Some(Some(name)) => ParentType::Known(name),
        Some(None) => ParentType::Unknown,
    }
}

#[cold]
fn over(what: &'static str, limit: u64) -> ExpandErrorKind {
    ExpandErrorKind::Limit { what, limit }
}

fn refused(result: Result<(), Refusal>) -> Done {
    result.map_err(|refusal| Box::new(ExpandErrorKind::Refused(refusal)))
}
