//! Our answer to a row.

use adaptive_cards_templating::{ExpandErrorKind, HostValues, Options, Template};
use recorded_answers::{Answer, Format};
use serde_json::Value;

/// Rows of templates.
pub(crate) const FORMAT: Format = Format {
    question: "template",
    answer: "card",
};

/// Compiles and expands a template.
pub(crate) fn answer(template: &Value, data: &Value) -> Answer {
    let template = match Template::compile(template, &Options::default()) {
        Ok(template) => template,
        Err(e) => return Answer::NotParsed(e.to_string()),
    };
    match template.expand(data, &HostValues::default()) {
        Ok(card) => Answer::Value(card),
        Err(e) => match e.kind {
            ExpandErrorKind::UnknownFunction(_) => Answer::NotParsed(e.to_string()),
            _ => Answer::Failed(e.to_string()),
        },
    }
}
