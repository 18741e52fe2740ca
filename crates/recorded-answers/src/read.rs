//! Reading rows.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::{Expected, Format, ReadError};

/// A row and the data it runs on.
pub(crate) struct Row<'r> {
    pub(crate) line: usize,
    pub(crate) question: &'r Value,
    pub(crate) data: &'r Value,
    pub(crate) expected: Expected,
}

/// Calls `each` with every row of a file.
pub(crate) fn rows(
    text: &str,
    format: Format,
    mut each: impl FnMut(Row<'_>),
) -> Result<(), ReadError> {
    let mut common = Value::Null;
    let mut scopes = Map::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let fail = |message: String| ReadError {
            line: i + 1,
            message,
        };
        let mut row: Map<String, Value> = serde_json::from_str(&without_half_surrogates(line))
            .map_err(|e| fail(e.to_string()))?;
        if let Some(Value::Object(named)) = row.remove("scopes") {
            scopes = named;
            continue;
        }
        let Some(question) = row.get(format.question) else {
            match row.remove("data") {
                Some(data) => common = data,
                None => return Err(fail(format!("no `{}`", format.question))),
            }
            continue;
        };
        let named = || scopes.get(row.get("scope")?.as_str()?);
        let data = row.get("data").or_else(named).unwrap_or(&common);
        each(Row {
            line: i + 1,
            question,
            data,
            expected: expected(&row, format),
        });
    }
    Ok(())
}

fn expected(row: &Map<String, Value>, format: Format) -> Expected {
    if row.get("peer_bug") == Some(&Value::Bool(true)) {
        return Expected::End;
    }
    if let Some(value) = row.get(format.answer) {
        return Expected::Value(value.clone());
    }
    match row.get("class").or_else(|| row.get("error")) {
        Some(Value::String(class)) if class == "throws" => Expected::Failure("evaluate".to_owned()),
        Some(Value::String(class)) => Expected::Failure(class.clone()),
        _ => Expected::End,
    }
}

/// Writes U+FFFD for each `\ud800`…`\udfff` that stands alone: JavaScript writes such texts, but
/// they are no Unicode.
fn without_half_surrogates(line: &str) -> Cow<'_, str> {
    let unit = |at: usize| {
        let digits = line.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = line[at..].find('\\') {
        at += found;
        let low = |at| unit(at).is_some_and(|unit| (0xdc00..0xe000).contains(&unit));
        at += match unit(at) {
            Some(0xd800..0xdc00) if low(at + 6) => 12,
            Some(0xd800..0xe000) => {
                out.push_str(&line[kept..at]);
                out.push_str("\\ufffd");
                kept = at + 6;
                6
            }
            Some(_) => 6,
            // Every other escape is one ASCII character.
            None => 2,
        };
        if at > line.len() {
            break;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(&line[kept..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_surrogates_become_replacement_characters() {
        let cases = [
            (r#""plain""#, r#""plain""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""a\ud83db\ude00""#, r#""a\ufffdb\ufffd""#),
            (
                r#""\\ud83d\ud83d\ud83d\ude00""#,
                r#""\\ud83d\ufffd\ud83d\ude00""#,
            ),
            (r#""\n\u00e9""#, r#""\n\u00e9""#),
        ];
        for (line, wanted) in cases {
            assert_eq!(without_half_surrogates(line), wanted, "{line}");
        }
    }
}
