//! T004, `unknown-card-element`.

use super::super::Context;
use super::super::card::{Kind, cards, elements, nearest};
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The card has an element whose `type` Adaptive Cards don't have.
    ///
    /// ## Why
    ///
    /// A client leaves out what it does not know, or draws the fallback. Names are compared with
    /// case. `--fix` corrects one that is nearly right.
    "T004" "unknown-card-element" Error Both Documentation
    mend "Write the name of an element."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        for element in elements(&card)
            .iter()
            .filter(|element| element.kind == Kind::Element)
        {
            let name = element.name();
            if element.since().is_some() || name.contains("${") {
                continue;
            }
            let nearest = nearest(name, Kind::Element);
            let fix = match nearest {
                Some(nearest) => format!("Did you mean {nearest}?"),
                None => "Write the name of an element, such as TextBlock.".to_owned(),
            };
            let edits =
                nearest.map_or_else(Vec::new, |name| replace(&element.place, literal(name)));
            let message = format!("Adaptive Cards have no element {name:?}.");
            found.fixed(&RULE, &element.place, message, fix, edits);
        }
    }
}
