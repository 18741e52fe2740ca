//! P009, `runtime-for-unknown-function`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// A runtime's `run_for_functions` lists a function that the plugin does not have.
    "P009" "runtime-for-unknown-function" Error Plugin Documentation
    mend "Correct the name, or declare the function."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in &context.plugins {
        let functions = super::functions(&plugin.root);
        for runtime in super::runtimes(&plugin.root) {
            let list = runtime
                .present("run_for_functions")
                .map(|list| list.items());
            for place in list.unwrap_or_default() {
                let name = place.node.as_str().unwrap_or_default();
                let known = functions
                    .iter()
                    .any(|function| function.str("name") == Some(name));
                if name != "*" && !known {
                    found.at(
                        &RULE,
                        &place,
                        format!("The plugin has no function {name:?}."),
                        "Correct the name, or declare the function.",
                    );
                }
            }
        }
    }
}
