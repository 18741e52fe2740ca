//! The activity: Teams' invoke JSON, read as far as it matters here and no further.

use cloakroom_model::Explain;
use serde_json::Value;

/// A parameter's value is at most this many bytes.
const MAX_VALUE: usize = 4096;
/// More parameters than any command has.
const MAX_PARAMETERS: usize = 16;
/// Results of one page where the activity names no number.
const DEFAULT_COUNT: usize = 25;
/// Results of one page at the most.
const MAX_COUNT: usize = 50;

/// An activity that is served.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Activity {
    /// `composeExtension/query`.
    Query(Query),
    /// `signin/verifyState`: the six digits.
    VerifyState(String),
}

/// A search.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    /// `value.commandId`; some clients name none.
    pub(crate) command: Option<String>,
    /// `value.commandContext`.
    pub(crate) context: Option<String>,
    /// `value.parameters`; some clients give a value without a name.
    pub(crate) parameters: Vec<(Option<String>, Value)>,
    /// `value.queryOptions.skip`.
    pub(crate) skip: usize,
    /// `value.queryOptions.count`, 1 to 50.
    pub(crate) count: usize,
    /// `value.state`: the six digits, given with the search.
    pub(crate) state: Option<String>,
    /// `recipient.id`.
    pub(crate) recipient: Option<String>,
    /// `locale`.
    pub(crate) locale: Option<String>,
}

/// Why a body is not an activity that is served here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActivityError {
    /// Not `"type": "invoke"`.
    #[error("not an invoke activity")]
    NotInvoke,
    /// An invoke of another name.
    #[error("the invoke {0:?} is not served")]
    Unknown(String),
    /// A property has another form than Teams gives it.
    #[error("{place}: {expected} expected")]
    Malformed {
        /// JSON pointer into the activity.
        place: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// A value beyond the limits.
    #[error("{place}: too large")]
    TooLarge {
        /// JSON pointer into the activity.
        place: &'static str,
    },
}

impl Explain for ActivityError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotInvoke | Self::Malformed { .. } => "activity_malformed",
            Self::Unknown(_) => "activity_unknown",
            Self::TooLarge { .. } => "activity_too_large",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::TooLarge { .. } => "That was too long to search for.".to_owned(),
            _ => "The search could not be understood.".to_owned(),
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::NotInvoke => {
                "The body has to be an activity with \"type\": \"invoke\".".to_owned()
            }
            Self::Unknown(name) => {
                format!(
                    "Invokes named composeExtension/query and signin/verifyState are served, not {name:?}."
                )
            }
            Self::Malformed { place, expected } => {
                format!("At {place} of the activity {expected} is expected.")
            }
            Self::TooLarge { place } => format!(
                "At {place} of the activity: at most {MAX_PARAMETERS} parameters of {MAX_VALUE} bytes are accepted."
            ),
        }
    }

    fn place(&self) -> Option<String> {
        match self {
            Self::Malformed { place, .. } | Self::TooLarge { place } => {
                Some(format!("activity#{place}"))
            }
            _ => None,
        }
    }
}

/// Reads an activity.
pub(crate) fn read(activity: &Value) -> Result<Activity, ActivityError> {
    if activity.get("type").and_then(Value::as_str) != Some("invoke") {
        return Err(ActivityError::NotInvoke);
    }
    let nothing = Value::Null;
    let value = activity.get("value").unwrap_or(&nothing);
    match activity.get("name").and_then(Value::as_str) {
        Some("composeExtension/query") => query(activity, value).map(Activity::Query),
        Some("signin/verifyState") => {
            let digits = text(value, "state", "/value/state")?;
            let digits = digits.ok_or(ActivityError::Malformed {
                place: "/value/state",
                expected: "the six digits",
            })?;
            Ok(Activity::VerifyState(digits))
        }
        other => Err(ActivityError::Unknown(
            other.unwrap_or_default().chars().take(64).collect(),
        )),
    }
}

fn query(activity: &Value, value: &Value) -> Result<Query, ActivityError> {
    let options = value.get("queryOptions").unwrap_or(&Value::Null);
    let number = |name| {
        options
            .get(name)
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok())
    };
    Ok(Query {
        command: text(value, "commandId", "/value/commandId")?.filter(|id| !id.is_empty()),
        context: text(value, "commandContext", "/value/commandContext")?,
        parameters: parameters(value)?,
        skip: number("skip").unwrap_or(0),
        count: number("count").unwrap_or(DEFAULT_COUNT).clamp(1, MAX_COUNT),
        state: text(value, "state", "/value/state")?.filter(|state| !state.is_empty()),
        recipient: activity
            .pointer("/recipient/id")
            .and_then(Value::as_str)
            .map(str::to_owned),
        locale: activity
            .get("locale")
            .and_then(Value::as_str)
            .filter(|l| l.len() <= 35)
            .map(str::to_owned),
    })
}

fn text(object: &Value, name: &str, place: &'static str) -> Result<Option<String>, ActivityError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.len() > MAX_VALUE => {
            Err(ActivityError::TooLarge { place })
        }
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ActivityError::Malformed {
            place,
            expected: "a text",
        }),
    }
}

fn parameters(value: &Value) -> Result<Vec<(Option<String>, Value)>, ActivityError> {
    const PLACE: &str = "/value/parameters";
    let list = match value.get("parameters") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => {
            return Err(ActivityError::Malformed {
                place: PLACE,
                expected: "an array",
            });
        }
    };
    if list.len() > MAX_PARAMETERS {
        return Err(ActivityError::TooLarge { place: PLACE });
    }
    let mut found = Vec::with_capacity(list.len());
    for parameter in list {
        let name = parameter
            .get("name")
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty());
        match parameter.get("value") {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.len() > MAX_VALUE => {
                return Err(ActivityError::TooLarge { place: PLACE });
            }
            Some(value @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
                found.push((name.map(str::to_owned), value.clone()));
            }
            Some(_) => {
                return Err(ActivityError::Malformed {
                    place: PLACE,
                    expected: "a text, number or boolean as value",
                });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn query_of(value: &Value) -> Query {
        let activity = json!({"type": "invoke", "name": "composeExtension/query", "value": value});
        match read(&activity).unwrap() {
            Activity::Query(query) => query,
            Activity::VerifyState(_) => unreachable!("the name says query"),
        }
    }

    #[test]
    fn a_query_is_read() {
        let query = query_of(&json!({
            "commandId": "listRepairs", "commandContext": "compose",
            "parameters": [{"name": "assignedTo", "value": "karin"}],
            "queryOptions": {"skip": 5, "count": 10}
        }));
        assert_eq!(query.command.as_deref(), Some("listRepairs"));
        assert_eq!(
            query.parameters,
            [(Some("assignedTo".to_owned()), json!("karin"))]
        );
        assert_eq!((query.skip, query.count), (5, 10));
    }

    #[test]
    fn a_client_that_names_neither_command_nor_parameter_is_understood() {
        let query =
            query_of(&json!({"parameters": [{"value": "oil"}], "context": {"theme": "default"}}));
        assert_eq!(query.command, None);
        assert_eq!(query.parameters, [(None, json!("oil"))]);
        assert_eq!((query.skip, query.count), (0, DEFAULT_COUNT));
    }

    #[test]
    fn the_page_has_a_limit() {
        assert_eq!(
            query_of(&json!({"queryOptions": {"count": 100_000}})).count,
            MAX_COUNT
        );
        assert_eq!(query_of(&json!({"queryOptions": {"count": 0}})).count, 1);
        assert_eq!(query_of(&json!({"queryOptions": {"skip": -1}})).skip, 0);
    }

    #[test]
    fn other_bodies_are_refused_with_their_place() {
        assert_eq!(
            read(&json!({"type": "message"})),
            Err(ActivityError::NotInvoke)
        );
        assert_eq!(
            read(&json!({"type": "invoke", "name": "task/fetch"})),
            Err(ActivityError::Unknown("task/fetch".to_owned()))
        );
        let nested = json!({"type": "invoke", "name": "composeExtension/query",
            "value": {"parameters": [{"name": "a", "value": {"b": 1}}]}});
        assert_eq!(
            read(&nested).unwrap_err().place().unwrap(),
            "activity#/value/parameters"
        );
        let long = json!({"type": "invoke", "name": "composeExtension/query",
            "value": {"parameters": [{"name": "a", "value": "x".repeat(MAX_VALUE + 1)}]}});
        assert!(matches!(read(&long), Err(ActivityError::TooLarge { .. })));
    }
}
