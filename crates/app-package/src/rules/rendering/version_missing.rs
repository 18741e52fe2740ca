//! T002, `card-without-version`.

use super::super::Context;
use super::super::card::cards;
use crate::diagnostic::Diagnostics;
use crate::fix::{insert_member, literal};

rule! {
    /// The card has no `version`.
    ///
    /// ## Why
    ///
    /// Clients decide by it whether they can draw the card. `--fix` adds 1.5, the newest that Teams
    /// is said to show.
    "T002" "card-without-version" Warning Both Documentation
    mend "Add \"version\": \"1.5\"."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        if card.str("type") == Some("AdaptiveCard") && card.present("version").is_none() {
            found.fixed(
                &RULE,
                &card,
                "The card has no version.",
                "Add \"version\": \"1.5\".",
                insert_member(&card, "version", &literal("1.5")),
            );
        }
    }
}
