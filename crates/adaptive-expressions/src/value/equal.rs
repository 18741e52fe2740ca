//! The three equalities: of `==`, of `===`, and of sets.

use serde_json::Value;
use std::rc::Rc;

use super::Val;
use crate::budget::Budget;
use crate::error::EvalError;

/// `==` of the language: deep on lists and objects, numbers equal within the machine epsilon.
pub(crate) fn common_equals(
    a: &Val<'_>,
    b: &Val<'_>,
    budget: &mut Budget,
) -> Result<bool, EvalError> {
    deep(a, b, true, budget)
}

/// Below an object the peer compares exactly (no epsilon, `null` only with `null`).
fn deep(a: &Val<'_>, b: &Val<'_>, loose: bool, budget: &mut Budget) -> Result<bool, EvalError> {
    budget.step(1)?;
    if a.is_nullish() || b.is_nullish() {
        return Ok(if loose {
            a.is_nullish() && b.is_nullish()
        } else {
            matches!(
                (a, b),
                (Val::Null, Val::Null) | (Val::Undefined, Val::Undefined)
            )
        });
    }
    if let (Some(n), Some(m)) = (a.list_len(), b.list_len()) {
        if n != m {
            return Ok(false);
        }
        for i in 0..n {
            let (x, y) = (a.item(i).unwrap_or_default(), b.item(i).unwrap_or_default());
            if !deep(&x, &y, loose, budget)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    if let (Some(n), Some(m)) = (a.property_count(), b.property_count()) {
        return if n == m {
            objects(a, b, budget)
        } else {
            Ok(false)
        };
    }
    Ok(match (a, b) {
        (Val::Num(x), Val::Num(y)) => x == y || (loose && (x - y).abs() < f64::EPSILON),
        (Val::Big(x), Val::Big(y)) => x == y,
        (Val::Bytes(x), Val::Bytes(y)) => x == y,
        _ => strict_equals(a, b),
    })
}

fn objects(a: &Val<'_>, b: &Val<'_>, budget: &mut Budget) -> Result<bool, EvalError> {
    let left = a.properties().unwrap_or_default();
    let right = b.properties().unwrap_or_default();
    budget.step(left.len())?;
    for (name, x) in &left {
        let Some(y) = find(&right, b, name, budget)? else {
            return Ok(false);
        };
        if !deep(x, &y, false, budget)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn find<'a>(
    properties: &super::Properties<'a>,
    object: &Val<'a>,
    name: &str,
    budget: &mut Budget,
) -> Result<Option<Val<'a>>, EvalError> {
    if let Val::Ref(Value::Object(map)) = object {
        return Ok(map.get(name).map(Val::from_json));
    }
    budget.step(properties.len() / 8)?;
    Ok(properties
        .iter()
        .find(|(k, _)| **k == *name)
        .map(|(_, v)| v.clone()))
}

/// `===`: lists and objects are equal only to themselves.
pub(crate) fn strict_equals(a: &Val<'_>, b: &Val<'_>) -> bool {
    match (a, b) {
        (Val::Undefined, Val::Undefined) | (Val::Null, Val::Null) => true,
        (Val::Bool(x), Val::Bool(y)) => x == y,
        (Val::Num(x), Val::Num(y)) => x == y,
        (Val::Str(x), Val::Str(y)) => x == y,
        (Val::Ref(x), Val::Ref(y)) => std::ptr::eq(*x, *y),
        (Val::List(x), Val::List(y)) => Rc::ptr_eq(x, y),
        (Val::Object(x), Val::Object(y)) => Rc::ptr_eq(x, y),
        (Val::Bytes(x), Val::Bytes(y)) => Rc::ptr_eq(x, y),
        _ => false,
    }
}
