//! Checks of arguments when they are known, and charging for whole values.

use std::rc::Rc;

use serde_json::Value;

use crate::budget::Budget;
use crate::error::{ErrorKind, EvalError, Limit};
use crate::syntax::ast::Node;
use crate::value::{Text, Val};

/// What each argument of a function must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verify {
    Any,
    Number,
    /// A number; after the first argument not zero.
    Divisor,
    Integer,
    NumberOrTextOrNothing,
    Text,
    TextOrNothing,
    List,
    NumericList,
    NumberOrNumericList,
    Container,
    ContainerOrNull,
    NotNull,
}

impl Verify {
    pub(crate) fn check(
        self,
        value: &Val<'_>,
        position: usize,
        node: &Node,
        budget: &mut Budget,
    ) -> Result<(), EvalError> {
        let expected = match self {
            Self::Any => return Ok(()),
            Self::Number => (value.as_number().is_none()).then_some("a number"),
            Self::Divisor => match value.as_number() {
                Some(n) if position > 0 && n == 0.0 => {
                    return Err(EvalError::new(ErrorKind::DivideByZero, "division by zero"));
                }
                Some(_) => None,
                None => Some("a number"),
            },
            Self::Integer => (value.as_integer().is_none()).then_some("an integer"),
            Self::NumberOrTextOrNothing => {
                let fits =
                    value.as_number().is_some() || matches!(value, Val::Str(_) | Val::Undefined);
                (!fits).then_some("a number or a text")
            }
            Self::Text => (!matches!(value, Val::Str(_))).then_some("a text"),
            Self::TextOrNothing => {
                (!matches!(value, Val::Str(_) | Val::Undefined)).then_some("a text")
            }
            Self::List => (!value.is_list()).then_some("a list"),
            Self::NumericList => (!numeric(value, budget)?).then_some("a list of numbers"),
            Self::NumberOrNumericList => (value.as_number().is_none() && !numeric(value, budget)?)
                .then_some("a number or a list of numbers"),
            Self::Container => (!container(value)).then_some("a text, a list or an object"),
            Self::ContainerOrNull => {
                (!container(value) && !value.is_nullish()).then_some("a text, a list or an object")
            }
            Self::NotNull => value.is_nullish().then_some("a value"),
        };
        match expected {
            None => Ok(()),
            Some(expected) => Err(EvalError::new(
                ErrorKind::Type,
                format!("`{node}` is not {expected}"),
            )),
        }
    }
}

/// Text, list, object; in JavaScript `null` is an object too.
fn container(value: &Val<'_>) -> bool {
    !matches!(value, Val::Undefined | Val::Bool(_) | Val::Num(_))
}

fn numeric(value: &Val<'_>, budget: &mut Budget) -> Result<bool, EvalError> {
    let Some(len) = value.list_len() else {
        return Ok(false);
    };
    budget.step(len)?;
    Ok((0..len).all(|i| value.item(i).unwrap_or_default().as_number().is_some()))
}

/// Charges a step for each value inside and bytes for each text.
pub(super) fn charge(value: &Val<'_>, budget: &mut Budget, depth: u32) -> Result<(), EvalError> {
    // Values deeper than this cannot be walked safely.
    if depth > 256 {
        return Err(EvalError::limit(Limit::Depth));
    }
    budget.step(1)?;
    match value {
        Val::Str(s) => budget.make(s.len()),
        Val::Bytes(bytes) => budget.make(bytes.len()),
        Val::Ref(json) => charge_json(json, budget, depth),
        Val::List(items) => items.iter().try_for_each(|v| charge(v, budget, depth + 1)),
        Val::Object(map) => map.iter().try_for_each(|(name, v)| {
            budget.make(name.len())?;
            charge(v, budget, depth + 1)
        }),
        _ => Ok(()),
    }
}

fn charge_json(value: &Value, budget: &mut Budget, depth: u32) -> Result<(), EvalError> {
    if depth > 256 {
        return Err(EvalError::limit(Limit::Depth));
    }
    budget.step(1)?;
    match value {
        Value::String(s) => budget.make(s.len()),
        Value::Array(items) => items
            .iter()
            .try_for_each(|v| charge_json(v, budget, depth + 1)),
        Value::Object(map) => map.iter().try_for_each(|(name, v)| {
            budget.make(name.len())?;
            charge_json(v, budget, depth + 1)
        }),
        _ => Ok(()),
    }
}

/// A copy that borrows nothing.
pub(super) fn owned<'a>(value: &Val<'_>) -> Val<'a> {
    match value {
        Val::Undefined => Val::Undefined,
        Val::Null => Val::Null,
        Val::Bool(b) => Val::Bool(*b),
        Val::Num(n) => Val::Num(*n),
        Val::Big(n) => Val::Big(*n),
        Val::Str(s) => Val::text(s.to_string()),
        Val::Bytes(bytes) => Val::Bytes(Rc::clone(bytes)),
        Val::List(_) | Val::Ref(Value::Array(_)) => Val::list(
            value
                .items()
                .unwrap_or_default()
                .iter()
                .map(owned)
                .collect(),
        ),
        Val::Object(_) | Val::Ref(_) => Val::Object(Rc::new(
            value
                .properties()
                .unwrap_or_default()
                .iter()
                .map(|(k, v)| (Text::from(k.to_string()), owned(v)))
                .collect(),
        )),
    }
}
