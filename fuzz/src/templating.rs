use adaptive_cards_templating::{HostValues, Limits, Options, Template, TemplateError};
use serde_json::Value;

use crate::line_and_rest;

/// A template on the first line, data after it, both JSON: both sinks agree, stay within the
/// limits, and bytes are JSON text of the value. A template read from its text does the same as one
/// read from the value.
pub fn templating(bytes: &[u8]) {
    let Some((text, data)) = line_and_rest(bytes) else {
        return;
    };
    let Ok(data) = serde_json::from_str::<Value>(if data.is_empty() { "{}" } else { data }) else {
        return;
    };
    let limits = Limits {
        steps: 50_000,
        depth: 60,
        output_bytes: 1 << 18,
        output_nodes: 10_000,
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let parsed = Template::parse(text, &options);
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => {
            // `serde_json` does not read as deep.
            let deep = error.to_string().starts_with("recursion limit");
            let refused = matches!(parsed, Err(TemplateError::Json { .. }));
            assert!(deep || refused, "{error}, but {parsed:?}");
            return;
        }
    };
    let (template, parsed) = match (Template::compile(&value, &options), parsed) {
        (Ok(template), Ok(parsed)) => (template, parsed),
        (Err(error), Err(other)) => {
            assert_eq!(error.to_string(), other.to_string());
            return;
        }
        (template, parsed) => panic!("{template:?}, but {parsed:?}"),
    };
    let host = HostValues::default();
    let mut of_text = Vec::new();
    let from_text = parsed.expand_bytes(&data, &host, &mut of_text);
    let value = template.expand(&data, &host);
    let mut out = Vec::new();
    let written = template.expand_bytes(&data, &host, &mut out);
    // Of numbers with many digits `serde_json` and we may read another last one.
    if !many_digits(text) {
        assert_eq!(
            written.as_ref().map_err(ToString::to_string),
            from_text.as_ref().map_err(ToString::to_string),
        );
        assert!(out == of_text, "{}", String::from_utf8_lossy(&of_text));
    }
    match (value, written) {
        (Ok(value), Ok(())) => {
            assert!(out.len() as u64 <= limits.output_bytes);
            match serde_json::from_slice::<Value>(&out) {
                Ok(read) => assert!(same(&read, &value), "{read}, not {value}"),
                Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&out)),
            }
        }
        (Err(value), Err(written)) => {
            assert_eq!(value.to_string(), written.to_string());
            assert!(out.is_empty(), "an expansion that failed leaves nothing");
        }
        (value, written) => panic!("{value:?}, but {written:?}"),
    }
}

/// Whether a number of the text may have more digits than a float holds.
fn many_digits(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit() && !".eE+-".contains(c))
        .any(|part| part.len() > 15 || part.contains(['e', 'E']))
}

/// Equal, numbers but for the last digit, which `serde_json` does not always read exactly.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(0.0), b.as_f64().unwrap_or(0.0));
            (a - b).abs() <= 1e-15 * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && same(a, b))
        }
        (a, b) => a == b,
    }
}
