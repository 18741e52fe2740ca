//! P003, `runtime-not-served`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// A runtime is of a type that Cloakroom does not serve: `LocalPlugin` (an Office add-in) or
    /// `RemoteMCPServer`.
    ///
    /// ## Why
    ///
    /// They are valid, and Copilot may serve them; here they are read and left out.
    "P003" "runtime-not-served" Warning Plugin Ours
    mend "Use a runtime of type OpenApi where Cloakroom is to serve it."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for runtime in context
        .plugins
        .iter()
        .flat_map(|plugin| super::runtimes(&plugin.root))
    {
        let Some(place) = runtime.present("type") else {
            continue;
        };
        if let Some(kind @ ("LocalPlugin" | "RemoteMCPServer")) = place.node.as_str() {
            found.at(
                &RULE,
                &place,
                format!("Runtimes of type {kind} are not served here."),
                "Use a runtime of type OpenApi where Cloakroom is to serve it.",
            );
        }
    }
}
