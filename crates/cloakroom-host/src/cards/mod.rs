//! From entries to cards: templates expanded straight into the answer's bytes, URLs judged on the
//! way (SEC-PKG-09).

mod classes;
mod sink;
mod urls;

use adaptive_cards_templating::{BytesSink, ExpandError, HostValues, ValueSink};
use app_package::Layout;
use cloakroom_model::{Explain, Recorder, StepOutcome};
use serde_json::{Value, json};

pub(crate) use classes::{classes, preview_classes};
pub(crate) use sink::Judge;
pub(crate) use urls::Images;

use crate::catalog::CompiledCommand;

/// Bytes of a whole answer.
const ANSWER_BYTES: usize = 2 * 1024 * 1024;

/// Why no card could be made of any entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// A template failed.
    #[error("{file}#{pointer}: {reason}")]
    Template {
        /// The app's name.
        app: String,
        /// The template's file.
        file: String,
        /// JSON pointer into it.
        pointer: String,
        /// What happened.
        reason: String,
    },
    /// All cards together are too large.
    #[error("the cards are larger than {ANSWER_BYTES} bytes")]
    TooLarge {
        /// The app's name.
        app: String,
    },
}

impl Explain for CardError {
    fn code(&self) -> &'static str {
        match self {
            Self::Template { .. } => "template_failed",
            Self::TooLarge { .. } => "cards_too_large",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Template { app, .. } => {
                format!("{app} found something, but it can't be shown. Tell its publisher.")
            }
            Self::TooLarge { app } => {
                format!("{app} sent more than can be shown. Search for something narrower.")
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Template {
                pointer, reason, ..
            } => format!(
                "At {pointer} of the response rendering template: {reason}. Try the template with a recorded answer of the API."
            ),
            Self::TooLarge { .. } => "Send fewer entries, or shorter ones.".to_owned(),
        }
    }

    fn place(&self) -> Option<String> {
        match self {
            Self::Template { file, pointer, .. } => Some(format!("{file}#{pointer}")),
            Self::TooLarge { .. } => None,
        }
    }
}

/// What cards are made with.
pub(crate) struct Drawing<'a> {
    pub(crate) app: &'a str,
    pub(crate) command: &'a CompiledCommand,
    pub(crate) values: HostValues,
    pub(crate) images: &'a Images<'a>,
}

/// The whole `composeExtension` result. An entry whose card fails is left out and told in the
/// trace; only when none is left it is an error.
pub(crate) fn draw(
    entries: &[&Value],
    drawing: &Drawing<'_>,
    trace: &Recorder,
) -> Result<Vec<u8>, CardError> {
    let mut step = trace.step("cards");
    let layout = match drawing.command.command.rendering.layout {
        Layout::List => "list",
        Layout::Grid => "grid",
    };
    let mut out = Vec::with_capacity(256 + entries.len() * 1500);
    out.extend_from_slice(b"{\"composeExtension\":{\"type\":\"result\",\"attachmentLayout\":\"");
    out.extend_from_slice(layout.as_bytes());
    out.extend_from_slice(b"\",\"attachments\":[");
    let mut drawn = 0_usize;
    let mut failed: Option<CardError> = None;
    for entry in entries {
        let before = out.len();
        if drawn > 0 {
            out.push(b',');
        }
        match draw_entry(entry, drawing, &mut out) {
            Ok(()) => drawn += 1,
            Err(error) => {
                out.truncate(before);
                failed.get_or_insert(error);
            }
        }
        if out.len() > ANSWER_BYTES {
            let error = CardError::TooLarge {
                app: drawing.app.to_owned(),
            };
            step.detail("code", error.code());
            step.end(StepOutcome::Failed, error.developer());
            return Err(error);
        }
    }
    out.extend_from_slice(b"]}}");
    step.detail("layout", layout)
        .detail("cards", drawn)
        .detail("bytes", out.len());
    match failed {
        None => step.ok(format!("{drawn} cards")),
        Some(error) => {
            step.detail("code", error.code())
                .detail("place", error.place());
            if drawn == 0 {
                step.end(StepOutcome::Failed, error.developer());
                return Err(error);
            }
            step.detail("leftOut", entries.len() - drawn);
            let words = format!(
                "{drawn} cards; {} entries left out. {}",
                entries.len() - drawn,
                error.developer()
            );
            step.end(StepOutcome::Noted, words);
        }
    }
    Ok(out)
}

fn draw_entry(entry: &Value, drawing: &Drawing<'_>, out: &mut Vec<u8>) -> Result<(), CardError> {
    let command = drawing.command;
    let failed = |part: &str, error: ExpandError| CardError::Template {
        app: drawing.app.to_owned(),
        file: command.command.rendering.file.clone(),
        pointer: format!("/{part}{}", error.pointer),
        reason: error.kind.to_string(),
    };
    out.extend_from_slice(
        b"{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"content\":",
    );
    command
        .card
        .expand_to(
            entry,
            &drawing.values,
            &mut Judge::new(BytesSink::new(out), drawing.images),
        )
        .map_err(|error| failed("responseCardTemplate", error))?;
    let mut preview = Judge::new(ValueSink::new(), drawing.images);
    command
        .preview
        .expand_to(entry, &drawing.values, &mut preview)
        .map_err(|error| failed("previewCardTemplate", error))?;
    out.extend_from_slice(b",\"preview\":");
    out.extend_from_slice(
        thumbnail(preview.into_inner().into_value())
            .to_string()
            .as_bytes(),
    );
    out.push(b'}');
    Ok(())
}

/// The preview as a thumbnail card.
fn thumbnail(mut preview: Value) -> Value {
    let mut content = serde_json::Map::new();
    for name in ["title", "subtitle", "text"] {
        match preview.get_mut(name).map(Value::take) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => drop(content.insert(name.to_owned(), Value::String(text))),
            Some(other) => drop(content.insert(name.to_owned(), Value::String(other.to_string()))),
        }
    }
    if let Some(image) = preview.get_mut("image").map(Value::take)
        && let Some(url) = image
            .get("url")
            .and_then(Value::as_str)
            .filter(|url| !url.is_empty())
    {
        let alt = image.get("alt").and_then(Value::as_str).unwrap_or_default();
        content.insert("images".to_owned(), json!([{"url": url, "alt": alt}]));
    }
    json!({"contentType": "application/vnd.microsoft.card.thumbnail", "content": content})
}

#[cfg(test)]
mod tests;
