//! The values: from the activity by the command's parameters, typed by the operation's schema.

use app_package::{Command, OperationParameter, ParameterType};
use serde_json::{Number, Value};

use super::RequestError;
use crate::activity::Query;

/// The parameter by which clients say that a command runs for the first time.
const INITIAL_RUN: &str = "initialRun";

/// One value, or none, for each parameter of the operation.
pub(super) struct Values {
    values: Vec<Option<Value>>,
    given: Vec<bool>,
}

impl Values {
    /// Gathers the values; also the names in the activity that the command does not have. Only
    /// what the command asks the user for can be set from outside.
    pub(super) fn gather(
        command: &Command,
        query: &Query,
    ) -> Result<(Self, Vec<String>), RequestError> {
        let mut ignored = Vec::new();
        let mut said: Vec<(&str, &Value)> = Vec::new();
        for (name, value) in &query.parameters {
            match name.as_deref() {
                None => said.extend(
                    command
                        .parameters
                        .first()
                        .map(|first| (first.name.as_str(), value)),
                ),
                Some(name) if command.parameters.iter().any(|asked| asked.name == name) => {
                    said.push((name, value));
                }
                Some(INITIAL_RUN) => {}
                Some(name) => ignored.push(name.chars().take(64).collect()),
            }
        }
        let mut values = Vec::new();
        let mut given = Vec::new();
        for parameter in &command.operation.parameters {
            let by_user = match said.iter().find(|(name, _)| *name == parameter.name) {
                Some((_, value)) if is_blank(value) => None,
                Some((_, value)) => Some(typed(command, parameter, value)?),
                None => asked(command, &parameter.name)
                    .and_then(|asked| asked.default.as_deref())
                    .filter(|text| !text.is_empty())
                    .map(|text| typed(command, parameter, &Value::String(text.to_owned())))
                    .transpose()?,
            };
            given.push(by_user.is_some());
            values.push(by_user.or_else(|| parameter.default.clone()));
        }
        Ok((Self { values, given }, ignored))
    }

    pub(super) fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index).and_then(Option::as_ref)
    }

    /// Whether the user gave this one, not only a default.
    pub(super) fn given(&self, index: usize) -> bool {
        self.given.get(index).copied().unwrap_or_default()
    }

    /// Takes a default away: something else gives this parameter's value.
    pub(super) fn clear(&mut self, index: usize) {
        if let Some(value) = self.values.get_mut(index) {
            *value = None;
        }
    }
}

/// A field left empty is not given.
fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn asked<'c>(command: &'c Command, name: &str) -> Option<&'c app_package::Parameter> {
    command.parameters.iter().find(|asked| asked.name == name)
}

fn title(command: &Command, name: &str) -> String {
    asked(command, name)
        .map_or(name, |asked| asked.title.as_str())
        .to_owned()
}

pub(super) fn missing(command: &Command, name: &str) -> RequestError {
    RequestError::Missing {
        name: name.to_owned(),
        title: title(command, name),
    }
}

/// The value in the parameter's type. In a URL a text is a text whatever it looks like.
fn typed(
    command: &Command,
    parameter: &OperationParameter,
    value: &Value,
) -> Result<Value, RequestError> {
    let not = |expected| RequestError::NotOfType {
        name: parameter.name.clone(),
        title: title(command, &parameter.name),
        expected,
    };
    let text = match value {
        Value::String(text) => text.trim(),
        Value::Number(number) if parameter.kind == ParameterType::Number => {
            return Ok(Value::Number(number.clone()));
        }
        Value::Bool(yes) if parameter.kind == ParameterType::Boolean => {
            return Ok(Value::Bool(*yes));
        }
        other => &other.to_string(),
    };
    match parameter.kind {
        ParameterType::String => match value {
            Value::String(text) => Ok(Value::String(text.clone())),
            _ => Ok(Value::String(text.to_owned())),
        },
        ParameterType::Integer => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| not("a whole number")),
        ParameterType::Number => {
            // JSON's own grammar decides what a number is: `inf` and `0x1` are none.
            text.parse::<Number>()
                .map(Value::Number)
                .map_err(|_| not("a number"))
        }
        ParameterType::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(not("yes or no")),
        },
    }
}
