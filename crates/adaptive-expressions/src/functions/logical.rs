//! Logic and comparison.

use std::cmp::Ordering;

use super::Check::{Count, Order};
use super::Function;
use super::Run::{Apply, Compare, Form};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::{Kind, Node, Target, types};
use crate::value::{Val, common_equals};

const TWO: super::Check = Count(2, 2, types::OBJECT);
const MANY: super::Check = Count(1, usize::MAX, types::OBJECT);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "&&",
        returns: types::BOOLEAN,
        check: MANY,
        run: Form(and),
        about: (
            "a && b, and(a, b, …)",
            "Whether all are true; an operand that fails is false.",
        ),
        example: "1 == 1 && 'b' > 'a'",
    },
    Function {
        name: "||",
        returns: types::BOOLEAN,
        check: MANY,
        run: Form(or),
        about: (
            "a || b, or(a, b, …)",
            "Whether one is true; operands that fail are skipped.",
        ),
        example: "1 > 2 || true",
    },
    Function {
        name: "!",
        returns: types::BOOLEAN,
        check: Count(1, 1, types::OBJECT),
        run: Form(not),
        about: (
            "!a, not(a)",
            "Whether it is false, null, nothing, or fails.",
        ),
        example: "!(1 > 2)",
    },
    Function {
        name: "if",
        returns: types::OBJECT,
        check: Count(3, 3, types::OBJECT),
        run: Form(if_),
        about: (
            "if(condition, yes, no), condition ? yes : no",
            "One of two values.",
        ),
        example: "if(3 > 2, 'more', 'less')",
    },
    Function {
        name: "==",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::Any, equals),
        about: (
            "a == b, equals(a, b)",
            "Deep equality; null equals nothing.",
        ),
        example: "[1, 'a'] == [1, 'a']",
    },
    Function {
        name: "!=",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::Any, differs),
        about: ("a != b", "The opposite of ==."),
        example: "1 != 2",
    },
    Function {
        name: ">",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::NotNull, greater),
        about: ("a > b, greater(a, b)", "Compares two numbers or two texts."),
        example: "7 > 3",
    },
    Function {
        name: ">=",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::NotNull, greater_or_equals),
        about: (
            "a >= b, greaterOrEquals(a, b)",
            "Compares two numbers or two texts.",
        ),
        example: "'b' >= 'b'",
    },
    Function {
        name: "<",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::NotNull, less),
        about: ("a < b, less(a, b)", "Compares two numbers or two texts."),
        example: "2 < 1",
    },
    Function {
        name: "<=",
        returns: types::BOOLEAN,
        check: TWO,
        run: Compare(Verify::NotNull, less_or_equals),
        about: (
            "a <= b, lessOrEquals(a, b)",
            "Compares two numbers or two texts.",
        ),
        example: "2 <= 2",
    },
    Function {
        name: "exists",
        returns: types::BOOLEAN,
        check: Count(1, 1, types::OBJECT),
        run: Compare(Verify::NotNull, exists),
        about: ("exists(a)", "Whether it is neither null nor nothing."),
        example: "exists(null)",
    },
    Function {
        name: "empty",
        returns: types::BOOLEAN,
        check: Count(1, 1, types::OBJECT),
        run: Compare(Verify::ContainerOrNull, empty),
        about: (
            "empty(a)",
            "Whether a text, list or object is empty, or null.",
        ),
        example: "empty([])",
    },
    Function {
        name: "bool",
        returns: types::BOOLEAN,
        check: Count(1, 1, types::OBJECT),
        run: Compare(Verify::Any, bool_),
        about: (
            "bool(a)",
            "False for 0, null, nothing and texts that contain `false`.",
        ),
        example: "bool('false')",
    },
    Function {
        name: "coalesce",
        returns: types::OBJECT,
        check: MANY,
        run: Apply(Verify::Any, coalesce),
        about: (
            "coalesce(a, b, …), a ?? b",
            "The first that is neither null nor nothing.",
        ),
        example: "null ?? 'none'",
    },
    Function {
        name: "ignore",
        returns: types::BOOLEAN,
        check: Order(&[types::BOOLEAN], &[]),
        run: Apply(Verify::Any, same),
        about: ("ignore(a)", "The value itself."),
        example: "ignore(true)",
    },
    Function {
        name: "optional",
        returns: types::BOOLEAN,
        check: Order(&[types::BOOLEAN], &[]),
        run: Form(optional),
        about: (
            "optional(a)",
            "Always fails: the peer never implemented it.",
        ),
        example: "optional(false)",
    },
];

fn and<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    for arg in args {
        match ev.eval_plain(arg) {
            Ok(value) if value.is_true() => {}
            Err(e) if e.ends_all() => return Err(e),
            _ => return Ok(Val::Bool(false)),
        }
    }
    Ok(Val::Bool(true))
}

fn or<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let mut last = Val::Bool(false);
    for arg in args {
        last = match ev.eval_plain(arg) {
            Ok(value) if value.is_true() => return Ok(Val::Bool(true)),
            Ok(value) => value,
            Err(e) if e.ends_all() => return Err(e),
            Err(_) => failed(arg),
        };
    }
    // The peer answers with the last operand itself when none is true.
    Ok(last)
}

/// What the peer takes an operand for that failed: what its function answers with before it has
/// looked at anything.
fn failed<'a>(node: &Node) -> Val<'a> {
    match &node.kind {
        Kind::Call(call) => match call.target {
            Target::Prebuilt(function) => match function.name {
                "all" => Val::Bool(true),
                "any" | "resolve" | "isDate" | "isDateRange" | "isDefinite" | "isDuration"
                | "isPresent" | "isTime" | "isTimeRange" => Val::Bool(false),
                _ if matches!(function.run, Compare(..)) => Val::Bool(false),
                _ => Val::Undefined,
            },
            _ => Val::Undefined,
        },
        _ => Val::Undefined,
    }
}

fn not<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    match ev.eval_plain(&args[0]) {
        Ok(value) => Ok(Val::Bool(!value.is_true())),
        Err(e) if e.ends_all() => Err(e),
        Err(_) => Ok(Val::Bool(true)),
    }
}

fn if_<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let condition = match ev.eval_plain(&args[0]) {
        // `if(x, x, …)`, the usual way to say what stands for a missing value: x is at hand.
        Ok(value) if value.is_true() && args[0].is_same_name(&args[1]) => {
            return ev.budget.step(1).map(|()| value);
        }
        Ok(value) => value.is_true(),
        Err(e) if e.ends_all() => return Err(e),
        Err(_) => false,
    };
    ev.eval(&args[if condition { 1 } else { 2 }])
}

fn equals<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(common_equals(
        &args[0],
        &args[1],
        &mut ev.budget,
    )?))
}

fn differs<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(!common_equals(
        &args[0],
        &args[1],
        &mut ev.budget,
    )?))
}

fn order(ev: &mut Evaluator<'_>, args: &[Val<'_>]) -> Result<Option<Ordering>, EvalError> {
    match (&args[0], &args[1]) {
        (Val::Num(a), Val::Num(b)) if !a.is_nan() && !b.is_nan() => Ok(a.partial_cmp(b)),
        (Val::Str(a), Val::Str(b)) => {
            ev.budget.step(a.len().min(b.len()) / 64)?;
            Ok(Some(super::sort::compare_units(a, b)))
        }
        _ => Err(EvalError::new(
            ErrorKind::Type,
            "only two numbers or two texts can be compared",
        )),
    }
}

fn greater<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(order(ev, args)? == Some(Ordering::Greater)))
}

fn greater_or_equals<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(order(ev, args)?.is_some_and(Ordering::is_ge)))
}

fn less<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(order(ev, args)? == Some(Ordering::Less)))
}

fn less_or_equals<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(order(ev, args)?.is_some_and(Ordering::is_le)))
}

fn exists<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(!args[0].is_nullish()))
}

fn empty<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(match &args[0] {
        Val::Str(text) => text.is_empty(),
        Val::Bytes(bytes) => bytes.is_empty(),
        value if value.is_nullish() => true,
        value => value.list_len().or(value.property_count()) == Some(0),
    }))
}

fn bool_<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Some(n) = args[0].as_number() {
        return Ok(Val::Bool(n != 0.0));
    }
    let text = ev.text_of(&args[0])?.to_ascii_lowercase();
    Ok(Val::Bool(!text.contains("false") && args[0].is_true()))
}

fn coalesce<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(args
        .iter()
        .find(|arg| !arg.is_nullish())
        .cloned()
        .unwrap_or_default())
}

fn same<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(args[0].clone())
}

fn optional<'a>(_: &mut Evaluator<'a>, _: &'a [Node]) -> Res<'a> {
    Err(EvalError::new(ErrorKind::Unsupported, "`optional` cannot be evaluated").thrown())
}
