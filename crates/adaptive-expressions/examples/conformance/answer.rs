//! Our answer to a row.

use adaptive_expressions::{Budget, Cultures, Environment, Expression, Scope, Val};
use recorded_answers::{Answer, Format};
use serde_json::{Value, json};

/// Rows of expressions.
pub(crate) const FORMAT: Format = Format {
    question: "expr",
    answer: "value",
};

/// Parses and evaluates an expression, with the cultures of the other side.
pub(crate) fn answer(text: &Value, data: &Value) -> Answer {
    let expression = match Expression::parse(text.as_str().unwrap_or_default()) {
        Ok(expression) => expression,
        Err(e) => return Answer::NotParsed(e.to_string()),
    };
    let environment = Environment {
        cultures: Cultures::Peer,
        ..Environment::default()
    };
    match expression.evaluate(Scope::new(data), &environment, Budget::default()) {
        Ok(value) => Answer::Value(shown(&value)),
        Err(e) => Answer::Failed(e.to_string()),
    }
}

/// The value as JSON, with forms for what JSON cannot say.
fn shown(value: &Val<'_>) -> Value {
    match value {
        Val::Num(n) if !n.is_finite() => {
            let text = if n.is_nan() {
                "NaN"
            } else if *n > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            };
            json!({ "$number": text })
        }
        Val::Big(n) => json!({ "$bigint": n.to_string() }),
        Val::List(items) => Value::Array(items.iter().map(shown).collect()),
        Val::Object(_) => {
            let properties = value.properties().unwrap_or_default();
            let kept = properties
                .iter()
                .filter(|(_, v)| !matches!(v, Val::Undefined));
            Value::Object(kept.map(|(k, v)| (k.to_string(), shown(v))).collect())
        }
        other => other.to_json(),
    }
}
