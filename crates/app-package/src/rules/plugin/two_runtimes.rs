//! P011, `function-of-two-runtimes`.

use std::collections::HashSet;

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// Two runtimes list the same function.
    ///
    /// ## Why
    ///
    /// It is not said which of them is called, nor with whose credential.
    "P011" "function-of-two-runtimes" Error Plugin Documentation
    mend "List the function in one runtime."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in &context.plugins {
        let mut seen = HashSet::new();
        for runtime in super::runtimes(&plugin.root) {
            let list = runtime
                .present("run_for_functions")
                .map(|list| list.items());
            for place in list.unwrap_or_default() {
                let name = place.node.as_str().unwrap_or_default();
                if !seen.insert(name) {
                    found.at(
                        &RULE,
                        &place,
                        format!("Another runtime runs {name:?} too."),
                        "List the function in one runtime.",
                    );
                }
            }
        }
    }
}
