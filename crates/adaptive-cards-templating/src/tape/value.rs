//! Between tapes and values.

use serde_json::{Map, Number, Value};

use super::{Span, Tape, Token};

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
            if let Some(value) = next.take() {
                if let Some(rest) = tape.push(value) {
                    open.push((tape.last(), rest));
                }
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
        let start = narrow(self.decoded.len());
        self.decoded.push_str(text);
        let end = narrow(self.decoded.len());
        Token::Decoded(Span { start, end })
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

/// A value has fewer than 2^32 texts and bytes of them, or it would have been refused as a text.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn number(n: &Number) -> Token {
    if let Some(int) = n.as_i64() {
        Token::Int(int)
    } else if let Some(uint) = n.as_u64() {
        Token::Uint(uint)
    } else {
        Token::Float(n.as_f64().unwrap_or(f64::NAN))
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
