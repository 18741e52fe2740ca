//! The forms of Json.NET that RFC 9535 has not.

use super::Parser;
use crate::json_path::JsonPathError;
use crate::json_path::query::{Segment, Selector};

/// What ends a name without quotes anywhere.
const ENDS: [char; 9] = ['.', '[', ']', '(', ')', ' ', '\t', '\n', '\r'];
/// What also ends it in a filter.
const ENDS_IN_FILTER: [char; 7] = ['=', '<', '>', '!', '|', '&', ','];

impl Parser<'_> {
    /// A path, whose root may be left out, with white space around it.
    pub(super) fn newtonsoft(&mut self) -> Result<Vec<Segment>, JsonPathError> {
        self.space();
        let root = self.rest().strip_prefix('$').map(str::trim_start);
        let mut segments = Vec::new();
        if root.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
            self.at += 1;
        } else if !self.rest().is_empty() && !self.rest().starts_with(['.', '[']) {
            let selectors = vec![self.newtonsoft_name()?];
            segments.push(Segment {
                descendant: false,
                selectors,
            });
        }
        segments.extend(self.segments()?);
        self.space();
        Ok(segments)
    }

    /// A name without quotes, or `*`.
    pub(super) fn newtonsoft_name(&mut self) -> Result<Selector, JsonPathError> {
        let in_filter = self.depth > 0;
        let ends = |c| ENDS.contains(&c) || (in_filter && ENDS_IN_FILTER.contains(&c));
        let rest = self.rest();
        let name = &rest[..rest.find(ends).unwrap_or(rest.len())];
        if name.is_empty() {
            return Err(self.error("expected a name or `*`"));
        }
        self.at += name.len();
        if name == "*" {
            return Ok(Selector::Wildcard);
        }
        if self.peek() == Some('(') {
            return Err(self.error("expected no `(`: functions and scripts are not run"));
        }
        Ok(Selector::Name(name.to_owned()))
    }

    /// The pattern and the options of `/pattern/options`.
    pub(super) fn newtonsoft_pattern(&mut self) -> Result<(String, &str), JsonPathError> {
        self.expect("/")?;
        let mut source = String::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(self.error("expected `/` at the end of the pattern"));
            };
            self.at += c.len_utf8();
            match c {
                '/' => break,
                // A slash for itself; all other escapes are the pattern's own.
                '\\' if self.eat("/") => source.push('/'),
                '\\' => {
                    source.push(c);
                    if let Some(escaped) = self.peek() {
                        source.push(escaped);
                        self.at += escaped.len_utf8();
                    }
                }
                c => source.push(c),
            }
        }
        let rest = self.rest();
        let len = rest
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(rest.len());
        self.at += len;
        Ok((source, &rest[..len]))
    }
}
