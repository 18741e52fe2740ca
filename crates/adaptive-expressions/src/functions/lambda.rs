//! Functions that evaluate an expression for each item.

use std::rc::Rc;

use super::Run::Form;
use super::{Check, Function, invalid};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::syntax::ast::Node;
use crate::syntax::ast::types::{ARRAY, BOOLEAN};
use crate::value::{Properties, Text, Val};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "foreach",
        returns: ARRAY,
        check: Check::Lambda,
        run: Form(foreach),
        about: (
            "foreach(list or object, x, expression)",
            "The value of the expression for each item.",
        ),
        example: "foreach([1, 2], x, x * 10)",
    },
    Function {
        name: "select",
        returns: ARRAY,
        check: Check::Lambda,
        run: Form(foreach),
        about: (
            "select(list or object, x, expression)",
            "The same as foreach.",
        ),
        example: "select([1, 2], x => x + 1)",
    },
    Function {
        name: "where",
        returns: ARRAY,
        check: Check::Lambda,
        run: Form(where_),
        about: (
            "where(list or object, x, condition)",
            "The items for which it is true.",
        ),
        example: "where([1, 2, 3], x, x > 1)",
    },
    Function {
        name: "all",
        returns: BOOLEAN,
        check: Check::Lambda,
        run: Form(all),
        about: (
            "all(list or object, x, condition)",
            "Whether it is true for all items.",
        ),
        example: "all([1, 2], x, x > 0)",
    },
    Function {
        name: "any",
        returns: BOOLEAN,
        check: Check::Lambda,
        run: Form(any),
        about: (
            "any(list or object, x, condition)",
            "Whether it is true for an item.",
        ),
        example: "any([1, 2], x, x > 1)",
    },
];

/// The variable of a lambda; the parser has checked that it is a name.
fn variable(node: &Node) -> &str {
    node.name().unwrap_or_default()
}

/// The items: of a list, or `{key, value}` for each property of an object.
fn items<'a>(ev: &mut Evaluator<'a>, value: &Val<'a>) -> Result<Vec<Val<'a>>, EvalError> {
    let items = match (value.items(), value.properties()) {
        (Some(items), _) => items,
        (None, Some(properties)) => properties.into_iter().map(pair).collect(),
        (None, None) => {
            let error = EvalError::new(ErrorKind::Type, "expected a list or an object");
            return Err(match value {
                Val::Null => error.thrown(),
                _ => error,
            });
        }
    };
    ev.budget.step(items.len())?;
    ev.budget.make(items.len() * 32)?;
    Ok(items)
}

fn pair<'a>((key, value): (Text<'a>, Val<'a>)) -> Val<'a> {
    let properties = vec![
        (Text::Borrowed("key"), Val::Str(key)),
        (Text::Borrowed("value"), value),
    ];
    Val::Object(Rc::new(properties))
}

fn foreach<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let instance = ev.eval(&args[0])?;
    let falsy = match &instance {
        Val::Num(n) => *n == 0.0 || n.is_nan(),
        Val::Str(text) => text.is_empty(),
        value => !value.is_true(),
    };
    if falsy {
        return invalid(format!("`{}` is empty", args[0]));
    }
    let mut out = Vec::new();
    for item in items(ev, &instance)? {
        out.push(ev.with_frame(variable(&args[1]), item, &args[2])?);
    }
    Ok(Val::list(out))
}

/// Whether the condition holds; one that fails does not.
fn holds<'a>(ev: &mut Evaluator<'a>, args: &'a [Node], item: Val<'a>) -> Result<bool, EvalError> {
    match ev.with_frame(variable(&args[1]), item, &args[2]) {
        Ok(value) => Ok(value.is_true()),
        Err(e) if e.ends_all() => Err(e),
        Err(_) => Ok(false),
    }
}

fn where_<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let instance = ev.eval(&args[0])?;
    if let Some(properties) = instance.properties() {
        ev.budget.step(properties.len())?;
        let mut kept: Properties<'a> = Vec::new();
        for (key, value) in properties {
            if holds(ev, args, pair((key.clone(), value.clone())))? {
                ev.budget.make(64)?;
                kept.push((key, value));
            }
        }
        return Ok(Val::Object(Rc::new(kept)));
    }
    let mut kept = Vec::new();
    for item in items(ev, &instance)? {
        if holds(ev, args, item.clone())? {
            kept.push(item);
        }
    }
    Ok(Val::list(kept))
}

fn all<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let instance = ev.eval(&args[0])?;
    for item in items(ev, &instance)? {
        if !holds(ev, args, item)? {
            return Ok(Val::Bool(false));
        }
    }
    Ok(Val::Bool(true))
}

fn any<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let instance = ev.eval(&args[0])?;
    for item in items(ev, &instance)? {
        if holds(ev, args, item)? {
            return Ok(Val::Bool(true));
        }
    }
    Ok(Val::Bool(false))
}
