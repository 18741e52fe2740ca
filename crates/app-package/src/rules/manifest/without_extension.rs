//! M036, `without-message-extension`.

use super::super::Context;
use super::super::context::declarative_agents;
use crate::diagnostic::Diagnostics;

rule! {
    /// The package has declarative agents and no API-based message extension.
    ///
    /// ## Why
    ///
    /// The plugins are judged, and their registrations can be kept here; but `cloakroom app
    /// install` needs a message extension to offer.
    "M036" "without-message-extension" Warning Plugin Ours
    mend "Add a compose extension of composeExtensionType apiBased, if the app is to be used in the chat."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(root) = &context.manifest else {
        return;
    };
    let agents = declarative_agents(root);
    if let Some(agent) = agents.first().filter(|_| context.extension.is_none()) {
        found.at(
            &RULE,
            agent,
            "The package has no message extension, and can't be installed for the chat.",
            "Add a compose extension of composeExtensionType apiBased, if it is to be used there.",
        );
    }
}
