//! Segments and selectors (RFC 9535, sections 2.3 and 2.5).

use super::Parser;
use crate::json_path::query::{Segment, Selector};
use crate::json_path::{JsonPathError, Mode};

/// Greatest integer that all JSON implementations agree on (section 2.1).
const MAX_INTEGER: i64 = 9_007_199_254_740_991;

impl Parser<'_> {
    /// All segments from here. White space after the last one is not read: it belongs to what
    /// follows.
    pub(super) fn segments(&mut self) -> Result<Vec<Segment>, JsonPathError> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.space();
            if !self.rest().starts_with(['.', '[']) {
                self.at = before;
                return Ok(segments);
            }
            segments.push(self.segment()?);
        }
    }

    fn segment(&mut self) -> Result<Segment, JsonPathError> {
        let descendant = self.eat("..");
        let bracket_may_follow = descendant || !self.eat(".") || self.mode == Mode::Newtonsoft;
        let selectors = if bracket_may_follow && self.eat("[") {
            self.bracket()?
        } else {
            vec![self.shorthand()?]
        };
        Ok(Segment {
            descendant,
            selectors,
        })
    }

    /// A name without quotes, or `*`.
    fn shorthand(&mut self) -> Result<Selector, JsonPathError> {
        if self.mode == Mode::Newtonsoft {
            return self.newtonsoft_name();
        }
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        let first = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
        let rest = self.rest();
        if !rest.starts_with(first) {
            return Err(self.error("expected a name or `*`"));
        }
        let end = rest
            .find(|c: char| !first(c) && !c.is_ascii_digit())
            .unwrap_or(rest.len());
        self.at += end;
        Ok(Selector::Name(rest[..end].to_owned()))
    }

    /// Selectors, behind their bracket.
    fn bracket(&mut self) -> Result<Vec<Selector>, JsonPathError> {
        let mut selectors = Vec::new();
        loop {
            self.space();
            selectors.push(self.selector()?);
            self.space();
            if self.eat("]") {
                return Ok(selectors);
            }
            if !self.eat(",") {
                return Err(self.error("expected `,` or `]`"));
            }
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
                self.nested(Self::logical).map(Selector::Filter)
            }
            Some('(') => Err(self.error(
                "expected no `(`: scripts are not run; count from the end with `[-1]`, or write a filter `[?…]`",
            )),
            _ => self.index_or_slice(),
        }
    }

    fn index_or_slice(&mut self) -> Result<Selector, JsonPathError> {
        let start = self.integer()?;
        if !self.eat_after_space(":") {
            let expected = "expected a quoted name, an index, a slice, `*` or `?`";
            return start
                .map(Selector::Index)
                .ok_or_else(|| self.error(expected));
        }
        self.space();
        let end = self.integer()?;
        let mut step = None;
        if self.eat_after_space(":") {
            self.space();
            step = self.integer()?;
        }
        Ok(Selector::Slice {
            start,
            end,
            step: step.unwrap_or(1),
        })
    }

    /// An integer, if one stands here: no leading zeros, no `-0`.
    fn integer(&mut self) -> Result<Option<i64>, JsonPathError> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return if sign == 0 {
                Ok(None)
            } else {
                Err(self.error("expected digits after `-`"))
            };
        }
        if rest[sign..].starts_with('0') && digits + sign > 1 {
            return Err(self.error("expected an integer without leading zero"));
        }
        match rest[..sign + digits].parse::<i64>() {
            Ok(number) if number.abs() <= MAX_INTEGER => {
                self.at += sign + digits;
                Ok(Some(number))
            }
            _ => Err(self.error("expected an integer from -(2^53 - 1) to 2^53 - 1")),
        }
    }
}
