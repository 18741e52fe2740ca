//! Text functions.

mod case;
mod search;

use super::Check::{Count, Order};
use super::Run::{Apply, Form};
use super::{Function, range, wrong};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::Node;
use crate::syntax::ast::types::{ARRAY, BOOLEAN, NUMBER, OBJECT, STRING};
use crate::text::{slice, units};
use crate::value::{Val, is_space};

const ONE: super::Check = Count(1, 1, STRING);
const ONE_OR_TWO: super::Check = Count(1, 2, STRING);
const TWO: super::Check = Count(2, 2, STRING);
const THREE: super::Check = Count(3, 3, STRING);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "concat",
        returns: STRING | ARRAY,
        check: Count(1, usize::MAX, OBJECT),
        run: Apply(Verify::Any, concat),
        about: ("concat(a, b, …), a & b", "Joins texts, or lists."),
        example: "concat('Hello ', 'Karin', 1)",
    },
    Function {
        name: "length",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::TextOrNothing, length),
        about: ("length(text)", "Length in UTF-16 units."),
        example: "length('naïve')",
    },
    Function {
        name: "replace",
        returns: STRING,
        check: THREE,
        run: Apply(Verify::TextOrNothing, search::replace),
        about: ("replace(text, old, new)", "Replaces each occurrence."),
        example: "replace('a-b-c', '-', '+')",
    },
    Function {
        name: "split",
        returns: ARRAY,
        check: ONE_OR_TWO,
        run: Apply(Verify::TextOrNothing, search::split),
        about: (
            "split(text, separator?)",
            "Splits a text; without a separator into characters.",
        ),
        example: "split('a,b,c', ',')",
    },
    Function {
        name: "substring",
        returns: STRING,
        check: Order(&[STRING, NUMBER], &[NUMBER]),
        run: Form(substring),
        about: ("substring(text, start, length?)", "A part of a text."),
        example: "substring('repair', 2, 3)",
    },
    Function {
        name: "toLower",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::TextOrNothing, case::to_lower),
        about: ("toLower(text, locale?)", "Lower case."),
        example: "toLower('ABC')",
    },
    Function {
        name: "toUpper",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::TextOrNothing, case::to_upper),
        about: ("toUpper(text, locale?)", "Upper case."),
        example: "toUpper('abc')",
    },
    Function {
        name: "titleCase",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::TextOrNothing, case::title),
        about: ("titleCase(text, locale?)", "Each word with a capital."),
        example: "titleCase('oil change')",
    },
    Function {
        name: "sentenceCase",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::TextOrNothing, case::sentence),
        about: (
            "sentenceCase(text, locale?)",
            "The first letter is a capital.",
        ),
        example: "sentenceCase('oil change')",
    },
    Function {
        name: "trim",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::TextOrNothing, trim),
        about: ("trim(text)", "Without white space at both ends."),
        example: "trim('  a b  ')",
    },
    Function {
        name: "startsWith",
        returns: BOOLEAN,
        check: TWO,
        run: Apply(Verify::TextOrNothing, search::starts_with),
        about: (
            "startsWith(text, start)",
            "Whether a text begins with another.",
        ),
        example: "startsWith('repair', 're')",
    },
    Function {
        name: "endsWith",
        returns: BOOLEAN,
        check: TWO,
        run: Apply(Verify::TextOrNothing, search::ends_with),
        about: ("endsWith(text, end)", "Whether a text ends with another."),
        example: "endsWith('repair', 'air')",
    },
    Function {
        name: "countWord",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::TextOrNothing, count_word),
        about: ("countWord(text)", "The number of words."),
        example: "countWord('oil and gas')",
    },
    Function {
        name: "addOrdinal",
        returns: STRING,
        check: Count(1, 1, NUMBER),
        run: Apply(Verify::Integer, add_ordinal),
        about: ("addOrdinal(number)", "An English ordinal: 1st, 2nd, 3rd."),
        example: "addOrdinal(22)",
    },
    Function {
        name: "indexOf",
        returns: NUMBER,
        check: Order(&[STRING | ARRAY, OBJECT], &[]),
        run: Apply(Verify::Any, search::index_of),
        about: ("indexOf(text or list, item)", "The first place, or -1."),
        example: "indexOf('repair', 'p')",
    },
    Function {
        name: "lastIndexOf",
        returns: NUMBER,
        check: Order(&[STRING | ARRAY, OBJECT], &[]),
        run: Apply(Verify::Any, search::last_index_of),
        about: ("lastIndexOf(text or list, item)", "The last place, or -1."),
        example: "lastIndexOf('banana', 'an')",
    },
    Function {
        name: "EOL",
        returns: STRING,
        check: Count(0, 0, OBJECT),
        run: Apply(Verify::Any, eol),
        about: ("EOL()", "The line end, `\\n`."),
        example: "EOL()",
    },
    Function {
        name: "newGuid",
        returns: STRING,
        check: Count(0, 0, OBJECT),
        run: Apply(Verify::Any, new_guid),
        about: ("newGuid()", "A random UUID (version 4)."),
        example: "length(newGuid())",
    },
    Function {
        name: "stringOrValue",
        returns: OBJECT,
        check: ONE,
        run: Form(string_or_value),
        about: (
            "stringOrValue(text)",
            "Evaluates a text such as `n = ${n}`; `${n}` keeps its type.",
        ),
        example: "stringOrValue('${1 + 2}')",
    },
    Function {
        name: "Accessor",
        returns: OBJECT,
        check: super::Check::Accessor,
        run: Form(never),
        about: ("Accessor(name, object?)", "The long form of `object.name`."),
        example: "Accessor('name', json('{\"name\": 1}'))",
    },
    Function {
        name: "Element",
        returns: OBJECT,
        check: Count(2, 2, OBJECT),
        run: Form(never),
        about: ("Element(list, index)", "The long form of `list[index]`."),
        example: "Element([5, 6], 1)",
    },
    Function {
        name: "setPathToValue",
        returns: OBJECT,
        check: Count(2, 2, OBJECT),
        run: Form(set_path_to_value),
        about: (
            "setPathToValue(path, value)",
            "The value; data is never changed.",
        ),
        example: "setPathToValue(x.y, 3)",
    },
];

/// A text argument; nothing is the empty text.
pub(super) fn text<'v>(args: &'v [Val<'_>], i: usize) -> &'v str {
    args.get(i).and_then(Val::as_str).unwrap_or_default()
}

fn concat<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut so_far = args[0].clone();
    let mut joined: Option<String> = None;
    for next in &args[1..] {
        if let Some(out) = &mut joined {
            ev.append(next, out)?;
            continue;
        }
        so_far = match (so_far.is_list(), next.is_list()) {
            _ if so_far.is_nullish() && next.is_nullish() => Val::Undefined,
            (_, true) if so_far.is_nullish() => next.clone(),
            (true, _) if next.is_nullish() => so_far,
            (true, true) => {
                let mut items = so_far.items().unwrap_or_default();
                items.extend(next.items().unwrap_or_default());
                ev.budget.step(items.len())?;
                ev.budget.make(items.len() * 32)?;
                Val::list(items)
            }
            _ => {
                let mut out = String::new();
                ev.append(&so_far, &mut out)?;
                ev.append(next, &mut out)?;
                joined = Some(out);
                Val::Undefined
            }
        };
    }
    Ok(joined.map_or(so_far, Val::text))
}

fn length<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.step(text(args, 0).len() / 64)?;
    Ok(Val::count(units(text(args, 0))))
}

fn trim<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args, 0).len())?;
    Ok(Val::text(text(args, 0).trim_matches(is_space)))
}

fn substring<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    let text = match ev.eval(&args[0])? {
        Val::Str(text) => text,
        Val::Undefined => return Ok(Val::text("")),
        _ => return wrong("a text"),
    };
    ev.budget.make(text.len())?;
    let len = units(&text);
    let mut bound = |node: &'a Node, max: usize| match ev.eval(node)?.as_integer() {
        None => wrong("an integer").map(|_| 0),
        Some(n) => match crate::access::to_index(n).filter(|n| *n <= max) {
            Some(n) => Ok(n),
            None => range(format!("{n} is outside the text")).map(|_: Val<'a>| 0),
        },
    };
    let start = bound(&args[1], len)?;
    let count = args
        .get(2)
        .map_or(Ok(len - start), |node| bound(node, len - start))?;
    Ok(Val::text(slice(&text, start, start + count)))
}

fn count_word<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.step(text(args, 0).len() / 16)?;
    let words = text(args, 0)
        .split(is_space)
        .filter(|word| !word.is_empty())
        .count();
    // An empty text splits into one empty word in the peer.
    Ok(Val::count(words.max(1)))
}

fn add_ordinal<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let mut out = ev.text_of(&args[0])?;
    let n = args[0].as_number().unwrap_or(0.0);
    if n > 0.0 {
        let teen = (11.0..=13.0).contains(&(n % 100.0));
        out.push_str(match n % 10.0 {
            _ if teen => "th",
            1.0 => "st",
            2.0 => "nd",
            3.0 => "rd",
            _ => "th",
        });
    }
    Ok(Val::text(out))
}

fn eol<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> {
    Ok(Val::text("\n"))
}

fn new_guid<'a>(ev: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> {
    let bits = (u128::from(ev.random()) << 64) | u128::from(ev.random());
    // Version 4, variant 10 (RFC 9562).
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    Ok(Val::text(format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )))
}

fn string_or_value<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    match ev.eval(&args[0])? {
        Val::Str(text) => ev.evaluate_text(&text),
        _ => wrong("a text"),
    }
}

/// The parser turns these calls into other nodes.
fn never<'a>(_: &mut Evaluator<'a>, _: &'a [Node]) -> Res<'a> {
    Ok(Val::Undefined)
}

fn set_path_to_value<'a>(ev: &mut Evaluator<'a>, args: &'a [Node]) -> Res<'a> {
    if !args[0].is_assignable() {
        return wrong("a path as the first argument");
    }
    ev.eval(&args[1])
}
