//! X009, `input-type-of-another-kind`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::operation::ParameterType;

rule! {
    /// The `inputType` of a parameter can't give a value of the operation's type: a toggle for a
    /// text, a number for a boolean, a date for a number.
    "X009" "input-type-of-another-kind" Warning MessageExtension Ours
    mend "Choose the inputType of the operation's type."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (api, command, operation) in context.called() {
        let kinds = api.kinds(operation);
        for parameter in command.parameters() {
            let (Some(place), Some(name)) = (parameter.present("inputType"), parameter.str("name"))
            else {
                continue;
            };
            let Some((_, kind)) = kinds.iter().find(|(known, _)| known == name) else {
                continue;
            };
            let input = place.node.as_str().unwrap_or_default();
            let (fits, wanted) = match (input, kind) {
                ("toggle", ParameterType::String) => (false, "text"),
                ("number" | "date" | "time" | "textarea", ParameterType::Boolean) => {
                    (false, "toggle")
                }
                (
                    "toggle" | "date" | "time" | "textarea",
                    ParameterType::Integer | ParameterType::Number,
                ) => (false, "number"),
                _ => (true, ""),
            };
            if !fits {
                found.at(
                    &RULE,
                    &place,
                    format!("The operation's {name:?} is of type {}.", kind.as_str()),
                    format!("Set inputType to {wanted}."),
                );
            }
        }
    }
}
