//! T013, `action-url-not-https`.

use super::super::Context;
use super::super::card::{cards, elements, foreign_scheme};
use crate::diagnostic::Diagnostics;

rule! {
    /// An `Action.OpenUrl` has a URL that is not https.
    ///
    /// ## Why
    ///
    /// A card can open anything that the user's machine has a handler for; `javascript:` and its
    /// kin would run in the chat. Cloakroom makes no card with such a URL, Teams opens http and
    /// mailto too.
    "T013" "action-url-not-https" Error Both Ours
    mend "Write an https URL."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        for element in elements(&card) {
            if element.name() != "Action.OpenUrl" {
                continue;
            }
            let Some(place) = element.object.present("url") else {
                continue;
            };
            let text = place.node.as_str().unwrap_or_default();
            if let Some(scheme) = foreign_scheme(text, &["https"]) {
                let message = format!("The action opens a URL with the scheme {scheme}.");
                found.at(&RULE, &place, message, "Write an https URL.");
            }
        }
    }
}
