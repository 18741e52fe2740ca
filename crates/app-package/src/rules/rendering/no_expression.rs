//! T015, `template-without-expression`.

use super::super::Context;
use super::super::card::texts;
use crate::diagnostic::Diagnostics;

rule! {
    /// No text of the card or the preview holds an expression: every result looks the same.
    "T015" "template-without-expression" Warning MessageExtension Ours
    mend "Name properties of the result, such as ${title}."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for template in &context.templates {
        let root = template.cursor();
        for part in ["responseCardTemplate", "previewCardTemplate"] {
            let Some(place) = root.present(part).filter(|part| !part.members().is_empty()) else {
                continue;
            };
            let mut any = false;
            texts(&place, &mut |_, text| any |= text.contains("${"));
            // A malformed card has an error of its own.
            if !any
                && place
                    .node
                    .get("title")
                    .is_none_or(|title| title.as_str() != Some(""))
            {
                found.at(
                    &RULE,
                    &place,
                    format!("The {part} names no property of the result; all look the same."),
                    "Name properties of the result, such as ${title}.",
                );
            }
        }
    }
}
