//! Conversions, encodings and type tests.

use std::rc::Rc;

use super::Check::{Count, Order};
use super::Run::Apply;
use super::{Function, invalid, number_format};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{BOOLEAN, NUMBER, OBJECT, STRING};
use crate::value::{Val, parse_float, parse_int};

const ONE: super::Check = Count(1, 1, OBJECT);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "string",
        returns: STRING,
        check: Order(&[OBJECT], &[STRING]),
        run: Apply(Verify::Any, string),
        about: (
            "string(value, locale?)",
            "The value as text; numbers with grouped digits.",
        ),
        example: "string([1, 'a'])",
    },
    Function {
        name: "int",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Any, int),
        about: (
            "int(value)",
            "The integer at the start of a text, or of a number.",
        ),
        example: "int('12')",
    },
    Function {
        name: "float",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Any, float),
        about: ("float(value)", "The number at the start of a text."),
        example: "float('2.5')",
    },
    Function {
        name: "formatNumber",
        returns: STRING,
        check: Order(&[NUMBER, NUMBER], &[STRING]),
        run: Apply(Verify::Any, format_number),
        about: (
            "formatNumber(number, digits, locale?)",
            "A number with grouped digits.",
        ),
        example: "formatNumber(1234.5, 2)",
    },
    Function {
        name: "base64",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, base64),
        about: ("base64(text or bytes)", "Base64 of the UTF-8 bytes."),
        example: "base64('hello')",
    },
    Function {
        name: "base64ToString",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, base64_to_string),
        about: (
            "base64ToString(text)",
            "The bytes as characters, one each, as the peer does.",
        ),
        example: "base64ToString('aGVsbG8=')",
    },
    Function {
        name: "base64ToBinary",
        returns: OBJECT,
        check: ONE,
        run: Apply(Verify::Text, base64_to_binary),
        about: ("base64ToBinary(text)", "The same as bytes."),
        example: "base64(base64ToBinary('aGVsbG8='))",
    },
    Function {
        name: "binary",
        returns: OBJECT,
        check: ONE,
        run: Apply(Verify::Text, binary),
        about: ("binary(text)", "The UTF-8 bytes."),
        example: "base64(binary('hello'))",
    },
    Function {
        name: "dataUri",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, data_uri),
        about: ("dataUri(text)", "A data URI of the text."),
        example: "dataUri('hello')",
    },
    Function {
        name: "dataUriToString",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, data_uri_to_string),
        about: ("dataUriToString(uri)", "The content of a base64 data URI."),
        example: "dataUriToString('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
    },
    Function {
        name: "dataUriToBinary",
        returns: OBJECT,
        check: ONE,
        run: Apply(Verify::Text, binary),
        about: (
            "dataUriToBinary(uri)",
            "The bytes of the URI itself, as in the peer.",
        ),
        example: "base64(dataUriToBinary('data:,a'))",
    },
    Function {
        name: "isString",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_string),
        about: ("isString(value)", "Whether it is a text."),
        example: "isString('a')",
    },
    Function {
        name: "isInteger",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_integer),
        about: ("isInteger(value)", "Whether it is a whole number."),
        example: "isInteger(2.5)",
    },
    Function {
        name: "isFloat",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_float),
        about: ("isFloat(value)", "Whether it is a number with a fraction."),
        example: "isFloat(2.5)",
    },
    Function {
        name: "isArray",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_array),
        about: ("isArray(value)", "Whether it is a list."),
        example: "isArray([1])",
    },
    Function {
        name: "isObject",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_object),
        about: (
            "isObject(value)",
            "Whether it is an object, a list or null.",
        ),
        example: "isObject({a: 1})",
    },
    Function {
        name: "isBoolean",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_boolean),
        about: ("isBoolean(value)", "Whether it is true or false."),
        example: "isBoolean(false)",
    },
];

/// Most digits after the decimal sign.
const MAX_DIGITS: usize = 20;

fn locale<'v>(ev: &'v Evaluator<'_>, args: &'v [Val<'_>], place: usize) -> &'v str {
    args.get(place)
        .and_then(Val::as_str)
        .or(ev.environment.locale)
        .unwrap_or("en-US")
}

fn string<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    match &args[0] {
        Val::Str(_) => Ok(args[0].clone()),
        Val::Num(n) if !n.is_nan() => {
            let text = ryu_js::Buffer::new().format(*n).to_owned();
            let digits = text
                .split_once('.')
                .map_or(0, |(_, fraction)| fraction.len())
                .min(MAX_DIGITS);
            Ok(Val::text(number_format::fixed(
                *n,
                digits,
                locale(ev, args, 1),
                ev.environment.cultures,
            )))
        }
        Val::Bytes(bytes) => {
            ev.budget.make(bytes.len())?;
            Ok(Val::text(String::from_utf8_lossy(bytes)))
        }
        value => {
            let mut out = String::new();
            ev.append(value, &mut out)?;
            Ok(Val::text(out))
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn int<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(match &args[0] {
        Val::Big(n) => Val::Num(*n as f64),
        Val::Str(text) => match parse_int(text) {
            n if n.is_nan() => return invalid("the text does not begin with a number"),
            n => Val::Num(n),
        },
        // As in the peer, by the text of the number: 1e21 is 1.
        Val::Num(n) if !n.is_nan() => Val::Num(parse_int(&ev.text_of(&Val::Num(*n))?)),
        _ => Val::Undefined,
    })
}

#[allow(clippy::cast_precision_loss)]
fn float<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(match &args[0] {
        Val::Big(n) => Val::Num(*n as f64),
        Val::Str(text) => match parse_float(text) {
            n if n.is_nan() => return invalid("the text does not begin with a number"),
            n => Val::Num(n),
        },
        Val::Num(n) if !n.is_nan() => Val::Num(*n),
        _ => Val::Undefined,
    })
}

fn format_number<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(n), Some(digits)) = (args[0].as_number(), args[1].as_number()) else {
        return super::wrong("a number and a number of digits");
    };
    // The peer builds a format from the text of the digits: only plain integers make one.
    let whole = crate::access::to_index(digits).filter(|_| digits < 1e21);
    let Some(whole) = whole else {
        return invalid("the number of digits must be a whole number");
    };
    let rounded = super::math::round_to(n, digits);
    Ok(Val::text(number_format::fixed(
        rounded,
        whole.min(MAX_DIGITS),
        locale(ev, args, 2),
        ev.environment.cultures,
    )))
}

/// Standard alphabet with padding.
fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = (u32::from(chunk[0]) << 16)
            | (u32::from(chunk.get(1).copied().unwrap_or(0)) << 8)
            | u32::from(chunk.get(2).copied().unwrap_or(0));
        for i in 0..4 {
            if i <= chunk.len() {
                let digit = (word >> (18 - 6 * i)) & 63;
                out.push(char::from(ALPHABET[digit as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// Decodes as Node does: both alphabets, other characters skipped, `=` ends.
fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut word, mut bits) = (0_u32, 0);
    for unit in text.encode_utf16() {
        // Node looks at the low byte of each unit only.
        let [byte, _] = unit.to_le_bytes();
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        word = ((word << 6) | u32::from(digit)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((word >> bits) & 0xff).unwrap_or(0));
        }
    }
    out
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn text<'v>(args: &'v [Val<'_>]) -> &'v str {
    args[0].as_str().unwrap_or_default()
}

fn base64<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let lossy;
    let bytes = match &args[0] {
        Val::Str(text) => text.as_bytes(),
        Val::Bytes(bytes) => {
            lossy = String::from_utf8_lossy(bytes);
            lossy.as_bytes()
        }
        _ => return Ok(Val::Undefined),
    };
    ev.budget.make(bytes.len() * 2)?;
    Ok(Val::text(encode(bytes)))
}

fn base64_to_string<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args).len() * 2)?;
    Ok(Val::text(latin1(&decode(text(args)))))
}

fn base64_to_binary<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args).len() * 2)?;
    Ok(Val::Bytes(Rc::new(
        latin1(&decode(text(args))).into_bytes(),
    )))
}

fn binary<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args).len())?;
    Ok(Val::Bytes(Rc::new(text(args).as_bytes().to_vec())))
}

fn data_uri<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args).len() * 2)?;
    let content = encode(text(args).as_bytes());
    Ok(Val::text(format!(
        "data:text/plain;charset=utf-8;base64,{content}"
    )))
}

fn data_uri_to_string<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.budget.make(text(args).len() * 2)?;
    let content = text(args)
        .split_once(',')
        .map_or(text(args), |(_, content)| content);
    Ok(Val::text(latin1(&decode(content))))
}

fn is_string<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(matches!(args[0], Val::Str(_))))
}

fn is_integer<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(args[0].as_integer().is_some()))
}

fn is_float<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(
        args[0].as_number().is_some() && args[0].as_integer().is_none(),
    ))
}

fn is_array<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(args[0].is_list()))
}

fn is_object<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let value = &args[0];
    let object = value.is_list() || value.is_object();
    Ok(Val::Bool(
        object || matches!(value, Val::Null | Val::Bytes(_) | Val::Big(_)),
    ))
}

fn is_boolean<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(matches!(args[0], Val::Bool(_))))
}
