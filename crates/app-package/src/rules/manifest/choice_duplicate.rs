//! M031, `choice-value-duplicate`.

use std::collections::HashSet;

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// Two choices of a parameter have the same `value`.
    ///
    /// ## Why
    ///
    /// The API can't tell which of them was picked.
    "M031" "choice-value-duplicate" Warning MessageExtension Ours
    mend "Give each choice a value of its own."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for parameter in context
        .commands
        .iter()
        .flat_map(super::super::Command::parameters)
    {
        let choices = parameter
            .present("choices")
            .map(|all| all.items())
            .unwrap_or_default();
        let mut seen = HashSet::new();
        for choice in choices {
            let Some(value) = choice.str("value") else {
                continue;
            };
            if !seen.insert(value) {
                found.at(
                    &RULE,
                    &choice.present("value").unwrap_or_else(|| choice.clone()),
                    format!("Two choices have the value {value:?}."),
                    "Give each choice a value of its own.",
                );
            }
        }
    }
}
