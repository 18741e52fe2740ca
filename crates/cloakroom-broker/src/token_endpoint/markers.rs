//! Signs of failure in an answer, whatever its status (SEC-TOKEN-09): OAuth's own `error`, and
//! what providers put into an answer with status 200.

use serde_json::{Map, Value};

use super::shown;

/// What an answer says went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) error: String,
    pub(super) description: Option<String>,
}

/// Fields with a number or a numeric text that is zero, or a success status, when all is well.
const RESULT_CODES: [&str; 6] = [
    "result",
    "code",
    "errcode",
    "error_code",
    "errorCode",
    "ret",
];
const DESCRIPTIONS: [&str; 7] = [
    "error_description",
    "error_message",
    "message",
    "msg",
    "errmsg",
    "description",
    "detail",
];

/// The first failure that `root`, or an object directly in it that stands for the answer, tells of.
pub(super) fn find(root: &Map<String, Value>, secrets: &[&str]) -> Option<Marker> {
    let nested = ["data", "result", "response"]
        .iter()
        .filter_map(|name| root.get(*name)?.as_object());
    std::iter::once(root)
        .chain(nested)
        .find_map(|object| in_object(object, secrets))
}

fn in_object(object: &Map<String, Value>, secrets: &[&str]) -> Option<Marker> {
    let described = |object: &Map<String, Value>| {
        DESCRIPTIONS
            .iter()
            .find_map(|name| object.get(*name)?.as_str())
            .map(|text| shown::text(text, secrets))
            .filter(|text| !text.is_empty())
    };
    let marker = |error: &str, description| {
        Some(Marker {
            error: shown::error_code(error, secrets),
            description,
        })
    };
    match object.get("error") {
        Some(Value::String(error)) if !error.trim().is_empty() => {
            return marker(error.trim(), described(object));
        }
        // Facebook: {"error": {"message", "type", "code"}}.
        Some(Value::Object(error)) => {
            let code = ["type", "status", "code", "error"]
                .iter()
                .find_map(|name| text(error.get(*name)?));
            return marker(code.as_deref().unwrap_or("error"), described(error));
        }
        Some(Value::Number(number)) if number.as_f64() != Some(0.0) => {
            return marker(&number.to_string(), described(object));
        }
        Some(Value::Bool(true)) => return marker("error", described(object)),
        _ => {}
    }
    if object.get("errors").is_some_and(|errors| {
        !matches!(errors, Value::Null | Value::Bool(false)) && !is_empty(errors)
    }) {
        return marker("errors", described(object));
    }
    for name in ["ok", "success"] {
        if object.get(name) == Some(&Value::Bool(false)) {
            return marker("not_ok", described(object));
        }
    }
    RESULT_CODES.iter().find_map(|name| {
        let code = failing_code(name, object.get(*name)?)?;
        marker(&code, described(object))
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The code when it tells of a failure.
fn failing_code(name: &str, value: &Value) -> Option<String> {
    let text = text(value)?;
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        let fine = number == 0.0 || (200.0..300.0).contains(&number);
        return (!fine).then(|| format!("{name}_{text}"));
    }
    // A word in `result` is an outcome; in the other fields it may be anything.
    let fine = matches!(
        text.to_ascii_lowercase().as_str(),
        "ok" | "success" | "succeeded"
    );
    (name == "result" && !fine).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    fn error(value: Value) -> Option<String> {
        find(value.as_object().unwrap(), &[]).map(|marker| marker.error)
    }

    /// Guard: `cloakroom_broker::token_endpoint::markers::find`
    #[test]
    fn sec_token_09_failures_inside_an_answer_are_seen() {
        for (body, expected) in [
            (
                json!({"error": "bad_verification_code"}),
                "bad_verification_code",
            ),
            (
                json!({"ok": false, "error": "invalid_code"}),
                "invalid_code",
            ),
            (json!({"ok": false}), "not_ok"),
            (json!({"success": false, "access_token": "x"}), "not_ok"),
            (json!({"result": "5009", "message": "no"}), "result_5009"),
            (json!({"result": "failed"}), "failed"),
            (
                json!({"code": 40002, "message": "no", "data": {}}),
                "code_40002",
            ),
            (
                json!({"errcode": 40029, "errmsg": "invalid code"}),
                "errcode_40029",
            ),
            (
                json!({"data": {"error_code": 10007}, "message": "error"}),
                "error_code_10007",
            ),
            (
                json!({"error": {"type": "OAuthException", "message": "m"}}),
                "OAuthException",
            ),
            (json!({"error": true}), "error"),
            (json!({"error": 7}), "7"),
            (json!({"errors": [{"message": "x"}]}), "errors"),
        ] {
            assert_eq!(error(body.clone()).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn signs_of_success_are_not_taken_for_failures() {
        for body in [
            json!({"access_token": "x"}),
            json!({"ok": true, "error": null}),
            json!({"error": "", "errors": []}),
            json!({"error": 0, "error_code": 0, "errcode": "0"}),
            json!({"result": "0000", "message": "OK"}),
            json!({"code": 200, "success": true}),
            json!({"code": "an authorization code"}),
            json!({"result": {"access_token": "x"}}),
            json!({"data": {"error_code": 0}, "message": "success"}),
        ] {
            assert_eq!(error(body.clone()), None, "{body}");
        }
    }
}
