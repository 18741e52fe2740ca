//! M030, `choices-without-choiceset`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{insert_member, literal, replace};

rule! {
    /// A parameter has `choices`, and its `inputType` is not `choiceset`.
    ///
    /// ## Why
    ///
    /// The choices are not shown; the user gets a field for any text. `--fix` sets the inputType.
    "M030" "choices-without-choiceset" Warning MessageExtension Documentation
    mend "Set inputType to choiceset, or remove the choices."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for parameter in context
        .commands
        .iter()
        .flat_map(super::super::Command::parameters)
    {
        let Some(choices) = parameter
            .present("choices")
            .filter(|all| !all.items().is_empty())
        else {
            continue;
        };
        let written = parameter.present("inputType");
        let kind = parameter.str("inputType").unwrap_or("text");
        if kind.eq_ignore_ascii_case("choiceset") {
            continue;
        }
        let edits = match &written {
            Some(place) => replace(place, literal("choiceset")),
            None => insert_member(&parameter, "inputType", &literal("choiceset")),
        };
        found.fixed(
            &RULE,
            &choices,
            format!("The choices are not shown: the inputType is {kind}."),
            "Set inputType to choiceset, or remove the choices.",
            edits,
        );
    }
}
