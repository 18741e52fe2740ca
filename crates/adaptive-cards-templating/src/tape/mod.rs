//! A template as a flat list of tokens, read from JSON text or from a [`Value`].
//!
//! A tape holds no copies: texts are ranges of the source, but for those with escapes. Containers
//! know where they end, so that a compiler can look at the members of an object before it goes
//! into them.

mod number;
mod read;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use read::JsonError;

use crate::span::Span;

/// One token. The members of an object are tokens of its name and its value, in turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Token {
    /// An object; its last token stands before `end`.
    Object {
        end: u32,
    },
    /// An array; its last token stands before `end`.
    Array {
        end: u32,
    },
    /// A text of the source without escapes and without `$`; the range has its quotes.
    Plain(Span),
    /// A text of the source without escapes; the range has its quotes.
    Source(Span),
    /// A text that is not in the source as it is meant.
    Decoded(Span),
    Int(i64),
    Uint(u64),
    Float(f64),
    Bool(bool),
    Null,
}

/// The tokens of a template.
#[derive(Debug)]
pub(crate) struct Tape<'t> {
    source: &'t str,
    decoded: String,
    tokens: Vec<Token>,
    dollars: usize,
}

/// A text of a tape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Str<'t> {
    pub(crate) text: &'t str,
    /// The same in quotes, where it stands so in the source without escapes.
    pub(crate) quoted: Option<&'t str>,
    /// Whether there may be a `$` in it.
    pub(crate) dollar: bool,
}

impl Tape<'_> {
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Bytes of all texts, about.
    pub(crate) fn bytes(&self) -> usize {
        self.source.len() + self.decoded.len()
    }

    /// Texts that may have expressions.
    pub(crate) fn dollars(&self) -> usize {
        self.dollars
    }

    pub(crate) fn token(&self, at: u32) -> Token {
        self.tokens.get(at as usize).copied().unwrap_or(Token::Null)
    }

    /// Where the value at `at` ends: the place of the token after it.
    pub(crate) fn after(&self, at: u32) -> u32 {
        match self.token(at) {
            Token::Object { end } | Token::Array { end } => end,
            _ => at + 1,
        }
    }

    /// The text of a token, if it is one.
    pub(crate) fn str(&self, token: Token) -> Option<Str<'_>> {
        let (quoted, dollar) = match token {
            Token::Plain(span) => (span.of(self.source), false),
            Token::Source(span) => (span.of(self.source), true),
            Token::Decoded(span) => {
                return Some(Str {
                    text: span.of(&self.decoded),
                    quoted: None,
                    dollar: true,
                });
            }
            _ => return None,
        };
        Some(Str {
            text: quoted.get(1..quoted.len() - 1)?,
            quoted: Some(quoted),
            dollar,
        })
    }
}
