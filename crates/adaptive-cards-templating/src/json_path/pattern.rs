//! Patterns on the `regex` crate, which takes time linear in the text.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::i_regexp::translate;

/// Greatest size of a compiled pattern, bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// Greatest weight of a pattern (see [`super::i_regexp::Translation`]).
const MAX_WEIGHT: u64 = 5_000;
/// The weight of a pattern that was not measured.
const UNMEASURED: u64 = 64;
/// Characters of text that a pattern of weight 1 reads in one step.
const CHARACTERS_A_STEP: u64 = 64;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// Shared, since the clone of a `Regex` has caches of its own.
    regex: Arc<Regex>,
    weight: u64,
}

impl Pattern {
    /// An I-Regexp that the whole text (or else any part of it) has to match. `None` when it is
    /// none, or too large.
    pub(super) fn i_regexp(source: &str, whole: bool) -> Option<Self> {
        let translation = translate(source)?;
        if translation.weight > MAX_WEIGHT {
            return None;
        }
        let body = translation.text;
        let text = if whole {
            format!(r"\A(?:{body})\z")
        } else {
            body
        };
        let regex = RegexBuilder::new(&text)
            .size_limit(SIZE_LIMIT)
            .build()
            .ok()?;
        Some(Self {
            regex: Arc::new(regex),
            weight: translation.weight.max(1),
        })
    }

    /// A pattern of Json.NET with its options. The error says what is wrong.
    pub(super) fn json_net(source: &str, options: &str) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(source);
        for option in options.chars() {
            match option {
                'i' => builder.case_insensitive(true),
                'm' => builder.multi_line(true),
                's' => builder.dot_matches_new_line(true),
                // `ExplicitCapture`: nobody asks what groups hold.
                'x' => &mut builder,
                other => {
                    return Err(format!(
                        "expected the options `i`, `m`, `s`, `x`, not `{other}`"
                    ));
                }
            };
        }
        let reason = |error: regex::Error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
            // The last line of a message of several names the mistake.
            error => error
                .to_string()
                .lines()
                .last()
                .unwrap_or_default()
                .to_owned(),
        };
        let regex = builder.size_limit(SIZE_LIMIT).build().map_err(reason)?;
        Ok(Self {
            regex: Arc::new(regex),
            weight: UNMEASURED,
        })
    }

    /// How many steps [`Self::is_match`] costs on this text.
    pub(super) fn steps(&self, text: &str) -> u64 {
        1 + (text.len() as u64).saturating_mul(self.weight) / CHARACTERS_A_STEP
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::Pattern;

    #[test]
    fn a_pattern_too_large_is_none() {
        assert!(Pattern::i_regexp("(((a{100}){100}){100})", true).is_none());
        assert!(Pattern::i_regexp(r"\p{L}{1000}", true).is_none());
        assert!(Pattern::json_net("(((a{100}){100}){100})", "").is_err());
    }

    #[test]
    fn a_heavier_pattern_costs_more_steps() {
        let text = "a".repeat(640);
        let light = Pattern::i_regexp("a*", true).unwrap();
        let heavy = Pattern::i_regexp("(a{0,50})*b", true).unwrap();
        assert_eq!(light.steps(&text), 11);
        assert_eq!(heavy.steps(&text), 511);
    }

    #[test]
    fn the_options_of_json_net_are_kept() {
        assert!(
            Pattern::json_net("^oil", "i")
                .unwrap()
                .is_match("Oil change")
        );
        assert!(
            !Pattern::json_net("^oil", "")
                .unwrap()
                .is_match("Oil change")
        );
        assert!(Pattern::json_net("^b$", "m").unwrap().is_match("a\nb"));
        assert!(Pattern::json_net("a.b", "s").unwrap().is_match("a\nb"));
        assert!(Pattern::json_net("a", "g").unwrap_err().contains("`g`"));
        assert_eq!(
            Pattern::json_net("(a", "").unwrap_err(),
            "error: unclosed group"
        );
    }
}
