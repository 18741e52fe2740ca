//! Mathematics.

use super::Check::{Count, Order};
use super::Run::Apply;
use super::{Function, invalid, range as out_of_range};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{self, NUMBER};
use crate::value::{Val, parse_float, to_text};

const TWO_OR_MORE: super::Check = Count(2, usize::MAX, NUMBER);
const ONE: super::Check = Count(1, 1, NUMBER);
const TWO: super::Check = Count(2, 2, NUMBER);
const ANY: super::Check = Count(1, usize::MAX, types::OBJECT);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "+",
        returns: NUMBER | types::STRING,
        check: Count(2, usize::MAX, NUMBER | types::STRING),
        run: Apply(Verify::NumberOrTextOrNothing, add),
        about: (
            "a + b, add(a, b, …)",
            "Adds numbers; joins when one is a text.",
        ),
        example: "1 + 2.5",
    },
    Function {
        name: "-",
        returns: NUMBER,
        check: TWO_OR_MORE,
        run: Apply(Verify::Number, subtract),
        about: ("a - b, sub(a, b, …)", "Subtracts."),
        example: "7 - 3",
    },
    Function {
        name: "*",
        returns: NUMBER,
        check: TWO_OR_MORE,
        run: Apply(Verify::Number, multiply),
        about: ("a * b, mul(a, b, …)", "Multiplies."),
        example: "6 * 7",
    },
    Function {
        name: "/",
        returns: NUMBER,
        check: TWO_OR_MORE,
        run: Apply(Verify::Divisor, divide),
        about: (
            "a / b, div(a, b, …)",
            "Divides; two integers give the integer below.",
        ),
        example: "7 / 2",
    },
    Function {
        name: "%",
        returns: NUMBER,
        check: TWO,
        run: Apply(Verify::Integer, modulo),
        about: ("a % b, mod(a, b)", "The remainder of two integers."),
        example: "7 % 3",
    },
    Function {
        name: "^",
        returns: NUMBER,
        check: TWO_OR_MORE,
        run: Apply(Verify::NumberOrNumericList, power),
        about: ("a ^ b, exp(a, b, …)", "A power."),
        example: "2 ^ 10",
    },
    Function {
        name: "abs",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Number, abs),
        about: ("abs(a)", "The absolute value."),
        example: "abs(-3.5)",
    },
    Function {
        name: "sqrt",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Number, sqrt),
        about: (
            "sqrt(a)",
            "The square root of a number that is not negative.",
        ),
        example: "sqrt(9)",
    },
    Function {
        name: "ceiling",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Number, ceiling),
        about: ("ceiling(a)", "The integer above."),
        example: "ceiling(1.2)",
    },
    Function {
        name: "floor",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Number, floor),
        about: ("floor(a)", "The integer below."),
        example: "floor(1.8)",
    },
    Function {
        name: "round",
        returns: NUMBER,
        check: Count(1, 2, NUMBER),
        run: Apply(Verify::Number, round),
        about: (
            "round(a, digits?)",
            "Rounds halves up, to at most 15 digits.",
        ),
        example: "round(2.345, 2)",
    },
    Function {
        name: "max",
        returns: NUMBER,
        check: ANY,
        run: Apply(Verify::NumberOrNumericList, max),
        about: ("max(a, b, …), max(list)", "The greatest number."),
        example: "max(3, [7, 5])",
    },
    Function {
        name: "min",
        returns: NUMBER,
        check: ANY,
        run: Apply(Verify::NumberOrNumericList, min),
        about: ("min(a, b, …), min(list)", "The least number."),
        example: "min(3, 7)",
    },
    Function {
        name: "sum",
        returns: NUMBER,
        check: Order(&[types::ARRAY], &[]),
        run: Apply(Verify::NumericList, sum),
        about: ("sum(list)", "The sum of a list."),
        example: "sum([1, 2, 3.5])",
    },
    Function {
        name: "average",
        returns: NUMBER,
        check: Count(1, 1, types::OBJECT),
        run: Apply(Verify::NumericList, average),
        about: ("average(list)", "The mean of a list."),
        example: "average([1, 2, 6])",
    },
    Function {
        name: "range",
        returns: types::ARRAY,
        check: TWO,
        run: Apply(Verify::Integer, range),
        about: (
            "range(start, count)",
            "A list of integers that follow each other.",
        ),
        example: "range(3, 4)",
    },
    Function {
        name: "rand",
        returns: NUMBER,
        check: TWO,
        run: Apply(Verify::Integer, rand),
        about: (
            "rand(min, max)",
            "A random integer from `min` to below `max`.",
        ),
        example: "rand(5, 6)",
    },
];

fn num(value: &Val<'_>) -> f64 {
    value.as_number().unwrap_or(f64::NAN)
}

fn fold<'a>(args: &[Val<'a>], f: impl Fn(f64, f64) -> f64) -> Res<'a> {
    Ok(Val::Num(
        args.iter()
            .skip(1)
            .fold(num(&args[0]), |so_far, next| f(so_far, num(next))),
    ))
}

fn add<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut so_far = args[0].clone();
    for next in &args[1..] {
        so_far = match (&so_far, next) {
            (Val::Num(a), Val::Num(b)) => Val::Num(a + b),
            (Val::Num(_), Val::Undefined) | (Val::Undefined, Val::Num(_)) => {
                let message = "a number and nothing cannot be added";
                return Err(EvalError::new(ErrorKind::Type, message));
            }
            (a, b) => {
                let mut out = String::new();
                for value in [a, b].into_iter().filter(|value| !value.is_nullish()) {
                    to_text(value, &mut out);
                }
                ev.budget.make(out.len())?;
                Val::text(out)
            }
        };
    }
    Ok(so_far)
}

fn subtract<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    fold(args, |a, b| a - b)
}

fn multiply<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    fold(args, |a, b| a * b)
}

fn divide<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let whole = |n: f64| n.is_finite() && n.fract() == 0.0;
    fold(args, |a, b| {
        if whole(a) && whole(b) {
            (a / b).floor()
        } else {
            a / b
        }
    })
}

fn modulo<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if num(&args[1]) == 0.0 {
        return Err(EvalError::new(ErrorKind::DivideByZero, "modulo by zero"));
    }
    Ok(Val::Num(num(&args[0]) % num(&args[1])))
}

fn power<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let number = |value: &Val<'a>| match value {
        Val::Num(n) => *n,
        // A list of one number is that number, as in JavaScript.
        list if list.list_len() == Some(0) => 0.0,
        list if list.list_len() == Some(1) => {
            let mut text = String::new();
            to_text(list, &mut text);
            parse_float(&text)
        }
        _ => f64::NAN,
    };
    let pow = |a: f64, b: f64| {
        if b.is_nan() || (b.is_infinite() && a.abs() == 1.0) {
            f64::NAN
        } else {
            libm::pow(a, b)
        }
    };
    let first = args[0].clone();
    if args.len() < 2 {
        return Ok(first);
    }
    let result = args[1..]
        .iter()
        .fold(number(&first), |so_far, next| pow(so_far, number(next)));
    Ok(Val::Num(result))
}

fn abs<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(num(&args[0]).abs()))
}

fn sqrt<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let n = num(&args[0]);
    if n < 0.0 {
        return out_of_range("a negative number has no square root");
    }
    Ok(Val::Num(n.sqrt()))
}

fn ceiling<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(num(&args[0]).ceil()))
}

fn floor<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(num(&args[0]).floor()))
}

/// `Math.round`: halves go up.
pub(super) fn round_half_up(n: f64) -> f64 {
    let below = n.floor();
    if n - below >= 0.5 { below + 1.0 } else { below }
}

/// Rounds to a number of digits as the peer does, by scaling.
pub(super) fn round_to(n: f64, digits: f64) -> f64 {
    let scale = libm::pow(10.0, digits);
    round_half_up(n * scale) / scale
}

fn round<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let digits = match args.get(1) {
        None => 0.0,
        Some(digits) => match digits.as_integer() {
            Some(digits) if (0.0..=15.0).contains(&digits) => digits,
            _ => return out_of_range("digits must be an integer from 0 to 15"),
        },
    };
    Ok(Val::Num(round_to(num(&args[0]), digits)))
}

fn numbers(args: &[Val<'_>]) -> Vec<f64> {
    let mut all = Vec::new();
    for arg in args {
        match arg.list_len() {
            None => all.push(num(arg)),
            Some(len) => all.extend((0..len).map(|i| num(&arg.item(i).unwrap_or_default()))),
        }
    }
    all
}

fn max<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(
        numbers(args).into_iter().fold(f64::NEG_INFINITY, f64::max),
    ))
}

fn min<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(
        numbers(args).into_iter().fold(f64::INFINITY, f64::min),
    ))
}

fn sum<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let all = numbers(args);
    if all.is_empty() {
        return invalid("an empty list has no sum");
    }
    Ok(Val::Num(all.into_iter().fold(0.0, |a, b| a + b)))
}

#[allow(clippy::cast_precision_loss)]
fn average<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let len = args[0].list_len().unwrap_or(0) as f64;
    sum(ev, args).map(|total| Val::Num(num(&total) / len))
}

fn range<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let start = num(&args[0]);
    let Some(count) = crate::access::to_index(num(&args[1])).filter(|n| *n > 0) else {
        return out_of_range("the count must be more than zero");
    };
    ev.budget.step(count)?;
    ev.budget.make(count.saturating_mul(32))?;
    Ok(Val::list(
        (0..count)
            .map(|i| Val::Num(start + num(&Val::count(i))))
            .collect(),
    ))
}

#[allow(clippy::cast_precision_loss)]
fn rand<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (min, max) = (num(&args[0]), num(&args[1]));
    if min > max {
        return out_of_range("the least value is greater than the greatest");
    }
    // 53 random bits are a number from 0 to below 1.
    let unit = (ev.random() >> 11) as f64 / 9_007_199_254_740_992.0;
    Ok(Val::Num((min + unit * (max - min)).floor()))
}
