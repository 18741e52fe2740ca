//! P010, `function-without-operation`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// A function that an `OpenApi` runtime runs has no operation of that `operationId` in the
    /// runtime's description.
    "P010" "function-without-operation" Error Plugin Documentation
    mend "Set the function's name to an operationId."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in &context.plugins {
        for function in super::functions(&plugin.root) {
            let Some(place) = function.present("name") else {
                continue;
            };
            let name = place.node.as_str().unwrap_or_default();
            for runtime in super::runtimes(&plugin.root) {
                let Some(api) = super::description(context, &runtime) else {
                    continue;
                };
                if !super::lists(&runtime, name) {
                    continue;
                }
                if api
                    .operations()
                    .iter()
                    .all(|entry| entry.operation_id != name)
                {
                    found.at(
                        &RULE,
                        &place,
                        format!("The API description has no operation {name:?}."),
                        "Set the function's name to an operationId.",
                    );
                }
            }
        }
    }
}
