//! Operators of `JSPath`, on values as JavaScript compares and adds them.

use std::cmp::Ordering;

use crate::budget::Budget;
use crate::error::EvalError;
use crate::functions::sort::compare_units;
use crate::value::{Val, is_space, strict_equals, to_text};

fn text(value: &Val<'_>, budget: &mut Budget) -> Result<String, EvalError> {
    let mut out = String::new();
    to_text(value, &mut out);
    budget.make(out.len())?;
    Ok(out)
}

/// `Number(value)`
pub(super) fn to_number(value: &Val<'_>) -> f64 {
    match value {
        Val::Num(n) => *n,
        Val::Bool(b) => f64::from(u8::from(*b)),
        Val::Null => 0.0,
        Val::Str(text) => match text.trim_matches(is_space) {
            "" => 0.0,
            text if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') => {
                text.parse().unwrap_or(f64::NAN)
            }
            _ => f64::NAN,
        },
        _ => f64::NAN,
    }
}

fn loosely_equal(a: &Val<'_>, b: &Val<'_>) -> bool {
    match (a, b) {
        _ if a.is_nullish() || b.is_nullish() => a.is_nullish() && b.is_nullish(),
        (Val::Str(_), Val::Str(_)) => strict_equals(a, b),
        (Val::Num(_) | Val::Str(_) | Val::Bool(_), Val::Num(_) | Val::Str(_) | Val::Bool(_)) => {
            to_number(a) == to_number(b)
        }
        _ => strict_equals(a, b),
    }
}

fn order(a: &Val<'_>, b: &Val<'_>) -> Option<Ordering> {
    match (a, b) {
        (Val::Str(a), Val::Str(b)) => Some(compare_units(a, b)),
        _ => to_number(a).partial_cmp(&to_number(b)),
    }
}

pub(super) fn compare(
    a: &Val<'_>,
    operator: &str,
    b: &Val<'_>,
    budget: &mut Budget,
) -> Result<bool, EvalError> {
    budget.step(1)?;
    Ok(match operator {
        "===" => strict_equals(a, b),
        "!==" => !strict_equals(a, b),
        "==" => match (a, b) {
            (Val::Str(a), Val::Str(b)) => a.to_lowercase() == b.to_lowercase(),
            _ => loosely_equal(a, b),
        },
        "!=" => !loosely_equal(a, b),
        "<" => order(a, b).is_some_and(Ordering::is_lt),
        ">" => order(a, b).is_some_and(Ordering::is_gt),
        "<=" => order(a, b).is_some_and(Ordering::is_le),
        ">=" => order(a, b).is_some_and(Ordering::is_ge),
        "==^" | "==$" | "==*" | "=^" | "=$" | "=*" => part(b, operator, a, budget)?,
        _ => part(a, operator, b, budget)?,
    })
}

/// Whether a text begins or ends with a part, or contains it; exactly with two `=`.
fn part(
    whole: &Val<'_>,
    operator: &str,
    part: &Val<'_>,
    budget: &mut Budget,
) -> Result<bool, EvalError> {
    let holds = |whole: &str, part: &str| {
        if operator.contains('^') {
            whole.starts_with(part)
        } else if operator.contains('$') {
            whole.ends_with(part)
        } else {
            whole.contains(part)
        }
    };
    if operator.contains("==") {
        return Ok(match (whole, part) {
            (Val::Str(whole), Val::Str(part)) => holds(whole, part),
            _ => false,
        });
    }
    if whole.is_nullish() || part.is_nullish() {
        return Ok(false);
    }
    let (whole, part) = (text(whole, budget)?, text(part, budget)?);
    Ok(holds(&whole.to_lowercase(), &part.to_lowercase()))
}

pub(super) fn math<'a>(
    a: &Val<'a>,
    operator: &str,
    b: &Val<'a>,
    budget: &mut Budget,
) -> Result<Val<'a>, EvalError> {
    let plain = |v: &Val<'_>| !matches!(v, Val::Str(_)) && !v.is_list() && !v.is_object();
    if operator == "+" && !(plain(a) && plain(b)) {
        let mut joined = text(a, budget)?;
        joined.push_str(&text(b, budget)?);
        return Ok(Val::text(joined));
    }
    let (a, b) = (to_number(a), to_number(b));
    Ok(Val::Num(match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        _ => a % b,
    }))
}
