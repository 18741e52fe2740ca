//! The script: what goes wrong.

use serde::{Deserialize, Serialize};

/// How the API behaves. All fields have defaults: `{}` is an API that works.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Script {
    /// What goes wrong; absent: nothing.
    pub fault: Option<Fault>,
    /// For how many requests from now; absent: for all.
    pub times: Option<u32>,
}

/// What goes wrong with requests for repairs; pictures are always served.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// 503, with `Retry-After: 5`.
    Down,
    /// 500, with a page of HTML.
    Broken,
    /// 429, with `Retry-After: 5`.
    TooMany,
    /// The answer waits so many milliseconds.
    Slow(u64),
    /// The request is processed and the connection closes without an answer.
    Cut,
    /// A list of so many bytes.
    TooLarge(usize),
    /// A success that is a page of HTML.
    NotJson,
    /// A success that says it is JSON and stops in the middle.
    BrokenJson,
    /// 401 `invalid_token`, whatever the token.
    Unauthorized,
    /// 401 without a reason, whatever the token.
    UnauthorizedSilently,
    /// 403 `insufficient_scope`, which names this scope.
    InsufficientScope(String),
    /// 403 without a reason.
    Forbidden,
    /// A redirect with 307 to this place.
    Redirect(String),
    /// 404.
    NotFound,
}

impl Script {
    /// The fault that this request meets; counts down those that are for the next few only.
    pub(crate) fn take(&mut self) -> Option<Fault> {
        let fault = self.fault.clone();
        match self.times {
            None => {}
            Some(0) => {
                *self = Self::default();
                return None;
            }
            Some(1) => *self = Self::default(),
            Some(left) => self.times = Some(left - 1),
        }
        fault
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_fault_for_the_next_request_meets_one() {
        let mut script: Script = serde_json::from_str(r#"{"fault":"down","times":1}"#).unwrap();
        assert_eq!(script.take(), Some(Fault::Down));
        assert_eq!(script.take(), None);
        assert_eq!(script, Script::default());
    }

    #[test]
    fn a_fault_without_a_number_stays() {
        let mut script: Script = serde_json::from_str(r#"{"fault":{"slow":1000}}"#).unwrap();
        assert_eq!(script.take(), Some(Fault::Slow(1000)));
        assert_eq!(script.take(), Some(Fault::Slow(1000)));
    }

    #[test]
    fn every_choice_of_the_page_is_a_script() {
        let page = include_str!("../assets/dial.html");
        let options: Vec<_> = page.split("<option value='").skip(1).collect();
        assert!(options.len() > 10);
        for option in options {
            let (json, _) = option.split_once('\'').unwrap();
            serde_json::from_str::<Script>(json).unwrap_or_else(|error| panic!("{json}: {error}"));
        }
    }
}
