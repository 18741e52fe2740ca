//! From the API's answer to its entries, by the template's jsonPath.

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError};
use bytes::Bytes;
use cloakroom_model::{Explain, Recorder, StepOutcome};
use serde_json::Value;

use crate::request::Page;

/// Nodes that a jsonPath may visit.
const BUDGET: u64 = 1_000_000;

/// Why there are no entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// The answer is not JSON.
    #[error("the answer is not JSON: {reason}")]
    NotJson {
        /// The app's name.
        app: String,
        /// Line, column and what was expected, never the text itself.
        reason: String,
        /// What the answer calls itself.
        content_type: String,
    },
    /// The path needs more steps than it may have.
    #[error("the jsonPath could not be followed: {reason}")]
    Path {
        /// The app's name.
        app: String,
        /// What happened.
        reason: String,
        /// The template's file.
        file: String,
    },
}

impl Explain for SelectError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "api_not_json",
            Self::Path { .. } => "json_path_failed",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::NotJson { app, .. } | Self::Path { app, .. } => {
                format!("{app} answered with something that can't be shown. Tell its publisher.")
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::NotJson {
                reason,
                content_type,
                ..
            } => format!(
                "The API's answer is not JSON ({reason}); it calls itself {content_type:?}. Answer application/json, \
                 also for errors, and mind pages of proxies and sign-in pages in between."
            ),
            Self::Path { reason, .. } => {
                format!("{reason}. Write a path straight to the list of results.")
            }
        }
    }

    fn place(&self) -> Option<String> {
        match self {
            Self::Path { file, .. } => Some(format!("{file}#/jsonPath")),
            Self::NotJson { .. } => None,
        }
    }
}

/// What to select, and for whom.
#[derive(Debug)]
pub(crate) struct Selecting<'a> {
    pub(crate) app: &'a str,
    pub(crate) file: &'a str,
    pub(crate) path: Option<&'a JsonPath>,
    pub(crate) path_text: Option<&'a str>,
    pub(crate) page: Page,
}

/// Parses an answer. No content at all is an answer without results.
pub(crate) fn parse(
    app: &str,
    body: &Bytes,
    content_type: Option<&str>,
) -> Result<Value, SelectError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    // Some servers begin with a byte order mark (RFC 8259 §8.1 lets parsers ignore it).
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(text).map_err(|error| SelectError::NotJson {
        app: app.to_owned(),
        reason: format!(
            "{:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ),
        content_type: content_type.unwrap_or_default().chars().take(100).collect(),
    })
}

/// What a path leads to.
pub(crate) struct Entries<'v> {
    /// How many values it selects.
    pub(crate) found: usize,
    /// The entries in them.
    pub(crate) all: Vec<&'v Value>,
}

/// All entries of an answer, without the `null`s.
pub(crate) fn entries<'v>(
    answer: &'v Value,
    path: Option<&JsonPath>,
) -> Result<Entries<'v>, JsonPathError> {
    let chosen = match path {
        None => vec![answer],
        Some(path) => path.select(answer, BUDGET)?,
    };
    let found = chosen.len();
    let all: Vec<&Value> = match chosen.as_slice() {
        [Value::Array(items)] => items.iter().collect(),
        _ => chosen,
    };
    let all = all.into_iter().filter(|entry| !entry.is_null()).collect();
    Ok(Entries { found, all })
}

/// The entries of the page: where the path leads to a list, its items; otherwise what it leads to.
pub(crate) fn select<'v>(
    answer: &'v Value,
    selecting: &Selecting<'_>,
    trace: &Recorder,
) -> Result<Vec<&'v Value>, SelectError> {
    let mut step = trace.step("select");
    step.detail("jsonPath", selecting.path_text.unwrap_or("(root)"));
    let Entries { found, all } = match entries(answer, selecting.path) {
        Ok(entries) => entries,
        Err(error) => {
            let error = SelectError::Path {
                app: selecting.app.to_owned(),
                reason: error.to_string(),
                file: selecting.file.to_owned(),
            };
            step.detail("code", error.code());
            step.end(StepOutcome::Failed, error.developer());
            return Err(error);
        }
    };
    let total = all.len();
    let page: Vec<&Value> = all
        .into_iter()
        .skip(selecting.page.skip)
        .take(selecting.page.count)
        .collect();
    step.detail("entries", total).detail("shown", page.len());
    if found == 0 && !answer.is_null() {
        let keys: Vec<String> = match answer {
            Value::Object(object) => object
                .keys()
                .take(20)
                .map(|key| key.chars().take(60).collect())
                .collect(),
            _ => Vec::new(),
        };
        step.detail("topLevel", keys);
        step.end(
            StepOutcome::Noted,
            "the jsonPath leads to nothing in this answer, so there are no results",
        );
    } else {
        step.ok(format!(
            "{total} entries, {} of them on this page",
            page.len()
        ));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use adaptive_cards_templating::json_path::Mode;
    use cloakroom_model::{SeededRandom, SharedClock, TestClock, TraceKind};
    use serde_json::json;

    use super::*;

    fn selected(
        answer: &Value,
        path: Option<&str>,
        skip: usize,
        count: usize,
    ) -> (Vec<Value>, StepOutcome) {
        let clock: SharedClock = Arc::new(TestClock::default());
        let trace = Recorder::start(TraceKind::Invoke, &clock, &SeededRandom::new(1));
        let compiled = path.map(|path| JsonPath::compile(path, Mode::Newtonsoft).unwrap());
        let selecting = Selecting {
            app: "Repairs",
            file: "a.json",
            path: compiled.as_ref(),
            path_text: path,
            page: Page { skip, count },
        };
        let found = select(answer, &selecting, &trace)
            .unwrap()
            .into_iter()
            .cloned()
            .collect();
        (found, trace.finish().steps[0].outcome)
    }

    #[test]
    fn a_list_gives_its_items_a_page_at_a_time() {
        let answer = json!({"results": [1, 2, 3, 4, 5]});
        assert_eq!(
            selected(&answer, Some("results"), 0, 2).0,
            [json!(1), json!(2)]
        );
        assert_eq!(selected(&answer, Some("results"), 4, 2).0, [json!(5)]);
        assert_eq!(
            selected(&answer, Some("$.results"), 9, 2).0,
            Vec::<Value>::new()
        );
    }

    #[test]
    fn without_a_path_the_root_counts() {
        assert_eq!(
            selected(&json!([{"a": 1}]), None, 0, 25).0,
            [json!({"a": 1})]
        );
        assert_eq!(selected(&json!({"a": 1}), None, 0, 25).0, [json!({"a": 1})]);
        assert_eq!(
            selected(&Value::Null, None, 0, 25),
            (Vec::new(), StepOutcome::Ok)
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_is_told_in_the_trace() {
        assert_eq!(
            selected(&json!({"items": []}), Some("results"), 0, 25),
            (Vec::new(), StepOutcome::Noted)
        );
        assert_eq!(
            selected(&json!({"results": []}), Some("results"), 0, 25),
            (Vec::new(), StepOutcome::Ok)
        );
    }

    #[test]
    fn an_answer_that_is_not_json_is_told_without_its_text() {
        let error = parse(
            "Repairs",
            &Bytes::from_static(b"<html>canary</html>"),
            Some("text/html"),
        )
        .unwrap_err();
        assert_eq!(error.code(), "api_not_json");
        assert!(error.developer().contains("text/html"));
        assert!(!format!("{error:?}{}", error.developer()).contains("canary"));
        assert_eq!(parse("Repairs", &Bytes::new(), None).unwrap(), Value::Null);
        assert_eq!(
            parse("Repairs", &Bytes::from_static(b"\xef\xbb\xbf[1]"), None).unwrap(),
            json!([1])
        );
    }
}
