//! T003, `card-version-above-1-5`.

use super::super::Context;
use super::super::card::{cards, version};
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The card's `version` is above 1.5.
    ///
    /// ## Why
    ///
    /// Teams is said to show cards up to 1.5; of a newer one the user sees the fallback text.
    "T003" "card-version-above-1-5" Warning Both Documentation
    mend "Write 1.5 or less."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for card in cards(context) {
        let Some(place) = card.present("version") else {
            continue;
        };
        let written = place.node.as_str().unwrap_or_default();
        if version(written).is_some_and(|version| version > (1, 5)) {
            found.fixed(
                &RULE,
                &place,
                format!("The card's version {written} is newer than Teams is said to show."),
                "Write 1.5 or less.",
                replace(&place, literal("1.5")),
            );
        }
    }
}
