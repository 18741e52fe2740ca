//! Literal runs of a template, kept both as tokens and as JSON text.
//!
//! All runs of a program share their memory ([`Literals`]): a run is a range of tokens and a range
//! of text, and a text of a token is a range too.

use super::bytes::{write_number, write_string};
use super::{Refusal, Scalar, Sink};
use crate::class::Class;
use crate::tape;

/// One token of a fragment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'p> {
    /// `{`
    BeginObject,
    /// A property name.
    Key(&'p str),
    /// `}`
    EndObject,
    /// `[`
    BeginArray,
    /// `]`
    EndArray,
    /// A value without parts.
    Scalar(Class, Scalar<'p>),
}

/// A run of literal tokens.
#[derive(Debug, Clone, Copy)]
pub struct Fragment<'p> {
    literals: &'p Literals,
    run: Run,
}

impl<'p> Fragment<'p> {
    /// The tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'p>> + use<'p> {
        let literals = self.literals;
        let all = literals.tokens.get(self.run.tokens.range());
        all.unwrap_or_default()
            .iter()
            .map(|token| literals.token(*token))
    }

    /// The same as JSON text, without a comma before the first token.
    pub fn text(&self) -> &'p str {
        self.run.json.of(&self.literals.json)
    }

    /// How many values begin in it.
    pub fn nodes(&self) -> u64 {
        u64::from(self.run.nodes)
    }

    /// Whether a comma belongs before it when a value stands before it in the same container.
    pub fn leads(&self) -> bool {
        self.run.leads
    }

    /// Whether a comma belongs after it when a further value or key follows.
    pub fn trails(&self) -> bool {
        self.run.trails
    }

    /// Calls the sink's methods one by one.
    pub fn replay<S: Sink + ?Sized>(&self, sink: &mut S) -> Result<(), Refusal> {
        for token in self.tokens() {
            match token {
                Token::BeginObject => sink.begin_object()?,
                Token::Key(name) => sink.key(name)?,
                Token::EndObject => sink.end_object()?,
                Token::BeginArray => sink.begin_array()?,
                Token::EndArray => sink.end_array()?,
                Token::Scalar(class, value) => sink.scalar(class, value)?,
            }
        }
        Ok(())
    }
}

/// A range of one of the texts or of the tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Range {
    start: u32,
    end: u32,
}

impl Range {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// Where a fragment stands in its program's literals.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Run {
    tokens: Range,
    json: Range,
    nodes: u32,
    leads: bool,
    trails: bool,
}

/// A text: part of the JSON text where it stands there as it is, else of the texts beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Str {
    range: Range,
    beside: bool,
}

/// A token whose texts are ranges.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Literal {
    BeginObject,
    Key(Str),
    EndObject,
    BeginArray,
    EndArray,
    Null(Class),
    Bool(Class, bool),
    Int(Class, i64),
    Uint(Class, u64),
    Float(Class, f64),
    Text(Class, Str),
}

/// The literal parts of a program.
#[derive(Debug, Default)]
pub(crate) struct Literals {
    json: String,
    beside: String,
    tokens: Vec<Literal>,
    run: Run,
}

impl Literals {
    /// Room for about this much.
    pub(crate) fn with_capacity(bytes: usize, tokens: usize) -> Self {
        Self {
            json: String::with_capacity(bytes),
            beside: String::with_capacity(64),
            tokens: Vec::with_capacity(tokens),
            ..Self::default()
        }
    }

    /// What was pushed since the last call, if anything.
    pub(crate) fn take_run(&mut self) -> Option<Run> {
        let (tokens, json) = (narrow(self.tokens.len()), narrow(self.json.len()));
        let mut run = std::mem::take(&mut self.run);
        run.tokens.end = tokens;
        run.json.end = json;
        self.run.tokens.start = tokens;
        self.run.json.start = json;
        (run.tokens.start < tokens).then_some(run)
    }

    pub(crate) fn fragment(&self, run: Run) -> Fragment<'_> {
        Fragment {
            literals: self,
            run,
        }
    }

    fn push(&mut self, token: Literal, trails: bool) {
        self.tokens.push(token);
        self.run.trails = trails;
    }

    fn lead(&mut self) {
        if self.run.trails {
            self.json.push(',');
        } else if self.run.tokens.start as usize == self.tokens.len() {
            self.run.leads = true;
        }
    }

    pub(crate) fn begin_object(&mut self) {
        self.lead();
        self.json.push('{');
        self.run.nodes += 1;
        self.push(Literal::BeginObject, false);
    }

    pub(crate) fn end_object(&mut self) {
        self.json.push('}');
        self.push(Literal::EndObject, true);
    }

    pub(crate) fn begin_array(&mut self) {
        self.lead();
        self.json.push('[');
        self.run.nodes += 1;
        self.push(Literal::BeginArray, false);
    }

    pub(crate) fn end_array(&mut self) {
        self.json.push(']');
        self.push(Literal::EndArray, true);
    }

    /// A property name.
    pub(crate) fn key(&mut self, name: tape::Str<'_>) {
        self.lead();
        let name = self.quoted(name);
        self.json.push(':');
        self.push(Literal::Key(name), false);
    }

    /// A text.
    pub(crate) fn text(&mut self, class: Class, text: tape::Str<'_>) {
        self.lead();
        self.run.nodes += 1;
        let text = self.quoted(text);
        self.push(Literal::Text(class, text), true);
    }

    /// A value without parts.
    pub(crate) fn scalar(&mut self, class: Class, value: Scalar<'_>) {
        self.lead();
        self.run.nodes += 1;
        match value {
            Scalar::Str(text) => write_string(&mut self.json, text),
            Scalar::Bool(true) => self.json.push_str("true"),
            Scalar::Bool(false) => self.json.push_str("false"),
            number_or_null => write_number(&mut self.json, number_or_null),
        }
        let token = self.alone(class, value);
        self.push(token, true);
    }

    /// A value that is no part of a run, for an operation of its own.
    pub(crate) fn alone(&mut self, class: Class, value: Scalar<'_>) -> Literal {
        match value {
            Scalar::Null => Literal::Null(class),
            Scalar::Bool(b) => Literal::Bool(class, b),
            Scalar::Int(i) => Literal::Int(class, i),
            Scalar::Uint(u) => Literal::Uint(class, u),
            Scalar::Float(f) => Literal::Float(class, f),
            Scalar::Str(text) => Literal::Text(class, self.beside(text)),
        }
    }

    fn quoted(&mut self, text: tape::Str<'_>) -> Str {
        let Some(quoted) = text.quoted else {
            write_string(&mut self.json, text.text);
            return self.beside(text.text);
        };
        let start = narrow(self.json.len()) + 1;
        self.json.push_str(quoted);
        let end = narrow(self.json.len()) - 1;
        Str {
            range: Range { start, end },
            beside: false,
        }
    }

    /// A text that is no part of a run.
    pub(crate) fn beside(&mut self, text: &str) -> Str {
        let start = narrow(self.beside.len());
        self.beside.push_str(text);
        let end = narrow(self.beside.len());
        Str {
            range: Range { start, end },
            beside: true,
        }
    }

    pub(crate) fn str(&self, text: Str) -> &str {
        text.range.of(if text.beside {
            &self.beside
        } else {
            &self.json
        })
    }

    pub(crate) fn token(&self, token: Literal) -> Token<'_> {
        let (class, value) = match token {
            Literal::BeginObject => return Token::BeginObject,
            Literal::Key(name) => return Token::Key(self.str(name)),
            Literal::EndObject => return Token::EndObject,
            Literal::BeginArray => return Token::BeginArray,
            Literal::EndArray => return Token::EndArray,
            Literal::Null(class) => (class, Scalar::Null),
            Literal::Bool(class, b) => (class, Scalar::Bool(b)),
            Literal::Int(class, i) => (class, Scalar::Int(i)),
            Literal::Uint(class, u) => (class, Scalar::Uint(u)),
            Literal::Float(class, f) => (class, Scalar::Float(f)),
            Literal::Text(class, text) => (class, Scalar::Str(self.str(text))),
        };
        Token::Scalar(class, value)
    }
}

/// A template has fewer than 2^32 bytes and tokens; what it repeats is not repeated here.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The scalar of a JSON value; containers never get here and become `null`.
pub(crate) fn json_scalar(value: &serde_json::Value) -> Scalar<'_> {
    use serde_json::Value;
    match value {
        Value::Bool(b) => Scalar::Bool(*b),
        Value::Number(n) => number_scalar(n),
        Value::String(s) => Scalar::Str(s),
        Value::Null | Value::Array(_) | Value::Object(_) => Scalar::Null,
    }
}

/// The scalar of a JSON number, exactly.
fn number_scalar(n: &serde_json::Number) -> Scalar<'static> {
    if let Some(i) = n.as_i64() {
        Scalar::Int(i)
    } else if let Some(u) = n.as_u64() {
        Scalar::Uint(u)
    } else {
        Scalar::Float(n.as_f64().unwrap_or(f64::NAN))
    }
}
