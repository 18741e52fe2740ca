//! Collections.

use super::Check::{Any, Count, Order};
use super::Run::{Apply, Form};
use super::unique::{Set, distinct};
use super::{Function, range, sort, wrong};
use crate::access;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::Node;
use crate::syntax::ast::types::{ARRAY, BOOLEAN, NUMBER, OBJECT, STRING};
use crate::text::{slice, unit_at, units};
use crate::value::{Text, Val, common_equals, from_owned_json, to_json};
use std::rc::Rc;

const ONE: super::Check = Count(1, 1, OBJECT);
const LISTS: super::Check = Count(1, usize::MAX, ARRAY);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "count",
        returns: NUMBER,
        check: Order(&[STRING | ARRAY], &[]),
        run: Apply(Verify::Container, count),
        about: (
            "count(text, list or object)",
            "The number of units, items or properties.",
        ),
        example: "count(['a', 'b'])",
    },
    Function {
        name: "first",
        returns: OBJECT,
        check: ONE,
        run: Apply(Verify::Any, first),
        about: ("first(text or list)", "The first unit or item."),
        example: "first([4, 5, 6])",
    },
    Function {
        name: "last",
        returns: OBJECT,
        check: ONE,
        run: Apply(Verify::Any, last),
        about: ("last(text or list)", "The last unit or item."),
        example: "last('abc')",
    },
    Function {
        name: "contains",
        returns: BOOLEAN,
        check: Count(2, 2, OBJECT),
        run: Form(contains),
        about: (
            "contains(text, list or object, item)",
            "Whether a part, an item or a property is there.",
        ),
        example: "contains([1, 2], 2)",
    },
    Function {
        name: "join",
        returns: STRING,
        check: Order(&[ARRAY, STRING], &[STRING]),
        run: Apply(Verify::Any, join),
        about: ("join(list, separator, last?)", "The items as one text."),
        example: "join(['a', 'b', 'c'], ', ', ' and ')",
    },
    Function {
        name: "skip",
        returns: ARRAY,
        check: Order(&[ARRAY, NUMBER], &[]),
        run: Apply(Verify::Any, skip),
        about: ("skip(list, count)", "Without the first items."),
        example: "skip([1, 2, 3], 1)",
    },
    Function {
        name: "take",
        returns: ARRAY | STRING,
        check: Order(&[ARRAY | STRING, NUMBER], &[]),
        run: Apply(Verify::Any, take),
        about: ("take(list or text, count)", "Only the first items."),
        example: "take([1, 2, 3], 2)",
    },
    Function {
        name: "subArray",
        returns: ARRAY,
        check: Order(&[ARRAY, NUMBER], &[NUMBER]),
        run: Apply(Verify::Any, sub_array),
        about: (
            "subArray(list, start, end?)",
            "The items from `start` to before `end`.",
        ),
        example: "subArray([1, 2, 3, 4], 1, 3)",
    },
    Function {
        name: "union",
        returns: ARRAY,
        check: LISTS,
        run: Apply(Verify::List, union),
        about: ("union(list, …)", "The distinct items of all lists."),
        example: "union([1, 2], [2, 3])",
    },
    Function {
        name: "intersection",
        returns: ARRAY,
        check: LISTS,
        run: Apply(Verify::List, intersection),
        about: (
            "intersection(list, …)",
            "The distinct items that are in all lists.",
        ),
        example: "intersection([1, 2], [2, 3])",
    },
    Function {
        name: "unique",
        returns: ARRAY,
        check: Order(&[ARRAY], &[]),
        run: Apply(Verify::List, unique),
        about: ("unique(list)", "The distinct items."),
        example: "unique([1, 2, 1])",
    },
    Function {
        name: "flatten",
        returns: ARRAY,
        check: Order(&[ARRAY], &[NUMBER]),
        run: Apply(Verify::Any, flatten),
        about: (
            "flatten(list, depth?)",
            "Lists in the list are replaced by their items.",
        ),
        example: "flatten([1, [2, [3]]])",
    },
    Function {
        name: "reverse",
        returns: STRING | ARRAY,
        check: Order(&[STRING | ARRAY], &[]),
        run: Apply(Verify::Container, reverse),
        about: ("reverse(text or list)", "In reverse order."),
        example: "reverse([1, 2, 3])",
    },
    Function {
        name: "sortBy",
        returns: ARRAY,
        check: Order(&[ARRAY], &[STRING]),
        run: Apply(Verify::Any, sort::ascending),
        about: (
            "sortBy(list, property?)",
            "Sorted; without a property by the text of the items.",
        ),
        example: "sortBy([{n: 2}, {n: 1}], 'n')",
    },
    Function {
        name: "sortByDescending",
        returns: ARRAY,
        check: Order(&[ARRAY], &[STRING]),
        run: Apply(Verify::Any, sort::descending),
        about: (
            "sortByDescending(list, property?)",
            "Sorted, greatest first.",
        ),
        example: "sortByDescending([1, 3, 2])",
    },
    Function {
        name: "createArray",
        returns: ARRAY,
        check: Any,
        run: Apply(Verify::Any, create_array),
        about: ("createArray(a, …), [a, …]", "A list."),
        example: "createArray(1, 'a')",
    },
    Function {
        name: "indicesAndValues",
        returns: ARRAY,
        check: ONE,
        run: Apply(Verify::Any, indices_and_values),
        about: (
            "indicesAndValues(list or object)",
            "A list of `{index, value}`.",
        ),
        example: "indicesAndValues(['a', 'b'])",
    },
];

fn count<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let value = &args[0];
    let n = match value {
        Val::Str(text) => {
            ev.budget.step(text.len() / 64)?;
            units(text)
        }
        Val::Bytes(bytes) => bytes.len(),
        Val::Big(_) => 1,
        _ => match value.list_len().or(value.property_count()) {
            Some(n) => n,
            None => return wrong("a text, a list or an object"),
        },
    };
    Ok(Val::count(n))
}

fn first<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(match &args[0] {
        Val::Str(text) => unit_at(text, 0).map_or(Val::Undefined, Val::from),
        value => value.item(0).unwrap_or_default(),
    })
}

fn last<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(match &args[0] {
        Val::Str(text) => {
            ev.budget.step(text.len() / 64)?;
            let at = units(text).checked_sub(1);
            at.and_then(|at| unit_at(text, at))
                .map_or(Val::Undefined, Val::from)
        }
        value => {
            let at = value.list_len().and_then(|len| len.checked_sub(1));
            at.and_then(|at| value.item(at)).unwrap_or_default()
        }
    })
}

/// A collection or a value that fails makes it false.
fn contains<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let mut pair = [Val::Undefined, Val::Undefined];
    for (place, node) in pair.iter_mut().zip(args) {
        *place = match ev.eval(node) {
            Ok(value) => value,
            Err(e) if e.ends_all() => return Err(e),
            Err(_) => return Ok(Val::Bool(false)),
        };
    }
    let args = pair;
    if let (Val::Str(whole), Val::Str(part)) = (&args[0], &args[1]) {
        ev.budget.step(whole.len() / 16)?;
        return Ok(Val::Bool(whole.contains(&**part)));
    }
    if let Some(len) = args[0].list_len() {
        for i in 0..len {
            if common_equals(
                &args[0].item(i).unwrap_or_default(),
                &args[1],
                &mut ev.budget,
            )? {
                return Ok(Val::Bool(true));
            }
        }
        return Ok(Val::Bool(false));
    }
    let Val::Str(name) = &args[1] else {
        return Ok(Val::Bool(false));
    };
    Ok(Val::Bool(!matches!(
        access::property(&args[0], name),
        Val::Undefined
    )))
}

fn join<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(items) = args[0].items() else {
        return wrong("a list");
    };
    let mut text_of = |value: Option<&Val<'a>>| match value {
        None | Some(Val::Undefined) => Ok(",".to_owned()),
        Some(value) => ev.text_of(value),
    };
    let (separator, last) = match args.get(2) {
        None => (text_of(args.get(1))?, None),
        Some(last) if items.len() < 3 => (text_of(Some(last))?, None),
        Some(last) => (text_of(args.get(1))?, Some(last)),
    };
    let (head, tail) = match last {
        Some(_) => items.split_at(items.len() - 1),
        None => (items.as_slice(), &[][..]),
    };
    let mut out = String::new();
    for (i, item) in head.iter().enumerate() {
        if i > 0 {
            ev.budget.make(separator.len())?;
            out.push_str(&separator);
        }
        if !item.is_nullish() {
            out.push_str(&ev.text_of(item)?);
        }
    }
    if let (Some(last), [item]) = (last, tail) {
        out.push_str(&ev.text_of(last)?);
        out.push_str(&ev.text_of(item)?);
    }
    Ok(Val::text(out))
}

/// An integer argument, not less than zero.
fn count_of(value: &Val<'_>) -> Option<usize> {
    value
        .as_integer()
        .map(|n| access::to_index(n.max(0.0)).unwrap_or(usize::MAX))
}

fn list_part<'a>(ev: &mut Evaluator<'a>, list: &Val<'a>, from: usize, to: usize) -> Res<'a> {
    let len = list.list_len().unwrap_or(0);
    let (from, to) = (from.min(len), to.min(len));
    ev.budget.step(to.saturating_sub(from))?;
    ev.budget.make(to.saturating_sub(from) * 32)?;
    Ok(Val::list((from..to).filter_map(|i| list.item(i)).collect()))
}

fn skip<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    match (args[0].is_list(), count_of(&args[1])) {
        (true, Some(count)) => list_part(ev, &args[0], count, usize::MAX),
        _ => wrong("a list and an integer"),
    }
}

fn take<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    match (&args[0], count_of(&args[1])) {
        (Val::Str(text), Some(count)) => {
            ev.budget.make(text.len())?;
            Ok(Val::text(slice(text, 0, count)))
        }
        (list, Some(count)) if list.is_list() => list_part(ev, list, 0, count),
        _ => wrong("a list or a text, and an integer"),
    }
}

fn sub_array<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(len) = args[0].list_len() else {
        return wrong("a list");
    };
    let mut bounds = [0, len];
    for (bound, arg) in bounds.iter_mut().zip(&args[1..]) {
        let Some(n) = arg.as_integer() else {
            return wrong("an integer");
        };
        match access::to_index(n).filter(|n| *n <= len) {
            Some(n) => *bound = n,
            None => return range(format!("{n} is outside the list")),
        }
    }
    list_part(ev, &args[0], bounds[0], bounds[1])
}

/// Charges for the items of all lists and gives them.
fn all_items<'a>(
    ev: &mut Evaluator<'a>,
    args: &[Val<'a>],
) -> Result<Vec<Val<'a>>, crate::EvalError> {
    let total: usize = args.iter().filter_map(Val::list_len).sum();
    ev.budget.step(total)?;
    ev.budget.make(total * 64)?;
    Ok(args.iter().filter_map(Val::items).flatten().collect())
}

fn union<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::list(distinct(all_items(ev, args)?)))
}

fn unique<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    union(ev, args)
}

fn intersection<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut items = all_items(ev, &args[..1])?;
    for arg in args {
        let mut present = Set::default();
        for item in all_items(ev, std::slice::from_ref(arg))? {
            present.insert(&item);
        }
        let nan = |item: &Val<'_>| matches!(item, Val::Num(n) if n.is_nan());
        items.retain(|item| !nan(item) && present.contains(item));
    }
    Ok(Val::list(distinct(items)))
}

fn flatten<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if !args[0].is_list() {
        return wrong("a list");
    }
    let depth = match args.get(1) {
        None => 100.0,
        Some(depth) => depth.as_number().filter(|n| *n >= 1.0).unwrap_or(1.0),
    };
    ev.charge_copy(&args[0])?;
    let mut items = from_owned_json(to_json(&args[0]))
        .items()
        .unwrap_or_default();
    let mut level = 0.0;
    while level < depth && items.iter().any(Val::is_list) {
        ev.budget.step(items.len())?;
        let flat = items
            .into_iter()
            .flat_map(|item| item.items().unwrap_or_else(|| vec![item]));
        items = flat.collect();
        level += 1.0;
    }
    Ok(Val::list(items))
}

fn reverse<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Val::Str(text) = &args[0] {
        ev.budget.make(text.len() * 2)?;
        let mut units: Vec<u16> = text.encode_utf16().collect();
        units.reverse();
        return Ok(Val::text(String::from_utf16_lossy(&units)));
    }
    match args[0].items() {
        Some(mut items) => {
            ev.budget.step(items.len())?;
            ev.budget.make(items.len() * 32)?;
            items.reverse();
            Ok(Val::list(items))
        }
        None => wrong("a text or a list"),
    }
}

fn create_array<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(args.len() * 32)?;
    Ok(Val::list(args.to_vec()))
}

fn indices_and_values<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let pair = |index: Val<'a>, value: Val<'a>| {
        let properties = vec![
            (Text::Borrowed("index"), index),
            (Text::Borrowed("value"), value),
        ];
        Val::Object(Rc::new(properties))
    };
    let pairs: Vec<Val<'a>> = if let Some(items) = args[0].items() {
        items
            .into_iter()
            .enumerate()
            .map(|(i, item)| pair(Val::count(i), item))
            .collect()
    } else if let Some(properties) = args[0].properties() {
        properties
            .into_iter()
            .map(|(name, value)| pair(Val::Str(name), value))
            .collect()
    } else {
        let error = EvalError::new(ErrorKind::Argument, "expected a list or an object");
        return Err(match &args[0] {
            Val::Null => error.thrown(),
            _ => error,
        });
    };
    ev.budget.step(pairs.len())?;
    ev.budget.make(pairs.len() * 96)?;
    Ok(Val::list(pairs))
}
