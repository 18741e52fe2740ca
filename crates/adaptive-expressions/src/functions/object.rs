//! Objects and JSON.

use std::rc::Rc;

use super::Check::{Count, Order};
use super::Run::{Apply, Form};
use super::{Function, invalid, wrong};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify, set_property};
use crate::syntax::ast::Node;
use crate::syntax::ast::types::{OBJECT, STRING};
use crate::text::units;
use crate::value::{Properties, Text, Val, array_index, from_owned_json, is_space, json_text};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "addProperty",
        returns: OBJECT,
        check: Order(&[OBJECT, STRING, OBJECT], &[]),
        run: Apply(Verify::Any, add_property),
        about: (
            "addProperty(object, name, value)",
            "A copy with a new property.",
        ),
        example: "addProperty({a: 1}, 'b', 2)",
    },
    Function {
        name: "setProperty",
        returns: OBJECT,
        check: Order(&[OBJECT, STRING, OBJECT], &[]),
        run: Apply(Verify::Any, set),
        about: (
            "setProperty(object, name, value)",
            "A copy with a property set.",
        ),
        example: "setProperty({a: 1}, 'a', 2)",
    },
    Function {
        name: "removeProperty",
        returns: OBJECT,
        check: Order(&[OBJECT, STRING], &[]),
        run: Apply(Verify::Any, remove),
        about: ("removeProperty(object, name)", "A copy without a property."),
        example: "removeProperty({a: 1, b: 2}, 'a')",
    },
    Function {
        name: "getProperty",
        returns: OBJECT,
        check: Order(&[OBJECT], &[STRING]),
        run: Form(get),
        about: (
            "getProperty(object, name), getProperty(name)",
            "A property by a computed name.",
        ),
        example: "getProperty({a: 1}, 'a')",
    },
    Function {
        name: "merge",
        returns: OBJECT,
        check: Count(1, usize::MAX, OBJECT),
        run: Apply(Verify::Any, merge),
        about: (
            "merge(object or list of objects, …)",
            "All properties; later ones win.",
        ),
        example: "merge({a: 1}, {b: 2})",
    },
    Function {
        name: "json",
        returns: OBJECT,
        check: Order(&[STRING], &[]),
        run: Apply(Verify::Any, json),
        about: ("json(text)", "The value of a JSON text."),
        example: "json('[1, null]')",
    },
    Function {
        name: "jsonStringify",
        returns: STRING,
        check: Count(1, 1, OBJECT),
        run: Apply(Verify::Any, json_stringify),
        about: ("jsonStringify(value)", "The JSON text of a value."),
        example: "jsonStringify({a: [1]})",
    },
    Function {
        name: "jPath",
        returns: OBJECT,
        check: Order(&[OBJECT, STRING], &[]),
        run: Apply(Verify::Any, super::json::jpath),
        about: (
            "jPath(value or JSON text, path)",
            "What a JSPath path selects.",
        ),
        example: "jPath({a: [{b: 1}, {b: 2}]}, '.a.b')",
    },
];

/// Names that every JavaScript object has.
const INHERITED: &[&str] = &[
    "constructor",
    "toString",
    "toLocaleString",
    "valueOf",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "__proto__",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

/// A copy of the properties, charged, and a name.
fn copy<'a>(
    ev: &mut Evaluator<'a>,
    args: &[Val<'a>],
) -> Result<(Properties<'a>, Text<'a>), EvalError> {
    let Some(properties) = args[0].properties() else {
        return wrong("an object").map(|_: Val<'a>| (Vec::new(), Text::Borrowed("")));
    };
    ev.budget.step(properties.len())?;
    ev.budget.make(properties.len() * 64)?;
    Ok((properties, Text::from(ev.text_of(&args[1])?)))
}

/// Names that every JavaScript list has besides.
const INHERITED_BY_LISTS: &[&str] = &[
    "length",
    "at",
    "concat",
    "copyWithin",
    "entries",
    "every",
    "fill",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flat",
    "flatMap",
    "forEach",
    "includes",
    "indexOf",
    "join",
    "keys",
    "lastIndexOf",
    "map",
    "pop",
    "push",
    "reduce",
    "reduceRight",
    "reverse",
    "shift",
    "slice",
    "some",
    "sort",
    "splice",
    "toReversed",
    "toSorted",
    "toSpliced",
    "unshift",
    "values",
    "with",
];

/// A copy of a list with one item set, beyond its end too. A name that is no index changes
/// nothing that can be seen.
fn with_item<'a>(
    ev: &mut Evaluator<'a>,
    mut items: Vec<Val<'a>>,
    name: &str,
    value: &Val<'a>,
) -> Res<'a> {
    if let Some(index) = array_index(name).map(|i| i as usize) {
        let len = items.len().max(index.saturating_add(1));
        ev.budget.step(len)?;
        ev.budget.make(len.saturating_mul(32))?;
        items.resize(len, Val::Undefined);
        items[index] = value.clone();
    }
    Ok(Val::list(items))
}

fn add_property<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Some(items) = args[0].items() {
        let name = ev.text_of(&args[1])?;
        let taken = array_index(&name).is_some_and(|i| (i as usize) < items.len());
        if taken || INHERITED.contains(&&*name) || INHERITED_BY_LISTS.contains(&&*name) {
            return invalid(format!("the property `{name}` exists already"));
        }
        return with_item(ev, items, &name, &args[2]);
    }
    let (mut properties, name) = copy(ev, args)?;
    if INHERITED.contains(&&*name) || properties.iter().any(|(key, _)| *key == name) {
        return invalid(format!("the property `{}` exists already", &*name));
    }
    properties.push((name, args[2].clone()));
    Ok(Val::Object(Rc::new(properties)))
}

fn set<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if let Some(items) = args[0].items() {
        let name = ev.text_of(&args[1])?;
        return with_item(ev, items, &name, &args[2]);
    }
    let (mut properties, name) = copy(ev, args)?;
    set_property(&mut properties, name, args[2].clone());
    Ok(Val::Object(Rc::new(properties)))
}

fn remove<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    if args[0].is_nullish() {
        return wrong("an object");
    }
    if !args[0].is_object() {
        return remove_item(ev, args);
    }
    let (mut properties, name) = copy(ev, args)?;
    properties.retain(|(key, _)| *key != name);
    Ok(Val::Object(Rc::new(properties)))
}

/// An item that is taken out leaves a hole; a character cannot be taken out of a text.
fn remove_item<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let name = ev.text_of(&args[1])?;
    let index = array_index(&name).map(|i| i as usize);
    match (&args[0], args[0].items(), index) {
        (_, Some(mut items), Some(index)) if index < items.len() => {
            ev.budget.step(items.len())?;
            ev.budget.make(items.len() * 32)?;
            items[index] = Val::Undefined;
            Ok(Val::list(items))
        }
        (Val::Str(text), _, index)
            if name == "length" || index < Some(units(text)) && index.is_some() =>
        {
            invalid("a text cannot be changed")
        }
        (value, _, _) => Ok(value.clone()),
    }
}

fn get<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let first = ev.eval(&args[0])?;
    let Some(name) = args.get(1) else {
        return match &first {
            Val::Str(path) => ev.by_path_text(path),
            _ => wrong("a text"),
        };
    };
    let name = ev.eval(name)?;
    if name.is_nullish() {
        return Err(EvalError::new(ErrorKind::Type, "expected a name").thrown());
    }
    let name = ev.text_of(&name)?;
    ev.within(first, &name)
}

fn merge<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut result: Properties<'a> = Vec::new();
    for arg in args {
        let objects = match arg.items() {
            Some(items) => items,
            None if arg.is_object() => vec![arg.clone()],
            None => return wrong("an object or a list of objects"),
        };
        for object in objects {
            let properties = match object.properties() {
                Some(properties) => properties,
                None if matches!(object, Val::Null) => continue,
                None => return wrong("an object in the list"),
            };
            // Each name is searched for in what is there already.
            ev.budget.step(properties.len() * (1 + result.len() / 16))?;
            ev.budget.make(properties.len() * 64)?;
            for (name, value) in properties {
                set_property(&mut result, name, value);
            }
        }
    }
    Ok(Val::Object(Rc::new(result)))
}

fn json<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(text) = args[0].as_str() else {
        return wrong("a text");
    };
    // A value takes several times the room of its text.
    ev.budget.make(text.len().saturating_mul(8))?;
    match serde_json::from_str(text.trim_matches(is_space)) {
        Ok(value) => Ok(from_owned_json(value)),
        Err(e) => match beyond_finite(text.trim_matches(is_space)) {
            Some(number) => Ok(Val::Num(number)),
            None => invalid(format!("not a JSON text: {e}")),
        },
    }
}

/// A number of JSON beyond the finite ones, such as `1e400`, which `serde_json` refuses.
fn beyond_finite(text: &str) -> Option<f64> {
    let number = text.parse::<f64>().ok().filter(|n| n.is_infinite())?;
    // Rust reads more than JSON has: `inf`, `+1e400`, `01e400`, `.1e400`, `1.e400`.
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mantissa = unsigned.split(['e', 'E']).next()?;
    let integer = mantissa.split('.').next()?;
    let is_json = !integer.is_empty()
        && integer.bytes().all(|byte| byte.is_ascii_digit())
        && (integer == "0" || !integer.starts_with('0'))
        && !mantissa.ends_with('.');
    is_json.then_some(number)
}

fn json_stringify<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.charge_copy(&args[0])?;
    match json_text(&args[0]) {
        Some(text) => {
            ev.budget.make(text.len())?;
            Ok(Val::text(text))
        }
        None => Ok(Val::Undefined),
    }
}
