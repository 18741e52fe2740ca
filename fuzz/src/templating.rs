use adaptive_cards_templating::{HostValues, Limits, Options, Template};
use serde_json::Value;

use crate::line_and_rest;

/// A template on the first line, data after it, both JSON: both sinks agree, stay within the
/// limits, and bytes are JSON text of the value.
pub fn templating(bytes: &[u8]) {
    let Some((template, data)) = line_and_rest(bytes) else {
        return;
    };
    let (Ok(template), Ok(data)) = (
        serde_json::from_str::<Value>(template),
        serde_json::from_str::<Value>(if data.is_empty() { "{}" } else { data }),
    ) else {
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
    let Ok(template) = Template::compile(&template, &options) else {
        return;
    };
    let host = HostValues::default();
    let value = template.expand(&data, &host);
    let mut out = Vec::new();
    let written = template.expand_bytes(&data, &host, &mut out);
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
