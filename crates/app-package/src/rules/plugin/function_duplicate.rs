//! P012, `function-name-duplicate`.

use std::collections::HashSet;

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// Two functions of a plugin have the same `name`.
    "P012" "function-name-duplicate" Error Plugin Ours
    mend "Keep one of them."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in &context.plugins {
        let mut seen = HashSet::new();
        for function in super::functions(&plugin.root) {
            let Some(place) = function.present("name") else {
                continue;
            };
            let name = place.node.as_str().unwrap_or_default();
            if !seen.insert(name) {
                let message = format!("Two functions have the name {name:?}.");
                found.at(&RULE, &place, message, "Keep one of them.");
            }
        }
    }
}
