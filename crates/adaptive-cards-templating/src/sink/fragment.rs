//! Literal runs of a template, kept both as tokens and as JSON text.

use super::literals::{Literals, Run};
use super::{Refusal, Scalar, Sink};
use crate::class::Class;

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
    pub(super) fn new(literals: &'p Literals, run: Run) -> Self {
        Self { literals, run }
    }

    /// The tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'p>> + use<'p> {
        let literals = self.literals;
        let all = literals.tokens.get(self.run.tokens.range());
        all.unwrap_or_default()
            .iter()
            .map(|token| literals.token(*token))
    }

    /// The same as JSON text, without a comma before the first token.
    pub fn text(&self) -> &'p [u8] {
        let json = self.literals.json.as_bytes();
        json.get(self.run.json.range()).unwrap_or_default()
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
