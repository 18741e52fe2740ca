//! P008, `function-without-runtime`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// No runtime lists the function in `run_for_functions`.
    ///
    /// ## Why
    ///
    /// A function that no runtime runs is never called.
    "P008" "function-without-runtime" Warning Plugin Documentation
    mend "List the function in run_for_functions of a runtime."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in &context.plugins {
        let runtimes = super::runtimes(&plugin.root);
        for function in super::functions(&plugin.root) {
            let Some(place) = function.present("name") else {
                continue;
            };
            let name = place.node.as_str().unwrap_or_default();
            if !runtimes.iter().any(|runtime| super::runs(runtime, name)) {
                found.at(
                    &RULE,
                    &place,
                    format!("No runtime runs the function {name}."),
                    "List it in run_for_functions of a runtime.",
                );
            }
        }
    }
}
