//! T012, `card-image-not-https`.

use super::super::Context;
use super::super::card::{cards, elements, foreign_scheme};
use crate::diagnostic::Diagnostics;

rule! {
    /// An image, background or media source in the card has a URL that is neither https nor data.
    ///
    /// ## Why
    ///
    /// A picture by plain http shows whoever listens what the user looks at; the chat does not load
    /// it.
    "T012" "card-image-not-https" Warning Both Documentation
    mend "Write an https URL."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        for element in elements(&card) {
            let names: &[&str] = match element.name() {
                "Image" => &["url"],
                "Media" => &["poster"],
                "AdaptiveCard" | "Container" | "Column" | "TableCell" => &["backgroundImage"],
                _ => continue,
            };
            for name in names {
                let Some(place) = element.object.present(name) else {
                    continue;
                };
                let text = place.node.as_str().unwrap_or_default();
                if let Some(scheme) = foreign_scheme(text, &["https", "data"]) {
                    let message =
                        format!("The {name} of {} has the scheme {scheme}.", element.name());
                    found.at(&RULE, &place, message, "Write an https URL.");
                }
            }
        }
    }
}
