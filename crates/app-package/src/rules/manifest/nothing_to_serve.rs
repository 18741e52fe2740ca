//! M006, `nothing-to-serve`.

use super::super::Context;
use super::super::context::declarative_agents;
use crate::diagnostic::Diagnostics;

rule! {
    /// The manifest has neither an API-based message extension nor a declarative agent.
    ///
    /// ## Why
    ///
    /// Bots, tabs and message extensions of bots are not what Cloakroom serves. An extension is
    /// API-based where its `composeExtensionType` is `apiBased`.
    "M006" "nothing-to-serve" Error Both Ours
    mend "Add a compose extension of composeExtensionType apiBased."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(root) = &context.manifest else {
        return;
    };
    // What is no object, or of no version, has an error already.
    if root.members().is_empty() || context.extension.is_some() {
        return;
    }
    if !declarative_agents(root).is_empty() {
        return;
    }
    let first = root
        .present("composeExtensions")
        .and_then(|list| list.items().into_iter().next());
    let (message, fix) = match &first {
        Some(_) => (
            "The compose extension is not of composeExtensionType apiBased.",
            "Set composeExtensionType to apiBased; extensions of bots are not served.",
        ),
        None => (
            "The manifest has neither an API-based message extension nor a declarative agent.",
            "Add a compose extension of composeExtensionType apiBased.",
        ),
    };
    found.at(&RULE, first.as_ref().unwrap_or(root), message, fix);
}
