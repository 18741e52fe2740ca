//! Letter case, with the special letters of Turkish and Azerbaijani.

use super::text;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::value::{Val, is_space};

/// Whether dotted and dotless i are two letters.
fn turkic(args: &[Val<'_>]) -> Result<bool, EvalError> {
    let Some(tag) = args.get(1).and_then(Val::as_str) else {
        return Ok(false);
    };
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    let valid = matches!(language.len(), 2 | 3 | 5..=8)
        && letters(language)
        && subtags
            .all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !valid {
        let message = format!("`{tag}` is not a language tag");
        return Err(EvalError::new(ErrorKind::Argument, message));
    }
    Ok(matches!(
        language.to_ascii_lowercase().as_str(),
        "tr" | "az"
    ))
}

fn lower(text: &str, turkic: bool) -> String {
    if turkic {
        text.replace("I\u{307}", "i")
            .replace('I', "ı")
            .replace('İ', "i")
            .to_lowercase()
    } else {
        text.to_lowercase()
    }
}

pub(super) fn to_lower<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args, 0).len())?;
    Ok(Val::text(lower(text(args, 0), turkic(args)?)))
}

pub(super) fn to_upper<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args, 0).len())?;
    let text = text(args, 0);
    Ok(Val::text(if turkic(args)? {
        text.replace('i', "İ").to_uppercase()
    } else {
        text.to_uppercase()
    }))
}

pub(super) fn sentence<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args, 0).len())?;
    let mut out = String::new();
    capital(&lower(text(args, 0), turkic(args)?), &mut out);
    Ok(Val::text(out))
}

/// A word of the peer begins with an ASCII letter, digit or underscore, even inside others.
pub(super) fn title<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args, 0).len())?;
    let lowered = lower(text(args, 0), turkic(args)?);
    let mut out = String::with_capacity(lowered.len());
    let mut rest = lowered.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(is_space).unwrap_or(rest.len());
        capital(&rest[..end], &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    Ok(Val::text(out))
}

fn capital(word: &str, out: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        // A letter outside the basic plane is two units for the peer, which change nothing.
        if (first as u32) < 0x1_0000 {
            out.extend(first.to_uppercase());
        } else {
            out.push(first);
        }
        out.push_str(chars.as_str());
    }
}
