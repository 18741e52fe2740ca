//! T001, `card-without-type`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, insert_member, literal, replace};

rule! {
    /// The `responseCardTemplate` is not of `type` `AdaptiveCard`.
    ///
    /// ## Why
    ///
    /// The schema of rendering templates leaves the card open; a client does not draw a card
    /// without its type. `--fix` adds or corrects it.
    "T001" "card-without-type" Error Both Documentation
    mend "Add \"type\": \"AdaptiveCard\"."
    ; reads ["card_not_adaptive"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some(card) = context.place(problem) else {
        return Vec::new();
    };
    match card.get("type") {
        Some(place) => replace(&place, literal("AdaptiveCard")),
        None => insert_member(&card, "type", &literal("AdaptiveCard")),
    }
}
