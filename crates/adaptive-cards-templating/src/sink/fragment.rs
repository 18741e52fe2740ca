//! Literal runs of a template, kept both as tokens and as JSON text.

use super::{Refusal, Scalar, Sink};
use crate::class::Class;
use crate::sink::bytes::{write_number, write_string};

/// One token of a fragment.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// `{`
    BeginObject,
    /// A property name.
    Key(Box<str>),
    /// `}`
    EndObject,
    /// `[`
    BeginArray,
    /// `]`
    EndArray,
    /// A value without parts.
    Scalar(Class, serde_json::Value),
}

/// A run of literal tokens.
#[derive(Debug, Clone, Default)]
pub struct Fragment {
    tokens: Vec<Token>,
    text: Vec<u8>,
    nodes: u64,
    open: bool,
}

impl Fragment {
    /// Adds a token at the end.
    pub(crate) fn push(&mut self, token: Token) {
        let needs_comma = self.open && !matches!(token, Token::EndObject | Token::EndArray);
        if needs_comma {
            self.text.push(b',');
        }
        self.open = match &token {
            Token::BeginObject => {
                self.text.push(b'{');
                false
            }
            Token::BeginArray => {
                self.text.push(b'[');
                false
            }
            Token::EndObject => {
                self.text.push(b'}');
                true
            }
            Token::EndArray => {
                self.text.push(b']');
                true
            }
            Token::Key(name) => {
                write_string(&mut self.text, name);
                self.text.push(b':');
                false
            }
            Token::Scalar(_, value) => {
                write_literal(&mut self.text, value);
                true
            }
        };
        if matches!(
            token,
            Token::BeginObject | Token::BeginArray | Token::Scalar(..)
        ) {
            self.nodes += 1;
        }
        self.tokens.push(token);
    }

    /// The tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The same as JSON text, without a comma before the first token.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// How many values begin in it.
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    /// Whether a comma belongs before it when a value stands before it in the same container.
    pub fn leads(&self) -> bool {
        !matches!(
            self.tokens.first(),
            None | Some(Token::EndObject | Token::EndArray)
        )
    }

    /// Whether a comma belongs after it when a further value or key follows.
    pub fn trails(&self) -> bool {
        self.open
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Calls the sink's methods one by one.
    pub fn replay<S: Sink + ?Sized>(&self, sink: &mut S) -> Result<(), Refusal> {
        for token in &self.tokens {
            match token {
                Token::BeginObject => sink.begin_object()?,
                Token::Key(name) => sink.key(name)?,
                Token::EndObject => sink.end_object()?,
                Token::BeginArray => sink.begin_array()?,
                Token::EndArray => sink.end_array()?,
                Token::Scalar(class, value) => sink.scalar(*class, literal_scalar(value))?,
            }
        }
        Ok(())
    }
}

/// The scalar of a JSON value; containers never get here and become `null`.
pub(crate) fn literal_scalar(value: &serde_json::Value) -> Scalar<'_> {
    use serde_json::Value;
    match value {
        Value::Bool(b) => Scalar::Bool(*b),
        Value::Number(n) => number_scalar(n),
        Value::String(s) => Scalar::Str(s),
        Value::Null | Value::Array(_) | Value::Object(_) => Scalar::Null,
    }
}

/// The scalar of a JSON number, exactly.
pub(crate) fn number_scalar(n: &serde_json::Number) -> Scalar<'static> {
    if let Some(i) = n.as_i64() {
        Scalar::Int(i)
    } else if let Some(u) = n.as_u64() {
        Scalar::Uint(u)
    } else {
        Scalar::Float(n.as_f64().unwrap_or(f64::NAN))
    }
}

fn write_literal(out: &mut Vec<u8>, value: &serde_json::Value) {
    match literal_scalar(value) {
        Scalar::Null => out.extend_from_slice(b"null"),
        Scalar::Bool(true) => out.extend_from_slice(b"true"),
        Scalar::Bool(false) => out.extend_from_slice(b"false"),
        Scalar::Str(s) => write_string(out, s),
        number => write_number(out, number),
    }
}
