//! The sink that builds a `serde_json::Value`.

use serde_json::{Map, Number, Value};

use super::{Refusal, Scalar, Sink};
use crate::class::Class;

/// Builds a [`Value`] in memory.
#[derive(Debug, Default)]
pub struct ValueSink {
    open: Vec<Open>,
    done: Option<Value>,
}

#[derive(Debug)]
enum Open {
    Object(Map<String, Value>, String),
    Array(Vec<Value>),
}

impl ValueSink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was written; `null` when nothing was.
    pub fn into_value(self) -> Value {
        self.done.unwrap_or(Value::Null)
    }

    fn put(&mut self, value: Value) {
        match self.open.last_mut() {
            Some(Open::Object(map, key)) => {
                map.insert(std::mem::take(key), value);
            }
            Some(Open::Array(items)) => items.push(value),
            None => self.done = Some(value),
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Object(map, _)) => self.put(Value::Object(map)),
            Some(Open::Array(items)) => self.put(Value::Array(items)),
            None => {}
        }
    }
}

impl Sink for ValueSink {
    fn begin_object(&mut self) -> Result<(), Refusal> {
        self.open.push(Open::Object(Map::new(), String::new()));
        Ok(())
    }

    fn key(&mut self, name: &str) -> Result<(), Refusal> {
        if let Some(Open::Object(_, key)) = self.open.last_mut() {
            name.clone_into(key);
        }
        Ok(())
    }

    fn end_object(&mut self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }

    fn begin_array(&mut self) -> Result<(), Refusal> {
        self.open.push(Open::Array(Vec::new()));
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }

    fn scalar(&mut self, _class: Class, value: Scalar<'_>) -> Result<(), Refusal> {
        self.put(match value {
            Scalar::Null => Value::Null,
            Scalar::Bool(b) => Value::Bool(b),
            Scalar::Int(i) => Value::Number(i.into()),
            Scalar::Uint(u) => Value::Number(u.into()),
            Scalar::Float(f) => float(f),
            Scalar::Str(s) => Value::String(s.to_owned()),
        });
        Ok(())
    }
}

/// A number as JavaScript would write it: whole numbers without a fraction.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn float(f: f64) -> Value {
    if f.fract() == 0.0 && f.abs() <= 9_007_199_254_740_992.0 {
        return Value::Number((f as i64).into());
    }
    Number::from_f64(f).map_or(Value::Null, Value::Number)
}
