//! What is answered, in Teams' wire shapes.

use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The body of an answer: JSON, already written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvokeAnswer(Bytes);

impl InvokeAnswer {
    /// A finished answer.
    pub(crate) fn from_json(json: Vec<u8>) -> Self {
        Self(json.into())
    }

    /// `{}`: what `signin/verifyState` is answered with.
    pub(crate) fn empty() -> Self {
        Self(Bytes::from_static(b"{}"))
    }

    /// A text for the user.
    pub(crate) fn message(text: &str) -> Self {
        Self::of(&json!({"composeExtension": {"type": "message", "text": text}}))
    }

    /// A sign-in link, with the reason where it is more than a first sign-in.
    pub(crate) fn auth(text: Option<&str>, button: &str, link: &str) -> Self {
        let mut extension = json!({
            "type": "auth",
            "suggestedActions": {"actions": [{"type": "openUrl", "title": button, "value": link}]}
        });
        if let Some(text) = text {
            extension["text"] = text.into();
        }
        Self::of(&json!({"composeExtension": extension}))
    }

    fn of(value: &Value) -> Self {
        Self(value.to_string().into())
    }

    /// The body as it goes out.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The body, parsed: for the terminal and tests.
    pub fn to_value(&self) -> Value {
        // Written above or by the card sink, always whole.
        serde_json::from_slice(&self.0).unwrap_or_default()
    }
}

impl Serialize for InvokeAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_slice(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
