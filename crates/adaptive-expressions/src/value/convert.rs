//! Conversions as JavaScript makes them: to text, to JSON, and from text to numbers.

use serde_json::{Map, Number, Value};

use super::Val;

/// `String(value)` of JavaScript: lists joined by commas, objects `[object Object]`.
pub(crate) fn to_text(value: &Val<'_>, out: &mut String) {
    match value {
        Val::Undefined => out.push_str("undefined"),
        Val::Null => out.push_str("null"),
        Val::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Val::Num(n) => out.push_str(ryu_js::Buffer::new().format(*n)),
        Val::Big(n) => out.push_str(&n.to_string()),
        Val::Str(s) => out.push_str(s),
        Val::Ref(Value::Array(items)) => {
            for (i, item) in items.iter().enumerate() {
                separate(i, out);
                item_text(&Val::from_json(item), out);
            }
        }
        Val::List(items) => {
            for (i, item) in items.iter().enumerate() {
                separate(i, out);
                item_text(item, out);
            }
        }
        Val::Ref(_) | Val::Object(_) => out.push_str("[object Object]"),
        Val::Bytes(bytes) => {
            for (i, byte) in bytes.iter().enumerate() {
                separate(i, out);
                out.push_str(&byte.to_string());
            }
        }
    }
}

fn separate(i: usize, out: &mut String) {
    if i > 0 {
        out.push(',');
    }
}

/// An item inside a joined list: `null` and nothing are empty.
fn item_text(value: &Val<'_>, out: &mut String) {
    if !value.is_nullish() {
        to_text(value, out);
    }
}

/// `JSON.stringify(value)`; `None` for nothing.
pub(crate) fn json_text(value: &Val<'_>) -> Option<String> {
    if matches!(value, Val::Undefined) {
        return None;
    }
    let mut out = String::new();
    write_json(value, &mut out);
    Some(out)
}

fn write_json(value: &Val<'_>, out: &mut String) {
    match value {
        Val::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Val::Num(n) if n.is_finite() => out.push_str(ryu_js::Buffer::new().format_finite(*n)),
        Val::Undefined | Val::Null | Val::Num(_) => out.push_str("null"),
        Val::Big(n) => out.push_str(&format!("\"{n}\"")),
        Val::Str(s) => write_json_text(s, out),
        Val::List(_) | Val::Ref(Value::Array(_)) => {
            out.push('[');
            for i in 0..value.list_len().unwrap_or(0) {
                separate(i, out);
                write_json(&value.item(i).unwrap_or_default(), out);
            }
            out.push(']');
        }
        Val::Object(_) | Val::Ref(_) => {
            let properties = value.properties().unwrap_or_default();
            let said = properties
                .iter()
                .filter(|(_, v)| !matches!(v, Val::Undefined));
            out.push('{');
            for (i, (name, item)) in said.enumerate() {
                separate(i, out);
                write_json_text(name, out);
                out.push(':');
                write_json(item, out);
            }
            out.push('}');
        }
        Val::Bytes(bytes) => {
            out.push('{');
            for (i, byte) in bytes.iter().enumerate() {
                separate(i, out);
                out.push_str(&format!("\"{i}\":{byte}"));
            }
            out.push('}');
        }
    }
}

/// A JSON text; it cannot fail.
fn write_json_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// The value as JSON, as `JSON.parse(JSON.stringify(value))`.
pub(crate) fn to_json(value: &Val<'_>) -> Value {
    match value {
        Val::Undefined | Val::Null => Value::Null,
        Val::Bool(b) => Value::Bool(*b),
        Val::Num(n) => number(*n),
        Val::Big(n) => Value::String(n.to_string()),
        Val::Str(s) => Value::String(s.to_string()),
        Val::Ref(value) => normal(value),
        Val::List(items) => Value::Array(items.iter().map(to_json).collect()),
        Val::Object(_) => {
            let mut map = Map::new();
            for (name, item) in value.properties().unwrap_or_default() {
                if !matches!(item, Val::Undefined) {
                    map.insert(name.to_string(), to_json(&item));
                }
            }
            Value::Object(map)
        }
        Val::Bytes(bytes) => Value::Object(
            bytes
                .iter()
                .enumerate()
                .map(|(i, b)| (i.to_string(), Value::from(*b)))
                .collect(),
        ),
    }
}

/// Data as JavaScript would write it: whole numbers without a fraction, index names first.
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(n) => n.as_f64().map_or(Value::Null, number),
        Value::Array(items) => Value::Array(items.iter().map(normal).collect()),
        Value::Object(_) => {
            let properties = Val::Ref(value).properties().unwrap_or_default();
            Value::Object(
                properties
                    .into_iter()
                    .map(|(k, v)| (k.to_string(), to_json(&v)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[allow(clippy::cast_possible_truncation)]
fn number(n: f64) -> Value {
    if n.fract() == 0.0 && n.abs() <= 9_007_199_254_740_992.0 {
        return Value::Number((n as i64).into());
    }
    Number::from_f64(n).map_or(Value::Null, Value::Number)
}

/// White space of JavaScript's `trim`, `\s` and number parsing.
pub(crate) fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

/// `parseFloat(text)`: the longest prefix that is a number.
pub(crate) fn parse_float(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    if text[at..].starts_with("Infinity") {
        return if bytes[0] == b'-' {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = digits(at);
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        if whole + fraction > 0 {
            at += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return f64::NAN;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits((at + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            at += 1 + sign + exponent;
        }
    }
    text[..at].parse().unwrap_or(f64::NAN)
}

/// `parseInt(text, 10)`.
pub(crate) fn parse_int(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    let sign = usize::from(text.starts_with(['+', '-']));
    let digits = text.as_bytes()[sign..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    if digits == 0 {
        return f64::NAN;
    }
    text[..sign + digits].parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;

    #[test]
    fn numbers_are_read_as_javascript_reads_them() {
        assert_eq!(parse_float(" 3.75kg"), 3.75);
        assert_eq!(parse_float("-.5e2x"), -50.0);
        assert_eq!(parse_float("1e"), 1.0);
        assert!(parse_float(".").is_nan());
        assert_eq!(parse_float("-Infinity"), f64::NEG_INFINITY);
        assert_eq!(parse_int("12abc"), 12.0);
        assert!(parse_int("x").is_nan());
    }

    #[test]
    fn lists_become_text_joined_by_commas() {
        let data = serde_json::json!([1, [2, null], {"a": 1}]);
        let mut out = String::new();
        to_text(&Val::from_json(&data), &mut out);
        assert_eq!(out, "1,2,,[object Object]");
    }
}
