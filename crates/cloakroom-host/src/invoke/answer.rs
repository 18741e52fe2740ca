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

    /// A text for the user, and below it what his developer should look at: for our own chat.
    pub(crate) fn message(text: &str, checklist: &[String]) -> Self {
        Self::of(json!({"type": "message", "text": text}), checklist)
    }

    /// A sign-in link, with the reason where it is more than a first sign-in.
    pub(crate) fn auth(text: Option<&str>, button: &str, link: &str, checklist: &[String]) -> Self {
        let mut extension = json!({
            "type": "auth",
            "suggestedActions": {"actions": [{"type": "openUrl", "title": button, "value": link}]}
        });
        if let Some(text) = text {
            extension["text"] = text.into();
        }
        Self::of(extension, checklist)
    }

    fn of(mut extension: Value, checklist: &[String]) -> Self {
        if !checklist.is_empty() {
            extension["checklist"] = json!(checklist);
        }
        Self(json!({ "composeExtension": extension }).to_string().into())
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
