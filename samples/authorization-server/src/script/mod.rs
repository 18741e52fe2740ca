//! The script: which behaviour is off, on or wrong. All fields have defaults, so that `{}` is a
//! server that does everything right, and JSON names only what differs.

mod fault;
mod token_answer;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

pub use fault::{After, Fault, Instead, Shape};
pub(crate) use token_answer::Tokens;
pub use token_answer::{
    IdTokenAnswer, Lifetime, RefreshTokenAnswer, ScopeAnswer, TokenAnswer, TokenFormat,
};

/// How the server behaves.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Script {
    /// What a refresh does to the refresh token.
    pub rotation: Rotation,
    /// Seconds that access tokens live; absent: the configuration's.
    pub access_token_seconds: Option<u64>,
    /// Whether authorization requests must, may or must not carry PKCE.
    pub pkce: Pkce,
    /// What stands in the `iss` of authorization answers.
    pub iss: Iss,
    /// Whether the metadata keep silent about `iss` (RFC 9207 §3).
    pub iss_unannounced: bool,
    /// Another issuer in the metadata documents than the one they were fetched for.
    pub metadata_issuer: Option<String>,
    /// Pages carry `Cross-Origin-Opener-Policy: same-origin`, which cuts them from their opener.
    pub coop: bool,
    /// Authorization requests that come to another origin than this one of the server's are sent
    /// there first, as providers with several hosts do.
    pub bounce_to: Option<String>,
    /// Whether the person is asked.
    pub consent: Consent,
    /// Every authorization request that could be answered is answered with this error.
    pub authorization_error: Option<AuthorizationError>,
    /// What happens to code exchanges.
    pub exchange: Fault,
    /// What happens to refreshes.
    pub refresh: Fault,
    /// What happens to revocations.
    pub revocation: Fault,
    /// What happens to introspections.
    pub introspection: Fault,
    /// What happens to userinfo requests.
    pub userinfo: Fault,
    /// What happens to requests for metadata and keys.
    pub metadata: Fault,
    /// How successful token answers are written.
    pub token_answer: TokenAnswer,
}

/// What a refresh does to the refresh token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rotation {
    /// A new one each time; the old one presented again ends the whole grant.
    #[default]
    Strict,
    /// The same for ever, and answers don't repeat it.
    Off,
    /// A new one each time; for this many seconds the old one still works.
    ReuseWindow(u64),
    /// A new one each time; the old one works until the new one, or an access token that came
    /// with it, has been used.
    UntilSuccessorUsed,
}

/// Whether PKCE is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pkce {
    /// Requests without are refused.
    #[default]
    Enforced,
    /// Checked when it is there.
    Optional,
    /// Requests that carry it are refused, as some providers do.
    Refused,
}

/// What stands in `iss` (RFC 9207).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Iss {
    /// This server's issuer identifier.
    #[default]
    Correct,
    /// Nothing.
    Missing,
    /// Somebody else's.
    Wrong,
    /// The right one with a slash at its end, which is another.
    TrailingSlash,
    /// The right one, twice.
    Doubled,
}

/// Whether the person is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Consent {
    /// Each time.
    #[default]
    Ask,
    /// Never: who is signed in is sent back with a code at once.
    Automatic,
}

/// An error answer of the authorization endpoint (RFC 6749 §4.1.2.1).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorizationError {
    /// `error`.
    pub error: String,
    /// `error_description`.
    #[serde(default)]
    pub description: Option<String>,
}

/// Which of the script's faults a request falls under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Endpoint {
    Exchange,
    Refresh,
    Revocation,
    Introspection,
    Userinfo,
    Metadata,
}

impl Script {
    fn fault(&mut self, endpoint: Endpoint) -> &mut Fault {
        match endpoint {
            Endpoint::Exchange => &mut self.exchange,
            Endpoint::Refresh => &mut self.refresh,
            Endpoint::Revocation => &mut self.revocation,
            Endpoint::Introspection => &mut self.introspection,
            Endpoint::Userinfo => &mut self.userinfo,
            Endpoint::Metadata => &mut self.metadata,
        }
    }
}

/// The script in force. Requests that are held wait for it to change.
pub(crate) struct Dial(watch::Sender<Script>);

impl Dial {
    pub(crate) fn new(script: Script) -> Self {
        Self(watch::Sender::new(script))
    }

    pub(crate) fn get(&self) -> Script {
        self.0.borrow().clone()
    }

    pub(crate) fn set(&self, script: Script) {
        self.0.send_replace(script);
    }

    /// The fault that this request meets; counts down those that are for the next few only.
    pub(crate) fn take(&self, endpoint: Endpoint) -> Fault {
        let mut taken = Fault::default();
        self.0
            .send_modify(|script| taken = script.fault(endpoint).take());
        taken
    }

    /// Waits until the endpoint's answers are no longer held.
    pub(crate) async fn released(&self, endpoint: Endpoint) {
        let mut changes = self.0.subscribe();
        // The sender lives as long as the server, so this ends by release only.
        let _ = changes
            .wait_for(|script| !script.clone().fault(endpoint).hold)
            .await;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn an_empty_object_is_a_server_that_does_everything_right() {
        let script: Script = serde_json::from_str("{}").unwrap();
        assert_eq!(script, Script::default());
        assert_eq!(script.rotation, Rotation::Strict);
        assert_eq!(script.pkce, Pkce::Enforced);
    }

    #[test]
    fn a_script_survives_writing_and_reading() {
        let script: Script = serde_json::from_str(
            r#"{"rotation":{"reuseWindow":10},
                "refresh":{"times":1,"after":"cutConnection"},
                "exchange":{"instead":{"status":{"status":429,"retryAfter":"3"}}},
                "tokenAnswer":{"lifetime":"text","tokenType":null}}"#,
        )
        .unwrap();
        let again = serde_json::from_str(&serde_json::to_string(&script).unwrap()).unwrap();
        assert_eq!(script, again);
        assert_eq!(script.rotation, Rotation::ReuseWindow(10));
        assert_eq!(script.token_answer.token_type, None);
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(serde_json::from_str::<Script>(r#"{"rotaton":"off"}"#).is_err());
    }

    #[test]
    fn a_fault_for_the_next_two_requests_meets_two() {
        let script: Script =
            serde_json::from_str(r#"{"refresh":{"times":2,"after":"cutConnection"}}"#).unwrap();
        let dial = Dial::new(script);
        assert_eq!(dial.take(Endpoint::Exchange).after, After::Answer);
        assert_eq!(dial.take(Endpoint::Refresh).after, After::CutConnection);
        assert_eq!(dial.take(Endpoint::Refresh).after, After::CutConnection);
        assert_eq!(dial.take(Endpoint::Refresh).after, After::Answer);
        assert_eq!(dial.get().refresh, Fault::default());
    }
}
