//! The request: values from the chat in their places in URL and body (SEC-EGRESS-07).

mod body;
mod query;
mod values;

use app_package::{Body, ExpandPathError, Location, Method};
use bytes::Bytes;
use cloakroom_model::{Explain, Recorder, StepOutcome};
use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde_json::Value;
use url::Url;

use crate::activity::Query;
use crate::catalog::CompiledCommand;
use cloakroom_egress::{Origin, OutboundRequest, Purpose};
pub(crate) use query::RESERVED;
use values::Values;

/// A request without its credential.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Prepared {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<Bytes>,
    pub(crate) page: Page,
}

/// What of the page is left to do here, because the operation has no parameter for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) skip: usize,
    pub(crate) count: usize,
}

impl Prepared {
    /// The request as it goes out, but for its credential. Its headers are these and no others: whatever the caller's own
    /// request carried stays here (SEC-EGRESS-14).
    pub(crate) fn outbound(&self, dial: Option<Origin>) -> OutboundRequest {
        let method = match self.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        };
        let mut request =
            OutboundRequest::new(Purpose::AppApi, method, self.url.clone()).dial(dial);
        request
            .headers
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &self.body {
            request
                .headers
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            request.body = body.clone();
        }
        request
    }
}

/// Why no request could be made of what the user gave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// A required parameter has no value.
    #[error("the parameter {name} has no value")]
    Missing {
        /// Its name.
        name: String,
        /// What the user sees it called.
        title: String,
    },
    /// A value is not of the parameter's type.
    #[error("the value of {name} is not {expected}")]
    NotOfType {
        /// Its name.
        name: String,
        /// What the user sees it called.
        title: String,
        /// The type, with its article.
        expected: &'static str,
    },
    /// A value that would leave its place: `..` in a path, a line break in a URL.
    #[error("the value of {name} would leave its place in the request")]
    LeavesItsPlace {
        /// Its name.
        name: String,
    },
}

impl Explain for RequestError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "parameter_missing",
            Self::NotOfType { .. } => "parameter_invalid",
            Self::LeavesItsPlace { .. } => "parameter_refused",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Missing { title, .. } => format!("Fill in “{title}” to search."),
            Self::NotOfType {
                title, expected, ..
            } => format!("“{title}” has to be {expected}."),
            Self::LeavesItsPlace { .. } => {
                "That can't be searched for. Leave out special characters.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Missing { name, .. } => format!(
                "The operation needs a value for {name}, and neither the activity, the manifest's `value` nor the schema's `default` has one."
            ),
            Self::NotOfType { name, expected, .. } => {
                format!("The operation's schema says that {name} is {expected}; nothing was sent.")
            }
            Self::LeavesItsPlace { name } => format!(
                "The value of {name} holds `.`, `..`, a line break or NUL where they would change the request; nothing was sent."
            ),
        }
    }
}

/// Builds the request of a command.
pub(crate) fn build(
    command: &CompiledCommand,
    query: &Query,
    trace: &Recorder,
) -> Result<Prepared, RequestError> {
    let mut step = trace.step("request");
    match prepare(command, query) {
        Ok((prepared, ignored)) => {
            step.detail("method", prepared.method.as_str())
                .url("url", &prepared.url);
            if let Some(body) = &prepared.body {
                step.detail("bodyBytes", body.len());
            }
            if ignored.is_empty() {
                step.ok("built from the operation and the values");
            } else {
                step.detail("ignored", ignored);
                step.end(
                    StepOutcome::Noted,
                    "built; parameters that the command does not have were left out",
                );
            }
            Ok(prepared)
        }
        Err(error) => {
            step.detail("code", error.code());
            step.end(StepOutcome::Refused, error.developer());
            Err(error)
        }
    }
}

fn prepare(
    command: &CompiledCommand,
    query: &Query,
) -> Result<(Prepared, Vec<String>), RequestError> {
    let operation = &command.command.operation;
    let (mut values, ignored) = Values::gather(&command.command, query)?;

    let mut texts: Vec<(&str, String)> = Vec::new();
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut object = Value::Object(serde_json::Map::new());
    let page = query::page(command, query, &mut values, &mut pairs);
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let Some(value) = values.get(index) else {
            if parameter.required && !pairs.iter().any(|(name, _)| *name == parameter.name) {
                return Err(values::missing(&command.command, &parameter.name));
            }
            continue;
        };
        match &parameter.location {
            Location::Path => texts.push((&parameter.name, url_text(&parameter.name, value)?)),
            Location::Query => pairs.push((&parameter.name, url_text(&parameter.name, value)?)),
            Location::Body { pointer } => {
                body::insert(&mut object, pointer, body_value(&parameter.name, value)?);
            }
        }
    }
    let mut url = operation
        .url(|name| {
            texts
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, text)| text.as_str())
        })
        .map_err(|error| match error {
            ExpandPathError::Missing { name } => values::missing(&command.command, &name),
            ExpandPathError::LeavesItsPlace { name } => RequestError::LeavesItsPlace { name },
        })?;
    url.set_query(query::encode(&pairs).as_deref());
    let empty = object.as_object().is_none_or(serde_json::Map::is_empty);
    let body = match operation.body {
        Some(Body { required }) if required || !empty => Some(Bytes::from(object.to_string())),
        _ => None,
    };
    Ok((
        Prepared {
            method: operation.method,
            url,
            body,
            page,
        },
        ignored,
    ))
}

/// A value as text of a URL, where line breaks have no business (decoded by the API they could end
/// up in a log line or a header).
fn url_text(name: &str, value: &Value) -> Result<String, RequestError> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.contains(['\r', '\n', '\0']) {
        return Err(RequestError::LeavesItsPlace {
            name: name.to_owned(),
        });
    }
    Ok(text)
}

/// A value of the JSON body: line breaks are text there, NUL is not.
fn body_value(name: &str, value: &Value) -> Result<Value, RequestError> {
    match value {
        Value::String(text) if text.contains('\0') => Err(RequestError::LeavesItsPlace {
            name: name.to_owned(),
        }),
        other => Ok(other.clone()),
    }
}

#[cfg(test)]
mod tests;
