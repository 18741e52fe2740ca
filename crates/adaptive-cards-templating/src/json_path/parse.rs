//! Parsing paths.

mod expression;
mod text;

use super::query::{Segment, Selector};
use super::{JsonPathError, Mode};

/// Deepest nesting of filters and parentheses.
const MAX_DEPTH: u32 = 64;
/// Greatest integer that all JSON implementations agree on.
const MAX_INTEGER: i64 = 9_007_199_254_740_991;

pub(super) fn parse(text: &str, mode: Mode) -> Result<Vec<Segment>, JsonPathError> {
    let mut parser = Parser {
        text,
        at: 0,
        mode,
        depth: 0,
    };
    if mode == Mode::Newtonsoft && !text.starts_with('$') {
        return parser.without_root();
    }
    if !parser.eat("$") {
        return Err(parser.error("a path begins with `$`"));
    }
    let segments = parser.segments()?;
    parser.end()?;
    Ok(segments)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    depth: u32,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), JsonPathError> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(self.error(&format!("expected `{token}`")))
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn error(&self, reason: &str) -> JsonPathError {
        let column = self.text[..self.at].chars().count() + 1;
        JsonPathError::Syntax {
            column,
            reason: reason.to_owned(),
        }
    }

    fn end(&self) -> Result<(), JsonPathError> {
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(self.error("expected `.`, `[` or the end"))
        }
    }

    fn deeper(&mut self) -> Result<(), JsonPathError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(self.error("nested too deep"))
        } else {
            Ok(())
        }
    }

    /// Newtonsoft: a path that begins with a name or a bracket.
    fn without_root(&mut self) -> Result<Vec<Segment>, JsonPathError> {
        let mut segments = Vec::new();
        if !self.text.is_empty() && !self.text.starts_with(['[', '.']) {
            let selector = if self.eat("*") {
                Selector::Wildcard
            } else {
                self.name()?
            };
            segments.push(Segment {
                descendant: false,
                selectors: vec![selector],
            });
        }
        segments.extend(self.segments()?);
        self.end()?;
        Ok(segments)
    }

    fn segments(&mut self) -> Result<Vec<Segment>, JsonPathError> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.space();
            if !self.rest().starts_with(['.', '[']) {
                // White space after the last segment belongs to what follows.
                self.at = before;
                return Ok(segments);
            }
            segments.push(self.segment()?);
        }
    }

    fn segment(&mut self) -> Result<Segment, JsonPathError> {
        let descendant = self.eat("..");
        let dot = descendant || self.eat(".");
        let selectors = if self.eat("[") && (!dot || descendant) {
            self.bracket()?
        } else if self.eat("*") {
            vec![Selector::Wildcard]
        } else {
            vec![self.name()?]
        };
        Ok(Segment {
            descendant,
            selectors,
        })
    }

    /// A name without quotes.
    fn name(&mut self) -> Result<Selector, JsonPathError> {
        let newtonsoft = self.mode == Mode::Newtonsoft && self.depth == 0;
        let first = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
        let rest = self.rest();
        let len = if newtonsoft {
            rest.find(['.', '[', ']', '(', ')', ' ', '\'', '"'])
                .unwrap_or(rest.len())
        } else if rest.starts_with(first) {
            rest.find(|c: char| !first(c) && !c.is_ascii_digit())
                .unwrap_or(rest.len())
        } else {
            0
        };
        if len == 0 {
            return Err(self.error("expected a name"));
        }
        self.at += len;
        Ok(Selector::Name(rest[..len].to_owned()))
    }

    fn bracket(&mut self) -> Result<Vec<Selector>, JsonPathError> {
        let mut selectors = Vec::new();
        loop {
            self.space();
            selectors.push(self.selector()?);
            self.space();
            if self.eat("]") {
                return Ok(selectors);
            }
            self.expect(",")?;
        }
    }

    fn selector(&mut self) -> Result<Selector, JsonPathError> {
        match self.peek() {
            Some('*') => {
                self.at += 1;
                Ok(Selector::Wildcard)
            }
            Some('\'' | '"') => self.string().map(Selector::Name),
            Some('?') => {
                self.at += 1;
                self.space();
                self.deeper()?;
                let filter = self.logical()?;
                self.depth -= 1;
                Ok(Selector::Filter(filter))
            }
            Some('(') => Err(self.error("scripts in brackets are not run; write a filter `?`")),
            _ => self.index_or_slice(),
        }
    }

    fn index_or_slice(&mut self) -> Result<Selector, JsonPathError> {
        let start = self.integer()?;
        let before = self.at;
        self.space();
        if !self.eat(":") {
            self.at = before;
            return start
                .map(Selector::Index)
                .ok_or_else(|| self.error("expected a selector"));
        }
        self.space();
        let end = self.integer()?;
        self.space();
        let mut step = None;
        if self.eat(":") {
            self.space();
            step = self.integer()?;
        }
        Ok(Selector::Slice {
            start,
            end,
            step: step.unwrap_or(1),
        })
    }

    /// An integer within the range of I-JSON; no leading zeros, no `-0`.
    fn integer(&mut self) -> Result<Option<i64>, JsonPathError> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return if sign == 0 {
                Ok(None)
            } else {
                Err(self.error("expected digits"))
            };
        }
        let text = &rest[..sign + digits];
        let zero = rest[sign..].starts_with('0');
        if zero && (digits > 1 || sign > 0) {
            return Err(self.error("an integer has no leading zero"));
        }
        match text.parse::<i64>() {
            Ok(n) if n.abs() <= MAX_INTEGER => {
                self.at += text.len();
                Ok(Some(n))
            }
            _ => Err(self.error("the integer is too large")),
        }
    }
}
