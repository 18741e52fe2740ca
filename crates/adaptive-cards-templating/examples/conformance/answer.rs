//! Our answer to a row.

use adaptive_cards_templating::{Cultures, ExpandErrorKind, HostValues, Options, Template};
use recorded_answers::{Answer, Format};
use serde_json::Value;

/// Rows of templates.
pub(crate) const FORMAT: Format = Format {
    question: "template",
    answer: "card",
};

/// Compiles and expands a template, with the cultures of the other side.
pub(crate) fn answer(template: &Value, data: &Value) -> Answer {
    let template = match Template::compile(template, &Options::default()) {
        Ok(template) => template,
        Err(e) => return Answer::NotParsed(e.to_string()),
    };
    let host = HostValues {
        cultures: Cultures::Peer,
        ..HostValues::default()
    };
    match template.expand(data, &host) {
        Ok(card) => Answer::Value(card),
        Err(e) => match e.kind {
            ExpandErrorKind::UnknownFunction(_) => Answer::NotParsed(e.to_string()),
            _ => Answer::Failed(e.to_string()),
        },
    }
}
