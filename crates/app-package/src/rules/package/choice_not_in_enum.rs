//! X011, `choice-not-in-enum`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// A choice has a `value` that the operation's parameter does not list in its `enum`.
    ///
    /// ## Why
    ///
    /// The API refuses it.
    "X011" "choice-not-in-enum" Warning MessageExtension Ours
    mend "Write a value of the enum."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (api, command, operation) in context.called() {
        for parameter in command.parameters() {
            let name = parameter.str("name").unwrap_or_default();
            let Some(listed) = api.enum_of(operation, name) else {
                continue;
            };
            for choice in parameter
                .present("choices")
                .map(|all| all.items())
                .unwrap_or_default()
            {
                let Some(place) = choice.present("value") else {
                    continue;
                };
                let value = place.node.as_str().unwrap_or_default();
                if !listed.iter().any(|known| known == value) {
                    found.at(
                        &RULE,
                        &place,
                        format!("The operation's {name:?} has no value {value:?}."),
                        format!("Write one of {}.", listed.join(", ")),
                    );
                }
            }
        }
    }
}
