//! The memory that all literal runs of a program share: a run is a range of tokens and a range of
//! JSON text, and a text of a token is a range too.

use super::Scalar;
use super::bytes::{write_number, write_string};
use super::fragment::{Fragment, Token};
use crate::class::Class;
use crate::span::{Span, narrow};
use crate::tape;

/// Where a fragment stands in its program's literals.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Run {
    pub(super) tokens: Span,
    pub(super) json: Span,
    pub(super) nodes: u32,
    pub(super) leads: bool,
    pub(super) trails: bool,
}

/// A text: part of the JSON text where it stands there as it is, else of the texts beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Str {
    span: Span,
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
    pub(super) json: String,
    beside: String,
    pub(super) tokens: Vec<Literal>,
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
        Fragment::new(self, run)
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
        let start = self.json.len() + 1;
        self.json.push_str(quoted);
        Str {
            span: Span::new(start, self.json.len() - 1),
            beside: false,
        }
    }

    /// A text that is no part of a run.
    pub(crate) fn beside(&mut self, text: &str) -> Str {
        let start = self.beside.len();
        self.beside.push_str(text);
        Str {
            span: Span::new(start, self.beside.len()),
            beside: true,
        }
    }

    pub(crate) fn str(&self, text: Str) -> &str {
        text.span.of(if text.beside {
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
