//! T014, `action-for-a-bot`.

use super::super::Context;
use super::super::card::{cards, elements};
use crate::diagnostic::Diagnostics;
use crate::fix::remove_member;

rule! {
    /// The card has an action or property that calls a bot: `Action.Submit`, `Action.Execute`,
    /// `refresh`, `authentication`.
    ///
    /// ## Why
    ///
    /// No bot stands behind an API-based extension or plugin; the button does nothing. Use
    /// `Action.OpenUrl`, `Action.ShowCard` or `Action.ToggleVisibility`.
    "T014" "action-for-a-bot" Warning Both Documentation
    mend "Remove it, or use Action.OpenUrl."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        for name in ["refresh", "authentication"] {
            if let Some(place) = card.present(name) {
                found.fixed(
                    &RULE,
                    &place,
                    format!("The card's {name} calls a bot, and there is none."),
                    format!("Remove {name}."),
                    remove_member(&card, name),
                );
            }
        }
        for element in elements(&card) {
            if matches!(element.name(), "Action.Submit" | "Action.Execute") {
                found.at(
                    &RULE,
                    &element.place,
                    format!("{} calls a bot, and there is none.", element.name()),
                    "Remove the action, or use Action.OpenUrl.",
                );
            }
        }
    }
}
