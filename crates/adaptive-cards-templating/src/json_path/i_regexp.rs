//! I-Regexp (RFC 9485) to the syntax of the `regex` crate.
//!
//! The grammar is checked here, so nothing of the crate's own syntax (flags, captures, set
//! operations, lazy quantifiers) gets through. `^` and `$` are anchors, as the compliance suite of
//! RFC 9535 has it; for `$` itself there is `\$`.

use std::iter::Peekable;
use std::str::Chars;

/// Deepest nesting of groups.
const MAX_GROUPS: usize = 50;
/// Greatest number of a quantifier; larger ones only make patterns that are too large.
const MAX_REPEAT: u64 = 1000;
/// The general categories of Unicode that `\p{…}` takes.
const CATEGORIES: [(char, &str); 7] = [
    ('L', "lmotu"),
    ('M', "cen"),
    ('N', "dlo"),
    ('P', "cdefios"),
    ('Z', "lps"),
    ('S', "ckmo"),
    ('C', "cfno"),
];

/// A pattern in the syntax of the `regex` crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Translation {
    pub(super) text: String,
    /// How many characters or classes it has when its repetitions are written out: matching costs
    /// at most this much for each character of the text.
    pub(super) weight: u64,
}

/// `None` when the source is no I-Regexp.
pub(super) fn translate(source: &str) -> Option<Translation> {
    let mut translator = Translator {
        chars: source.chars().peekable(),
        out: String::new(),
        weights: vec![0],
    };
    translator.run()?;
    match translator.weights.as_slice() {
        [weight] => Some(Translation {
            weight: *weight,
            text: translator.out,
        }),
        _ => None,
    }
}

struct Translator<'s> {
    chars: Peekable<Chars<'s>>,
    out: String,
    /// Of the groups that are open, the outermost first.
    weights: Vec<u64>,
}

impl Translator<'_> {
    fn run(&mut self) -> Option<()> {
        // The weight of what a quantifier here would repeat.
        let mut atom = None;
        while let Some(c) = self.chars.next() {
            atom = match c {
                '(' => {
                    self.out.push_str("(?:");
                    self.weights.push(0);
                    if self.weights.len() > MAX_GROUPS {
                        return None;
                    }
                    None
                }
                ')' => {
                    self.out.push(')');
                    let weight = self.weights.pop()?;
                    self.add(weight)?;
                    Some(weight)
                }
                '|' | '^' | '$' => {
                    self.out.push(c);
                    None
                }
                '*' | '+' | '?' => {
                    atom?;
                    self.out.push(c);
                    None
                }
                '{' => {
                    self.repeat(atom?)?;
                    None
                }
                ']' | '}' => return None,
                _ => {
                    match c {
                        '[' => self.class()?,
                        '\\' => self.escape()?,
                        '.' => self.out.push_str(r"[^\n\r]"),
                        c => self.out.push(c),
                    }
                    self.add(1)?;
                    Some(1)
                }
            };
        }
        Some(())
    }

    /// `None` when there is no open group.
    fn add(&mut self, weight: u64) -> Option<()> {
        let open = self.weights.last_mut()?;
        *open = open.saturating_add(weight);
        Some(())
    }

    /// `{n}`, `{n,}` or `{n,m}`, behind its brace.
    fn repeat(&mut self, atom: u64) -> Option<()> {
        let least = self.digits()?;
        let mut most = least;
        self.out.push('{');
        self.out.push_str(&least.to_string());
        if self.chars.next_if_eq(&',').is_some() {
            self.out.push(',');
            if self.chars.peek().is_some_and(char::is_ascii_digit) {
                most = self.digits()?;
                self.out.push_str(&most.to_string());
            }
        }
        self.out.push('}');
        self.chars.next_if_eq(&'}')?;
        self.add(atom.saturating_mul(most.saturating_sub(1)))?;
        (least <= most).then_some(())
    }

    fn digits(&mut self) -> Option<u64> {
        let mut number = None;
        while let Some(digit) = self.chars.peek().and_then(|c| c.to_digit(10)) {
            self.chars.next();
            let next = number.unwrap_or(0) * 10 + u64::from(digit);
            if next > MAX_REPEAT {
                return None;
            }
            number = Some(next);
        }
        number
    }

    /// A class in brackets, behind its bracket.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.chars.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut empty = true;
        loop {
            match self.chars.next()? {
                ']' => {
                    self.out.push(']');
                    return (!empty).then_some(());
                }
                // A hyphen for itself stands at the beginning or the end.
                '-' if empty || self.chars.peek() == Some(&']') => self.out.push_str(r"\-"),
                '\\' if matches!(self.chars.peek(), Some('p' | 'P')) => self.escape()?,
                c => self.range(c)?,
            }
            empty = false;
        }
    }

    fn range(&mut self, first: char) -> Option<()> {
        let first = self.member(first)?;
        self.push_member(first);
        let mut ahead = self.chars.clone();
        if ahead.next() == Some('-') && ahead.next() != Some(']') {
            self.chars.next();
            let last = self.chars.next()?;
            let last = self.member(last)?;
            if first > last {
                return None;
            }
            self.out.push('-');
            self.push_member(last);
        }
        Some(())
    }

    /// A character of a class.
    fn member(&mut self, c: char) -> Option<char> {
        match c {
            '\\' => single_escape(self.chars.next()?),
            '[' | ']' | '-' => None,
            c => Some(c),
        }
    }

    fn push_member(&mut self, c: char) {
        if matches!(c, '\\' | '[' | ']' | '^' | '-' | '&' | '~') {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    /// An escape, behind its backslash.
    fn escape(&mut self) -> Option<()> {
        let c = self.chars.next()?;
        if !matches!(c, 'p' | 'P') {
            let c = single_escape(c)?;
            self.out
                .push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            return Some(());
        }
        self.chars.next_if_eq(&'{')?;
        let major = self.chars.next()?;
        let (_, minors) = CATEGORIES.iter().find(|(letter, _)| *letter == major)?;
        self.out.extend(['\\', c, '{', major]);
        if let Some(minor) = self.chars.next_if(|c| minors.contains(*c)) {
            self.out.push(minor);
        }
        self.chars.next_if_eq(&'}')?;
        self.out.push('}');
        Some(())
    }
}

/// The character that a backslash before `c` stands for.
fn single_escape(c: char) -> Option<char> {
    match c {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '(' | ')' | '*' | '+' | '-' | '.' | '?' | '[' | '\\' | ']' | '^' | '{' | '|' | '}'
        | '$' => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use regex::Regex;

    use super::translate;

    #[test]
    fn the_syntax_of_rfc_9485_is_taken() {
        for (source, text, matches) in [
            ("a.c", "abc", true),
            ("a.c", "a\nc", false),
            ("a.c", "a\rc", false),
            ("[a-c]{2,3}", "abc", true),
            ("[a-c]{2}", "abc", false),
            ("a{2,}", "aaaa", true),
            ("(ab|c)*", "abcab", true),
            ("(|a)", "", true),
            ("[^-a]", "b", true),
            ("[^-a]", "-", false),
            ("[a-]", "-", true),
            ("[a&&b]", "&", true),
            ("[~~]", "~", true),
            (r"[\]\-\\]", "]", true),
            (r"\p{Lu}\p{N}", "A1", true),
            (r"\P{L}", "a", false),
            (r"[\p{Ll}_]+", "a_b", true),
            (r"\(\$\.\^\)", "($.^)", true),
            ("^a$", "a", true),
            ("#&~,-", "#&~,-", true),
        ] {
            let translation = translate(source).expect(source);
            let regex = Regex::new(&format!(r"\A(?:{})\z", translation.text)).unwrap();
            assert_eq!(regex.is_match(text), matches, "{source} on {text:?}");
        }
    }

    #[test]
    fn every_category_of_rfc_9485_is_known_to_the_regex_crate() {
        for (major, minors) in super::CATEGORIES {
            for minor in minors.chars().map(String::from).chain([String::new()]) {
                let source = format!(r"\p{{{major}{minor}}}");
                let translation = translate(&source).expect(&source);
                assert!(Regex::new(&translation.text).is_ok(), "{source}");
            }
        }
    }

    #[test]
    fn what_is_not_in_rfc_9485_is_no_pattern() {
        for source in [
            "(?i)a",
            "(?:a)",
            "(a",
            "a)",
            "*a",
            "a**",
            "a*?",
            "a{2}{3}",
            "a{2",
            "a{3,2}",
            "a{}",
            "{2}",
            "a}",
            "a]",
            "[]",
            "[^]",
            "[a",
            "[[:alpha:]]",
            "[b-a]",
            "[a-b-c]",
            r"\d",
            r"\w",
            r"\b",
            r"\p{Greek}",
            r"\p{Lx}",
            r"\pL",
            "^*",
            "a{1001}",
            "\\",
        ] {
            assert_eq!(translate(source), None, "{source}");
        }
        let deep = format!("{}{}", "(".repeat(60), ")".repeat(60));
        assert_eq!(translate(&deep), None);
    }

    #[test]
    fn the_weight_counts_repetitions_written_out() {
        for (source, weight) in [
            ("abc", 3),
            ("a{10}", 10),
            ("(ab{3}){5}", 20),
            ("((a{9}){9}){9}", 729),
            ("a*", 1),
        ] {
            assert_eq!(translate(source).unwrap().weight, weight, "{source}");
        }
    }
}
