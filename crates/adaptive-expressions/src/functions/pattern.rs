//! Regular expressions: the common dialect of the peer, run in linear time (SEC-PKG-13).

mod translate;

use std::cell::RefCell;

use regex::{Regex, RegexBuilder};

use super::Check::{Count, Pattern};
use super::Run::Apply;
use super::string::text;
use super::{Function, invalid, wrong};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{BOOLEAN, STRING};
use crate::value::Val;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "replaceIgnoreCase",
        returns: STRING,
        check: Count(3, 3, STRING),
        run: Apply(Verify::TextOrNothing, replace_ignore_case),
        about: (
            "replaceIgnoreCase(text, pattern, new)",
            "Replaces each match of a pattern, without case.",
        ),
        example: "replaceIgnoreCase('Oil OIL', 'oil', 'gas')",
    },
    Function {
        name: "isMatch",
        returns: BOOLEAN,
        check: Pattern(check),
        run: Apply(Verify::TextOrNothing, is_match),
        about: (
            "isMatch(text, pattern)",
            "Whether a regular expression matches, in linear time.",
        ),
        example: "isMatch('2024-05', '^[0-9]{4}-')",
    },
];

/// Greatest size of a compiled pattern, bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// Patterns kept per thread.
const KEPT: usize = 32;

thread_local! {
    static CACHE: RefCell<Vec<(String, Regex)>> = const { RefCell::new(Vec::new()) };
}

fn compile(source: &str, common: bool, ignore_case: bool) -> Result<Regex, String> {
    let key = format!("{}{}{source}", u8::from(common), u8::from(ignore_case));
    let kept = CACHE.with_borrow(|cache| {
        cache
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, regex)| regex.clone())
    });
    if let Some(regex) = kept {
        return Ok(regex);
    }
    let translated = translate::translate(source, common)
        .map_err(|reason| format!("`{source}` is not a pattern: {reason}"))?;
    let regex = RegexBuilder::new(&translated)
        .case_insensitive(ignore_case)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|_| format!("`{source}` is not a pattern, or too large"))?;
    CACHE.with_borrow_mut(|cache| {
        if cache.len() >= KEPT {
            cache.remove(0);
        }
        cache.push((key, regex.clone()));
    });
    Ok(regex)
}

/// Checks a pattern of `isMatch`.
fn check(source: &str) -> Result<(), String> {
    compile(source, true, false).map(drop)
}

fn charged(
    ev: &mut Evaluator<'_>,
    text: &str,
    source: &str,
    common: bool,
) -> Result<Regex, EvalError> {
    // Compiling costs by the pattern, matching by the text.
    ev.budget.step(10 + source.len() + text.len() / 8)?;
    ev.budget.make(source.len().saturating_mul(16))?;
    compile(source, common, !common).map_err(|m| EvalError::new(ErrorKind::Argument, m))
}

fn is_match<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(source) = args[1].as_str() else {
        return wrong("a pattern");
    };
    let whole = text(args, 0);
    Ok(Val::Bool(charged(ev, whole, source, true)?.is_match(whole)))
}

fn replace_ignore_case<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (whole, old, new) = (text(args, 0), text(args, 1), text(args, 2));
    if old.is_empty() {
        return invalid("the text to replace must not be empty");
    }
    replace_all(ev, whole, old, new).map(Val::text)
}

/// Replaces all matches without case; `$1`, `$&` and `$$` in the new text as in JavaScript.
fn replace_all(
    ev: &mut Evaluator<'_>,
    text: &str,
    source: &str,
    new: &str,
) -> Result<String, EvalError> {
    let regex = charged(ev, text, source, false)?;
    let mut out = String::new();
    let mut from = 0;
    for captures in regex.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let before = out.len();
        out.push_str(&text[from..whole.start()]);
        expand(new, &captures, text, &mut out);
        from = whole.end();
        ev.budget.make(out.len() - before + 1)?;
    }
    ev.budget.make(text.len() - from)?;
    out.push_str(&text[from..]);
    Ok(out)
}

fn expand(new: &str, captures: &regex::Captures<'_>, text: &str, out: &mut String) {
    let group = |n: usize| captures.get(n).map_or("", |m| m.as_str());
    let whole = captures.get(0).map_or(0..0, |m| m.range());
    let mut rest = new;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let two: String = tail
            .chars()
            .take(2)
            .take_while(char::is_ascii_digit)
            .collect();
        let number = |len: usize| two.get(..len).and_then(|d| d.parse::<usize>().ok());
        let known = |n: &usize| (1..captures.len()).contains(n);
        let (piece, len) = match tail.chars().next() {
            Some('$') => ("$", 1),
            Some('&') => (group(0), 1),
            Some('`') => (&text[..whole.start], 1),
            Some('\'') => (&text[whole.end..], 1),
            _ => match (number(2).filter(known), number(1).filter(known)) {
                (Some(n), _) => (group(n), 2),
                (None, Some(n)) => (group(n), 1),
                (None, None) => ("$", 0),
            },
        };
        out.push_str(piece);
        rest = &tail[len..];
    }
    out.push_str(rest);
}
