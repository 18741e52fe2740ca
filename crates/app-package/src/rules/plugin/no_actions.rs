//! P016, `agent-without-actions`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The package has declarative agents and no message extension, and none of the agents has
    /// actions.
    ///
    /// ## Why
    ///
    /// Without an API there is no credential to keep, and nothing for Cloakroom to serve.
    "P016" "agent-without-actions" Warning Plugin Ours
    mend "Add actions with the file of an API plugin."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if context.extension.is_some() || context.manifest.is_none() || context.alone {
        return;
    }
    let none = context.agents.iter().all(|agent| {
        agent
            .present("actions")
            .is_none_or(|actions| actions.items().is_empty())
    });
    if let Some(agent) = context.agents.first().filter(|_| none) {
        found.at(
            &RULE,
            agent,
            "No agent of the package has actions.",
            "Add actions with the file of an API plugin.",
        );
    }
}
