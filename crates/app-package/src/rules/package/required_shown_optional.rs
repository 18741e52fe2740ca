//! X005, `required-parameter-shown-as-optional`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::document::NodeValue;
use crate::fix::{insert_member, replace};

rule! {
    /// The operation requires a value without a default, and the command shows its parameter as
    /// optional.
    ///
    /// ## Why
    ///
    /// Cloakroom treats it as required. Teams sends the request without it, and the user sees the
    /// API's error. `--fix` sets `isRequired`.
    "X005" "required-parameter-shown-as-optional" Warning MessageExtension Ours
    mend "Set isRequired to true."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (api, command, operation) in context.called() {
        let required = api.required_names(operation);
        for parameter in command.parameters() {
            let name = parameter.str("name").unwrap_or_default();
            // Of another type it has a finding of the schema.
            let asked = parameter
                .get("isRequired")
                .is_some_and(|place| place.node.value != NodeValue::Bool(false));
            if asked || parameter.present("value").is_some() || !required.iter().any(|r| r == name)
            {
                continue;
            }
            let edits = match parameter.get("isRequired") {
                Some(place) => replace(&place, "true"),
                None => insert_member(&parameter, "isRequired", "true"),
            };
            let place = parameter
                .present("isRequired")
                .or_else(|| parameter.present("name"));
            found.fixed(
                &RULE,
                &place.unwrap_or_else(|| parameter.clone()),
                format!("The operation requires {name:?}, and the command shows it as optional."),
                "Set isRequired to true.",
                edits,
            );
        }
    }
}
