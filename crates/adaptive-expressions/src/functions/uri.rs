//! Parts of URIs, and percent encoding.

use url::{Position, Url};

use super::Check::Count;
use super::Run::Apply;
use super::{Function, invalid, wrong};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{NUMBER, OBJECT, STRING};
use crate::value::Val;

const ONE: super::Check = Count(1, 1, OBJECT);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "uriComponent",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, encode),
        about: ("uriComponent(text)", "Percent-encoded for a part of a URI."),
        example: "uriComponent('a b&c')",
    },
    Function {
        name: "uriComponentToString",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, decode),
        about: (
            "uriComponentToString(text)",
            "The text of a percent-encoded part.",
        ),
        example: "uriComponentToString('a%20b')",
    },
    Function {
        name: "uriHost",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, host),
        about: ("uriHost(uri)", "The host."),
        example: "uriHost('https://api.example.com:8443/v1?q=1')",
    },
    Function {
        name: "uriPath",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, path),
        about: ("uriPath(uri)", "The path."),
        example: "uriPath('https://api.example.com:8443/v1?q=1')",
    },
    Function {
        name: "uriPathAndQuery",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, path_and_query),
        about: ("uriPathAndQuery(uri)", "Path and query."),
        example: "uriPathAndQuery('https://api.example.com:8443/v1?q=1')",
    },
    Function {
        name: "uriPort",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Any, port),
        about: (
            "uriPort(uri)",
            "The port; not a number when it is the default one.",
        ),
        example: "uriPort('https://api.example.com:8443/v1?q=1')",
    },
    Function {
        name: "uriQuery",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, query),
        about: ("uriQuery(uri)", "The query, with `?`."),
        example: "uriQuery('https://api.example.com:8443/v1?q=1')",
    },
    Function {
        name: "uriScheme",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, scheme),
        about: ("uriScheme(uri)", "The scheme, without `:`."),
        example: "uriScheme('https://api.example.com:8443/v1?q=1')",
    },
];

fn parse(ev: &mut Evaluator<'_>, value: &Val<'_>) -> Result<Url, EvalError> {
    let Some(text) = value.as_str() else {
        return Err(EvalError::new(ErrorKind::Type, "expected a URI"));
    };
    ev.budget.make(text.len().saturating_mul(4))?;
    Url::parse(text).map_err(|e| EvalError::new(ErrorKind::Argument, format!("no URI: {e}")))
}

fn host<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::text(
        parse(ev, &args[0])?.host_str().unwrap_or_default(),
    ))
}

fn path<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::text(parse(ev, &args[0])?.path()))
}

fn search(uri: &Url) -> &str {
    match &uri[Position::AfterPath..Position::AfterQuery] {
        "?" => "",
        query => query,
    }
}

fn path_and_query<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let uri = parse(ev, &args[0])?;
    Ok(Val::text(format!("{}{}", uri.path(), search(&uri))))
}

fn query<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let uri = parse(ev, &args[0])?;
    Ok(Val::text(search(&uri)))
}

fn port<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Num(
        parse(ev, &args[0])?.port().map_or(f64::NAN, f64::from),
    ))
}

fn scheme<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::text(parse(ev, &args[0])?.scheme()))
}

/// `encodeURIComponent`
fn encode<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let text = args[0].as_str().unwrap_or_default();
    ev.budget.make(text.len().saturating_mul(3))?;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    Ok(Val::text(out))
}

/// `decodeURIComponent`
fn decode<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(text) = args[0].as_str() else {
        return wrong("a text");
    };
    ev.budget.make(text.len())?;
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        match (digit(bytes.next()), digit(bytes.next())) {
            (Some(high), Some(low)) => out.push(u8::try_from(high * 16 + low).unwrap_or(0)),
            _ => return invalid("`%` without two hexadecimal digits"),
        }
    }
    match String::from_utf8(out) {
        Ok(text) => Ok(Val::text(text)),
        Err(_) => invalid("the bytes are not UTF-8"),
    }
}
