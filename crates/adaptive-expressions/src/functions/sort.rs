//! Sorting as JavaScript sorts.

use std::cmp::Ordering;

use super::wrong;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::value::{Text, Val, parse_float, to_text};

/// The order of texts by UTF-16 units.
pub(in crate::functions) fn compare_units(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() {
        // Bytes and units order alike when one side is ASCII.
        return a.as_bytes().cmp(b.as_bytes());
    }
    a.encode_utf16().cmp(b.encode_utf16())
}

pub(super) fn ascending<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    sorted(ev, args).map(Val::list)
}

pub(super) fn descending<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut items = sorted(ev, args)?;
    items.reverse();
    Ok(Val::list(items))
}

fn sorted<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Result<Vec<Val<'a>>, EvalError> {
    let Some(items) = args[0].items() else {
        return wrong("a list").map(|_: Val<'a>| Vec::new());
    };
    let levels = usize::BITS - items.len().leading_zeros();
    ev.budget
        .step(items.len().saturating_mul(levels as usize + 1))?;
    match args.get(1) {
        None => by_text(ev, items),
        Some(name) => by_property(ev, items, name),
    }
}

fn by_text<'a>(ev: &mut Evaluator<'a>, items: Vec<Val<'a>>) -> Result<Vec<Val<'a>>, EvalError> {
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        keyed.push((ev.text_of(&item)?, item));
    }
    // Items without a value come last, whatever their text.
    keyed.sort_by(|(a, x), (b, y)| {
        let missing = |v: &Val<'_>| matches!(v, Val::Undefined);
        missing(x)
            .cmp(&missing(y))
            .then_with(|| compare_units(a, b))
    });
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

fn by_property<'a>(
    ev: &mut Evaluator<'a>,
    items: Vec<Val<'a>>,
    name: &Val<'a>,
) -> Result<Vec<Val<'a>>, EvalError> {
    let name = match name {
        Val::Num(n) if *n == 0.0 || n.is_nan() => String::new(),
        name if name.is_true() => ev.text_of(name)?,
        _ => String::new(),
    };
    // Items that are nothing come last and are compared with nothing.
    let (missing, items): (Vec<_>, Vec<_>) = items
        .into_iter()
        .partition(|item| matches!(item, Val::Undefined));
    if items.len() > 1 && items.iter().any(|item| matches!(item, Val::Null)) {
        return Err(EvalError::new(ErrorKind::Type, "expected a list of objects").thrown());
    }
    ev.budget.step(items.len())?;
    let keyed = items
        .into_iter()
        .map(|item| (own_property(&item, &name), item))
        .collect();
    let sorted = merge_sort(keyed).into_iter().map(|(_, item)| item);
    Ok(sorted.chain(missing).collect())
}

/// The property of exactly this name.
fn own_property<'a>(item: &Val<'a>, name: &str) -> Val<'a> {
    match item {
        Val::Ref(serde_json::Value::Object(map)) => {
            map.get(name).map_or(Val::Undefined, Val::from_json)
        }
        Val::Object(map) => map
            .iter()
            .find(|(key, _)| **key == *name)
            .map_or(Val::Undefined, |(_, v)| v.clone()),
        Val::Ref(_) | Val::List(_) | Val::Str(_) if name == "length" => match item {
            Val::Str(text) => Val::count(crate::text::units(text)),
            list => list.list_len().map_or(Val::Undefined, Val::count),
        },
        _ => crate::access::property(item, name),
    }
}

/// JavaScript's `a > b`, for any two values.
fn is_greater(a: &Val<'_>, b: &Val<'_>) -> bool {
    match (primitive(a), primitive(b)) {
        (Val::Str(a), Val::Str(b)) => compare_units(&a, &b) == Ordering::Greater,
        (a, b) => number(&a) > number(&b),
    }
}

fn primitive<'a>(value: &Val<'a>) -> Val<'a> {
    match value {
        Val::Ref(_) | Val::List(_) | Val::Object(_) | Val::Bytes(_) => {
            let mut text = String::new();
            to_text(value, &mut text);
            Val::Str(Text::from(text))
        }
        other => other.clone(),
    }
}

#[allow(clippy::cast_precision_loss)]
fn number(value: &Val<'_>) -> f64 {
    match value {
        Val::Null => 0.0,
        Val::Bool(b) => f64::from(u8::from(*b)),
        Val::Num(n) => *n,
        Val::Big(n) => *n as f64,
        Val::Str(text) => {
            let trimmed = text.trim_matches(crate::value::is_space);
            if trimmed.is_empty() {
                0.0
            } else {
                trimmed.parse().unwrap_or(parse_float(""))
            }
        }
        _ => f64::NAN,
    }
}

/// A stable merge sort. The order may contradict itself (`1 < "x"` and its reverse are both
/// false), for which the standard library's sort may panic.
fn merge_sort<'a>(mut items: Vec<(Val<'a>, Val<'a>)>) -> Vec<(Val<'a>, Val<'a>)> {
    if items.len() < 2 {
        return items;
    }
    let right = merge_sort(items.split_off(items.len() / 2));
    let left = merge_sort(items);
    let mut out = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
        let next = if is_greater(a, b) {
            right.next()
        } else {
            left.next()
        };
        out.extend(next);
    }
    out.extend(left);
    out.extend(right);
    out
}
