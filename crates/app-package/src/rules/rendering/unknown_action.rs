//! T005, `unknown-card-action`.

use super::super::Context;
use super::super::card::{Kind, cards, elements, nearest};
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The card has an action whose `type` Adaptive Cards don't have.
    "T005" "unknown-card-action" Error Both Documentation
    mend "Write the name of an action, such as Action.OpenUrl."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        for action in elements(&card)
            .iter()
            .filter(|element| element.kind == Kind::Action)
        {
            let name = action.name();
            if action.since().is_some() || name.contains("${") {
                continue;
            }
            let nearest = nearest(name, Kind::Action);
            let fix = match nearest {
                Some(nearest) => format!("Did you mean {nearest}?"),
                None => "Write the name of an action, such as Action.OpenUrl.".to_owned(),
            };
            let edits = nearest.map_or_else(Vec::new, |name| replace(&action.place, literal(name)));
            let message = format!("Adaptive Cards have no action {name:?}.");
            found.fixed(&RULE, &action.place, message, fix, edits);
        }
    }
}
