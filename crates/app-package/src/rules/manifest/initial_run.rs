//! M034, `initial-run-with-required-parameter`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::replace;

rule! {
    /// A command runs once without parameters (`initialRun`), and requires one.
    ///
    /// ## Why
    ///
    /// The first run sends only `initialRun` = `"true"`: the request can't be made, and the user
    /// sees an error before he has typed anything.
    "M034" "initial-run-with-required-parameter" Warning MessageExtension Documentation
    mend "Set initialRun to false, or give the parameter a value."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for command in &context.commands {
        let Some(place) = command.place.present("initialRun") else {
            continue;
        };
        if command.place.bool("initialRun") != Some(true) {
            continue;
        }
        let required = command.parameters().into_iter().find(|parameter| {
            parameter.bool("isRequired") == Some(true) && parameter.present("value").is_none()
        });
        if let Some(parameter) = required {
            let name = parameter.str("name").unwrap_or_default();
            found.fixed(
                &RULE,
                &place,
                format!("The first run has no parameters, and {name:?} is required."),
                "Set initialRun to false, or give the parameter a value.",
                replace(&place, "false"),
            );
        }
    }
}
