//! Searching, splitting and replacing.

use super::super::invalid;
use super::text;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::text::{units, units_before};
use crate::value::{Val, strict_equals};

pub(super) fn replace<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (whole, old, new) = (text(args, 0), text(args, 1), text(args, 2));
    if old.is_empty() {
        return invalid("the text to replace must not be empty");
    }
    ev.budget.step(whole.len() / 16)?;
    let found = whole.matches(old).count();
    ev.budget
        .make(whole.len() + found.saturating_mul(new.len()))?;
    Ok(Val::text(whole.replace(old, new)))
}

pub(super) fn split<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (whole, separator) = (text(args, 0), text(args, 1));
    let parts: Vec<Val<'a>> = if separator.is_empty() {
        ev.budget.make(whole.len().saturating_mul(48))?;
        ev.budget.step(whole.len())?;
        whole
            .encode_utf16()
            .map(|unit| Val::text(String::from_utf16_lossy(&[unit])))
            .collect()
    } else {
        ev.budget.step(whole.len() / 16)?;
        let count = whole.matches(separator).count();
        ev.budget.step(count)?;
        ev.budget.make(whole.len() + count.saturating_mul(48))?;
        whole.split(separator).map(Val::text).collect()
    };
    Ok(Val::list(parts))
}

pub(super) fn starts_with<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(text(args, 0).starts_with(text(args, 1))))
}

pub(super) fn ends_with<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(text(args, 0).ends_with(text(args, 1))))
}

#[allow(clippy::cast_precision_loss)]
fn place(index: Option<usize>) -> Val<'static> {
    Val::Num(index.map_or(-1.0, |i| i as f64))
}

pub(super) fn index_of<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Some(len) = args[0].list_len() {
        ev.budget.step(len)?;
        let same = |i: &usize| strict_equals(&args[0].item(*i).unwrap_or_default(), &args[1]);
        return Ok(place((0..len).find(same)));
    }
    let (whole, part) = texts(args)?;
    ev.budget.step(whole.len() / 16)?;
    Ok(place(whole.find(part).map(|at| units_before(whole, at))))
}

pub(super) fn last_index_of<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Some(len) = args[0].list_len() {
        ev.budget.step(len)?;
        let same = |i: &usize| strict_equals(&args[0].item(*i).unwrap_or_default(), &args[1]);
        return Ok(place((0..len).rfind(same)));
    }
    let (whole, part) = texts(args)?;
    ev.budget.step(whole.len() / 16)?;
    if part.is_empty() {
        // The peer searches from the last unit on, not from the end.
        return Ok(place(Some(units(whole).saturating_sub(1))));
    }
    Ok(place(whole.rfind(part).map(|at| units_before(whole, at))))
}

fn texts<'v>(args: &'v [Val<'_>]) -> Result<(&'v str, &'v str), EvalError> {
    let searchable = matches!(args[0], Val::Str(_) | Val::Null | Val::Undefined);
    if !searchable || !matches!(args[1], Val::Str(_) | Val::Undefined) {
        let message = "expected a text or a list, and a text in a text";
        return Err(EvalError::new(ErrorKind::Type, message));
    }
    Ok((text(args, 0), text(args, 1)))
}
