//! T006, `element-newer-than-card`.

use super::super::Context;
use super::super::card::{Element, cards, elements, version};
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The card has an element or action of a later version than its own `version`.
    ///
    /// ## Why
    ///
    /// A client that keeps to the card's version leaves the element out. `--fix` raises the
    /// version.
    "T006" "element-newer-than-card" Warning Both Documentation
    mend "Raise the version of the card."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        let Some(place) = card.present("version") else {
            continue;
        };
        let Some(own) = version(place.node.as_str().unwrap_or_default()) else {
            continue;
        };
        let elements = elements(&card);
        let newest = elements.iter().filter_map(Element::since).max();
        for element in &elements {
            let Some(since) = element.since().filter(|since| *since > own) else {
                continue;
            };
            let edits = match newest {
                Some((1, minor)) if minor <= 5 => replace(&place, literal(&format!("1.{minor}"))),
                _ => Vec::new(),
            };
            found.fixed(
                &RULE,
                &element.place,
                format!(
                    "{} came with version {}.{}, and the card is of version {}.{}.",
                    element.name(),
                    since.0,
                    since.1,
                    own.0,
                    own.1
                ),
                format!("Raise the card's version to {}.{}.", since.0, since.1),
                edits,
            );
        }
    }
}
