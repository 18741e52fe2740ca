//! Between tapes and values.

use serde_json::{Map, Number, Value};

use super::{Tape, Token};
use crate::sink::Scalar;
use crate::span::{Span, narrow};

impl Tape<'static> {
    /// The tape of a value. Nesting costs memory and no stack.
    pub(crate) fn of(value: &Value) -> Self {
        let mut tape = Tape {
            source: "",
            decoded: String::new(),
            tokens: Vec::new(),
            dollars: 0,
        };
        let mut open: Vec<(u32, Rest<'_>)> = Vec::new();
        let mut next = Some(value);
        loop {
            if let Some(rest) = next.take().and_then(|value| tape.push(value)) {
                open.push((tape.last(), rest));
            }
            let Some((at, rest)) = open.last_mut() else {
                return tape;
            };
            next = match rest {
                Rest::Items(items) => items.next(),
                Rest::Members(members) => members.next().map(|(name, value)| {
                    let name = tape.decode(name);
                    tape.tokens.push(name);
                    value
                }),
            };
            if next.is_none() {
                let (at, after) = (*at as usize, tape.last() + 1);
                if let Some(Token::Object { end } | Token::Array { end }) = tape.tokens.get_mut(at)
                {
                    *end = after;
                }
                open.pop();
            }
        }
    }

    fn last(&self) -> u32 {
        narrow(self.tokens.len()).saturating_sub(1)
    }

    fn decode(&mut self, text: &str) -> Token {
        self.dollars += usize::from(text.contains('$'));
        let start = self.decoded.len();
        self.decoded.push_str(text);
        Token::Decoded(Span::new(start, self.decoded.len()))
    }

    fn push<'v>(&mut self, value: &'v Value) -> Option<Rest<'v>> {
        let (token, rest) = match value {
            Value::Null => (Token::Null, None),
            Value::Bool(b) => (Token::Bool(*b), None),
            Value::Number(n) => (number(n), None),
            Value::String(text) => (self.decode(text), None),
            Value::Array(items) => (Token::Array { end: 0 }, Some(Rest::Items(items.iter()))),
            Value::Object(map) => (Token::Object { end: 0 }, Some(Rest::Members(map.iter()))),
        };
        self.tokens.push(token);
        rest
    }
}

/// What is left of a container.
enum Rest<'v> {
    Items(std::slice::Iter<'v, Value>),
    Members(serde_json::map::Iter<'v>),
}

fn number(n: &Number) -> Token {
    match Scalar::of_number(n) {
        Scalar::Int(int) => Token::Int(int),
        Scalar::Uint(uint) => Token::Uint(uint),
        Scalar::Float(float) => Token::Float(float),
        Scalar::Null | Scalar::Bool(_) | Scalar::Str(_) => Token::Null,
    }
}

impl Tape<'_> {
    /// The value at `at`; `None` when it is nested deeper than `depth`.
    pub(crate) fn value(&self, at: u32, depth: u32) -> Option<Value> {
        let deeper = depth.checked_sub(1)?;
        let token = self.token(at);
        Some(match token {
            Token::Null => Value::Null,
            Token::Bool(b) => Value::Bool(b),
            Token::Int(int) => Value::Number(int.into()),
            Token::Uint(uint) => Value::Number(uint.into()),
            Token::Float(float) => Number::from_f64(float).map_or(Value::Null, Value::Number),
            Token::Plain(_) | Token::Source(_) | Token::Decoded(_) => {
                Value::String(self.str(token).map_or("", |text| text.text).to_owned())
            }
            Token::Array { end } => {
                let mut items = Vec::new();
                let mut at = at + 1;
                while at < end {
                    items.push(self.value(at, deeper)?);
                    at = self.after(at);
                }
                Value::Array(items)
            }
            Token::Object { end } => {
                let mut map = Map::new();
                let mut at = at + 1;
                while at < end {
                    let name = self.str(self.token(at)).map_or("", |text| text.text);
                    map.insert(name.to_owned(), self.value(at + 1, deeper)?);
                    at = self.after(at + 1);
                }
                Value::Object(map)
            }
        })
    }
}
