//! M032, `default-not-among-choices`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The `value` that a choice set begins with is not the value of a choice.
    ///
    /// ## Why
    ///
    /// `value` is compared with the values of the choices, not with their titles; nothing is
    /// selected then.
    "M032" "default-not-among-choices" Warning MessageExtension Documentation
    mend "Write the value of one of the choices."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for parameter in context
        .commands
        .iter()
        .flat_map(super::super::Command::parameters)
    {
        let (Some(place), Some("choiceset")) =
            (parameter.present("value"), parameter.str("inputType"))
        else {
            continue;
        };
        let value = place.node.as_str().unwrap_or_default();
        let choices = parameter
            .present("choices")
            .map(|all| all.items())
            .unwrap_or_default();
        if choices.is_empty()
            || choices
                .iter()
                .any(|choice| choice.str("value") == Some(value))
        {
            continue;
        }
        let titled = choices
            .iter()
            .find(|choice| choice.str("title") == Some(value));
        let edits = titled
            .and_then(|choice| choice.str("value"))
            .map_or_else(Vec::new, |right| replace(&place, literal(right)));
        found.fixed(
            &RULE,
            &place,
            format!("The value {value:?} is not that of a choice."),
            "Write the value of one of the choices, not its title.",
            edits,
        );
    }
}
