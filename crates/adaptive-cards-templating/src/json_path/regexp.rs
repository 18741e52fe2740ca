//! I-Regexp (RFC 9485) on the `regex` crate: linear time.

use regex::{Regex, RegexBuilder};

/// Greatest size of a compiled pattern, bytes.
const SIZE_LIMIT: usize = 1 << 19;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// `None` when it is no pattern.
    pub(super) fn new(source: &str, whole: bool) -> Option<Self> {
        let body = translate(source);
        let text = if whole {
            format!(r"\A(?:{body})\z")
        } else {
            body
        };
        RegexBuilder::new(&text)
            .size_limit(SIZE_LIMIT)
            .build()
            .ok()
            .map(Self)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// A dot matches everything but line feed and carriage return.
fn translate(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                out.push_str(r"[^\n\r]");
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}
